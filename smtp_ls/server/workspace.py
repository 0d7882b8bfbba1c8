"""The files of the workspace, also those that are not open: looked for when asked, a few at a time.

Rule 1: nothing is looked for before somebody asks. Rule 2: a walk is bounded, and never enters a home folder or the
root of the file system as a whole. Rule 3: an editor that asks again and again, and would hear nothing new, waits for
its answer until something changes.
"""

import json
import os
from collections.abc import Iterator
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from lsprotocol import types
from pygls.uris import from_fs_path

from smtp_ls.features.diagnostic import diagnostic
from smtp_ls.features.document import Document
from smtp_ls.features.publish_diagnostics import nothing, publish_diagnostics
from smtp_ls.features.wire import Written
from smtp_ls.findings import Severity
from smtp_ls.hovering.labels import label
from smtp_ls.project import files
from smtp_ls.project.config import Config, Configs
from smtp_ls.project.files import Search, Target
from smtp_ls.server.work import MORE, REST, Later, Steps
from smtp_ls.text import decode

if TYPE_CHECKING:
    from smtp_ls.server.language_server import LanguageServer

MOST_FILES, MOST_FOLDERS = 5000, 20_000
"""How many files of a workspace are looked at, and how many folders."""

LARGEST = 1 << 22
"""Octets of the largest file that is read without being open, 4 MiB."""

Token = str | int | None
"""Of a progress, if there is one."""


class _File(NamedTuple):
    """A file, as the editor names it if it is open, and its state: time in nanoseconds, octets, configuration."""

    uri: str
    path: str
    config: Config
    state: str


# --- diagnostics that are asked for -----------------------------------------------------------------------------------


def workspace_diagnostic(server: "LanguageServer", params: types.WorkspaceDiagnosticParams) -> Later:
    """The reports on all files of the workspace, in parts if the editor takes them so."""
    return Later(_reports(server, params), params.work_done_token)


def _reports(server: "LanguageServer", params: types.WorkspaceDiagnosticParams) -> Steps:
    known = {each.uri: each.value for each in params.previous_result_ids}
    reports: list[str] = []
    token = params.partial_result_token
    progress = Progress(server, params.work_done_token)
    try:
        while True:
            gone = dict(known)
            is_new = False
            for file in _files(server):
                if file is not None:
                    before = gone.pop(file.uri, None)
                    report = _report(server, file, before)
                    is_new |= f'"resultId":{json.dumps(before)}' not in report
                    _tell(server, token, reports, report)
                    progress.report(file.path)
                yield MORE
            for uri in gone.keys() - server.documents.keys():  # a file that is there no more has nothing wrong with it
                is_new = True
                _tell(server, token, reports, _about(uri, None, '{"kind":"full","items":[]}'))
            progress.end()
            if is_new or token is None or not known:
                return Written(f'{{"items":[{",".join(reports)}]}}')
            yield REST
    finally:
        progress.end()


def _tell(server: "LanguageServer", token: Token, reports: list[str], report: str) -> None:
    """Send a report, or keep it for the answer, where the editor wants all at once."""
    if token is None:
        reports.append(report)
    else:
        value = f'{{"token":{json.dumps(token)},"value":{{"items":[{report}]}}}}'
        server.protocol.notify(types.PROGRESS, Written(value))


def _report(server: "LanguageServer", file: _File, known: str | None) -> str:
    """The report on one file."""
    document = server.documents.get(file.uri)
    if document is not None:
        return _about(file.uri, document.version, diagnostic(document, known, server.client))
    if known == file.state:
        return _about(file.uri, None, f'{{"kind":"unchanged","resultId":{json.dumps(known)}}}')
    document = read(file.uri, file.path, file.config)
    if document is None:
        return _about(file.uri, None, '{"kind":"full","items":[]}')
    document.result = file.state
    return _about(file.uri, None, diagnostic(document, None, server.client))


def _about(uri: str, version: int | None, report: str) -> str:
    return f'{{"uri":{json.dumps(uri)},"version":{json.dumps(version)},{report[1:]}'


# --- files ------------------------------------------------------------------------------------------------------------


def read(uri: str, path: str, config: Config) -> Document | None:
    """A file that is not open, read; None if it cannot be."""
    try:
        with open(path, "rb") as file:
            return Document(uri, 0, decode(file.read()), config, path)
    except OSError:
        return None


