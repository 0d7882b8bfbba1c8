"""From where to where the exchange, the transaction and the session go that a line belongs to, found from that line.

Rule 1: nothing here reads a file as a whole (`outline` does): it is asked at every move of the cursor, in logs of any
length. Lines are 0-based. Rule 2: a log that interleaves sessions has exchanges, but no extent of a session.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from smtp_ls.events import Chunk, Command, Directive, EndOfData, Event, Expect, Reply, SaslResponse
from smtp_ls.findings import OPENED, group
from smtp_ls.folding import BODY, COMMAND, DIRECTIVE, DOT, HELLO, MAIL, NOTHING, SASL
from smtp_ls.publishing.places import Answers, Places
from smtp_ls.session import Session
from smtp_ls.session.following import begins, follow
from smtp_ls.trace import Trace

_SPEAKS = re.compile(rb"[^b-]")
"""What of the index moves an exchange: neither a note nor a line of mail data."""
_MOST = 400
"""How many lines that speak are looked at for the rest of an exchange, and how many commands for the end of a
transaction and for those of other sessions."""
_FAR = 4 * _MOST
_UNANSWERED = 8
"""How many of them where the session shows no reply: the client's own lines in an AUTH exchange."""
_ENDING = ("RSET", "QUIT", "STARTTLS", "X-ANONYMOUSTLS")
"""Commands that end a transaction and whose octet in the index does not say so (RFC 5321 section 4.1.4)."""


class Extent(NamedTuple):
    """The first and the last line of something."""

    first: int
    last: int


class Part(NamedTuple):
    """An event of an exchange and its line."""

    line: int
    event: Event


# --- exchanges --------------------------------------------------------------------------------------------------------


def asking(trace: Trace, line: int, event: Event) -> int | None:
    """The line of the command that an event of this line belongs to; None for a greeting and what nobody asked for."""
    if isinstance(event, Command):
        return line
    places = Places(trace, line, key=event.key)
    if isinstance(event, Reply | Expect):
        before = _before(trace, line, event)
        index = before.asked(event)
        found = places.line(group(index)) if index >= 0 else None
        if found is None or trace.index[found] not in DOT + SASL:
            return found
        places = Places(trace, found, key=event.key)
    if isinstance(event, Reply | Expect | SaslResponse | EndOfData | Chunk) or event.kind == "body":
        return places.line(OPENED)
    return None


def _before(trace: Trace, line: int, event: Event) -> Session:
    """What was known before an event of a line."""
    session = trace.session(line, event.key)
    for each in trace.said(line):
        if each is event:
            break
        if each.key == event.key:
            session = follow(session, each).after
    return session


def exchange(trace: Trace, line: int, key: str = "") -> Iterator[Part]:
    """The command on a line, what else the client says in its exchange but mail data, and the replies that it gets."""
    ours = _Ours()
    for part, before in _spoken(trace, line, key):
        goes_on = ours.take(trace, part, before)
        if ours.takes:
            yield part
        if not goes_on:
            return


def exchange_extent(trace: Trace, line: int, event: Event) -> Extent | None:
    """From where to where the exchange goes that an event of a line belongs to."""
    first = asking(trace, line, event)
    if first is None:
        return None
    last = max(part.line for part in exchange(trace, first, event.key))
    if trace.in_block(last + 1):  # mail data that nothing ends
        rest = trace.index[last + 1 :]
        last += len(rest[: len(rest) - len(rest.lstrip(BODY + NOTHING))].rstrip(NOTHING))
    return Extent(first, max(line, last))


def _spoken(trace: Trace, line: int, key: str) -> Iterator[tuple[Part, Session]]:
    """The events of a session from a line on, and what was known before each; after that, for the end of mail data."""
    answered = Answers(trace).behind(line)
    for _ in range(_MOST if answered else _UNANSWERED):
        if line >= len(trace.lines):
            return
        said = [each for each in trace.said(line) if each.key == key]
        session = None
        for number, event in enumerate(said):
            if isinstance(event, EndOfData) and number == len(said) - 1:
                yield Part(line, event), trace.session(line + 1, key)
                break
            before = session or trace.session(line, key)
            if event.kind not in ("body", "chunk"):
                yield Part(line, event), before
            if number < len(said) - 1:
                session = follow(before, event).after
        following = _SPEAKS.search(trace.index, line + 1)
        if following is None:
            return
        line = following.start()


