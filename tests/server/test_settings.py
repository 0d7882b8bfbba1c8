"""Settings: told when the conversation begins, when they change, or asked for; and what is registered for them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.editor import Editor, Json

URI = "file:///nowhere/a.smtp"
WRONG = "C: EHLO client.example.org\nC: MAIL FROM: <alice@example.org>\nC: QUIT\n"
QUIET: Json = {"ignore": ["space-after-colon"]}


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Editor]:
    """An editor that has not begun."""
    with Editor(tmp_path) as editor:
        yield editor


def test_they_are_told_at_the_beginning(editor: Editor):
    """And what only the editor reads is left to it, as is what is not set."""
    options = {**QUIET, "path": "/x", "trace": {"server": "off"}, "lang": None, "dialect": "", "severity": {}}
    editor.begin({"initializationOptions": options})
    assert not editor.open(WRONG)["diagnostics"]


def test_they_are_told_when_they_change(editor: Editor):
    """Findings are published anew; null is no setting, and neither takes anything away."""
    editor.begin()
    assert editor.open(WRONG)["diagnostics"]
    editor.notify("workspace/didChangeConfiguration", {"settings": {"smtp-ls": QUIET}})
    assert not editor.published()["diagnostics"]
    editor.notify("workspace/didChangeConfiguration", {"settings": {"smtp-ls": None}})
    editor.notify("workspace/didChangeConfiguration", {"settings": None})
    editor.notify("workspace/didChangeConfiguration", {"settings": {"smtp-ls": {"ignore": None}}})
    assert editor.published()["diagnostics"]


def test_they_are_asked_for(editor: Editor):
    """When the conversation begins and whenever the editor says that they have changed; nothing is an answer too."""
    editor.begin(workspace={"configuration": True})
    asked = editor.next()
    assert editor.open(WRONG)["diagnostics"]
    for answer, findings in (([QUIET], 0), ([{"ignore": []}], 1)):
        assert asked["method"] == "workspace/configuration"
        assert asked["params"] == {"items": [{"section": "smtp-ls"}]}
        editor.send({"jsonrpc": "2.0", "id": asked["id"], "result": answer})
        assert len(editor.published()["diagnostics"]) == findings
        editor.notify("workspace/didChangeConfiguration", {"settings": None})
        asked = editor.next()
    nothings: list[object] = [[None], None, [], {}]
    for nothing in nothings:
        editor.send({"jsonrpc": "2.0", "id": asked["id"], "result": nothing})
        editor.notify("workspace/didChangeConfiguration", {"settings": {}})
        asked = editor.next()
    editor.send({"jsonrpc": "2.0", "id": asked["id"], "error": {"code": -32603, "message": "no"}})
    assert len(editor.open(WRONG)["diagnostics"]) == 1


def test_wrong_ones_are_told_once_and_change_nothing(editor: Editor):
    editor.begin()
    editor.notify("workspace/didChangeConfiguration", {"settings": {"smtp-ls": QUIET}})
    for _ in range(2):
        editor.notify("workspace/didChangeConfiguration", {"settings": {"smtp-ls": {"ignore": ["space-after-comma"]}}})
    assert 'unknown rule "space-after-comma"' in editor.next()["params"]["message"]
    assert not editor.open(WRONG)["diagnostics"]


def test_nothing_is_registered_that_was_not_offered(editor: Editor):
    """Neither watchers nor settings, and nothing is asked for."""
    editor.begin(workspace={"didChangeWatchedFiles": {}, "didChangeConfiguration": {}})
    assert editor.ask("workspace/symbol", {"query": ""})["result"] is None


def test_what_is_offered_is_registered(editor: Editor):
    dynamic = {"dynamicRegistration": True}
    editor.begin(workspace={"didChangeWatchedFiles": dynamic, "didChangeConfiguration": dynamic})
    registered = editor.next()["params"]["registrations"]
    methods = {each["method"]: each["registerOptions"] for each in registered}
    assert methods["workspace/didChangeConfiguration"] == {"section": "smtp-ls"}
    watched = [each["globPattern"] for each in methods["workspace/didChangeWatchedFiles"]["watchers"]]
    assert watched == ["**/smtp-ls.toml", "**/pyproject.toml"]


def test_what_is_switched_off_is_shown_no_more(editor: Editor):
    """At the beginning nothing is asked of the editor; later it is to ask again."""
    able = {"inlayHint": {"refreshSupport": True}, "codeLens": {"refreshSupport": True}}
    editor.begin({"initializationOptions": {"codeLens": {"transaction": False}}}, workspace=able)
    editor.open(WRONG)
    about = {"textDocument": {"uri": URI}}
    assert editor.ask("textDocument/codeLens", about)["result"] is None
    editor.notify("workspace/didChangeConfiguration", {"settings": {"smtp-ls": {"codeLens": {"transaction": True}}}})
    assert {editor.next()["method"] for _ in range(2)} == {"workspace/inlayHint/refresh", "workspace/codeLens/refresh"}
    (lens,) = editor.ask("textDocument/codeLens", about)["result"]
    assert lens["range"]["start"] == {"line": 1, "character": 0}


def test_each_folder_has_its_configuration(editor: Editor, tmp_path: Path):
    """Also one that is added later."""
    for name in ("loud", "quiet"):
        (tmp_path / name / ".git").mkdir(parents=True)
    (tmp_path / "quiet" / "smtp-ls.toml").write_text('ignore = ["space-after-colon"]\n')
    editor.begin({"workspaceFolders": [{"uri": (tmp_path / "loud").as_uri(), "name": "loud"}]})
    assert editor.open(WRONG, (tmp_path / "loud" / "a.smtp").as_uri())["diagnostics"]
    assert editor.open(WRONG, "untitled:Untitled-1")["diagnostics"]
    folders = [[{"uri": (tmp_path / name).as_uri(), "name": name}] for name in ("quiet", "loud")]
    editor.notify(
        "workspace/didChangeWorkspaceFolders", {"event": dict(zip(("added", "removed"), folders, strict=True))}
    )
    assert not editor.published()["diagnostics"]  # what is nowhere follows the first folder
    assert not editor.open(WRONG, (tmp_path / "quiet" / "a.smtp").as_uri())["diagnostics"]
