"""What fails in the server is told in one line without anything of the file, and the next message is answered."""

import io
import json
from typing import NoReturn

import pytest
from lsprotocol import types

from smtp_ls import rules
from smtp_ls.rules import load
from smtp_ls.server import transport
from smtp_ls.server.answers import ANSWERS
from smtp_ls.server.language_server import LanguageServer
from tests.editor import Json, framed

URI = "file:///nowhere/a.smtp"
SECRET = "s3cr3t"
WRONG = f"C: EHLO client.example.org\nC: MAIL FROM: <{SECRET}@example.org>\nC: QUIT\n"

INITIALIZE = {"method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}}
OPEN = {
    "method": "textDocument/didOpen",
    "params": {"textDocument": {"uri": URI, "languageId": "smtp", "version": 1, "text": WRONG}},
}
HOVER = {
    "method": "textDocument/hover",
    "params": {"textDocument": {"uri": URI}, "position": {"line": 1, "character": 4}},
}


class _Outbox:
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[Json] = []

    def write(self, message: bytes) -> None:
        """Keep a message."""
        self.sent.append(json.loads(message))

    def close(self) -> None:
        """Nothing is left to be done."""


def conversation(*messages: Json) -> list[Json]:
    """What the server sends when it has been sent these, each with its number if it is a request."""
    requests = ("initialize", "textDocument/hover")
    numbered = [
        {"jsonrpc": "2.0", **({"id": number} if each["method"] in requests else {}), **each}
        for number, each in enumerate(messages)
    ]
    octets = b"".join(framed(json.dumps(each).encode()) for each in numbered)
    server, outbox = LanguageServer(), _Outbox()
    server.protocol.set_writer(outbox)
    server.protocol.converse(transport.Inbox(transport.messages(io.BytesIO(octets).read)))
    return outbox.sent


def fails(*_: object) -> NoReturn:
    """Fail, and name what must not be told."""
    raise KeyError(SECRET)


def test_a_request_that_fails_is_answered_once(monkeypatch: pytest.MonkeyPatch):
    """With an internal error, and a line in the editor's log."""
    monkeypatch.setitem(ANSWERS, types.TEXT_DOCUMENT_HOVER, fails)
    _, _, logged, reply, logged_again, reply_again = conversation(INITIALIZE, OPEN, HOVER, HOVER)
    assert set(reply["error"]) == {"code", "message"}
    assert (reply["id"], reply["error"]["code"]) == (2, -32603)
    assert (reply_again["id"], reply_again["error"]["code"]) == (3, -32603)
    assert reply["error"]["message"].startswith("internal error: KeyError at test_faults.py:")
    assert logged["method"] == logged_again["method"] == "window/logMessage"
    assert SECRET not in json.dumps((logged, reply))


def test_a_reply_that_cannot_be_written_is_a_fault_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(ANSWERS, types.TEXT_DOCUMENT_HOVER, lambda *_: object)
    *_, reply = conversation(INITIALIZE, OPEN, HOVER)
    assert (reply["id"], reply["error"]["code"]) == (2, -32603)


def test_a_notification_that_fails_is_told_and_nothing_more(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("smtp_ls.server.language_server.publish_diagnostics", fails)
    _, logged, reply = conversation(INITIALIZE, OPEN, HOVER)
    assert logged["method"] == "window/logMessage"
    assert SECRET not in json.dumps(logged)
    assert reply["result"]["range"]


def test_a_rule_that_fails_is_told_once_and_costs_the_file_nothing_else(monkeypatch: pytest.MonkeyPatch):
    broken = load("space-after-colon")._replace(check=fails)
    monkeypatch.setitem(rules._loaded, "space-after-colon", broken)  # noqa: SLF001  (where rules are kept)
    _, published, logged, again = conversation(INITIALIZE, OPEN, OPEN)
    assert published["method"] == again["method"] == "textDocument/publishDiagnostics"
    expected = "internal error: KeyError in space-after-colon; please report it"
    assert logged["params"] == {"type": 1, "message": expected}
