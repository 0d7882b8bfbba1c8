"""Edits of a file as the protocol has them, for the version that they were made for."""

from collections.abc import Iterable

from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.wire import span
from smtp_ls.findings import Edit


def workspace_edit(document: Document, edits: Iterable[Edit], client: Client) -> types.WorkspaceEdit:
    """The edits of one file; an editor that can tell will not make them in another version of it."""
    trace = document.trace
    changes = [types.TextEdit(span(trace, each.start, each.end, client.encoding), each.text) for each in edits]
    if not client.document_changes:
        return types.WorkspaceEdit(changes={document.uri: changes})
    identity = types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identity, changes)])
