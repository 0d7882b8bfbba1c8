"""Keeps credentials out of everything that we print: the payloads of AUTH, SASL responses and BURL URLs become `*`.

Rule 1: a masked line is as long as the line, so that columns stay right (SEMANTICS section 3).
"""

from typing import TYPE_CHECKING

from smtp_ls.events import Command, Event, Note, SaslResponse, column
from smtp_ls.findings import Span
from smtp_ls.protocol.sasl import is_mechanism
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.regular import Pattern
from smtp_ls.text import without_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smtp_ls.trace import Trace

_AUTH = Pattern(r"\s*[A-Za-z-]+(?:\s*=\s*|\s+)(?P<first>\S+)(?:\s+(?P<payload>\S.*))?")
_URL = Pattern(r"\s*\S+\s+(?P<payload>\S+)")
_FOLDED = Pattern(r"\s*(?P<payload>[A-Za-z0-9+/]{12,}={0,2})\s*")
"""What goes on with the base64 of an AUTH line above; no verb is as long as this."""
_TOKEN = Pattern(r"[A-Za-z0-9+/=]{6,}")
"""What a payload said again looks like; shorter ones would mask ordinary words."""


def payload_span(event: Event) -> Span | None:
    """Where the secret of a client line stands in its text; None if it has none."""
    text = event.text
    if isinstance(event, Note):
        return Span(0, len(text)) if event.tells == "secret" else None
    if isinstance(event, SaslResponse):
        bare = text.strip()
        return Span(0, len(text)) if bare and bare not in ("*", "=") else None
    if not isinstance(event, Command):
        return None
    if event.verb in ("AUTH", "X-EXPS"):
        return _in_auth(text)
    if event.verb == "BURL":
        found = _URL.match(text)
    else:
        found = None if event.verb in VERBS else _FOLDED.fullmatch(text)
    return Span(*found.span("payload")) if found else None


def _in_auth(text: str) -> Span | None:
    """Where an AUTH line's initial response stands, or what somebody has put in the mechanism's place."""
    found = _AUTH.match(text)
    if found is None:
        return None
    if not is_mechanism(found["first"]):
        from smtp_ls.placeholders import is_placeholder  # noqa: PLC0415  hardly any file has one there

        if not is_placeholder(found["first"]):
            return Span(found.start("first"), len(text))
    return Span(*found.span("payload")) if found["payload"] not in (None, "=") else None


class Masks:
    """The lines of one reading of a file, masked. Made anew after an edit."""

    def __init__(self, trace: "Trace") -> None:
        self._trace = trace
        self._payloads = frozenset(_payloads(trace))

    def line(self, line: int) -> str:
        """A 0-based line without its end, its secrets replaced by `*` of equal length."""
        text = without_end(self._trace.lines[line])
        for event in self._trace.said(line):
            span = payload_span(event)
            if span is not None:
                text = _starred(text, column(event, span.start), column(event, span.end))
        if self._payloads:
            for word in _TOKEN.finditer(text):  # some logs say the same twice
                if word[0] in self._payloads:
                    text = _starred(text, *word.span())
        return text


def _payloads(trace: "Trace") -> "Iterator[str]":
    """The secret payloads of the file."""
    for mark in b"os":
        line = trace.index.find(mark)
        while line >= 0:
            for event in trace.said(line):
                span = payload_span(event)
                if span is not None:
                    yield event.text[span.start : span.end].strip()
            line = trace.index.find(mark, line + 1)


def _starred(text: str, start: int, end: int) -> str:
    return text[:start] + "*" * (end - start) + text[end:]
