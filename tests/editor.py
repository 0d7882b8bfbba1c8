"""An editor such as no client library would let us be, for tests of the server: it sends any octets, and reads all."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any, Self

from tests import nursery
from tests.nursery import Forked

Json = dict[str, Any]

COMMAND = (sys.executable, "-m", "smtp_ls")
"""What starts a server as editors do."""

PATIENCE = 20
"""Seconds to wait for a message or for the end, on a machine that has much to do."""


class Editor:
    """A server in a process of its own, and our end of the conversation with it."""

    def __init__(self, folder: Path, *options: str, listening: bool = True, command: Sequence[str] = ()) -> None:
        """`command` starts a server; without one it is a copy of one that has started, where that can be had."""
        pipe = subprocess.PIPE
        self.process: Forked | subprocess.Popen[bytes] = (
            subprocess.Popen([*(command or COMMAND), *options], cwd=folder, stdin=pipe, stdout=pipe, stderr=pipe)
            if command or not nursery.ABLE
            else Forked(folder, options)
        )
        self._arrived: Queue[Json | None] = Queue()
        if listening:
            Thread(target=self._listen, daemon=True).start()
        self._ids = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream
            stream.close()

    def _listen(self) -> None:
        assert self.process.stdout
        for message in _messages(self.process.stdout):
            self._arrived.put(message)
        self._arrived.put(None)

    # --- sending ------------------------------------------------------------------------------------------------------

    def send_octets(self, octets: bytes) -> None:
        """Send anything."""
        assert self.process.stdin
        self.process.stdin.write(octets)
        self.process.stdin.flush()

    def send(self, message: object) -> None:
        """Send a message, whatever it is."""
        self.send_octets(framed(json.dumps(message).encode()))

    def notify(self, method: str, params: object = None) -> None:
        """Send a notification."""
        self.send({"jsonrpc": "2.0", "method": method, **({} if params is None else {"params": params})})

    def request(self, method: str, params: object = None) -> int:
        """Send a request; its id."""
        self._ids += 1
        absent: Json = {} if params is None else {"params": params}
        self.send({"jsonrpc": "2.0", "id": self._ids, "method": method, **absent})
        return self._ids

    def begin(self, params: Json | None = None, **capabilities: object) -> Json:
        """Initialize, with other params besides the capabilities; what the server can do."""
        begun = {"processId": None, "rootUri": None, "capabilities": capabilities, **(params or {})}
        reply = self.ask("initialize", begun)
        self.notify("initialized", {})
        assert isinstance(reply["result"], dict)
        return reply["result"]

    def ask(self, method: str, params: object = None) -> Json:
        """Send a request; its reply."""
        return self.reply_to(self.request(method, params))

    def open(self, text: str, uri: str = "file:///nowhere/a.smtp", version: int = 1) -> Json:
        """Open a file; the diagnostics that come."""
        item = {"uri": uri, "languageId": "smtp", "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})
        return self.published()

    def change(self, version: int, *changes: object, uri: str = "file:///nowhere/a.smtp") -> Json:
        """Change a file; the diagnostics that come."""
        document = {"uri": uri, "version": version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": changes})
        return self.published()

    # --- receiving ----------------------------------------------------------------------------------------------------

    def next(self) -> Json:
        """The next message."""
        message = self._arrived.get(timeout=PATIENCE)
        assert message is not None, "the server has ended"
        return message

    def reply_to(self, request: int | str | None) -> Json:
        """The next message, which is the reply to a request."""
        message = self.next()
        assert "method" not in message, message
        assert message["id"] == request
        return message

    def published(self) -> Json:
        """The next message, which publishes diagnostics: its params."""
        message = self.next()
        assert message["method"] == "textDocument/publishDiagnostics", message
        assert isinstance(message["params"], dict)
        return message["params"]

    def until(self, method: str) -> Json:
        """The next message of this method, whatever comes before it; a request of the server is answered with null."""
        while True:
            message = self.next()
            if "method" in message and "id" in message:
                self.send({"jsonrpc": "2.0", "id": message["id"], "result": None})
            if message.get("method") == method:
                return message

    def answer(self, request: int) -> Json:
        """The reply to a request, whatever comes before it; requests of the server are answered with null."""
        while True:
            message = self.next()
            if "method" not in message and message["id"] == request:
                return message
            if "method" in message and "id" in message:
                self.send({"jsonrpc": "2.0", "id": message["id"], "result": None})

    def end_of_input(self) -> None:
        """Send nothing more."""
        assert self.process.stdin
        self.process.stdin.close()

    def exit_code(self) -> int:
        """The exit code of a server that has been told to end; nothing more came from it, on either stream."""
        code = self.process.wait(PATIENCE)
        assert self._arrived.get(timeout=PATIENCE) is None
        assert self.process.stderr
        assert not self.process.stderr.read()
        return code


def framed(body: bytes) -> bytes:
    """A message with its header."""
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def _messages(stream: Any) -> Iterator[Json]:
    while header := stream.readline():
        name, _, length = header.partition(b": ")
        assert name == b"Content-Length"
        assert stream.readline() == b"\r\n"
        yield json.loads(stream.read(int(length)))


def change(start: tuple[int, int], end: tuple[int, int], text: str) -> Json:
    """An incremental change, in the client's units."""
    places = ({"line": line, "character": character} for line, character in (start, end))
    return {"range": dict(zip(("start", "end"), places, strict=True)), "text": text}
