"""Where the roles of a finding stand in a file, and what answered a client's line.

Rule 1: everything here is computed from the trace when it is asked for, and nothing is kept. Rule 2: whoever looks
about says how far, so that what was seen holds until a line that was looked at changes.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smtp_ls.events import CLIENT, SIDES, Answer, Command, EndOfData, Event, Expect, Reply, SaslResponse
from smtp_ls.findings import Point, Role, Span
from smtp_ls.folding import BODY, COMMAND, DIRECTIVE, DOT, HELLO, MAIL, NOTHING, OPENING, REFUSAL, REPLY, SASL
from smtp_ls.session import Session
from smtp_ls.session.following import begins, follow
from smtp_ls.text import without_end

if TYPE_CHECKING:
    from smtp_ls.trace import Trace

_NO_EVENT = NOTHING + DIRECTIVE


class Answers:
    """Whether sessions show server lines, worked out once for each session that is asked about."""

    def __init__(self, trace: "Trace") -> None:
        self.trace = trace
        self._first = self._end = self._last = -1

    def behind(self, line: int) -> bool:
        """Does the session about this line show a server line from here on?"""
        if not self._first <= line < self._end:
            trace = self.trace
            end = -1 if trace.dialect.keyed else trace.begun.find(1, line + 1)
            self._first, self._end = line, len(trace.lines) if end < 0 else end
            self._last = max(trace.index.rfind(mark, line, self._end) for mark in (REPLY, REFUSAL))
        return self._last >= line


class Places:
    """The lines that roles stand for, seen from one line (0-based; the line past the last for what the end shows)."""

    def __init__(self, trace: "Trace", line: int, *, ended: bool = False, key: str = "") -> None:
        self.trace, self.here, self.ended = trace, line, ended
        self.low = self.high = line
        """The first and the last line that were looked at so far."""
        self.unanswered = -1
        """The first line whose answer was asked for and behind which the session shows no server line; -1: none."""
        self.said = ""
        """The code of the answer that was asked for last, as the file has it: `550`, or `5xx` where it is a pattern."""
        self.key = key or next((each.key for each in trace.said(line)), "")

    def line(self, role: Role) -> int | None:
        """The line of a role, None where the session shows none."""
        found = self._line(role)
        self.low = min(self.low, self._start() if found is None else found)
        return found

    def refusal(self, line: int) -> int:
        """The 4yz or 5yz that answered what the client says on a line; 0 if it was accepted or not answered."""
        answer, last = answered(self.trace, line)
        code = _refusal(answer)
        self.said = " or ".join(answer.codes) if isinstance(answer, Expect) else f"{code}"
        self.low, self.high = min(self.low, line), max(self.high, last)
        if not code and not self.is_answered(line):
            self.unanswered = line if self.unanswered < 0 else min(self.unanswered, line)
        return code

    def is_answered(self, line: int) -> bool:
        """Does the session about a line show a server line from there on?"""
        return Answers(self.trace).behind(line)

    def _line(self, role: Role) -> int | None:
        name = role.name
        if name == "here":
            return self.here if self.here < len(self.trace.lines) else self._last()
        if name == "within":
            return self.here - role.nth
        if name == "last":
            return self._last()
        if name == "ehlo":
            return self._back(HELLO)
        if name == "opened":
            return self._back(OPENING)
        if name == "mail":
            return self._mail()
        if name == "refused":
            return self._refused()
        if name == "unended":
            return None if self._is_ended() else self._back(OPENING)
        return self._waiting(0 if name == "asked" else role.nth)

    def span(self, line: int, span: Span | None) -> tuple[Point, Point]:
        """Start and end on a line: a span in columns of the line, or what is said on it."""
        if span is None:
            events = [each for each in self.trace.said(line) if each.kind not in ("blank", "note", "comment")]
            length = len(without_end(self.trace.lines[line])) if line < len(self.trace.lines) else 0
            span = Span(events[0].at, length) if events else Span(0, length)
        return Point(line, span.start), Point(line, max(span.end, span.start))

    def event(self, line: int, role: Role) -> Event | None:
        """What is said on the line of a role, of several things the one meant."""
        said = [each for each in self.trace.said(line) if each.kind not in ("blank", "note", "comment")]
        if role.name == "within":
            said = [*self.trace.said(line)][role.piece : role.piece + 1]
        return said[0] if said else None

    def client_label(self, line: int) -> str | None:
        """What stands before the client's words, here or on the nearest line above; None where none shows it."""
        for number in range(line, self._start() - 1, -1):
            said = [each for each in self.trace.said(number) if each.key == self.key and SIDES.get(each.kind) == CLIENT]
            if said:
                self.low = min(self.low, number)
                return self.trace.lines[number][: said[0].at]
        return None

    def _start(self) -> int:
        """The first line of the session."""
        here = self.here if self.ended else self.here + 1
        return max(self.trace.begun.rfind(1, 0, here), 0) if not self.trace.dialect.keyed else 0

    def _is_ours(self, line: int) -> bool:
        """Does this line belong to the session that we look at?"""
        return not self.trace.dialect.keyed or any(each.key == self.key for each in self.trace.said(line))

    def _back(self, marks: bytes, line: int = -1) -> int | None:
        """The latest line before `line` (before this one, if -1) that bears such a mark."""
        line = self.here if line < 0 else line
        while True:
            line = self.trace.index.rfind(marks, self._start(), line)
            if line < 0 or self._is_ours(line):
                return line if line >= 0 else None

    def _last(self) -> int | None:
        """The last line with an event of a session before this line."""
        end = self.here
        while head := self.trace.index[:end].rstrip(_NO_EVENT):
            end = len(head) - 1
            if self._is_ours(end):
                return end
        return None

    def _mail(self) -> int | None:
        """The latest MAIL that was not refused."""
        line = self._back(MAIL)
        while line is not None and self.refusal(line):
            line = self._back(MAIL, line)
        return line

    def _is_ended(self) -> bool:
        """Does the dot come that ends the mail data about this line?"""
        rest = self.trace.index[self.here + 1 :]
        stop = self.here + 1 + len(rest) - len(rest.lstrip(BODY + NOTHING))
        self.high = max(self.high, stop)
        return self.trace.index[stop : stop + 1] == DOT

    def _refused(self) -> int | None:
        """The latest refused RCPT of the transaction: its command's line."""
        line = self._back(REFUSAL)
        while line is not None:
            pending = self.trace.session(line, self.key).pending
            if pending and pending[0].verb == "RCPT":
                return Places(self.trace, line).line(Role("asked"))
            line = self._back(REFUSAL, line)
        return None

    def _waiting(self, nth: int) -> int | None:
        """The line of the nth command that waits before this line."""
        trace = self.trace
        wanted = len(trace.session(self.here, self.key).pending) - nth
        if wanted <= 0:
            return None
        line = self.here
        while line > 0:
            line -= 1
            if trace.index[line] in _NO_EVENT + BODY or not self._is_ours(line):
                continue
            wanted -= _asks(trace, line, self.key)
            if wanted <= 0:
                return line
        return None


