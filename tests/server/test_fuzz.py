"""A client that sends anything: each request is answered once, the findings in the end are those of a fresh read."""

import json
import os
import random
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from hypothesis import settings

from smtp_ls.features.client import Client
from smtp_ls.features.code_action import KINDS
from smtp_ls.features.document import Document
from smtp_ls.features.publish_diagnostics import publish_diagnostics
from tests.editor import PATIENCE, Editor, Json

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.smtp"))
FOLDER = Path(__file__).parent

AT_A_PLACE = """
hover completion definition references documentHighlight prepareRename signatureHelp rename onTypeFormatting
""".split()
ON_A_STRETCH = "codeAction inlayHint rangeFormatting semanticTokens/range".split()
ON_A_FILE = """
documentSymbol foldingRange codeLens documentLink formatting semanticTokens/full semanticTokens/full/delta
""".split()
COMMANDS = "explain redact convert checkWorkspace dialect setDialect nothing codeAction/resolve".split()
TYPED = ["x", "<", "é", "😀", "\n", "\r\n", "DATA", "# smtp-ls: ignore[", "", " ", "250-", "\f", "."]
TYPED += ["C: NOOP\n", "S: 250 Ok\n"]
STRANGE: list[Any] = [None, [], {}, "x", -1, 1e99, {"textDocument": 7}, {"jsonrpc": "2.0"}, [None]]


class Fuzzer:
    """What is sent, drawn from a seed, and what is known of it."""

    def __init__(self, editor: Editor, seed: int) -> None:
        self.editor, self.draw = editor, random.Random(seed)
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.asked: list[Any] = []

    def step(self) -> None:
        """Send something."""
        if not self.texts or self.draw.random() < 0.01:
            self._open()
        else:
            self.draw.choices(
                (self._edit, self._ask, self._command, self._ask_badly, self._notify_badly, self._cancel, self._close),
                (50, 33, 2, 6, 4, 4, 1),
            )[0]()

    def _open(self) -> None:
        path = self.draw.choice(EXAMPLES)
        uri = f"file:///nowhere/{path.name}"
        if uri in self.texts:
            return
        self.texts[uri], self.versions[uri] = path.read_text(encoding="utf-8"), 1
        item = {"uri": uri, "languageId": "smtp", "version": 1, "text": self.texts[uri]}
        self.editor.notify("textDocument/didOpen", {"textDocument": item})

    def _close(self) -> None:
        uri = self._uri()
        del self.texts[uri], self.versions[uri]
        self.editor.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def _edit(self) -> None:
        uri = self._uri()
        changes = [self._change(uri) for _ in range(self.draw.choice((1, 1, 1, 3, 20)))]
        self.versions[uri] += 1
        document = {"uri": uri, "version": self.versions[uri]}
        self.editor.notify("textDocument/didChange", {"textDocument": document, "contentChanges": changes})

    def _change(self, uri: str) -> Json:
        if self.draw.random() < 0.01:
            self.texts[uri] = self.draw.choice(EXAMPLES).read_text(encoding="utf-8")
            return {"text": self.texts[uri]}
        text = self.texts[uri]
        start = self.draw.randrange(len(text) + 1)
        end = min(len(text), start + self.draw.choice((0, 0, 0, 1, 5, 200)))
        start, end = (self._outside_of_pairs(text, each) for each in (start, end))
        new = self.draw.choice(TYPED)
        self.texts[uri] = text[:start] + new + text[end:]
        return {"range": {"start": position(text, start), "end": position(text, end)}, "text": new}

    def _outside_of_pairs(self, text: str, offset: int) -> int:
        """Between CR and LF no editor has a place."""
        return offset - 1 if text[offset - 1 : offset + 1] == "\r\n" else offset

    def _ask(self) -> None:
        uri = self._uri()
        text = self.texts[uri]
        about: Json = {"textDocument": {"uri": uri}}
        places = [position(text, self.draw.randrange(len(text) + 1)) for _ in range(2)]
        places.sort(key=lambda each: (each["line"], each["character"]))
        stretch = {"start": places[0], "end": places[1]}
        options = {"options": {"tabSize": 2, "insertSpaces": True}}
        method = self.draw.choice(AT_A_PLACE + ON_A_STRETCH + ON_A_FILE)
        if method in AT_A_PLACE:
            about |= {
                "position": places[0],
                "context": {"includeDeclaration": True},
                "newName": "new",
                "ch": "\n",
            } | options
            if method in ("completion", "signatureHelp"):
                del about["context"]
        elif method in ON_A_STRETCH:
            about |= {"range": stretch, "context": {"diagnostics": []}} | options
        else:
            about |= {"previousResultId": "0"} | options
        self._request(f"textDocument/{method}", about)

    def _command(self) -> None:
        uri = self._uri()
        command = self.draw.choice(COMMANDS)
        arguments = self.draw.choice(
            ([uri], [uri], [], [uri, {"line": 3, "character": 5}], [7], ["RCPT"], [uri, "bare"])
        )
        if command == "codeAction/resolve":
            self._request(command, {"title": "x", "data": [uri, self.draw.choice(KINDS)]})
        else:
            self._request("workspace/executeCommand", {"command": f"smtp-ls.{command}", "arguments": arguments})

    def _ask_badly(self) -> None:
        method = self.draw.choice(("textDocument/hover", "textDocument/rename", "no/such", "initialize", "$/no"))
        self._request(method, self.draw.choice(STRANGE))

    def _notify_badly(self) -> None:
        if self.draw.random() < 0.3:
            self.editor.send_octets(b"Content-Length: 5\r\n\r\n{not}")
        else:
            method = self.draw.choice(("textDocument/didChange", "textDocument/didSave", "initialized", "no/such"))
            self.editor.notify(method, self.draw.choice(STRANGE[1:]))

    def _cancel(self) -> None:
        self.editor.notify("$/cancelRequest", {"id": self.draw.choice(self.asked or [1])})

    def _request(self, method: str, params: object) -> None:
        self.asked.append(self.editor.request(method, params))

    def _uri(self) -> str:
        return self.draw.choice(sorted(self.texts))


