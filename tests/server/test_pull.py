"""Diagnostics that an editor asks for itself: of a file, of the workspace, again, and when something has changed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.editor import Editor, Json, change

WRONG = "C: EHLO client.example.org\nC: MAIL FROM: <alice@example.org>\nC: QUIT\n"
RIGHT = WRONG.replace(": <", ":<")
PULLS: Json = {
    "textDocument": {
        "diagnostic": {},
        "publishDiagnostics": {
            "dataSupport": True,
            "codeDescriptionSupport": True,
            "tagSupport": {"valueSet": [1, 2]},
        },
    },
    "workspace": {"diagnostics": {"refreshSupport": True}},
}


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Editor]:
    """An editor that pulls, in a folder of its own with two files."""
    (tmp_path / "a.smtp").write_text(WRONG)
    (tmp_path / "b.smtp").write_text(RIGHT)
    with Editor(tmp_path) as editor:
        editor.begin({"rootUri": tmp_path.as_uri()}, **PULLS)
        yield editor


def opened(editor: Editor, path: Path, text: str) -> str:
    """A file held open; its URI."""
    item = {"uri": path.as_uri(), "languageId": "smtp", "version": 1, "text": text}
    editor.notify("textDocument/didOpen", {"textDocument": item})
    return path.as_uri()


def pulled(editor: Editor, uri: str, known: str | None = None) -> Json:
    """The report on a file."""
    about = {"textDocument": {"uri": uri}, **({} if known is None else {"previousResultId": known})}
    found = editor.answer(editor.request("textDocument/diagnostic", about))["result"]
    assert isinstance(found, dict)
    return found


def everything(editor: Editor, known: Json, **more: object) -> dict[str, Json]:
    """The reports on the workspace, by file."""
    ids = [{"uri": uri, "value": value} for uri, value in known.items()]
    asked = editor.request("workspace/diagnostic", {"previousResultIds": ids, **more})
    return {each["uri"]: each for each in editor.answer(asked)["result"]["items"]}


def test_nothing_is_pushed_and_what_is_known_is_not_told_again(editor: Editor, tmp_path: Path):
    uri = opened(editor, tmp_path / "a.smtp", WRONG)
    first = pulled(editor, uri)
    assert [each["code"] for each in first["items"]] == ["space-after-colon"]
    assert pulled(editor, uri, first["resultId"]) == {"kind": "unchanged", "resultId": first["resultId"]}
    document = {"uri": uri, "version": 2}
    mend = change((1, 13), (1, 14), "")
    editor.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [mend]})
    again = pulled(editor, uri, first["resultId"])
    assert (again["kind"], again["items"]) == ("full", [])
    assert pulled(editor, "file:///not/open.smtp") == {"kind": "full", "items": []}


def test_a_finding_carries_its_fix(editor: Editor, tmp_path: Path):
    """Where the editor lets it carry anything; and what is of no use is told to be so."""
    uri = opened(editor, tmp_path / "a.smtp", f"@a = b\n{WRONG}")
    unused, wrong = pulled(editor, uri)["items"]
    assert (unused["code"], unused["tags"]) == ("unused-variable", [1])
    assert wrong["data"]["fix"]["isSafe"]
    (edit,) = wrong["data"]["fix"]["edits"]
    assert edit == {"range": wrong["range"], "newText": ""}
    assert wrong["codeDescription"]["href"].startswith("https://")


def test_the_workspace_has_its_files_whether_open_or_not(editor: Editor, tmp_path: Path):
    """Each with an id by which it is asked for again; what has gone has nothing wrong any more."""
    uri = opened(editor, tmp_path / "b.smtp", WRONG + WRONG)
    first = everything(editor, {})
    assert set(first) == {(tmp_path / name).as_uri() for name in ("a.smtp", "b.smtp")}
    assert first[uri]["version"] == 1
    closed = (tmp_path / "a.smtp").as_uri()
    assert first[closed]["version"] is None
    assert [each["code"] for each in first[closed]["items"]] == ["space-after-colon"]
    ids = {each["uri"]: each["resultId"] for each in first.values()}
    assert {each["kind"] for each in everything(editor, ids).values()} == {"unchanged"}
    (tmp_path / "a.smtp").write_text(RIGHT + RIGHT)
    assert everything(editor, ids)[closed]["kind"] == "full"
    (tmp_path / "a.smtp").unlink()
    assert everything(editor, ids)[closed]["items"] == []


def test_a_file_may_be_named_in_another_way(editor: Editor, tmp_path: Path):
    """As Visual Studio Code writes more letters of a URI in hexadecimal."""
    uri = f"{tmp_path.as_uri()}/%61.smtp"
    item = {"uri": uri, "languageId": "smtp", "version": 1, "text": RIGHT}
    editor.notify("textDocument/didOpen", {"textDocument": item})
    found = everything(editor, {})
    assert len(found) == 2
    assert found[uri]["items"] == []


def test_reports_come_in_parts(editor: Editor):
    """To an editor that takes them so; the answer then holds nothing."""
    request = editor.request("workspace/diagnostic", {"previousResultIds": [], "partialResultToken": "p"})
    parts = [editor.until("$/progress")["params"] for _ in range(2)]
    assert [each["token"] for each in parts] == ["p", "p"]
    assert [each["value"]["items"][0]["uri"].rpartition("/")[2] for each in parts] == ["a.smtp", "b.smtp"]
    assert editor.answer(request)["result"] == {"items": []}


def test_whoever_would_hear_nothing_new_waits(editor: Editor, tmp_path: Path):
    """Until a file is saved; meanwhile everything else is answered, and the server has nothing to do."""
    ids = {each["uri"]: each["resultId"] for each in everything(editor, {}).values()}
    known = [{"uri": uri, "value": value} for uri, value in ids.items()]
    request = editor.request("workspace/diagnostic", {"previousResultIds": known, "partialResultToken": "p"})
    for _ in ids:
        editor.until("$/progress")
    assert editor.answer(editor.request("workspace/symbol", {"query": ""}))["result"] is None
    uri = opened(editor, tmp_path / "c.smtp", WRONG)
    (tmp_path / "c.smtp").write_text(WRONG)
    editor.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    found: list[Any] = []
    while not found or found[-1]["uri"] != uri:
        found += editor.until("$/progress")["params"]["value"]["items"]
    assert editor.answer(request)["result"] == {"items": []}


def test_whoever_waits_may_give_up(editor: Editor):
    ids = {each["uri"]: each["resultId"] for each in everything(editor, {}).values()}
    known = [{"uri": uri, "value": value} for uri, value in ids.items()]
    request = editor.request("workspace/diagnostic", {"previousResultIds": known, "partialResultToken": "p"})
    for _ in ids:
        editor.until("$/progress")
    editor.notify("$/cancelRequest", {"id": request})
    assert editor.answer(request)["error"]["code"] == -32800


def test_another_configuration_makes_the_editor_ask_again(editor: Editor, tmp_path: Path):
    """Without a watcher, when a file is saved; with one, or other settings, also where no file is open."""
    uri = opened(editor, tmp_path / "a.smtp", WRONG)
    first = pulled(editor, uri)
    (tmp_path / "smtp-ls.toml").write_text('ignore = ["space-after-colon"]\n')
    editor.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    editor.until("workspace/diagnostic/refresh")
    assert pulled(editor, uri, first["resultId"])["items"] == []
    editor.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    (tmp_path / "smtp-ls.toml").unlink()
    gone = {"uri": f"{tmp_path.as_uri()}/smtp-ls.toml", "type": 3}
    editor.notify("workspace/didChangeWatchedFiles", {"changes": [gone]})
    editor.until("workspace/diagnostic/refresh")
    assert everything(editor, {})[uri]["items"]
    settings = {"smtp-ls": {"severity": {"space-after-colon": "hint"}}}
    editor.notify("workspace/didChangeConfiguration", {"settings": settings})
    editor.until("workspace/diagnostic/refresh")
    assert everything(editor, {})[uri]["items"][0]["severity"] == 4


def test_a_long_file_is_told_of_at_once_and_again_when_it_is_read(editor: Editor, tmp_path: Path):
    text = RIGHT * 5000 + WRONG
    uri = opened(editor, tmp_path / "long.smtp", text)
    first = pulled(editor, uri)
    editor.until("workspace/diagnostic/refresh")
    last = pulled(editor, uri, first["resultId"])
    assert last["kind"] == "full"
    assert last["items"][-1]["range"]["start"]["line"] == text.count("\n") - 2