def _asks(trace: "Trace", line: int, key: str) -> int:
    """How many replies what is said on a line waits for."""
    mark = trace.index[line : line + 1]
    if mark in (COMMAND, HELLO, OPENING, MAIL):
        return max(sum(each.kind == "command" for each in trace.said(line)), 1)
    if mark == DOT:
        pending = trace.session(line + 1, key).pending
        return sum(each.verb == "." for each in pending) or 1
    if mark == SASL:
        return 1
    return 0


def refused(trace: "Trace", line: int) -> tuple[int, int]:
    """The 4yz or 5yz that answered what the client says on a line, or 0, and the last line that had to be looked at."""
    answer, last = answered(trace, line)
    return _refusal(answer), last


def _refusal(answer: Answer | None) -> int:
    """The code of an answer that is a 4yz or 5yz, and surely so if it is a pattern; else 0."""
    if isinstance(answer, Expect):
        return answer.code if answer.codes and all(code[0] in "45" for code in answer.codes) else 0
    return answer.code if answer is not None and answer.code >= 400 else 0


_FAR = 2000
"""How many lines on an answer is looked for."""


def answered(trace: "Trace", line: int) -> tuple[Answer | None, int]:
    """The first reply to the command, SASL response or dot on a line, and the last line that had to be looked at.

    That the session shows no server line at all is not counted as looking: `Answers` tell when it changes.
    """
    asking = [each for each in trace.said(line) if isinstance(each, Command | EndOfData | SaslResponse)]
    if not asking or not Answers(trace).behind(line):
        return None, line
    event, ours, number = asking[-1], -1, line
    known: tuple[int, Session] | None = None
    for number in range(line, min(len(trace.lines), line + _FAR)):
        if number > line and trace.index[number] == BODY[0] and trace.in_block(number):
            continue
        for before, each, after in _steps(trace, number, event.key, known):
            known = number, after
            if each is event:
                ours = len(after.pending) - 1
            elif ours >= 0:
                if begins(before, each):
                    return None, number
                index = before.asked(each) if isinstance(each, Reply | Expect) else -1
                if index == ours and isinstance(each, Reply | Expect):
                    return each, number
                ours = _still(ours, index, before, each, after)
                if ours < 0:
                    return None, number
    return None, number + 1


def _steps(
    trace: "Trace", line: int, key: str, known: tuple[int, Session] | None
) -> Iterator[tuple[Session, Event, Session]]:
    """The events of a session on a line, between what was known before and after.

    `known`: what was known behind the latest line above that said anything but mail data, if that was asked before.
    """
    events = [each for each in trace.said(line) if each.key == key]
    before = _before(trace, line, key, known)
    for number, each in enumerate(events, 1):
        kept = number == len(events) and not trace.in_block(line + 1) and not begins(before, each)
        after = trace.session(line + 1, key) if kept else follow(before, each).after
        yield before, each, after
        before = after


def _before(trace: "Trace", line: int, key: str, known: tuple[int, Session] | None) -> Session:
    """What is known before a line; amid mail data, that is dear to ask of the trace at every line."""
    state = trace.states[line]
    if known is None or not isinstance(state, Session) or not trace.in_block(line):
        return trace.session(line, key)
    above, session = known
    spoken = trace.index.find(BODY, above + 1, line) >= 0
    return session._replace(content=state.content, last="client" if spoken else session.last)


def _still(ours: int, index: int, before: Session, event: Event, after: Session) -> int:
    """Where our command waits after a step that did not answer it; -1 if it waits no more.

    `index`: where the command waited that the step's reply answers.
    """
    if isinstance(event, Command):
        return ours - (len(before.pending) + 1 - len(after.pending))
    if not isinstance(event, Reply | Expect):
        return ours
    settled = index + 1 if event.final and index >= 0 else 0
    return ours - settled + len(after.pending) - (len(before.pending) - settled) if settled <= ours else -1
