"""The Reviewdog Diagnostic Format as one JSON object: findings for a review's comments, and safe fixes as suggestions.

Rule 1: rows and columns are 1-based and columns count UTF-8 octets, as that format has it. Rule 2: a suggestion is one
stretch of text, so a fix with several edits becomes the stretch about them all; where that holds a masked secret, there
is none.
"""

import json
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, TextIO

from smtp_ls.findings import Diagnostic, Edit, Point, Severity
from smtp_ls.report import Checked, ReportOptions
from smtp_ls.report.visible import plain
from smtp_ls.text import octets

_SEVERITIES = {
    Severity.ERROR: "ERROR",
    Severity.WARNING: "WARNING",
    Severity.INFORMATION: "INFO",
    Severity.HINT: "INFO",
}


def render(results: Iterable[Checked], out: TextIO, options: ReportOptions) -> None:
    """Write the object."""
    diagnostics = [_diagnostic(result, it) for result in results for it in filter(options.shows, result.diagnostics)]
    out.write(json.dumps({"source": {"name": "smtp-ls"}, "diagnostics": diagnostics}, indent=2) + "\n")


def _diagnostic(result: Checked, diagnostic: Diagnostic) -> dict[str, Any]:
    code = {"value": diagnostic.rule}
    if diagnostic.url:
        code["url"] = diagnostic.url
    it: dict[str, Any] = {
        "message": plain(diagnostic.message),
        "location": _location(result, diagnostic.start, diagnostic.end),
        "severity": _SEVERITIES[diagnostic.severity],
        "code": code,
    }
    if diagnostic.related:
        it["related_locations"] = [
            {"message": plain(related.message), "location": _location(result, related.start, related.end)}
            for related in diagnostic.related
        ]
    suggestion = _suggestion(result, diagnostic)
    if suggestion is not None:
        it["suggestions"] = [suggestion]
    return it


def _location(result: Checked, start: Point, end: Point) -> dict[str, Any]:
    return {"path": plain(result.path), "range": _range(result, start, end)}


def _range(result: Checked, start: Point, end: Point) -> dict[str, Any]:
    return {"start": _position(result, start), "end": _position(result, end)}


def _position(result: Checked, point: Point) -> dict[str, int]:
    before = result.source.get(point.line, "")[: point.column].ljust(point.column)
    return {"line": point.line + 1, "column": octets(before) + 1}


def _suggestion(result: Checked, diagnostic: Diagnostic) -> dict[str, Any] | None:
    fix = diagnostic.fix
    if fix is None or not fix.safe or not fix.edits:
        return None
    edits = sorted(fix.edits)
    parts = [edits[0].text]
    for before, after in pairwise(edits):
        kept = _between(result, before, after)
        if kept is None:
            return None
        parts += kept, after.text
    return {"range": _range(result, edits[0].start, edits[-1].end), "text": plain("".join(parts))}


def _between(result: Checked, before: Edit, after: Edit) -> str | None:
    """What stands between two edits; None if it is not at hand as it is."""
    start, end = before.end, after.start
    lines = [result.source.get(line) for line in range(start.line, end.line + 1)]
    if None in lines or start > end:
        return None
    text = "\n".join(line for line in lines if line is not None)
    kept = text[start.column : len(text) - len(lines[-1] or "") + end.column]
    return None if "**" in kept else kept
