"""The reading of a file, printed: the dialect, and what each line says. Our own debugging view (CONTRIBUTING)."""

import re
from typing import Any

from smtp_ls.events import SIDES, Command, Event, Expect, Reply, column
from smtp_ls.secrets import payload_span
from smtp_ls.trace import Trace

_PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}")


def reading(trace: Trace, *, secrets: bool = False) -> dict[str, Any]:
    """The reading as plain values; `line` is 1-based. A line that says several things has an entry for each."""
    lines = [
        {"line": number + 1, **_entry(_as_written(event, trace.lines[number]), secrets=secrets)}
        for number in range(len(trace.lines))
        for event in trace.said(number)
    ]
    return {"dialect": trace.dialect.name, "sessions": trace.sessions, "lines": lines}


def _as_written(event: Event, line: str) -> Event:
    """The event with what the file has in the place of a placeholder that the dialect put there."""
    columns = event.columns
    if columns is None or "{{" not in event.text:
        return event

    def source(found: re.Match[str]) -> str:
        written = line[columns[found.start()] : columns[found.end()]]
        return found[0] if "{{" in written else written

    return event._replace(text=_PLACEHOLDER.sub(source, event.text), columns=None)


def _entry(event: Event, *, secrets: bool) -> dict[str, Any]:
    entry: dict[str, Any] = {"event": event.kind}
    if event.kind in SIDES:
        entry["side"] = SIDES[event.kind]
    if isinstance(event, Command):
        entry["verb"] = event.verb
    entry["text"] = event.text if secrets else _masked(event)
    if isinstance(event, Reply):
        entry |= {"code": event.code, "final": event.final}
    elif isinstance(event, Expect):
        entry |= {"codes": list(event.codes), "final": event.final}
    return entry


def _masked(event: Event) -> str:
    span = payload_span(event)
    return (
        event.text
        if span is None
        else event.text[: span.start] + "*" * (span.end - span.start) + event.text[span.end :]
    )


def as_text(trace: Trace, *, secrets: bool = False) -> str:
    """The reading as a table: line, column, event, and the SMTP text."""
    rows = [f"{trace.dialect.name}, {trace.sessions} session{'' if trace.sessions == 1 else 's'}"]
    for number in range(len(trace.lines)):
        for event in trace.said(number):
            shown = _as_written(event, trace.lines[number])
            text = shown.text if secrets else _masked(shown)
            printable = text.encode("unicode_escape").decode("ascii") if not text.isprintable() else text
            rows.append(f"{number + 1:>6}:{column(event, 0) + 1:<4} {event.kind:<14} {printable}".rstrip())
    return "\n".join(rows) + "\n"