def _files(server: "LanguageServer") -> Iterator[_File | None]:
    """The files of the workspace that would be linted, with their states; None for each folder that is entered."""
    count = entered = 0
    folders = [folder for folder in server.folders if not _is_too_wide(folder)]
    opened = {document.path: document.uri for document in server.documents.values() if document.path}
    configs: dict[str, Config] = {}
    for found in files.look(folders, Search(Configs())):
        if found is None:
            entered += 1
            yield None
        elif isinstance(found, Target):
            count += 1
            path = os.path.abspath(found.path)
            folder = os.path.dirname(path)
            if folder not in configs:
                configs[folder] = server.config(path)
            file = _file(path, opened.get(path) or from_fs_path(path) or "", configs[folder])
            if file is not None:
                yield file
        if count >= MOST_FILES or entered >= MOST_FOLDERS:
            most = f"at most {MOST_FILES} files are looked at, and {MOST_FOLDERS} folders"
            server.log(f"the workspace is large: {most}", types.MessageType.Warning)
            return


def _file(path: str, uri: str, config: Config) -> _File | None:
    """A file in its present state; None if it is too large or cannot be looked at."""
    try:
        stat = os.stat(path)
    except OSError:
        return None
    state = f"{stat.st_mtime_ns}-{stat.st_size}-{hash(config)}"
    return _File(uri, path, config, state) if stat.st_size <= LARGEST else None


def _is_too_wide(folder: str) -> bool:
    """Is this a folder that nobody means as a whole?"""
    folder = os.path.realpath(folder)
    return folder in (os.path.realpath(os.path.expanduser("~")), os.path.dirname(folder))


# --- diagnostics that nobody has asked for ----------------------------------------------------------------------------


def check_workspace(server: "LanguageServer", token: Token) -> Later:
    """Publish what is found in every file of the workspace, and count it; with a progress that can be cancelled."""
    window = server.protocol.client_capabilities.window
    created: Future[Any] | None = None
    if token is None and window and window.work_done_progress:
        token = str(uuid4())
        created = server.protocol.send_request(
            types.WINDOW_WORK_DONE_PROGRESS_CREATE, types.WorkDoneProgressCreateParams(token)
        )
    return Later(_checked(server, Progress(server, token, created)), token)


def _checked(server: "LanguageServer", progress: "Progress") -> Steps:
    counts = {Severity.ERROR: 0, Severity.WARNING: 0}
    number, gone, server.published = 0, server.published, set()
    try:
        for file in _files(server):
            opened = server.documents.get(file.uri) if file else None
            document = opened or (read(file.uri, file.path, file.config) if file else None)
            if document is not None:
                number += 1
                for each in document.diagnostics:
                    if each.severity in counts:
                        counts[each.severity] += 1
                if opened is None and not server.client.pulls:
                    _publish(server, document)
                progress.report(document.path)
            yield MORE
        for uri in gone - server.published - server.documents.keys():
            server.protocol.notify(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, nothing(uri))
    finally:
        progress.end()
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    message = label("checked", server.lang, number, errors, warnings)
    return {"files": number, "errors": errors, "warnings": warnings, "message": message}


def _publish(server: "LanguageServer", document: Document) -> None:
    """Tell what is found in a file that is not open."""
    server.published.add(document.uri)
    params = publish_diagnostics(document, server.client, versioned=False)
    server.protocol.notify(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, params)


class Progress:
    """Tells the user how far something is, if the editor has a token for it, and says so in time."""

    def __init__(self, server: "LanguageServer", token: Token, created: Future[Any] | None = None) -> None:
        self._server, self._token, self._created = server, token, created
        self._count = 0
        self._is_begun = self._is_over = False

    def report(self, path: str) -> None:
        """One more file is done."""
        self._begin()
        self._count += 1
        if self._count % 50 == 0:
            self._say({"kind": "report", "message": f"{self._count}: {os.path.basename(path)}"})

    def end(self) -> None:
        """All is done, or given up; a second time it says nothing."""
        self._begin()
        self._say({"kind": "end", "message": str(self._count)})
        self._is_over = True

    def _begin(self) -> None:
        created = self._created
        if created is not None and (not created.done() or created.cancelled() or created.exception()):
            return
        if not self._is_begun and not self._is_over:
            self._is_begun = True
            self._say({"kind": "begin", "title": label("checking", self._server.lang), "cancellable": True})

    def _say(self, value: object) -> None:
        if self._token is not None and self._is_begun and not self._is_over:
            self._server.protocol.notify(types.PROGRESS, Written(json.dumps({"token": self._token, "value": value})))
