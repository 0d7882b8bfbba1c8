"""The files of the workspace, also those that are not open: looked for when asked, a few at a time.

Rule 1: nothing is looked for before somebody asks. Rule 2: a walk is bounded, and never enters a home folder or the
root of the file system as a whole.
"""

import json
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types
from pygls.uris import from_fs_path

from smtp_ls import files
from smtp_ls.config import Config, Configs
from smtp_ls.features.diagnostic import diagnostic
from smtp_ls.features.document import Document
from smtp_ls.features.wire import Written
from smtp_ls.files import Search, Target
from smtp_ls.server.work import Later, Steps
from smtp_ls.text import decode

if TYPE_CHECKING:
    from smtp_ls.server.language_server import LanguageServer

MOST_FILES = 5000
"""How many files of a workspace are looked at."""

LARGEST = 1 << 22
"""Octets of the largest file that is read without being open, 4 MiB."""


class _File(NamedTuple):
    """A file that is not open, and its state: time in nanoseconds, size in octets, and its configuration."""

    uri: str
    path: str
    config: Config
    state: str


def workspace_diagnostic(server: "LanguageServer", params: types.WorkspaceDiagnosticParams) -> Later:
    """The reports on all files of the workspace, in parts if the editor takes them so."""
    return Later(_reports(server, params))


def _reports(server: "LanguageServer", params: types.WorkspaceDiagnosticParams) -> Steps:
    known = {each.uri: each.value for each in params.previous_result_ids}
    partly = params.partial_result_token
    reports: list[str] = []
    progress = Progress(server, params.work_done_token)
    for file in _files(server):
        report = _report(server, file, known.pop(file.uri, None))
        if partly is None:
            reports.append(report)
        else:
            server.protocol.notify(
                types.PROGRESS, Written(f'{{"token":{json.dumps(partly)},"value":{{"items":[{report}]}}}}')
            )
        progress.report(file.path)
        yield
    progress.end()
    # A file that is there no more has nothing wrong with it.
    reports += [_about(uri, None, '{"kind":"full","items":[]}') for uri in known if uri not in server.documents]
    return Written(f'{{"items":[{",".join(reports)}]}}')


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


def read(uri: str, path: str, config: Config) -> Document | None:
    """A file that is not open, read; None if it cannot be."""
    try:
        with open(path, "rb") as file:
            return Document(uri, 0, decode(file.read()), config, path)
    except OSError:
        return None


def _files(server: "LanguageServer") -> Iterator[_File]:
    """The files of the workspace that would be linted, with their states."""
    count = 0
    folders = [folder for folder in server.folders if not _is_too_wide(folder)]
    for found in files.find(folders, Search(Configs())):
        if not isinstance(found, Target):
            continue
        try:
            stat = os.stat(found.path)
        except OSError:
            continue
        count += 1
        if count > MOST_FILES:
            return
        if stat.st_size <= LARGEST:
            config = server.config(os.path.abspath(found.path))
            state = f"{stat.st_mtime_ns}-{stat.st_size}-{hash(config)}"
            yield _File(from_fs_path(found.path) or "", found.path, config, state)


def _is_too_wide(folder: str) -> bool:
    """Is this a folder that nobody means as a whole?"""
    folder = os.path.realpath(folder)
    return folder in (os.path.realpath(os.path.expanduser("~")), os.path.dirname(folder))


class Progress:
    """Tells the user how far something is, if the editor has a token for it."""

    def __init__(self, server: "LanguageServer", token: str | int | None) -> None:
        self._server, self._token, self._count = server, token, 0
        self._say({"kind": "begin", "title": "Checking SMTP sessions", "cancellable": True})

    def report(self, path: str) -> None:
        """One more file is done."""
        self._count += 1
        if self._count % 50 == 0:
            self._say({"kind": "report", "message": f"{self._count} files, {os.path.basename(path)}"})

    def end(self) -> None:
        """All is done."""
        self._say({"kind": "end", "message": f"{self._count} files"})

    def _say(self, value: object) -> None:
        if self._token is not None:
            self._server.protocol.notify(types.PROGRESS, Written(json.dumps({"token": self._token, "value": value})))


def check_workspace(server: "LanguageServer", token: str | int | None) -> Steps:
    """Publish what is found in every file of the workspace, and count it."""
    from smtp_ls.features.publish_diagnostics import publish_diagnostics  # noqa: PLC0415
    from smtp_ls.findings import Severity  # noqa: PLC0415

    progress = Progress(server, token)
    counts = {Severity.ERROR: 0, Severity.WARNING: 0}
    number = 0
    for file in _files(server):
        document = server.documents.get(file.uri) or read(file.uri, file.path, file.config)
        if document is None:
            continue
        number += 1
        for each in document.diagnostics:
            if each.severity in counts:
                counts[each.severity] += 1
        if file.uri not in server.documents and not server.client.pulls:
            server.protocol.notify(
                types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, publish_diagnostics(document, server.client)
            )
        progress.report(file.path)
        yield
    progress.end()
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    return {
        "files": number,
        "errors": errors,
        "warnings": warnings,
        "message": f"{number} files: {errors} errors, {warnings} warnings",
    }
