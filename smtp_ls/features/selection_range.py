"""textDocument/selectionRange: what stands at a place, then what that stands in, up to the whole file."""

from lsprotocol import types

from smtp_ls.areas import areas
from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.wire import point, span
from smtp_ls.findings import Point
from smtp_ls.trace import Trace


def selection_range(
    document: Document, params: types.SelectionRangeParams, client: Client
) -> list[types.SelectionRange]:
    """One chain for each place, the smallest part first."""
    trace = document.trace
    places = (point(trace, each, client.encoding) for each in params.positions)
    return [_chain(trace, place, client.encoding) for place in places]


def _chain(trace: Trace, place: Point, encoding: str) -> types.SelectionRange:
    chain: types.SelectionRange | None = None
    for start, end in reversed(list(areas(trace, place))):
        chain = types.SelectionRange(span(trace, start, end, encoding), chain)
    assert chain is not None  # the file is always there
    return chain