class _Ours:
    """Which of the replies that a session waits for belong to an exchange, counted from the latest, 1."""

    def __init__(self) -> None:
        self.waiting: list[int] = []
        self.latest = False
        """No other command has come since."""
        self.takes = False
        """The event taken last belongs to the exchange."""

    def take(self, trace: Trace, part: Part, known: Session) -> bool:
        """Look at the next event; whether the exchange may go on with or after it."""
        line, event = part
        self.takes = False
        if not self.waiting and not self.latest:
            self.waiting, self.latest, self.takes = [1], True, isinstance(event, Command)
            return self.takes
        if begins(known, event):
            return False
        if isinstance(event, Command):
            self.latest = False
            self._shift(1, 0 if follow(known, event).lapsed else len(known.pending))
        elif isinstance(event, EndOfData):
            finals = sum(each.verb == "." for each in known.pending)
            self._shift(finals, len(known.pending) - finals)
            self._add(finals)
        elif isinstance(event, SaslResponse):
            count = len(follow(known, event).after.pending) - len(known.pending)
            self._shift(count, len(known.pending))
            self._add(count)
        elif isinstance(event, Reply | Expect):
            self._answered(event, known)
        return bool(self.waiting) or (self.latest and _is_open(trace, line, event))

    def _shift(self, count: int, left: int) -> None:
        self.waiting = [each + count for each in self.waiting if each <= left]

    def _add(self, count: int) -> None:
        if self.latest:
            self.waiting += range(1, count + 1)
            self.takes = True

    def _answered(self, event: Reply | Expect, known: Session) -> None:
        index = known.asked(event)
        if index < 0:
            return
        place = len(known.pending) - index
        self.takes = place in self.waiting
        if event.final:
            self.waiting = [each for each in self.waiting if each < place]
            if self.takes:  # what a reply adds waits before everything else
                self.waiting += range(place, len(follow(known, event).after.pending) + 1)


def _is_open(trace: Trace, line: int, event: Event) -> bool:
    """Does an exchange whose replies have come go on with mail data or a response?"""
    if isinstance(event, EndOfData):
        return False
    return trace.in_block(line + 1) or trace.session(line + 1, event.key).awaits != "command"


# --- transactions -----------------------------------------------------------------------------------------------------


def transaction_extent(trace: Trace, line: int, key: str = "") -> Extent | None:
    """From where to where the transaction goes that a line stands in: from MAIL to before what ends it."""
    first = _back_to_mail(trace, line, key)
    if first is None:
        return None
    end = _end_of_transaction(trace, first, key)
    return Extent(first, _last_said(trace, first, end)) if line < end else None


def _back_to_mail(trace: Trace, line: int, key: str) -> int | None:
    start = _begun(trace, line)
    for _ in range(_FAR):
        line = max(trace.index.rfind(mark, start, line + 1) for mark in (MAIL, HELLO))
        if line < 0:
            return None
        if _is_ours(trace, line, key):
            return line if trace.index[line] == MAIL[0] else None
        line -= 1
    return None


_ENDERS = re.compile(b"[" + MAIL + HELLO + COMMAND + b"]")


def _end_of_transaction(trace: Trace, first: int, key: str) -> int:
    """The line before which the transaction is over that begins on a line."""
    end = _end(trace, first)
    line = first
    for _ in range(_FAR):
        found = _ENDERS.search(trace.index, line + 1, end)
        if found is None:
            return end
        line = found.start()
        if trace.index[line] != COMMAND[0]:
            if _is_ours(trace, line, key):
                return line
        elif any(isinstance(each, Command) and each.verb in _ENDING and each.key == key for each in trace.said(line)):
            return line
    return end


# --- sessions ---------------------------------------------------------------------------------------------------------


def session_extent(trace: Trace, line: int) -> Extent | None:
    """From where to where the session goes that a line stands in, its title included."""
    if trace.dialect.keyed:
        return None
    start, end = _begun(trace, line), _end(trace, line)
    if end < len(trace.lines):
        end = title_of(trace, end)
        if line >= end:
            start = _end(trace, line)
            end = _end(trace, start)
            end = title_of(trace, end) if end < len(trace.lines) else end
    if trace.begun[start : start + 1] != b"\1":
        return None
    return Extent(title_of(trace, start), _last_said(trace, start, end))


def title_of(trace: Trace, begun: int) -> int:
    """The line of the title of the session whose first word stands on a line; that line itself if it has none."""
    head = len(trace.index[:begun].rstrip(NOTHING + DIRECTIVE))
    line = begun
    while (line := trace.index.rfind(DIRECTIVE, head, line)) >= 0:
        if any(isinstance(each, Directive) and each.name == "session" for each in trace.said(line)):
            return line
    return begun


def _begun(trace: Trace, line: int) -> int:
    return 0 if trace.dialect.keyed else max(trace.begun.rfind(1, 0, line + 1), 0)


def _end(trace: Trace, line: int) -> int:
    """The line on which the next session begins, or the number of lines."""
    end = -1 if trace.dialect.keyed else trace.begun.find(1, line + 1)
    return len(trace.lines) if end < 0 else end


def _last_said(trace: Trace, first: int, end: int) -> int:
    """The last line before `end` that is not blank, a comment or a note."""
    return max(first + len(trace.index[first:end].rstrip(NOTHING + DIRECTIVE)) - 1, first)


def _is_ours(trace: Trace, line: int, key: str) -> bool:
    return not trace.dialect.keyed or any(each.key == key for each in trace.said(line))


def block_extent(trace: Trace, line: int) -> Extent | None:
    """From where to where the lines of mail data go about one of them."""
    if trace.index[line : line + 1] != BODY:
        return None
    last = line + len(trace.index[line:]) - len(trace.index[line:].lstrip(BODY + NOTHING)) - 1
    head = trace.index[: line + 1]
    first = len(head.rstrip(BODY + NOTHING))
    block = trace.index[first : last + 1]
    return Extent(first + len(block) - len(block.lstrip(NOTHING)), first + len(block.rstrip(NOTHING)) - 1)
