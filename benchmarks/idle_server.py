"""A pygls server that does nothing: it keeps the text, publishes no findings, and answers every hover with nothing."""

from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("idle", "0")


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def publish(
    params: types.DidOpenTextDocumentParams | types.DidChangeTextDocumentParams,
) -> None:
    """Say that nothing was found."""
    document = params.text_document
    server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(document.uri, [], document.version))


@server.feature(types.TEXT_DOCUMENT_HOVER)
def hover(_params: types.HoverParams) -> None:
    """Say nothing."""


@server.feature(types.TEXT_DOCUMENT_COMPLETION)
def completion(_params: types.CompletionParams) -> None:
    """Offer nothing."""


if __name__ == "__main__":
    server.start_io()
