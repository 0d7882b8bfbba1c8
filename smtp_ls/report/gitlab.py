"""GitLab's Code Quality report, which it shows in merge requests: the part of Code Climate's format that it reads.

Rule 1: paths are relative to the repository, whose root a job of GitLab names in CI_PROJECT_DIR, and have `/`.
"""

import json
import os
from collections.abc import Iterable
from typing import Any, TextIO

from smtp_ls.findings import Diagnostic, Severity
from smtp_ls.report import Checked, ReportOptions
from smtp_ls.report.fingerprint import Fingerprints
from smtp_ls.report.visible import plain

_SEVERITIES = {
    Severity.ERROR: "major",
    Severity.WARNING: "minor",
    Severity.INFORMATION: "info",
    Severity.HINT: "info",
}
"""The two louder ones of GitLab's five, `critical` and `blocker`, are for what brings a service down."""


def render(results: Iterable[Checked], out: TextIO, options: ReportOptions) -> None:
    """Write the list of issues."""
    fingerprints = Fingerprints()
    issues = [
        _issue(path, diagnostic, fingerprints.of(path, result, diagnostic))
        for result in results
        for path in (_place(result.path),)
        for diagnostic in filter(options.shows, result.diagnostics)
    ]
    out.write(json.dumps(issues, indent=2) + "\n")


def _issue(path: str, diagnostic: Diagnostic, fingerprint: str) -> dict[str, Any]:
    begin = {"line": diagnostic.start.line + 1, "column": diagnostic.start.column + 1}
    end = {"line": diagnostic.end.line + 1, "column": diagnostic.end.column + 1}
    return {
        "check_name": diagnostic.rule,
        "description": plain(diagnostic.message),
        "fingerprint": fingerprint,
        "location": {"path": plain(path), "positions": {"begin": begin, "end": end}},
        "severity": _SEVERITIES[diagnostic.severity],
    }


def _place(path: str) -> str:
    root = os.environ.get("CI_PROJECT_DIR")
    if root:
        try:
            path = os.path.relpath(path, root)
        except ValueError:  # another drive on Windows
            path = os.path.abspath(path)
    return path.replace(os.sep, "/")
