"""What an editor can have done: explained, redacted, converted, checked as a workspace, read in another dialect."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.editor import Editor, Json

URI = "file:///nowhere/a.smtp"
WRONG = "C: EHLO client.example.org\nC: MAIL FROM: <alice@example.org>\nC: QUIT\n"
SECRET = "C: EHLO a.example.org\nS: 250 AUTH PLAIN\nC: AUTH PLAIN AGFsaWNlAHMzY3IzdA==\nS: 535 no\n"
SWAKS = "<-  220 mx.example.com ESMTP\n -> EHLO client.example.org\n<-  250 mx.example.com\n -> QUIT\n<-  221 bye\n"
INVALID_PARAMS, FAILED, CANCELLED = -32602, -32803, -32800


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Editor]:
    """An editor that lets files be changed, in a folder of its own."""
    with Editor(tmp_path) as editor:
        folder = {"workspaceFolders": [{"uri": tmp_path.as_uri(), "name": "x"}]}
        editor.begin(folder, workspace={"applyEdit": True, "workspaceEdit": {"documentChanges": True}})
        yield editor


def done(editor: Editor, command: str, *arguments: object) -> Json:
    """The reply to a command."""
    return editor.answer(editor.request("workspace/executeCommand", {"command": command, "arguments": arguments}))


def test_a_topic_is_explained(editor: Editor):
    shown = done(editor, "smtp-ls.explain", "mail from")["result"]
    assert set(shown) == {"title", "language", "text", "message"}
    assert (shown["language"], shown["text"].split()[1]) == ("markdown", "MAIL")
    refused = done(editor, "smtp-ls.explain", "unknwon-command")["error"]
    assert refused["code"] == FAILED
    assert refused["message"].startswith('unknown topic "unknwon-command"; did you mean unknown-command')


def test_what_stands_at_a_place_is_explained(editor: Editor):
    editor.open(WRONG)
    assert "space-after-colon" in done(editor, "smtp-ls.explain", URI, {"line": 1, "character": 13})["result"]["text"]
    assert done(editor, "smtp-ls.explain", URI, {"line": 3, "character": 0})["result"] is None
    assert done(editor, "smtp-ls.explain", "file:///x", {"line": 3, "character": 0})["error"]["code"] == FAILED


def test_secrets_are_replaced_in_a_text_beside(editor: Editor):
    editor.open(SECRET)
    shown = done(editor, "smtp-ls.redact", URI)["result"]
    assert "AGFsaWNlAHMzY3IzdA" not in shown["text"]
    assert shown["message"].startswith("Replaced: secrets 1,")
    assert "a.example.org" in shown["text"]
    assert done(editor, "smtp-ls.redact", URI, {"addresses": True})["result"]["title"] == "a.smtp, redacted"


def test_a_log_is_converted(editor: Editor):
    editor.open(SWAKS)
    assert done(editor, "smtp-ls.convert", URI)["result"]["text"].splitlines()[1] == "C: EHLO client.example.org"
    assert done(editor, "smtp-ls.convert", URI, "morse")["error"]["code"] == FAILED


def test_the_dialect_is_told(editor: Editor):
    editor.open(SWAKS)
    told = done(editor, "smtp-ls.dialect", URI)["result"]
    assert (told["dialect"], told["source"]) == ("swaks", "detected")
    assert {"native", "bare", "none", "swaks"} <= set(told["dialects"])
    editor.open(f"# smtp-ls: dialect=none\n{SWAKS}")
    assert done(editor, "smtp-ls.dialect", URI)["result"]["source"] == "pragma"
    assert done(editor, "smtp-ls.dialect", "file:///x")["result"] is None


@pytest.mark.parametrize(
    ("text", "name", "start", "end", "new"),
    [
        ("C: QUIT\r\n", "swaks", (0, 0), (0, 0), "# smtp-ls: dialect=swaks\r\n"),
        ("# é\n#  smtp-ls: dialect = swak \nC: QUIT\n", "swaks", (1, 22), (1, 26), "swaks"),
        ("# smtp-ls: dialect=none\nC: QUIT\n", "", (0, 0), (1, 0), ""),
    ],
)
def test_the_editor_is_asked_to_write_the_dialect_down(
    editor: Editor, text: str, name: str, start: tuple[int, int], end: tuple[int, int], new: str
):
    editor.open(text, version=7)
    request = editor.request("workspace/executeCommand", {"command": "smtp-ls.setDialect", "arguments": [URI, name]})
    asked = editor.until("workspace/applyEdit")["params"]["edit"]["documentChanges"][0]
    assert asked["textDocument"] == {"uri": URI, "version": 7}
    places = [dict(zip(("line", "character"), each, strict=True)) for each in (start, end)]
    assert asked["edits"] == [{"range": {"start": places[0], "end": places[1]}, "newText": new}]
    assert editor.answer(request)["result"] is None


def test_what_is_so_already_is_not_asked_for(editor: Editor):
    editor.open(WRONG)
    assert done(editor, "smtp-ls.setDialect", URI, "")["result"] is None
    assert done(editor, "smtp-ls.setDialect", URI, "morse")["error"]["code"] == FAILED


def test_an_editor_that_lets_no_file_be_changed_is_not_asked(tmp_path: Path):
    with Editor(tmp_path) as editor:
        editor.begin()
        editor.open(WRONG)
        assert done(editor, "smtp-ls.setDialect", URI, "bare")["error"]["code"] == FAILED


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("smtp-ls.explain", []),
        ("smtp-ls.explain", [7]),
        ("smtp-ls.explain", [URI, {"line": -1, "character": 0}]),
        ("smtp-ls.explain", [URI, {"line": "x"}]),
        ("smtp-ls.redact", [URI, {"addresses": 1}]),
        ("smtp-ls.convert", [URI, "native", 1]),
        ("smtp-ls.dialect", [[]]),
        ("smtp-ls.setDialect", [URI]),
        ("smtp-ls.checkWorkspace", [URI]),
        ("smtp-ls.unknown", []),
    ],
)
def test_wrong_arguments_are_refused(editor: Editor, command: str, arguments: list[object]):
    editor.open(WRONG)
    assert done(editor, command, *arguments)["error"]["code"] == INVALID_PARAMS


# --- the workspace ----------------------------------------------------------------------------------------------------


def test_the_workspace_is_checked(editor: Editor, tmp_path: Path):
    """Findings of files that are not open are published, and go when the file has gone."""
    (tmp_path / "a.smtp").write_text(WRONG)
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "b.smtp").write_text("C: QUIT\nC: NOOP\n")
    (tmp_path / "not.txt").write_text(WRONG)
    request = editor.request("workspace/executeCommand", {"command": "smtp-ls.checkWorkspace"})
    published = [editor.published() for _ in range(2)]
    assert [each["uri"].rpartition("/")[2] for each in published] == ["a.smtp", "b.smtp"]
    assert "version" not in published[0]
    told = editor.answer(request)["result"]
    assert told["message"] == f"Checked: files 2; errors {told['errors']}, warnings {told['warnings']}"
    (tmp_path / "a.smtp").unlink()
    request = editor.request("workspace/executeCommand", {"command": "smtp-ls.checkWorkspace"})
    assert [editor.published()["uri"].rpartition("/")[2] for _ in range(2)] == ["b.smtp", "a.smtp"]
    editor.answer(request)


def test_a_check_of_the_workspace_shows_its_progress_and_is_cancelled(tmp_path: Path):
    """The editor is asked for the progress; that ends, though the work was not done, and the request is answered."""
    for number in range(600):
        (tmp_path / f"{number}.smtp").write_text(WRONG)
    with Editor(tmp_path) as editor:
        editor.begin({"rootUri": tmp_path.as_uri()}, window={"workDoneProgress": True})
        request = editor.request("workspace/executeCommand", {"command": "smtp-ls.checkWorkspace"})
        token = editor.until("window/workDoneProgress/create")["params"]["token"]
        kinds = [editor.until("$/progress")["params"]["value"]["kind"]]
        editor.notify("window/workDoneProgress/cancel", {"token": token})
        while kinds[-1] != "end":
            kinds.append(editor.until("$/progress")["params"]["value"]["kind"])
        assert kinds[0] == "begin"
        assert editor.answer(request)["error"]["code"] == CANCELLED
        assert editor.answer(editor.request("workspace/symbol", {"query": ""}))["result"] is None


def test_a_folder_that_nobody_means_is_not_walked(editor: Editor):
    editor.notify(
        "workspace/didChangeWorkspaceFolders",
        {"event": {"added": [{"uri": "file:///", "name": "all"}], "removed": []}},
    )
    assert done(editor, "smtp-ls.checkWorkspace")["result"]["files"] == 0
