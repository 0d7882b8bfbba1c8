"""textDocument/inlayHint: what is written between the lines, of the kinds that the user has not switched off."""

from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.wire import column, point
from smtp_ls.findings import Point
from smtp_ls.hinting import hints
from smtp_ls.pages import language


def inlay_hint(document: Document, params: types.InlayHintParams, client: Client) -> list[types.InlayHint] | None:
    """The hints of the lines that a stretch touches."""
    trace = document.trace
    first = point(trace, params.range.start, client.encoding).line
    last = point(trace, params.range.end, client.encoding).line + 1
    off = frozenset(name.removeprefix("inlayHints.") for name in client.off if name.startswith("inlayHints."))
    found = hints(trace, first, last, off, language(document.config.lang or client.locale))
    return [
        types.InlayHint(
            types.Position(each.line, column(trace, Point(each.line, each.column), client.encoding)),
            each.text,
            padding_left=True,
            padding_right=True,
        )
        for each in found
    ] or None
