"""Files that take long: read in slices, answered about meanwhile, given up when they change; those too long."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from smtp_ls.server import language_server
from smtp_ls.server.language_server import LanguageServer
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
MANY = 1000
LONG = SESSION * MANY
LAST = LONG.count("\n") - 2
CANCELLED, MODIFIED = -32800, -32801


class Turns:
    """A conversation of which we decide what has arrived at each turn of the server, and what comes of it."""

    def __init__(self, *turns: Sequence[Json]) -> None:
        tree = {"textDocument": {"documentSymbol": {"hierarchicalDocumentSymbolSupport": True}}}
        begun = [
            {
                "id": "begin",
                "method": "initialize",
                "params": {"processId": None, "rootUri": None, "capabilities": tree},
            },
            {"method": "textDocument/didOpen", "params": opened(LONG)},
        ]
        self._turns = [begun, *turns]
        self.sent: list[Json] = []
        server = LanguageServer()
        server.protocol.set_writer(self)
        server.protocol.converse(self)  # type: ignore[arg-type]

    def take(self, *, wait: bool) -> list[bytes | None]:
        """What has arrived; the end, when nothing else comes and the server has nothing to do."""
        if self._turns:
            return [json.dumps({"jsonrpc": "2.0", **each}).encode() for each in self._turns.pop(0)]
        return [None] if wait else []

    def write(self, message: bytes) -> None:
        """Keep what is sent."""
        self.sent.append(json.loads(message))

    def close(self) -> None:
        """Nothing is left to be done."""

    def reply(self, request: str) -> Any:
        """The reply to a request, of which there is one."""
        (found,) = (each for each in self.sent if each.get("id") == request)
        return found["error"]["code"] if "error" in found else found["result"]

    @property
    def order(self) -> list[Any]:
        """The ids of replies, and the versions of findings, as they came."""
        return [each["id"] if "id" in each else each["params"].get("version") for each in self.sent[1:]]


def opened(text: str) -> Json:
    return {"textDocument": {"uri": URI, "languageId": "smtp", "version": 1, "text": text}}


def changed(version: int, *changes: Json) -> Json:
    document = {"uri": URI, "version": version}
    return {"method": "textDocument/didChange", "params": {"textDocument": document, "contentChanges": changes}}


def asked(method: str, line: int | None = None) -> Json:
    """A request whose id is its method, about a file or a verb in it."""
    place = {} if line is None else {"position": {"line": line, "character": 4}}
    return {"id": method, "method": f"textDocument/{method}", "params": {**ABOUT, **place}}


def test_meanwhile_what_was_read_is_answered_about():
    """And what is not read yet, or the whole file, as soon as it is."""
    late = {**asked("hover", LAST - 1), "id": "late"}
    found = Turns([asked("documentSymbol"), late, asked("hover", 2)])
    assert found.order[:2] == [1, "hover"]
    assert sorted(map(str, found.order[2:])) == ["1", "documentSymbol", "late"]
    assert found.reply("hover")
    assert found.reply("late")["contents"]
    assert len(found.reply("documentSymbol")) == MANY


def test_what_is_waited_for_is_cancelled():
    cancel = {"method": "$/cancelRequest", "params": {"id": "semanticTokens/full"}}
    found = Turns([asked("semanticTokens/full")], [], [], [cancel], [asked("hover", 2)])
    assert found.reply("semanticTokens/full") == CANCELLED
    assert found.reply("hover")


def test_what_changes_meanwhile_is_not_answered_about():
    """The editor asks again, if it still wants to know; the edits are made, and the file is read to its end."""
    edits = [change((LAST, 0), (LAST, 0), "C: NOOP\nS: 250 Ok\n"), change((0, 4), (0, 4), "x")]
    found = Turns(
        [asked("semanticTokens/full")], [], [changed(2, *edits)], [], [changed(3, *edits), asked("documentSymbol")],
        [asked("hover", LAST + 2)],
    )  # fmt: skip
    assert found.reply("semanticTokens/full") == MODIFIED
    symbols = found.reply("documentSymbol")
    assert (len(symbols), symbols[0]["name"]) == (MANY, "xxHello")
    assert "NOOP" in found.reply("hover")["contents"]["value"]


def test_what_is_closed_meanwhile_is_not_answered_about():
    close = {"method": "textDocument/didClose", "params": ABOUT}
    found = Turns([asked("foldingRange")], [], [close], [], [asked("hover", 2)])
    assert found.reply("foldingRange") is None
    assert found.reply("hover") is None
    assert found.sent[2]["params"] == {"uri": URI, "diagnostics": []}
    assert len(found.sent) == 5


def test_another_dialect_is_read_in_slices_too():
    """First what is known is told, then all of it; as often as the dialect changes."""
    other, back = change((0, 0), (0, 0), "# smtp-ls: dialect=swaks\n"), change((0, 0), (1, 0), "")
    found = Turns([], [], [changed(2, other)], [], [], [changed(3, back)], [asked("documentSymbol")])
    assert found.order[:3] == [1, 2, 3]
    assert sorted(map(str, found.order[3:])) == ["3", "documentSymbol"]
    assert len(found.reply("documentSymbol")) == MANY


def test_the_end_of_input_ends_what_is_under_way(tmp_path: Path):
    with Editor(tmp_path) as editor:
        editor.begin()
        editor.open(LONG * 20)
        editor.request("textDocument/semanticTokens/full", ABOUT)
        editor.end_of_input()
        assert editor.process.wait(20) == 1


def place(line: int) -> Json:
    """A place at a verb."""
    return {**ABOUT, "position": {"line": line, "character": 4}}


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
        assert editor.ask("textDocument/hover", place(0))["result"] is None
        editor.notify("textDocument/didClose", ABOUT)
        assert editor.open(SESSION)["version"] == 1
        editor.notify(
            "textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": "x" * (most + 1)}]}
        )
        assert editor.published() == {"uri": URI, "diagnostics": []}
        assert editor.ask("textDocument/hover", place(2))["result"] is None


def test_a_hundred_megabytes_are_too_long():
    assert language_server.LARGEST < 100_000_000
