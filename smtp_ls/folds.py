"""What of a file can be folded away: sessions, transactions, long replies, AUTH exchanges, mail data, notes.

Rule 1: the trace's index is searched, octet by octet at the speed of C, and only what is found there is looked at.
Rule 2: folds lie in each other or apart and never cross: of a log that interleaves sessions only what stands together
is folded.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from smtp_ls.events import Command, EndOfData, Event, Expect, Reply
from smtp_ls.extents import exchange_extent, session_extent, transaction_extent
from smtp_ls.folding import BODY, DIRECTIVE, DOT, MAIL, NOTHING, OPENING, REFUSAL, REPLY
from smtp_ls.trace import Trace
from smtp_ls.turns import Turns, at_once

_TURN = 200
"""How many folds are found in one turn (some 5 ms)."""


class Fold(NamedTuple):
    """The first and the last line (0-based) of what can be folded; `what` it is: a word of this module."""

    first: int
    last: int
    what: str


def folds(trace: Trace, most: int) -> list[Fold]:
    """At most so many folds by their places, each of two lines or more; the outer ones first if there are too many."""
    return at_once(folding(trace, most))


def folding(trace: Trace, most: int) -> Turns[list[Fold]]:
    """The same in turns."""
    found: dict[tuple[int, int], Fold] = {}
    for number, fold in enumerate(_all(trace), 1):
        if fold.last > fold.first:
            found.setdefault((fold.first, fold.last), fold)
            if len(found) >= most:
                break
        if number % _TURN == 0:
            yield
    return _nested(sorted(found.values(), key=lambda each: (each.first, -each.last)))


def _nested(found: list[Fold]) -> list[Fold]:
    """Those that do not cross one that begins above them, as exchanges do that were sent in one group."""
    kept: list[Fold] = []
    around: list[Fold] = []
    for fold in found:
        while around and around[-1].last < fold.first:
            around.pop()
        if not around or fold.last <= around[-1].last:
            around.append(fold)
            kept.append(fold)
    return kept


def _all(trace: Trace) -> Iterator[Fold]:
    if not trace.dialect.keyed:
        yield from _sessions(trace)
        yield from _transactions(trace)
        yield from _contents(trace)
        yield from _authentications(trace)
    yield from _replies(trace)
    yield from _noise(trace)


def _sessions(trace: Trace) -> Iterator[Fold]:
    for line in _marked(trace.begun, b"\1"):
        extent = session_extent(trace, line)
        if extent is not None:
            yield Fold(*extent, "session")


def _transactions(trace: Trace) -> Iterator[Fold]:
    for line in _marked(trace.index, MAIL):
        extent = transaction_extent(trace, line)
        if extent is not None:
            yield Fold(*extent, "transaction")


def _authentications(trace: Trace) -> Iterator[Fold]:
    for line in _marked(trace.index, OPENING):
        asking = next((each for each in trace.said(line) if _opens(each, ("AUTH", "X-EXPS"))), None)
        extent = exchange_extent(trace, line, asking) if asking else None
        if extent is not None:
            yield Fold(*extent, "authentication")


def _opens(event: Event, verbs: tuple[str, ...]) -> bool:
    return isinstance(event, Command) and event.verb in verbs


def _marked(octets: bytearray, mark: bytes) -> Iterator[int]:
    """The lines that bear an octet."""
    line = octets.find(mark)
    while line >= 0:
        yield line
        line = octets.find(mark, line + 1)


_BLOCK = re.compile(BODY + b"[" + BODY + NOTHING + b"]*" + re.escape(DOT) + b"?")
_BEFORE = NOTHING + DIRECTIVE + REPLY


def _contents(trace: Trace) -> Iterator[Fold]:
    """Mail data and chunks with the command that opened them; in mail data, the header section and the text."""
    for found in _BLOCK.finditer(trace.index):
        first, end = found.span()
        if any(isinstance(each, EndOfData) for each in trace.said(first)):
            continue  # all on one line
        opening = len(trace.index[max(first - _OPENED, 0) : first].rstrip(_BEFORE)) + max(first - _OPENED, 0) - 1
        if opening >= 0 and any(_opens(each, ("DATA", "BDAT")) for each in trace.said(opening)):
            yield Fold(opening, end - 1, "mail data")
        yield from sections(trace, first, end - (trace.index[end - 1] == DOT[0]))


_OPENED = 100
"""How many lines above mail data its command is looked for."""


def sections(trace: Trace, first: int, end: int) -> Iterator[Fold]:
    """The header section and the text of the mail data from a line up to, not including, another."""
    low, high = first, end
    while low < high:  # the header is over once and for all
        middle = (low + high) // 2
        if _in_header(trace, middle):
            low = middle + 1
        else:
            high = middle
    blank = low - 1  # the line that ends the header is the last that begins in it
    if low < end:  # else all of it is header, or a chunk that knows no better
        yield Fold(first, blank - 1, "header")
        yield Fold(low, first + len(trace.index[first:end].rstrip(NOTHING)) - 1, "text")


def _in_header(trace: Trace, line: int) -> bool:
    content = getattr(trace.states[line], "content", None)
    return content is None or bool(content.header)


_RUN = re.compile(b"[" + REPLY + REFUSAL + b"]{2,}")


def _replies(trace: Trace) -> Iterator[Fold]:
    """Replies of several lines, as those to EHLO are."""
    for found in _RUN.finditer(trace.index):
        first: int | None = None
        key = ""
        for line in range(*found.span()):
            event = trace.said(line)[-1]
            if not isinstance(event, Reply | Expect):
                first = None
                continue
            if first is None or event.key != key:
                first, key = line, event.key
            if event.final:
                yield Fold(first, line, "reply")
                first = None


_NOISE = re.compile(b"[" + NOTHING + DIRECTIVE + b"]{2,}")


def _noise(trace: Trace) -> Iterator[Fold]:
    """Comments that stand together, and what a tool has printed of itself."""
    for found in _NOISE.finditer(trace.index):
        first: int | None = None
        last, kind = -1, ""
        for line in range(*found.span()):
            said = "" if trace.in_block(line) else _kind(trace, line)
            if said == "blank":
                continue
            if first is not None and said != kind:
                yield Fold(first, last, kind)
                first = None
            if said and first is None:
                first, kind = line, said
            last = line
        if first is not None:
            yield Fold(first, last, kind)


def _kind(trace: Trace, line: int) -> str:
    kinds = {each.kind for each in trace.said(line)}
    return kinds.pop() if len(kinds) == 1 and kinds <= {"note", "comment", "blank"} else ""
