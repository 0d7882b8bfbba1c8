"""Servers that start at once: copies of a process that has imported all of ours already, which is most of a start.

A start takes a second, and nearly a hundred tests want a server of their own. What a process of the real command does
is tested where it matters (`Editor(..., command=COMMAND)` and the clients of pytest-lsp). Where there is no `fork`, and
no way of handing over open files, each server is started in the ordinary way.
"""

import atexit
import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import BinaryIO

ABLE = hasattr(os, "fork") and hasattr(socket, "send_fds")
_NUMBER = 12
"""Octets of a number that a keeper tells: the id of its server, and its exit code."""


class Forked:
    """A server, with as much of `subprocess.Popen` as our tests ask for."""

    def __init__(self, folder: Path, options: Sequence[str]) -> None:
        pipes = [os.pipe() for _ in range(4)]
        (theirs, ours), *rest = pipes
        said = json.dumps([str(folder), options, dict(os.environ)]).encode()
        socket.send_fds(_nursery(), [len(said).to_bytes(4)], [theirs, *(write for _, write in rest)])
        _nursery().sendall(said)
        for each in (theirs, *(write for _, write in rest)):
            os.close(each)
        self.stdin: BinaryIO = os.fdopen(ours, "wb")
        self.stdout, self.stderr = (os.fdopen(read, "rb") for read, _ in rest[:2])
        self._told = rest[2][0]
        self._pid = int(os.read(self._told, _NUMBER))
        self._code: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, when there is one; the number of a signal is negative."""
        if self._code is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("smtp-ls", timeout or 0)
            self._code = int(os.read(self._told, _NUMBER))
            os.close(self._told)
        return self._code

    def kill(self) -> None:
        """End it, if it lives."""
        if self._code is None and not select.select([self._told], [], [], 0)[0]:
            os.kill(self._pid, signal.SIGKILL)


@cache
def _nursery() -> socket.socket:
    """Our end of the conversation with the process that is copied."""
    ours, theirs = socket.socketpair()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.nursery", str(theirs.fileno())],
        cwd=Path(__file__).parent.parent,
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
    )
    theirs.close()

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


# --- in the process that is copied ------------------------------------------------------------------------------------


def _serve(orders: socket.socket) -> None:
    """Give birth to a server for each order, until nobody is there any more."""
    import smtp_ls.server  # noqa: F401, PLC0415  so that no copy need import it
    from smtp_ls.cli import main  # noqa: PLC0415

    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the keepers
    while True:
        length, files, *_ = socket.recv_fds(orders, 4, 4)
        if not length:
            return
        said = b""
        while len(said) < int.from_bytes(length):
            said += orders.recv(int.from_bytes(length) - len(said))
        folder, options, environment = json.loads(said)
        if os.fork():
            for each in files:
                os.close(each)
        elif _is_server(files):
            orders.close()
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(environment)
            sys.exit(main(options))


def _is_server(files: list[int]) -> bool:
    """Become a keeper, which waits for its child and tells its exit code; true in the child, the server."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    *streams, told = files
    child = os.fork()
    if not child:
        os.close(told)
    for number, each in enumerate(streams):
        if not child:
            os.dup2(each, number)
        os.close(each)
    if child:
        os.write(told, f"{child:<{_NUMBER}}".encode())
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os.write(told, f"{code:<{_NUMBER}}".encode())
        os._exit(0)
    return True


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
