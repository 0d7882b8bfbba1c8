"""One editor's server: the files that it holds open, and what is told of them unasked.

Rule 1: what is answered is in `answers`, what is done on command in `commands`; here files are opened, changed and
closed, configurations looked at, and diagnostics published. Rule 2: an editor that asks for diagnostics itself is sent
none.
"""

import gc
import logging
import os
import platform
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer as PyglsServer

from smtp_ls import __version__
from smtp_ls.errors import JobError
from smtp_ls.features.client import Client, client_of
from smtp_ls.features.did_change import did_change
from smtp_ls.features.document import Document
from smtp_ls.features.publish_diagnostics import nothing, publish_diagnostics
from smtp_ls.pages import language
from smtp_ls.project.config import Config
from smtp_ls.server import answers, commands
from smtp_ls.server.json_rpc import Protocol
from smtp_ls.server.names import name_of, path_of
from smtp_ls.server.preparing import prepare
from smtp_ls.server.projects import Projects, settings, switched_off
from smtp_ls.server.work import MORE, Steps, Task

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST = 1 << 26
"""Characters of the largest file that is read, 64 Mi."""

BEGINNING, SLICE = 2000, 100
"""How many lines of a file are read at once: when it is opened or edited, and afterwards."""

TURN = 0.005
"""Seconds for which a file is read on between two messages."""

SECTION = "smtp-ls"
"""Under which name an editor keeps our settings."""

_log = logging.getLogger("smtp_ls")


