"""The language server: the only part that knows pygls."""

import gc
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO

from smtp_ls.server.language_server import LanguageServer
from smtp_ls.server.transport import Inbox, Outbox


def start(*, tcp: tuple[str, int] | None = None, ws: tuple[str, int] | None = None) -> int:
    """Serve an editor over standard input and output until it ends; the exit code, 0 after an orderly shutdown.

    NotImplementedError for `tcp` and `ws` (host and port), which are not built yet.
    """
    if tcp is not None or ws is not None:
        raise NotImplementedError("the server speaks over standard input and output only")
    logging.getLogger().addHandler(logging.NullHandler())  # editors show all of standard error as errors
    server = LanguageServer()
    gc.freeze()  # all that is there by now stays, and need not be looked through again and again, nor at the end
    with _standard_streams() as (standard_input, standard_output):
        server.protocol.set_writer(Outbox(standard_output.write))
        server.protocol.converse(Inbox(standard_input.read))
    return 0 if server.protocol.shut_down else 1


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
