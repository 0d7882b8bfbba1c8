"""textDocument/definition: where something comes from, as `naming.origins` has it."""

from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.wire import point, stretch
from smtp_ls.naming.origins import origins


def definition(
    document: Document, params: types.DefinitionParams, client: Client
) -> list[types.LocationLink] | list[types.Location] | None:
    """The places, the likeliest first; None where there is none."""
    trace = document.trace
    found = origins(trace, point(trace, params.position, client.encoding), document.found_on)
    if found is None:
        return None
    asked, *ranges = (stretch(trace, *each, client.encoding) for each in (found.asked, *found.found))
    if not client.definition_links:
        return [types.Location(document.uri, each) for each in ranges]
    return [types.LocationLink(document.uri, each, each, asked) for each in ranges]
