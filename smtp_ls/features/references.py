"""textDocument/references: all places of the mailbox, domain or variable under the cursor."""

from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.wire import point, stretch
from smtp_ls.naming.names import name_at
from smtp_ls.naming.occurrences import Reach, occurrences

MOST = 5000
"""How many places are told at most: those about the cursor, of the others."""


def references(document: Document, params: types.ReferenceParams, client: Client) -> list[types.Location] | None:
    """The places in their order; None where nothing with a name stands."""
    trace = document.trace
    place = point(trace, params.position, client.encoding)
    name = name_at(trace, place)
    if name is None:
        return None
    declared = params.context.include_declaration
    found = occurrences(trace, name.word, Reach(place.line, MOST))
    return [
        types.Location(document.uri, stretch(trace, each.line, each.name.columns, client.encoding))
        for each in found
        if declared or not each.name.word.defines
    ]
