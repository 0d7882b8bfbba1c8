"""A stretch of a line with a meaning, what is known about it, and how file text is shown in Markdown."""

from bisect import bisect_left
from typing import NamedTuple

from smtp_ls.events import Event, column
from smtp_ls.findings import Span
from smtp_ls.session import Session, Step
from smtp_ls.text import without_end
from smtp_ls.trace import Trace

_SHOWN = 80
"""How many characters of the file's text are repeated in a hover at most."""


class Token(NamedTuple):
    """What stands at a stretch of a line: its kind, its columns (0-based, in characters, of the line) and its text."""

    kind: str
    span: Span
    text: str
    event: Event
    step: Step | None = None
    """None in mail data, where no session is looked up."""
    part: str = ""
    """What distinguishes it among those of its kind: a rule's or parameter's verb, an EHLO keyword, ..."""


class Here(NamedTuple):
    """Where a token is looked at, and in which language."""

    trace: Trace
    line: int
    """0-based."""
    lang: str


def token(kind: str, event: Event, start: int, end: int, step: Step | None = None, part: str = "") -> Token:
    """The token at a stretch of an event's text."""
    return Token(kind, Span(column(event, start), column(event, end)), event.text[start:end], event, step, part)


def offset(event: Event, place: int) -> int:
    """Which character of an event's text stands at a column of its line; the nearest, where none does."""
    if event.columns is None:
        return min(max(place - event.at, 0), len(event.text))
    return min(bisect_left(event.columns, place), len(event.text))


def code(text: str) -> str:
    """Text of the file as inline code: short, without what would end the code, and only what can be sent as UTF-8."""
    clean = "".join("\ufffd" if "\ud800" <= each <= "\udfff" or not each.isprintable() else each for each in text)
    short = clean if len(clean) <= _SHOWN else f"{clean[:_SHOWN]}…"
    return f"`{short.replace('`', chr(0x2019)) or ' '}`"


def line_text(trace: Trace, line: int) -> str:
    """A 0-based line without its end; nothing past the last."""
    return without_end(trace.lines[line]) if 0 <= line < len(trace.lines) else ""


def is_ours(trace: Trace, line: int, key: str) -> bool:
    """Does a line belong to the session with this key?"""
    return not trace.dialect.keyed or any(each.key == key for each in trace.said(line))


_TRIES = 500
"""How many lines of other sessions are passed over in a log that interleaves them."""


def found_back(here: Here, marks: bytes, key: str) -> int | None:
    """The nearest line above, in this session, that bears one of the index's octets; None if there is none."""
    trace, line = here.trace, here.line
    start = 0 if trace.dialect.keyed else max(trace.begun.rfind(1, 0, line + 1), 0)
    for _ in range(_TRIES):
        line = max(trace.index.rfind(bytes((mark,)), start, line) for mark in marks)
        if line < 0:
            break
        if is_ours(trace, line, key):
            return line
    return None


def found_on(here: Here, marks: bytes, key: str) -> int | None:
    """The nearest line below, in this session, that bears one of the index's octets; None if there is none."""
    trace, line = here.trace, here.line
    end = -1 if trace.dialect.keyed else trace.begun.find(1, line + 1)
    end = len(trace.lines) if end < 0 else end
    for _ in range(_TRIES):
        lines = [trace.index.find(bytes((mark,)), line + 1, end) for mark in marks]
        line = min((each for each in lines if each >= 0), default=-1)
        if line < 0:
            break
        if is_ours(trace, line, key):
            return line
    return None


def session_at(trace: Trace, line: int, key: str) -> Session:
    """The session before a line, in mail data its content alone, so that a long message costs nothing."""
    state = trace.states[line]
    return state if isinstance(state, Session) else trace.session(line, key)
