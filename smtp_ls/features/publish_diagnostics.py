"""textDocument/publishDiagnostics: what was found in a file, the loudest a thousand of it, as JSON.

JSON, because a thousand diagnostics cost 26 ms as lsprotocol's objects and 2 ms like this, and they go out at each key.
"""

import json
from functools import lru_cache
from operator import attrgetter

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.wire import Written, column
from smtp_ls.findings import Diagnostic, Related, Repair, Severity
from smtp_ls.trace import Trace

MOST = 1000
"""How many diagnostics are pushed for a file (SEMANTICS section 6)."""

SEVERITIES = {Severity.ERROR: 1, Severity.WARNING: 2, Severity.INFORMATION: 3, Severity.HINT: 4}
"""The protocol's numbers."""

_UNNECESSARY, _DEPRECATED = 1, 2
TAGS = {
    "unused-suppression": _UNNECESSARY,
    "unused-variable": _UNNECESSARY,
    "deprecated-enhanced": _DEPRECATED,
    "mech-obsolete": _DEPRECATED,
}
"""What an editor draws faint, or struck through: what does nothing, and what an RFC has given up as a whole."""

SOURCE = "smtp-ls"
"""Whom the editor names beside a diagnostic."""

_Related = tuple[str, int, int, int, int, str]
"""Another place that explains a diagnostic, in the client's units: URI, start, end, and why."""

_SEVERITY = attrgetter("severity")
_dumps = json.JSONEncoder(separators=(",", ":")).encode


def publish_diagnostics(document: Document, client: Client, *, versioned: bool = True) -> Written:
    """The notification's params for a file as it is now; one that is not open has no version."""
    return _params(document.uri, items(document, client), document.version if versioned else None)


def items(document: Document, client: Client) -> list[str]:
    """The diagnostics as JSON; those that are the very ones of the last time are written already."""
    shown, held = _chosen(document.diagnostics, document.touched)
    before, document.written = document.written, {}
    for each in shown:
        known = before.get(id(each))
        if known is None or known[0] is not each:
            known = each, _item(document.trace, document.uri, each, client)
        document.written[id(each)] = known
    notice = [_dumps(_notice(held))] if held else []
    return [text for _, text in document.written.values()] + notice


def nothing(uri: str) -> Written:
    """The notification's params for a file that is closed: what was shown of it goes."""
    return _params(uri, [])


def _params(uri: str, found: list[str], version: int | None = None) -> Written:
    known = "" if version is None else f'"version":{version},'
    return Written(f'{{"uri":{_dumps(uri)},{known}"diagnostics":[{",".join(found)}]}}')


def _chosen(diagnostics: list[Diagnostic], touched: int) -> tuple[list[Diagnostic], int]:
    """The diagnostics to push, by place, and how many are held back: first those of less weight, then the farthest."""
    held = len(diagnostics) - MOST
    if held <= 0:
        return diagnostics, 0

    chosen: list[int] = []
    severities = list(map(_SEVERITY, diagnostics))
    for loud in ((Severity.ERROR,), (Severity.WARNING,), (Severity.INFORMATION, Severity.HINT)):
        places = [place for place, each in enumerate(severities) if each in loud]
        chosen += _nearest(diagnostics, places, touched, MOST - len(chosen))
        if len(chosen) >= MOST:
            break
    return [diagnostics[place] for place in sorted(chosen)], held


def _nearest(diagnostics: list[Diagnostic], places: list[int], touched: int, most: int) -> list[int]:
    """At most so many of these, given in the order of their lines: those nearest to a line."""

    def distance(index: int) -> int:
        return abs(diagnostics[places[index]].start.line - touched)

    low, high = 0, max(len(places) - most, 0)
    while low < high:  # those wanted stand together; where do they begin?
        middle = (low + high) // 2
        line = diagnostics[places[middle]].start.line
        if line < touched and distance(middle) > distance(middle + most):
            low = middle + 1
        else:
            high = middle
    return places[low : low + most]


def _notice(held: int) -> dict[str, object]:
    return {
        "range": _range(0, 0, 0, 0),
        "severity": SEVERITIES[Severity.INFORMATION],
        "source": SOURCE,
        "message": f"{held} more findings are held back; `smtp-ls --check` lists them all",
    }


def _item(trace: Trace, uri: str, diagnostic: Diagnostic, client: Client) -> str:
    rule, severity, message, start, end, related, fix, url = diagnostic
    first, last = column(trace, start, client.encoding), column(trace, end, client.encoding)
    elsewhere: tuple[_Related, ...] = ()
    if related and client.related:
        elsewhere = tuple(_related(trace, uri, each, client.encoding) for each in related)
    elif related:
        message += "".join(f"\nline {each.start.line + 1}: {each.message}" for each in related)
    tag = TAGS.get(rule, 0)
    href = url if client.links else ""
    rest = _rest(rule, severity, message, href, elsewhere, tag if tag in client.tags else 0)
    carried = f'"data":{_dumps(_carried(trace, fix, client))},' if fix is not None and client.carries else ""
    return (
        f'{{"range":{{"start":{{"line":{start.line},"character":{first}}},'
        f'"end":{{"line":{end.line},"character":{last}}}}},{carried}{rest}'
    )


def _carried(trace: Trace, fix: Repair, client: Client) -> dict[str, object]:
    """A fix, for an editor that wants to make it itself."""
    edits = []
    for start, end, text in fix.edits:
        first, last = (column(trace, each, client.encoding) for each in (start, end))
        edits.append({"range": _range(start.line, first, end.line, last), "newText": text})
    return {"fix": {"title": fix.title, "isSafe": fix.safe, "edits": edits}}


def _related(trace: Trace, uri: str, related: Related, encoding: str) -> _Related:
    start, end, message = related
    return uri, start.line, column(trace, start, encoding), end.line, column(trace, end, encoding), message


@lru_cache(maxsize=4096)
def _rest(rule: str, severity: Severity, message: str, href: str, related: tuple[_Related, ...], tag: int) -> str:
    """What a diagnostic is but for its range: JSON from after the range to the closing brace."""
    values: dict[str, object] = {"severity": SEVERITIES[severity], "code": rule, "source": SOURCE, "message": message}
    if href:
        values["codeDescription"] = {"href": href}
    if tag:
        values["tags"] = [tag]
    if related:
        values["relatedInformation"] = [
            {"location": {"uri": uri, "range": _range(*numbers)}, "message": why} for uri, *numbers, why in related
        ]
    return _dumps(values)[1:]


def _range(line: int, first: int, last_line: int, last: int) -> dict[str, dict[str, int]]:
    return {"start": {"line": line, "character": first}, "end": {"line": last_line, "character": last}}
