"""Keeps credentials out of everything that we print: the payloads of AUTH, SASL responses and BURL URLs become `*`.

Rule 1: a masked line is as long as the line, so that columns stay right (SEMANTICS section 3).
"""

import re
from typing import TYPE_CHECKING

from smtp_ls.events import Command, Event, SaslResponse, column
from smtp_ls.findings import Span
from smtp_ls.text import without_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smtp_ls.trace import Trace

_PAYLOAD = re.compile(r"\s*\S+(?:\s+\S+\s+|=\S*\s+)(?P<payload>\S.*)")
_URL = re.compile(r"\s*\S+\s+(?P<payload>\S+)")
_DECODED = re.compile(r"\(decoded\) (?P<payload>.+)")
"""Perl's Net::SMTP prints each SASL message once more in clear."""
_SHORTEST = 6
"""Payloads shorter than this are not looked for elsewhere: they would mask ordinary words."""


def payload_span(event: Event) -> Span | None:
    """Where the secret of a client line stands in its text; None if it has none."""
    text = event.text
    if isinstance(event, SaslResponse):
        bare = text.strip()
        return Span(0, len(text)) if bare and bare not in ("*", "=") else None
    if not isinstance(event, Command):
        return None
    if event.verb in ("AUTH", "X-EXPS"):
        found = _PAYLOAD.match(text)
    elif event.verb == "BURL":
        found = _URL.match(text)
    else:
        return None
    return Span(*found.span("payload")) if found and found["payload"] != "=" else None


def mask(trace: "Trace", line: int) -> str:
    """A line of the file without its end, its secrets replaced by `*` of equal length."""
    text = without_end(trace.lines[line])
    for event in trace.said(line):
        span = payload_span(event)
        if span is not None:
            text = _starred(text, column(event, span.start), column(event, span.end))
    decoded = _DECODED.search(text)
    if decoded:
        text = _starred(text, *decoded.span("payload"))
    for payload in payloads(trace):
        if payload in text:
            text = text.replace(payload, "*" * len(payload))
    return text


def payloads(trace: "Trace") -> set[str]:
    """The secret payloads anywhere in the file: some logs say them twice."""
    return set(_payloads(trace))


def _payloads(trace: "Trace") -> "Iterator[str]":
    for mark in b"os":
        line = trace.index.find(mark)
        while line >= 0:
            for event in trace.said(line):
                span = payload_span(event)
                if span is not None and span.end - span.start >= _SHORTEST:
                    yield event.text[span.start : span.end].strip()
            line = trace.index.find(mark, line + 1)


def _starred(text: str, start: int, end: int) -> str:
    return text[:start] + "*" * (end - start) + text[end:]
