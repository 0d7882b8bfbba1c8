"""The messages of AUTH that a file shows: which side says each, which of its mechanism it is, and where it stands.

A message that a log folds, or that stands in a variable, is found where it is written.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from smtp_ls.events import Command, Directive, Event, Note, Reply, SaslResponse, column
from smtp_ls.findings import Span
from smtp_ls.folding import BODY
from smtp_ls.placeholders import is_placeholder
from smtp_ls.protocol.sasl import is_mechanism
from smtp_ls.session import Session
from smtp_ls.session.following import follow
from smtp_ls.text import without_end

if TYPE_CHECKING:
    from smtp_ls.trace import Trace


class Stretch(NamedTuple):
    """A stretch of a line: 0-based line and columns in characters."""

    line: int
    start: int
    end: int


class Message(NamedTuple):
    """What one side says in an AUTH exchange: the mechanism in upper case ("" if unknown) and which message it is."""

    mechanism: str
    nth: int
    kind: str
    """ "misplaced" (where the AUTH line should name the mechanism), "initial", "response" or "challenge"."""
    text: str
    places: tuple[Stretch, ...]


_AUTH = re.compile(r"\s*[A-Za-z-]+(?:\s*=\s*|\s+)(?P<mechanism>\S+)(?:\s+(?P<response>\S.*?))?\s*$", re.DOTALL)
_VARIABLE = re.compile(r"\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}")
_FOLDED = re.compile(r"\s*(?P<more>[A-Za-z0-9+/]{4,}={0,2})\s*$")
_LONG = 48
"""The fewest characters of a line that somebody would fold."""
_CHALLENGE = 334


def messages(trace: "Trace") -> Iterator[Message]:
    """All of them, in order."""
    variables = _variables(trace)
    for line in range(len(trace.lines)):
        if trace.index[line] == BODY[0]:
            continue
        for session, event in _said(trace, line):
            for mechanism, nth, kind, span in _messages(session, event):
                text = event.text[span.start : span.end]
                named = _VARIABLE.fullmatch(text)
                for place, value in variables.get(named[1], ()) if named else ():
                    yield Message(mechanism, nth, kind, value, (place,))
                if not named:
                    places, text = _places(trace, line, event, span)
                    yield Message(mechanism, nth, kind, text, places)


def _said(trace: "Trace", line: int) -> Iterator[tuple[Session, Event]]:
    """What is said on a line, each with what was known before it."""
    before: dict[str, Session] = {}
    for event in trace.said(line):
        if event.kind in ("command", "sasl-response", "reply"):
            session = before.get(event.key) or trace.session(line, event.key)
            yield session, event
            if len(trace.said(line)) > 1:
                before[event.key] = follow(session, event).after


def _messages(session: Session, event: Event) -> Iterator[tuple[str, int, str, Span]]:
    """Of each: mechanism, number, kind, and where it stands in the event's text."""
    text, exchange = event.text, session.exchange
    if isinstance(event, SaslResponse):
        bare = text.strip()
        if bare not in ("", "*", "="):
            start = len(text) - len(text.lstrip())
            mechanism, sent = (exchange.mechanism, exchange.sent) if exchange else ("", 0)
            yield mechanism, sent, "response", Span(start, start + len(bare))
    elif isinstance(event, Reply):
        says = event.says.strip()
        if event.code == _CHALLENGE and exchange is not None and says:
            start = text.rindex(says)
            yield exchange.mechanism, exchange.sent, "challenge", Span(start, start + len(says))
    elif isinstance(event, Command) and event.verb in ("AUTH", "X-EXPS"):
        yield from _in_auth(text)


def _in_auth(text: str) -> Iterator[tuple[str, int, str, Span]]:
    """The initial response of an AUTH line, and what stands in the mechanism's place: apart, as they are read apart."""
    found = _AUTH.match(text)
    if found is None:
        return
    mechanism = found["mechanism"]
    if not (is_mechanism(mechanism) or is_placeholder(mechanism)):
        yield "", 0, "misplaced", Span(*found.span("mechanism"))
        mechanism = ""
    if found["response"] not in (None, "="):
        yield mechanism.upper(), 0, "initial", Span(*found.span("response"))


def _variables(trace: "Trace") -> dict[str, list[tuple[Stretch, str]]]:
    """Where the values of variables stand, by name."""
    found: dict[str, list[tuple[Stretch, str]]] = {}
    for line in range(len(trace.lines)):
        if not trace.lines[line].startswith("@"):
            continue
        for each in trace.said(line):
            if isinstance(each, Directive) and each.value and each.text.startswith("@"):
                start = each.at + each.text.rindex(each.value)
                name = each.text[1:].partition("=")[0].strip()
                found.setdefault(name, []).append((Stretch(line, start, start + len(each.value)), each.value))
    return found


# --- places -----------------------------------------------------------------------------------------------------------


def stretches(trace: "Trace", line: int, event: Event, span: Span) -> tuple[Stretch, ...]:
    """Where a stretch of what is said on a 0-based line stands: there, and on the lines below that go on with it."""
    shown = _shown(event, span)
    first = Stretch(line, column(event, span.start), column(event, shown))
    found = (first,) if shown > span.start else ()
    return (*found, *_rest(trace, line, event.text[shown : span.end])) if shown < span.end else found


def _places(trace: "Trace", line: int, event: Event, span: Span) -> tuple[tuple[Stretch, ...], str]:
    """Where a message stands, and the whole of its text."""
    text = event.text[span.start : span.end]
    found = stretches(trace, line, event, span)
    if event.columns is None and trace.dialect.joins is None and len(text) >= _LONG and not text.endswith("="):
        return _folded(trace, line, found[0], text)
    return found, text


def _shown(event: Event, span: Span) -> int:
    """The offset at which an event's text goes on in lines below its own (see `Dialect.joins`)."""
    if event.columns is not None:
        for offset in range(span.start, span.end):
            if column(event, offset) == column(event, offset + 1):
                return offset
    return span.end


def _rest(trace: "Trace", line: int, rest: str) -> Iterator[Stretch]:
    """Where the rest of a text stands, of which each line below shows a piece."""
    for number in range(line + 1, len(trace.lines)):
        content = without_end(trace.lines[number]).removesuffix("\\")
        for start in range(len(content)):
            piece = content[start:]
            if rest.startswith(piece) or piece.startswith(rest):
                length = min(len(piece), len(rest))
                yield Stretch(number, start, start + length)
                rest = rest[length:]
                break
        else:
            return
        if not rest:
            return


def _folded(trace: "Trace", line: int, first: Stretch, text: str) -> tuple[tuple[Stretch, ...], str]:
    """The same for lines that nobody marks, as in RFCs: notes that hold nothing but more of it."""
    places = [first]
    for number in range(line + 1, len(trace.lines)):
        said = trace.said(number)
        more = _FOLDED.match(said[0].text) if len(said) == 1 and isinstance(said[0], Note) else None
        if more is None or text.endswith("="):
            break
        text += more["more"]
        start = said[0].at + more.start("more")
        places.append(Stretch(number, start, start + len(more["more"])))
    return tuple(places), text
