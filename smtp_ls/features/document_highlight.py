"""textDocument/documentHighlight: a name wherever it stands near, or a command with what answers it."""

from lsprotocol import types

from smtp_ls.events import CLIENT, SIDES
from smtp_ls.extents import asking, exchange
from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.wire import point, stretch
from smtp_ls.findings import Point
from smtp_ls.naming.names import VARIABLE, name_at
from smtp_ls.naming.occurrences import Reach, occurrences
from smtp_ls.naming.origins import whole
from smtp_ls.trace import Trace

MOST, TRIES, FAR = 200, 2000, 25_000
"""How many places of a name are shown, the nearest; how many lines are read for them, and how far away: it is asked at
every move of the cursor."""

_Kind = types.DocumentHighlightKind


def document_highlight(
    document: Document, params: types.DocumentHighlightParams, client: Client
) -> list[types.DocumentHighlight] | None:
    """What belongs together with what is at a place: what is said first is written, what refers to it read."""
    trace = document.trace
    place = point(trace, params.position, client.encoding)
    name = name_at(trace, place)
    if name is None:
        return _exchange(trace, place, client.encoding)
    found = occurrences(trace, name.word, Reach(place.line, MOST, TRIES, FAR))
    variable = name.word.kind == VARIABLE
    return [
        types.DocumentHighlight(
            stretch(trace, each.line, each.name.columns, client.encoding),
            _Kind.Text if not variable else _Kind.Write if each.name.word.defines else _Kind.Read,
        )
        for each in found
    ]


def _exchange(trace: Trace, place: Point, encoding: str) -> list[types.DocumentHighlight] | None:
    """The command at a place, or the one that is answered there, with all that belongs to it but mail data."""
    for event in trace.said(place.line):
        start, end = whole(event)
        if event.kind in ("body", "chunk") or event.kind not in SIDES or not start <= place.column <= end:
            continue
        first = asking(trace, place.line, event)
        parts = [] if first is None else list(exchange(trace, first, event.key))
        return [
            types.DocumentHighlight(
                stretch(trace, part.line, whole(part.event), encoding),
                _Kind.Write if SIDES[part.event.kind] == CLIENT else _Kind.Read,
            )
            for part in parts
        ] or None
    return None
