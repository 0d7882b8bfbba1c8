"""Messages cut out of a stream of octets, read ahead of their turn, and put into a stream again (LSP's base protocol).

Rule 1: nothing that arrives ends the reading: what is no message is told once and skipped up to the next header. Inside
JSON a line never begins raw, so a header is known by its line ends wherever it stands.
"""

import logging
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from queue import SimpleQueue
from typing import NamedTuple

Read = Callable[[int], bytes]
"""Gives at most that many octets, at least one, or none at the end."""

LARGEST = 1 << 28
"""Octets of the longest message that is taken, 256 MiB: one with a file that is too large is still understood."""

_log = logging.getLogger("smtp_ls")
_CHUNK = 1 << 16
_LONGEST_HEADER = 1 << 13
_HEADER = re.compile(rb"content-length[ \t]*:[ \t]*(\d{1,20})[ \t]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n", re.IGNORECASE)


class Malformed(NamedTuple):
    """Something arrived that is no message; why not."""

    why: str


Arrived = bytes | Malformed


class Inbox:
    """What arrives, read ahead by a thread, so that what comes later (a cancellation) is known before its time."""

    def __init__(self, arriving: Iterable[Arrived]) -> None:
        self._arrived: SimpleQueue[Arrived | None] = SimpleQueue()
        threading.Thread(target=self._fill, args=(arriving,), name="inbox", daemon=True).start()

    def take(self, *, wait: bool) -> list[Arrived | None]:
        """All that has arrived since, if need be after waiting for the first; None stands for the end."""
        taken = [self._arrived.get()] if wait else []
        while not self._arrived.empty():
            taken.append(self._arrived.get())
        return taken

    def _fill(self, arriving: Iterable[Arrived]) -> None:
        try:
            for each in arriving:
                self._arrived.put(each)
        except Exception:  # noqa: BLE001  (a stream that fails, in whatever way, has ended)
            _log.info("the connection has failed")
        finally:
            self._arrived.put(None)


def messages(read: Read) -> Iterator[Arrived]:
    """The messages of a stream, until it ends; one that is cut off by the end is not among them."""
    buffer = bytearray()
    lost = False
    while True:
        header = _HEADER.search(buffer)
        if header is None:
            if len(buffer) > _CHUNK:
                del buffer[:-_LONGEST_HEADER]
            chunk = read(_CHUNK)
            if not chunk:
                return
            buffer += chunk
            continue
        length = int(header[1])
        flaw = _flaw(buffer[: header.start()], length)
        if flaw and not lost:
            yield Malformed(flaw)
        del buffer[: header.end()]
        lost = length > LARGEST
        if lost:
            continue
        while len(buffer) < length:
            chunk = read(_CHUNK)
            if not chunk:
                return
            buffer += chunk
        yield bytes(buffer[:length])
        del buffer[:length]


def _flaw(skipped: bytearray, length: int) -> str:
    """What is wrong with a header, or with what stands before it."""
    if length > LARGEST:
        return f"a message of {length} octets is not taken, {LARGEST} are the most"
    lines = [line for line in skipped.splitlines() if line.strip()]
    strange = any(not line.lower().startswith(b"content-type:") for line in lines)
    return "what came before this header is no message" if strange else ""


class Outbox:
    """Where messages go, each with its header. Unbuffered, so that nothing is left to be written at the end."""

    def __init__(self, write: Callable[[bytes | memoryview], int | None]) -> None:
        self._write = write

    def write(self, message: bytes) -> None:
        """Send a message; OSError when nobody reads any more."""
        rest = memoryview(b"Content-Length: %d\r\n\r\n%s" % (len(message), message))
        while rest:
            rest = rest[self._write(rest) or 0 :]

    def close(self) -> None:
        """Nothing is left to be done: the stream is its owner's."""
