"""The files that an editor holds open, and what is answered about them: the table of features."""

import os
from collections.abc import Callable
from functools import partial
from typing import Any
from typing import Protocol as Typed

from lsprotocol import types
from pygls.lsp.server import LanguageServer as PyglsServer
from pygls.uris import to_fs_path

from smtp_ls import __version__
from smtp_ls.config import Config
from smtp_ls.errors import JobError
from smtp_ls.features import completion, hover
from smtp_ls.features.client import Client, client_of
from smtp_ls.features.completion_item_resolve import completion_item_resolve
from smtp_ls.features.did_change import did_change
from smtp_ls.features.document import Document
from smtp_ls.features.publish_diagnostics import nothing, publish_diagnostics
from smtp_ls.server.json_rpc import Protocol
from smtp_ls.server.projects import Projects, settings

Answer = Callable[[Document, Any, Client], object]


class _AboutText(Typed):
    """The params of a request about an open file."""

    text_document: types.TextDocumentIdentifier


ANSWERS: dict[str, Answer] = {
    types.TEXT_DOCUMENT_COMPLETION: completion.completion,
    types.TEXT_DOCUMENT_HOVER: hover.hover,
}
"""Requests about an open file, and the features that answer them."""

LATER: dict[str, Callable[[Any, Client], object]] = {
    types.COMPLETION_ITEM_RESOLVE: completion_item_resolve,
}
"""Requests about something that an answer held, and the features that add what the answer left out."""

OPTIONS: dict[str, object] = {
    types.TEXT_DOCUMENT_COMPLETION: types.CompletionOptions(trigger_characters=completion.TRIGGERS),
}
"""What is told of a request when the conversation begins, where there is more to tell than that it is answered."""


class LanguageServer(PyglsServer):
    """One editor's server: its open files, and what it can show."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("smtp-ls", __version__, protocol_cls=Protocol)
        self.documents: dict[str, Document] = {}
        """By URI, as the editor spells it."""
        self.client = Client()
        self.projects = Projects()
        self._root = ""
        self._told: set[str] = set()
        kept: dict[str, Callable[[Any], None]] = {
            types.INITIALIZE: self._initialize,
            types.TEXT_DOCUMENT_DID_OPEN: self._open,
            types.TEXT_DOCUMENT_DID_CHANGE: self._change,
            types.TEXT_DOCUMENT_DID_SAVE: self._configure_all,
            types.TEXT_DOCUMENT_DID_CLOSE: self._close,
            types.WORKSPACE_DID_CHANGE_WATCHED_FILES: self._configure_all,
        }
        for method, function in kept.items():
            self.feature(method)(partial(function))
        for method, answer in ANSWERS.items():
            self.feature(method, OPTIONS.get(method))(partial(self._answer, answer))
        for method, addition in LATER.items():
            self.feature(method)(partial(self._add, addition))

    def report_server_error(self, error: Exception, source: object) -> None:  # noqa: ARG002  (pygls asks for it)
        """What pygls would pop up in the editor goes to its log."""
        self.protocol.report(error)

    # --- files --------------------------------------------------------------------------------------------------------

    def _initialize(self, params: types.InitializeParams) -> None:
        encoding = types.PositionEncodingKind(self.workspace.position_encoding).value
        self.client = client_of(params.capabilities, encoding, params.locale or "")
        folders = [each.uri for each in params.workspace_folders or ()]
        self._root = _path(folders[0] if folders else params.root_uri or "")
        try:
            self.projects.fallback = settings(params.initialization_options)
        except JobError as error:
            self._tell(str(error))

    def _open(self, params: types.DidOpenTextDocumentParams) -> None:
        opened = params.text_document
        path = _path(opened.uri)
        document = Document(opened.uri, opened.version, opened.text, self._config(path), path)
        self.documents[opened.uri] = document
        self._publish(document)

    def _change(self, params: types.DidChangeTextDocumentParams) -> None:
        document = self.documents.get(params.text_document.uri)
        if document is not None:
            did_change(document, params, self.client)
            document.configure(self._config(document.path))
            self._publish(document)

    def _close(self, params: types.DidCloseTextDocumentParams) -> None:
        closed = self.documents.pop(params.text_document.uri, None)
        if closed is not None:
            self.protocol.notify(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, nothing(closed.uri))

    def _configure_all(self, _params: object) -> None:
        """Look at the configurations again, and publish anew where they have changed."""
        for document in self.documents.values():
            if document.configure(self._config(document.path)):
                self._publish(document)

    def _config(self, path: str) -> Config:
        config, wrong = self.projects.config(os.path.dirname(path) or self._root)
        if wrong:
            self._tell(wrong)
        return config

    # --- answers ------------------------------------------------------------------------------------------------------

    def _answer(self, answer: Answer, params: _AboutText) -> object:
        document = self.documents.get(params.text_document.uri)
        return None if document is None else answer(document, params, self.client)

    def _add(self, addition: Callable[[Any, Client], object], held: object) -> object:
        return addition(held, self.client)

    def _publish(self, document: Document) -> None:
        self.protocol.notify(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, publish_diagnostics(document, self.client))
        for name, error in document.trace.failures.items():
            kind = error.partition(":")[0]  # what follows may be secret
            self._log(f"internal error: {kind} in {name}; please report it")

    def _tell(self, what: str) -> None:
        """Show the user something, once."""
        if self._is_new(what):
            self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, what))

    def _log(self, what: str) -> None:
        """Put a line into the editor's log, once."""
        if self._is_new(what):
            self.window_log_message(types.LogMessageParams(types.MessageType.Error, what))

    def _is_new(self, what: str) -> bool:
        known = what in self._told
        self._told.add(what)
        return not known


def _path(uri: str) -> str:
    """The path of a URI; nothing for what is no file."""
    return (to_fs_path(uri) or "") if uri.startswith("file:") else ""
