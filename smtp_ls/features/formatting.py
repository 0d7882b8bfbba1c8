"""textDocument/formatting, rangeFormatting and onTypeFormatting: our own notation laid out, and nothing else."""

from lsprotocol import types

from smtp_ls.editing.formatting import laid_out
from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.wire import point, span
from smtp_ls.turns import Turns

Answer = Turns[list[types.TextEdit] | None]
"""It comes in turns (rule 3 of this package)."""

TYPED = "\n"
"""What is typed where a line is complete."""


def formatting(document: Document, _params: types.DocumentFormattingParams, client: Client) -> Answer:
    """The edits that lay out a file."""
    return _edits(document, 0, len(document.trace.lines), client)


def range_formatting(document: Document, params: types.DocumentRangeFormattingParams, client: Client) -> Answer:
    """The edits that lay out the lines that a stretch touches."""
    first = point(document.trace, params.range.start, client.encoding).line
    last = point(document.trace, params.range.end, client.encoding).line + 1
    return _edits(document, first, last, client)


def on_type_formatting(document: Document, params: types.DocumentOnTypeFormattingParams, client: Client) -> Answer:
    """The edits that lay out the line that was completed."""
    line = point(document.trace, params.position, client.encoding).line
    return _edits(document, max(line - 1, 0), line, client)


def _edits(document: Document, first: int, last: int, client: Client) -> Answer:
    found = yield from laid_out(document.trace, first, last)
    return [
        types.TextEdit(span(document.trace, each.start, each.end, client.encoding), each.text) for each in found
    ] or None
