"""The format `json`: one list of objects, in the shape that ruff made usual, so that its consumers work unchanged.

Rule 1: rows and columns are 1-based and columns count characters. Every finding is listed, whatever fails the run.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from smtp_ls.findings import Diagnostic, Point, Repair
from smtp_ls.report import Checked, ReportOptions
from smtp_ls.report.visible import plain


def render(results: Iterable[Checked], out: TextIO, options: ReportOptions) -> None:
    """Write the list, an object at a time as results come."""
    separator = "\n"
    out.write("[")
    for each in objects(results, options):
        out.write(separator + "  " + json.dumps(each, indent=2).replace("\n", "\n  "))
        separator = ",\n"
    out.write("]\n" if separator == "\n" else "\n]\n")


def objects(results: Iterable[Checked], options: ReportOptions) -> Iterator[dict[str, Any]]:
    """The object of each finding."""
    for result in results:
        for diagnostic in filter(options.shows, result.diagnostics):
            yield _object(plain(result.path), diagnostic)


def _object(path: str, diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.rule,
        "end_location": _location(diagnostic.end),
        "filename": path,
        "fix": _fix(diagnostic.fix),
        "location": _location(diagnostic.start),
        "message": plain(diagnostic.message),
        "related": [
            {
                "end_location": _location(related.end),
                "filename": path,
                "location": _location(related.start),
                "message": plain(related.message),
            }
            for related in diagnostic.related
        ],
        "severity": diagnostic.severity.word,
        "url": diagnostic.url or None,
    }


def _fix(fix: Repair | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    return {
        "applicability": "safe" if fix.safe else "unsafe",
        "edits": [
            {"content": plain(edit.text), "end_location": _location(edit.end), "location": _location(edit.start)}
            for edit in fix.edits
        ],
        "message": plain(fix.title),
    }


def _location(point: Point) -> dict[str, int]:
    return {"column": point.column + 1, "row": point.line + 1}
