"""An answer about a file, when enough of the file has been read for it.

Rule 1: what takes one turn is answered at once. Rule 2: an answer is about the file as it was when it was asked for; if
that changes meanwhile there is none.
"""

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

from lsprotocol import types

from smtp_ls.features.document import Document
from smtp_ls.features.refusal import Refusal
from smtp_ls.server.work import MORE, Later, Steps

if TYPE_CHECKING:
    from smtp_ls.server.language_server import LanguageServer


def when_read(server: "LanguageServer", document: Document, lines: int, answer: Callable[[], object]) -> object:
    """The answer, or the work that ends with it, when so many lines of the file have been read."""
    steps = _steps(server, document, lines, answer)
    try:
        next(steps)
    except StopIteration as end:
        return end.value
    return Later(steps)


def _steps(server: "LanguageServer", document: Document, lines: int, answer: Callable[[], object]) -> Steps:
    edits = document.edits
    work: Generator[None, None, object] | None = None
    while True:
        if server.documents.get(document.uri) is not document:
            return None
        if document.edits != edits:
            raise Refusal("the file has changed meanwhile", types.LSPErrorCodes.ContentModified)
        if work is None and document.has_read(lines):
            found = answer()
            if not isinstance(found, Generator):
                return found
            work = found
        if work is not None:
            try:
                next(work)
            except StopIteration as end:
                return end.value
        yield MORE
