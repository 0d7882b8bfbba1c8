"""SARIF 2.1.0 (OASIS), which code scanning services read: results, the rules they break, fixes and fingerprints."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import quote

from smtp_ls import __version__
from smtp_ls.findings import Diagnostic, Point, Repair, Severity
from smtp_ls.report import Checked, ReportOptions
from smtp_ls.report.fingerprint import Fingerprints
from smtp_ls.report.visible import plain
from smtp_ls.rules import RULES, page
from smtp_ls.text import encode

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "note", Severity.HINT: "note"}


def render(results: Iterable[Checked], out: TextIO, options: ReportOptions) -> None:
    """Write the log of one run."""
    broken: dict[str, Severity] = {}
    listed = []
    failures = []
    fingerprints = Fingerprints()
    for result in results:
        path = Path(result.path).as_posix()
        if result.failure:
            failures.append({"level": "error", "message": {"text": plain(result.failure)}})
        for diagnostic in filter(options.shows, result.diagnostics):
            broken.setdefault(diagnostic.rule, diagnostic.severity)
            listed.append(_result(result, diagnostic, fingerprints.of(path, result, diagnostic)))
    index = {name: number for number, name in enumerate(sorted(broken))}
    for each in listed:
        each["ruleIndex"] = index[each["ruleId"]]
    run = {
        "tool": {"driver": {"name": "smtp-ls", "version": __version__, "rules": [_rule(name) for name in index]}},
        "invocations": [{"executionSuccessful": not failures, "toolExecutionNotifications": failures}],
        "columnKind": "unicodeCodePoints",
        "results": listed,
    }
    out.write(json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n")


def _rule(name: str) -> dict[str, Any]:
    """What is known of a rule; one that the index lacks (a fault of ours reported as a finding) has a name only."""
    rule = RULES.get(name)
    if rule is None:
        return {"id": name}
    return {
        "id": name,
        "shortDescription": {"text": rule.summary},
        "help": {"text": page(name), "markdown": page(name)},
        "helpUri": rule.url,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.family]},
    }


def _result(result: Checked, diagnostic: Diagnostic, fingerprint: str) -> dict[str, Any]:
    it = {
        "ruleId": diagnostic.rule,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": plain(diagnostic.message)},
        "locations": [{"physicalLocation": _location(result, diagnostic.start, diagnostic.end)}],
        "partialFingerprints": {"smtpLs/v1": fingerprint},
        "properties": {"severity": diagnostic.severity.word},
    }
    if diagnostic.related:
        it["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": plain(related.message)},
                "physicalLocation": _location(result, related.start, related.end),
            }
            for number, related in enumerate(diagnostic.related)
        ]
    if diagnostic.fix is not None:
        it["fixes"] = [_fix(result.path, diagnostic.fix)]
    return it


def _location(result: Checked, start: Point, end: Point) -> dict[str, Any]:
    line = plain(result.source.get(start.line, ""))
    return {
        "artifactLocation": _artifact(result.path),
        "region": _region(start, end),
        "contextRegion": {"startLine": start.line + 1, "snippet": {"text": line}},
    }


def _region(start: Point, end: Point) -> dict[str, int]:
    """The region, 1-based; its end column is that of the character after it."""
    return {
        "startLine": start.line + 1,
        "startColumn": start.column + 1,
        "endLine": end.line + 1,
        "endColumn": end.column + 1,
    }


def _artifact(path: str) -> dict[str, str]:
    """The file as a URI: relative to the current folder, if it was named so."""
    where = Path(path)
    relative = quote(encode(where.as_posix()))
    return {"uri": where.as_uri() if where.is_absolute() else relative}


def _fix(path: str, fix: Repair) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(edit.start, edit.end)}
        | ({"insertedContent": {"text": plain(edit.text)}} if edit.text else {})
        for edit in fix.edits
    ]
    title = fix.title if fix.safe else f"{fix.title} (there may be another answer)"
    return {
        "description": {"text": plain(title)},
        "artifactChanges": [{"artifactLocation": _artifact(path), "replacements": replacements}],
    }
