"""The language server: the only part that knows pygls."""

import gc
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO

from smtp_ls.server.language_server import LanguageServer
from smtp_ls.server.transport import Inbox, Outbox, messages

Address = tuple[str, int]
"""Host and port."""


def start(*, tcp: Address | None = None, ws: Address | None = None, log_file: str = "", log_level: str = "") -> int:
    """Serve an editor until it ends; the exit code, 0 after an orderly shutdown.

    Without an address it is the one at standard input and output; with one, all that connect there, until interrupted.
    JobError: the address or the log file cannot be used.
    """
    _log_to(log_file, log_level)
    gc.freeze()  # all that is there by now stays, and need not be looked through again and again, nor at the end
    if tcp is not None or ws is not None:
        from smtp_ls.server.network import serve_tcp, serve_websocket  # noqa: PLC0415  few editors connect

        return serve_tcp(tcp) if tcp is not None else serve_websocket(ws or ("", 0))
    server = LanguageServer()
    with _standard_streams() as (standard_input, standard_output):
        server.protocol.set_writer(Outbox(standard_output.write))
        server.protocol.converse(Inbox(messages(standard_input.read)))
    return 0 if server.protocol.shut_down else 1


def _log_to(file: str, level: str) -> None:
    """Log to a file, or nowhere: editors show all of standard error as errors. What is not ours is logged nowhere."""
    logging.getLogger().addHandler(logging.NullHandler())
    if not file:
        return
    from smtp_ls.server.log import log_to  # noqa: PLC0415  seldom asked for

    log_to(file, level or "info")


@contextmanager
def _standard_streams() -> Iterator[tuple[FileIO, FileIO]]:
    """Our ends of the conversation; what else would print into it goes nowhere.

    Neither is buffered: a thread that waits inside a buffered reader would trouble the interpreter's end.
    """
    out = sys.stdout
    with (
        open(0, "rb", buffering=0, closefd=False) as standard_input,
        open(1, "wb", buffering=0, closefd=False) as standard_output,
        open(os.devnull, "w", encoding="utf-8") as nowhere,
    ):
        sys.stdout = nowhere
        try:
            yield standard_input, standard_output
        finally:
            sys.stdout = out
