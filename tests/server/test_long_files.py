"""Files that take long: read in slices, answered about meanwhile, given up when they change; those too long."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from smtp_ls.server import language_server
from tests.editor import Editor, Json, change

URI = "file:///nowhere/a.smtp"
ABOUT: Json = {"textDocument": {"uri": URI}}
SESSION = """\
### Hello
S: 220 mx.example.com ESMTP
C: EHLO client.example.org
S: 250 mx.example.com
C: MAIL FROM:<alice@example.org>
S: 250 2.1.0 Ok
C: QUIT
S: 221 2.0.0 Bye
"""
MANY = 2500
LONG = SESSION * MANY
LAST = LONG.count("\n") - 2
CANCELLED, MODIFIED = -32800, -32801


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Editor]:
    """An editor with a long file open, the beginning of which has been read."""
    with Editor(tmp_path) as editor:
        editor.begin(textDocument={"documentSymbol": {"hierarchicalDocumentSymbolSupport": True}})
        editor.open(LONG)
        yield editor


def at(line: int) -> Json:
    """A place at a verb."""
    return {**ABOUT, "position": {"line": line, "character": 4}}


def test_meanwhile_what_was_read_is_answered_about(editor: Editor):
    """And what is not read yet, or the whole file, as soon as it is."""
    whole = editor.request("textDocument/documentSymbol", ABOUT)
    late = editor.request("textDocument/hover", at(LAST - 1))
    early = editor.request("textDocument/hover", at(2))
    assert editor.reply_to(early)["result"]["contents"]
    replies = [editor.next() for _ in range(3)]  # with them, the findings in all of it
    found = {each.get("id", "findings"): each for each in replies}
    assert found[late]["result"]["contents"]
    assert len(found[whole]["result"]) == MANY
    assert found["findings"]["params"]["version"] == 1


def test_what_is_waited_for_is_cancelled(editor: Editor):
    request = editor.request("textDocument/semanticTokens/full", ABOUT)
    editor.notify("$/cancelRequest", {"id": request})
    assert editor.reply_to(request)["error"]["code"] == CANCELLED


def test_what_changes_meanwhile_is_not_answered_about(editor: Editor):
    """The editor asks again, if it still wants to know; the edits are made, and the file is read to its end."""
    request = editor.request("textDocument/semanticTokens/full", ABOUT)
    for version in range(2, 5):
        document = {"uri": URI, "version": version}
        edits = [change((LAST, 0), (LAST, 0), "C: NOOP\nS: 250 Ok\n"), change((0, 4), (0, 4), "x")]
        editor.notify("textDocument/didChange", {"textDocument": document, "contentChanges": edits})
    assert editor.answer(request)["error"]["code"] == MODIFIED
    found = editor.answer(editor.request("textDocument/documentSymbol", ABOUT))["result"]
    assert (len(found), found[0]["name"]) == (MANY, "xxxHello")
    assert "NOOP" in editor.ask("textDocument/hover", at(LAST + 4))["result"]["contents"]["value"]


def test_what_is_closed_meanwhile_is_not_answered_about(editor: Editor):
    request = editor.request("textDocument/foldingRange", ABOUT)
    editor.notify("textDocument/didClose", ABOUT)
    assert editor.published() == {"uri": URI, "diagnostics": []}
    assert editor.reply_to(request)["result"] is None
    assert editor.ask("workspace/symbol", {"query": ""})["result"] is None


def test_the_end_of_input_ends_what_is_under_way(editor: Editor):
    editor.request("textDocument/semanticTokens/full", ABOUT)
    editor.end_of_input()
    assert editor.process.wait(20) == 1


def test_another_dialect_is_read_in_slices_too(editor: Editor):
    """First what is known is told, then all of it; as often as the dialect changes."""
    editor.until("textDocument/publishDiagnostics")
    first = editor.change(2, change((0, 0), (0, 0), "# smtp-ls: dialect=swaks\n"))
    assert first["version"] == 2
    back = editor.change(3, change((0, 0), (1, 0), ""))
    assert back["version"] == 3
    assert editor.published() == {"uri": URI, "version": 3, "diagnostics": back["diagnostics"]}
    assert len(editor.ask("textDocument/documentSymbol", ABOUT)["result"]) == MANY


def test_hover_is_quick_while_a_file_is_read(editor: Editor):
    since = time.monotonic()
    for _ in range(20):
        editor.answer(editor.request("textDocument/hover", at(2)))
    assert time.monotonic() - since < 10


def test_a_file_that_is_too_long_is_left_alone(tmp_path: Path):
    """Its user is told, once; what is said of it afterwards is ignored, and it may become shorter."""
    most = 1000
    start = f"from smtp_ls.server import language_server; language_server.LARGEST = {most}\n"
    script = f"{start}from smtp_ls.cli import main; import sys; sys.exit(main([]))"
    with Editor(tmp_path, command=[sys.executable, "-c", script]) as editor:
        editor.begin()
        item = {"uri": URI, "languageId": "smtp", "version": 1, "text": "x" * (most + 1)}
        for _ in range(2):
            editor.notify("textDocument/didOpen", {"textDocument": item})
        told = editor.next()
        assert told["method"] == "window/showMessage"
        assert "too large" in told["params"]["message"]
        document = {"uri": URI, "version": 2}
        edits = [change((0, 0), (0, 1), "")]
        editor.notify("textDocument/didChange", {"textDocument": document, "contentChanges": edits})
        assert editor.ask("textDocument/hover", at(0))["result"] is None
        editor.notify("textDocument/didClose", ABOUT)
        assert editor.open(SESSION)["version"] == 1
        editor.notify(
            "textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": "x" * (most + 1)}]}
        )
        assert editor.published() == {"uri": URI, "diagnostics": []}
        assert editor.ask("textDocument/hover", at(2))["result"] is None


def test_a_hundred_megabytes_are_too_long():
    assert language_server.LARGEST < 100_000_000
