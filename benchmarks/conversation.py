"""An editor that types into a server over its standard streams, and says how long each answer took."""

import json
import os
import subprocess
from pathlib import Path
from time import perf_counter
from typing import Any, Self

URI = "file:///nowhere/long.smtp"

Json = dict[str, Any]


class Conversation:
    """A server in a process of its own, asked one thing after the other. Times are milliseconds on the wall."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self._process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
        )
        assert self._process.stdin
        assert self._process.stdout
        self._in, self._out = self._process.stdin, self._process.stdout
        self._buffer = b""
        self._number = self._version = 0

    def __enter__(self) -> Self:
        self.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self._send("initialized", {})
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._in.close()
        self._out.close()

    @property
    def resident(self) -> int:
        """Octets of memory that the server has in use."""
        pages = Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def open(self, text: str) -> float:
        """Open the file; how long until its first findings."""
        self._version = 1
        item = {"uri": URI, "languageId": "smtp", "version": 1, "text": text}
        return self._until_published("textDocument/didOpen", {"textDocument": item})

    def change(self, *changes: Json) -> float:
        """Change the file; how long until the findings of this version."""
        self._version += 1
        document = {"uri": URI, "version": self._version}
        return self._until_published(
            "textDocument/didChange", {"textDocument": document, "contentChanges": list(changes)}
        )

    def published(self) -> float:
        """Wait for findings; how long that was."""
        since = perf_counter()
        while self._next().get("method") != "textDocument/publishDiagnostics":
            pass
        return 1000 * (perf_counter() - since)

    def at(self, method: str, line: int, column: int) -> float:
        """Ask about a place; how long until the answer."""
        position = {"line": line, "character": column}
        return self.request(method, {"textDocument": {"uri": URI}, "position": position})

    def request(self, method: str, params: Json) -> float:
        """Ask anything; how long until the answer."""
        self._number += 1
        since = perf_counter()
        self._send(method, params, self._number)
        while self._next().get("id") != self._number:
            pass
        return 1000 * (perf_counter() - since)

    def _until_published(self, method: str, params: Json) -> float:
        since = perf_counter()
        self._send(method, params)
        while True:
            message = self._next()
            told = message.get("method") == "textDocument/publishDiagnostics"
            if told and message["params"].get("version") == self._version:
                return 1000 * (perf_counter() - since)

    def _send(self, method: str, params: Json, number: int | None = None) -> None:
        identity = {} if number is None else {"id": number}
        body = json.dumps({"jsonrpc": "2.0", **identity, "method": method, "params": params}).encode()
        rest = memoryview(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        while rest:
            rest = rest[self._in.write(rest) or 0 :]

    def _next(self) -> Json:
        while b"\r\n\r\n" not in self._buffer:
            self._buffer += self._read()
        header, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        length = int(header.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        while len(self._buffer) < length:
            self._buffer += self._read()
        body, self._buffer = self._buffer[:length], self._buffer[length:]
        found: Json = json.loads(body)
        return found

    def _read(self) -> bytes:
        found = self._out.read(1 << 20)
        if not found:
            raise RuntimeError("the server has ended")
        return found