def position(text: str, offset: int) -> Json:
    """A place as LSP counts it: lines that end at LF, CRLF or CR, and UTF-16 units."""
    before = text[:offset]
    lines = re.split(r"\r\n|\n|\r", before)
    return {"line": len(lines) - 1, "character": len(lines[-1].encode("utf-16-le")) // 2}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_request_is_answered_once(seed: int):
    """And at the end the findings are those of the text as it is."""
    fuzz(seed, 300)


def test_files_are_read_in_slices():
    """And edited, asked about and closed while they are."""
    small = "from smtp_ls.server import language_server as s; s.BEGINNING, s.SLICE, s.TURN = 7, 3, 0"
    fuzz(4, 300, (sys.executable, "-c", f"{small}; import sys; from smtp_ls.cli import main; sys.exit(main([]))"))


@pytest.mark.slow
@pytest.mark.fuzz
def test_each_request_of_many_messages_is_answered_once():
    """Another conversation each time only when exploring, or the one of SMTP_LS_SEED."""
    exploring = settings.get_current_profile_name() == "explore"
    seed = random.randrange(1 << 30) if exploring else 821
    fuzz(int(os.environ.get("SMTP_LS_SEED", seed)), 10_000 if exploring else 3_000)


def fuzz(seed: int, count: int, command: Sequence[str] = ()) -> None:
    """Send so many messages, and look at all that comes."""
    sys.stderr.write(f"SMTP_LS_SEED={seed}\n")  # for whoever has to find out
    answered: list[Any] = []
    published: dict[str, Json] = {}
    with Editor(FOLDER, command=command) as editor:
        editor.begin(
            textDocument={"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}},
            workspace={"applyEdit": True},
        )
        fuzzer = Fuzzer(editor, seed)
        for number in range(count):
            fuzzer.step()
            if number % 50 == 49:
                take(editor, editor.request("workspace/symbol", {"query": ""}), answered, published)
        fresh = {
            uri: json.loads(publish_diagnostics(_anew(uri, text, fuzzer.versions[uri]), Client()))
            for uri, text in fuzzer.texts.items()
        }
        until = monotonic() + PATIENCE
        while not fresh.items() <= published.items() and monotonic() < until:  # long files are read between messages
            sleep(0.05)
            take(editor, editor.request("workspace/symbol", {"query": ""}), answered, published)
        take(editor, editor.request("shutdown"), answered, published)
        editor.notify("exit")
        assert editor.process.wait(20) == 0
        assert not editor.process.stderr.read()  # type: ignore[union-attr]
    assert sorted(answered) == sorted(fuzzer.asked)
    for uri, told in fresh.items():
        assert published[uri] == told


def _anew(uri: str, text: str, version: int) -> Document:
    return Document(uri, version, text, path=uri.removeprefix("file://"))


def take(editor: Editor, last: int, answered: list[Any], published: dict[str, Json]) -> None:
    """Take what comes, up to the answer to a request."""
    while True:
        message = editor.next()
        assert "internal error" not in str(message.get("error") or message.get("params")), message
        if message.get("method") == "textDocument/publishDiagnostics":
            published[message["params"]["uri"]] = message["params"]
        elif "method" not in message and message["id"] is not None:
            if message["id"] == last:
                return
            answered.append(message["id"])