class LanguageServer(PyglsServer):
    """One editor's server: its open files, and what it can show."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("smtp-ls", __version__, protocol_cls=Protocol)
        self.documents: dict[str, Document] = {}
        """By URI, as the editor spells it."""
        self.client = Client()
        self.projects = Projects()
        self.folders: list[str] = []
        """The paths of the workspace's folders."""
        self.published: set[str] = set()
        """The URIs of files that are not open of which findings were published."""
        self._told: set[str] = set()
        kept: dict[str, Callable[[Any], object]] = {
            types.INITIALIZE: self._initialize,
            types.INITIALIZED: self._initialized,
            types.TEXT_DOCUMENT_DID_OPEN: self._open,
            types.TEXT_DOCUMENT_DID_CHANGE: self._change,
            types.TEXT_DOCUMENT_DID_SAVE: self._saved,
            types.TEXT_DOCUMENT_DID_CLOSE: self._close,
            types.WORKSPACE_DID_CHANGE_WATCHED_FILES: self._files_changed,
            types.WORKSPACE_DID_CHANGE_CONFIGURATION: self._settings_changed,
            types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: self._folders_changed,
        }
        for method, function in kept.items():
            self.feature(method)(partial(function))

    @property
    def is_initialized(self) -> bool:
        """Has the editor been told what we can do? Nothing may be asked of it before."""
        return hasattr(self.protocol, "server_capabilities")

    @property
    def lang(self) -> str:
        """The language of what is said about no file in particular."""
        return language(self.projects.fallback.lang or self.client.locale)

    def report_server_error(self, error: Exception, source: object) -> None:  # noqa: ARG002  (pygls asks for it)
        """What pygls would pop up in the editor goes to its log."""
        self.protocol.report(error)

    # --- the conversation ---------------------------------------------------------------------------------------------

    def _initialize(self, params: types.InitializeParams) -> None:
        encoding = types.PositionEncodingKind(self.workspace.position_encoding).value
        self.client = client_of(params.capabilities, encoding, params.locale or "")
        uris = [each.uri for each in params.workspace_folders or ()] or [params.root_uri or ""]
        self.folders = [path for path in map(path_of, uris) if path] or list(filter(None, [params.root_path]))
        answers.register(self)
        commands.register(self)
        editor = params.client_info
        _log.info("smtp-ls %s on Python %s, process %d", __version__, platform.python_version(), os.getpid())
        _log.info(
            "%s: %s, diagnostics are %s, %d folders",
            f"{editor.name} {editor.version or ''}".strip() if editor else "an editor without a name",
            encoding,
            "pulled" if self.client.pulls else "pushed",
            len(self.folders),
        )
        self._take_settings(params.initialization_options)

    def _initialized(self, _params: object) -> None:
        """Ask to be told of changes, if the editor lets itself be asked; and make ready."""
        self.protocol.work.add(Task(prepare()))
        workspace = self.protocol.client_capabilities.workspace or types.WorkspaceClientCapabilities()
        wanted = []
        watched = workspace.did_change_watched_files
        if watched and watched.dynamic_registration:
            names = ["smtp-ls.toml", "pyproject.toml", *["*.smtp"] * self.client.pulls]
            globs = [types.FileSystemWatcher(f"**/{name}") for name in names]
            options = types.DidChangeWatchedFilesRegistrationOptions(globs)
            wanted.append(types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options))
        configured = workspace.did_change_configuration
        if configured and configured.dynamic_registration:
            section = types.DidChangeConfigurationRegistrationOptions(section=SECTION)
            wanted.append(types.Registration("settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION, section))
        if wanted:
            self.client_register_capability(types.RegistrationParams(wanted))
        self._ask_for_settings()

    # --- settings -----------------------------------------------------------------------------------------------------

    def _ask_for_settings(self) -> None:
        workspace = self.protocol.client_capabilities.workspace
        if workspace and workspace.configuration:
            asked = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
            self.workspace_configuration(asked, self._take_answer)

    def _take_answer(self, found: object) -> None:
        """Take the settings that were asked for; an editor may have none to tell."""
        if isinstance(found, list) and found:
            self._take_settings(found[0])

    def _settings_changed(self, params: types.DidChangeConfigurationParams) -> None:
        given = params.settings
        if isinstance(given, dict) and SECTION in given:
            self._take_settings(given[SECTION])
        else:
            self._ask_for_settings()

    def _take_settings(self, options: object) -> None:
        """Let the editor's settings hold from now on; those that are wrong are told and change nothing."""
        if options is None:
            return
        try:
            self.projects.fallback = settings(options)
        except JobError as error:
            _log.warning("the editor's settings are wrong and change nothing")
            self.tell(str(error))
            return
        _log.info("the editor's settings are taken")
        off = switched_off(options)
        if off != self.client.off:
            self.client = self.client._replace(off=off)
            answers.refresh(self, answers.SWITCHED)
        self._files_changed(None)

    def _saved(self, _params: object) -> None:
        self._configure_all()
        self.protocol.work.wake()

    def _files_changed(self, _params: object) -> None:
        """Look at configurations again, and have what is told of files that are not open asked for again."""
        if not self._configure_all() and self.client.pulls:
            answers.refresh(self, (types.WORKSPACE_DIAGNOSTIC_REFRESH,))
        self.protocol.work.wake()

    def _configure_all(self) -> bool:
        """Look at the configurations again, and publish anew where they have changed; whether one has."""
        changed = [each for each in self.documents.values() if each.configure(self.config(each.path))]
        for document in changed:
            _log.info("another configuration for %s: %s", name_of(document.uri), document.config.file or "settings")
            self.publish(document)
        if changed:
            answers.refresh(self, answers.REFRESHED)
        return bool(changed)

    def _folders_changed(self, params: types.DidChangeWorkspaceFoldersParams) -> None:
        gone = {path_of(each.uri) for each in params.event.removed}
        added = [path_of(each.uri) for each in params.event.added]
        self.folders = [path for path in (*self.folders, *added) if path and path not in gone]
        self._files_changed(None)

    def config(self, path: str) -> Config:
        """The configuration for a file at this absolute path; "" is a file that is nowhere yet."""
        folder = os.path.dirname(path) or (self.folders[0] if self.folders else "")
        config, wrong = self.projects.config(folder)
        if wrong:
            self.tell(wrong)
        return config

    # --- files --------------------------------------------------------------------------------------------------------

    def _open(self, params: types.DidOpenTextDocumentParams) -> None:
        opened = params.text_document
        if len(opened.text) > LARGEST:
            self._leave_out(opened.uri)
            return
        since = perf_counter()
        path = path_of(opened.uri)
        document = Document(opened.uri, opened.version, opened.text, self.config(path), path, BEGINNING)
        self.documents[opened.uri] = document
        self.publish(document)
        _spare(document)
        trace, took = document.trace, 1000 * (perf_counter() - since)
        _log.info("opened %s: %d lines, %s, %.0f ms", name_of(opened.uri), len(trace.lines), trace.dialect.name, took)

    def _change(self, params: types.DidChangeTextDocumentParams) -> None:
        document = self.documents.get(params.text_document.uri)
        if document is None:
            return
        if any(len(each.text) > LARGEST for each in params.content_changes):
            self._leave_out(document.uri)
            return
        did_change(document, params, self.client)
        if document.configure(self.config(document.path)):
            answers.refresh(self, answers.REFRESHED)
        self.publish(document)

    def _close(self, params: types.DidCloseTextDocumentParams) -> None:
        closed = self.documents.pop(params.text_document.uri, None)
        if closed is None:
            return
        closed.close()
        _log.info("closed %s", name_of(closed.uri))
        if not self.client.pulls:
            self.protocol.notify(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, nothing(closed.uri))
        self.protocol.work.wake()

    def _leave_out(self, uri: str) -> None:
        """Tell that a file is too large, and know nothing of it from now on."""
        left_out = self.documents.pop(uri, None)
        if left_out is not None:
            left_out.close()
        if left_out is not None and not self.client.pulls:
            self.protocol.notify(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, nothing(uri))
        self.tell(f"{name_of(uri)} is too large for the editor: smtp-ls --check reads it")

    def publish(self, document: Document) -> None:
        """Tell what is found in a file, and go on reading it if it is long."""
        if not self.client.pulls:
            self.protocol.notify(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, publish_diagnostics(document, self.client))
            self.log_failures(document)
        if not document.trace.is_read and not document.is_read_on:
            document.is_read_on = True
            self.protocol.work.add(Task(self._read_on(document)))

    def _read_on(self, document: Document) -> Steps:
        """Read a long file to its end, and tell what is found in all of it."""
        since = perf_counter()
        while self.documents.get(document.uri) is document and not document.trace.is_read:
            until = perf_counter() + TURN
            document.read_on(SLICE)
            while not document.trace.is_read and perf_counter() < until:
                document.read_on(SLICE)
            yield MORE
        document.is_read_on = False
        if self.documents.get(document.uri) is document:
            self.publish(document)
            _spare(document)
            if self.client.pulls:  # what it was told before is not all
                answers.refresh(self, (types.WORKSPACE_DIAGNOSTIC_REFRESH,))
            _log.info("read %s to its end: %.0f ms", name_of(document.uri), 1000 * (perf_counter() - since))
        return None

    # --- what the user is told ----------------------------------------------------------------------------------------

    def log_failures(self, document: Document) -> None:
        """Tell of the rules that have failed."""
        for name, error in document.trace.failures.items():
            kind = error.partition(":")[0]  # what follows may be secret
            self.log(f"internal error: {kind} in {name}; please report it")

    def tell(self, what: str) -> None:
        """Show the user something, once."""
        if self._is_new(what):
            self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, what))

    def log(self, what: str, kind: types.MessageType = types.MessageType.Error) -> None:
        """Put a line into the editor's log, once."""
        if self._is_new(what):
            self.window_log_message(types.LogMessageParams(kind, what))

    def _is_new(self, what: str) -> bool:
        known = what in self._told
        self._told.add(what)
        return not known


def _spare(document: Document) -> None:
    """Have the collector pass over a file once it is read: looking through a long one takes 0.2 s in mid-keystroke.

    No circle of references keeps a file that is closed, so that the collector is not needed to free it.
    """
    if document.trace.is_read:
        gc.collect(0)  # what is garbage now would stay for ever
        gc.freeze()
