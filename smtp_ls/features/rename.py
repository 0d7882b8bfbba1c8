"""textDocument/rename: another name for the mailbox, domain or variable under the cursor, in all its places."""

from lsprotocol import types

from smtp_ls.features.changes import workspace_edit
from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.refusal import Refusal
from smtp_ls.features.wire import point
from smtp_ls.naming import renaming
from smtp_ls.naming.names import name_at


def rename(document: Document, params: types.RenameParams, client: Client) -> types.WorkspaceEdit | None:
    """The edits; None where no name stands. Refusal: the new one is none, or would make a command invalid."""
    trace = document.trace
    name = name_at(trace, point(trace, params.position, client.encoding))
    if name is None:
        return None
    renamed = renaming.rename(trace, name.word, params.new_name)
    if renamed.objection:
        raise Refusal(renamed.objection, types.ErrorCodes.InvalidParams)
    return workspace_edit(document, renamed.edits, client)
