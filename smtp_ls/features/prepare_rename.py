"""textDocument/prepareRename: the name under the cursor, if it can be given another."""

from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.wire import point, stretch
from smtp_ls.naming.names import name_at
from smtp_ls.naming.renaming import can_rename


def prepare_rename(
    document: Document, params: types.PrepareRenameParams, client: Client
) -> types.PrepareRenamePlaceholder | None:
    """Where the name stands and what it is now; None where there is none, or one that has to stay."""
    trace = document.trace
    place = point(trace, params.position, client.encoding)
    name = name_at(trace, place)
    if name is None or not can_rename(name.word):
        return None
    where = stretch(trace, place.line, name.columns, client.encoding)
    return types.PrepareRenamePlaceholder(where, name.word.text)
