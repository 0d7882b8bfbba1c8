"""A valid session, read; what becomes of it while it is broken; and the register of the kinds of break.

Rule 1: a break is made by program from what a line says, in whatever way the session is written down. Rule 2: where
it must be found is part of the break: the broken line, or for what is missing the line that RFC or user would blame.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from smtp_ls.events import (
    Body,
    Chunk,
    Command,
    EndOfData,
    Event,
    Expect,
    Note,
    Reply,
    SaslResponse,
    column,
)
from smtp_ls.findings import Diagnostic, Severity
from smtp_ls.publishing.places import answered
from smtp_ls.text import without_end
from smtp_ls.trace import Trace

CLIENT = (Command, Body, EndOfData, SaslResponse, Chunk)
"""What the client says."""


class Said(NamedTuple):
    """One thing said: its 0-based line, and which of the events of that line it is."""

    line: int
    piece: int
    event: Event

    @property
    def text(self) -> str:
        """What is said."""
        return self.event.text


class Clean:
    """A valid session, read."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text
        self.trace = Trace(text)
        self.lines = [without_end(line) for line in self.trace.lines]
        self.said = [
            Said(line, piece, event)
            for line in range(len(self.lines))
            for piece, event in enumerate(self.trace.said(line))
        ]
        self._answers: dict[int, list[Said]] = {}
        self.loud = loud(self.trace)
        self.known = {each.rule for each in self.trace.diagnostics()}
        self.shows_replies = any(isinstance(each.event, Reply | Expect) for each in self.said)

    def of(self, *kinds: type) -> list[Said]:
        """All events of these kinds, in order."""
        return [each for each in self.said if isinstance(each.event, kinds)]

    def commands(self, *verbs: str) -> list[Said]:
        """The commands of these verbs; of any without one."""
        found = [each for each in self.said if isinstance(each.event, Command)]
        return [each for each in found if isinstance(each.event, Command) and (not verbs or each.event.verb in verbs)]

    def answers(self, asked: Said) -> list[Said]:
        """The lines of the reply to what was asked, as far as the file shows it."""
        if asked.line not in self._answers:
            self._answers[asked.line] = self._answered(asked)
        return self._answers[asked.line]

    def _answered(self, asked: Said) -> list[Said]:
        if len([each for each in self.said if each.line == asked.line]) > 1:
            return []
        answer, last = answered(self.trace, asked.line)
        if answer is None:
            return []
        lines = [each for each in self.of(Reply, Expect) if each.line >= last]
        end = next((number for number, each in enumerate(lines) if getattr(each.event, "final", True)), 0)
        return lines[: end + 1]

    def code(self, asked: Said) -> int:
        """The code that answered, 0 if none did."""
        lines = self.answers(asked)
        event = lines[-1].event if lines else None
        return event.code if isinstance(event, Reply | Expect) else 0

    def accepted(self, *verbs: str) -> list[Said]:
        """The commands of these verbs that were not refused."""
        return [each for each in self.commands(*verbs) if self.code(each) < 400]

    def after(self, said: Said) -> list[Said]:
        """What follows."""
        return self.said[self.said.index(said) + 1 :]

    def next(self, said: Said, *kinds: type) -> Said | None:
        """The first thing of these kinds behind it."""
        return next((each for each in self.after(said) if isinstance(each.event, kinds)), None)

    @property
    def excerpt(self) -> bool:
        """Is it written down in a way that may begin or end anywhere?"""
        return self.trace.dialect.shown.excerpt

    @property
    def counts(self) -> bool:
        """Does the file show each command's reply, so that one too many or too few is evidence?"""
        shown = self.trace.dialect.shown
        return self.shows_replies and shown.every_reply and shown.ordered and not self.of(Expect)

    def run(self, said: Said) -> list[Said]:
        """The command and those behind it that get the same reply: which of them lacks its own nobody can tell."""
        whole = [said]
        while following := self.next(whole[-1], Command):
            whole.append(following)
            if following.text[:4].upper() not in ("RCPT", "RSET", "NOOP"):
                break
        return whole

    def group(self, said: Said) -> list[Said]:
        """The commands that the client sends with it, before anything is answered."""
        index, whole = self.said.index(said), [said]
        for step in (-1, 1):
            at = index + step
            while 0 <= at < len(self.said) and not isinstance(self.said[at].event, Reply | Expect):
                if isinstance(self.said[at].event, Command):
                    whole.append(self.said[at])
                at += step
        return sorted(whole)

    @property
    def offers(self) -> set[str]:
        """The keywords of the latest EHLO reply in the file."""
        hello = self.commands("EHLO", "LHLO")
        lines = self.answers(hello[-1])[1:] if hello else []
        return {each.text[4:].split(" ")[0].upper() for each in lines if each.text[4:].strip()}


def loud(trace: Trace) -> list[Diagnostic]:
    """What would fail a run."""
    return [each for each in trace.diagnostics() if each.severity >= Severity.WARNING]


class Broken:
    """A session while it is broken; `right` lines are where that must be found."""

    def __init__(self, clean: Clean) -> None:
        self.clean = clean
        self._rows: list[list[str]] = [[line] for line in clean.lines]
        self._above = [0] * len(clean.lines)
        """How many lines were added above each."""
        self._right: set[tuple[int, int]] = set()
        """Which rows, and from the line that was there how many lines further down."""
        self.quiet = False
        """Information will do: the server refuses what is broken, or mends it."""

    def change(self, said: Said, text: str) -> "Broken":
        """Say something else there, and blame it."""
        return self.say(said, text).blame(said)

    def say(self, said: Said, text: str) -> "Broken":
        """Say something else there."""
        line, event = self.clean.lines[said.line], said.event
        start, end = column(event, 0), column(event, len(event.text))
        self._rows[said.line][self._above[said.line]] = line[:start] + text + line[end:]
        return self

    def blame(self, *said: Said | None) -> "Broken":
        """A finding may stand on these; if the file shows one refused, information will do."""
        for each in said:
            if each is not None:
                self._right.add((each.line, 0))
                self.quiet = self.quiet or self.clean.code(each) >= 400
        return self

    def cut(self, *said: Said) -> "Broken":
        """Leave these lines out, and what the tool says of them."""
        for each in said:
            self._rows[each.line] = []
            line = each.line + 1
            while self._remark(line):
                self._rows[line] = []
                line += 1
        return self

    def _remark(self, line: int) -> bool:
        """Does smtplib say again on this line what was said above it?"""
        said = [each for each in self.clean.said if each.line == line]
        return bool(said) and isinstance(said[0].event, Note) and said[0].text.startswith(("reply: retcode", "data: ("))

    def add(
        self, beside: Said, text: str, *, like: Said | None = None, below: bool = True, blame: bool = True
    ) -> "Broken":
        """A new line below a line, or above it, written as another is."""
        like = like or beside
        line = self.clean.lines[like.line]
        new = line[: column(like.event, 0)] + text + line[column(like.event, len(like.event.text)) :]
        row, above = self._rows[beside.line], self._above[beside.line]
        row.insert(len(row) if below else above, new)
        if not below:
            self._above[beside.line] += 1
            self._right = {(at, nth - (at == beside.line and nth < 0)) for at, nth in self._right}
        if blame:
            self._right.add((beside.line, len(row) - above - 1 if below else -1))
        return self

    def note(self, line: str) -> "Broken":
        """A new first line, which nobody says."""
        self._rows[0].insert(self._above[0], line)
        self._above[0] += 1
        return self

    def refuse(self, said: Said, reply: str = "501 5.5.4 no") -> "Broken":
        """Let the server refuse it."""
        lines = self.clean.answers(said)
        self.cut(*lines[:-1])
        self.quiet = True
        return self.say(lines[-1], reply)

    def made(self) -> tuple[str, set[int]]:
        """The text, and the 0-based lines on which a finding is right."""
        text: list[str] = []
        right: set[int] = set()
        for at, row in enumerate(self._rows):
            right |= {len(text) + nth for nth in range(len(row)) if (at, nth - self._above[at]) in self._right}
            text += row
        return "".join(f"{line}\n" for line in text), right


Break = Callable[[Clean], Iterator[Broken]]
KINDS: dict[str, Break] = {}
"""The ways to break a session: each yields what it can make of one."""


def kind(name: str) -> Callable[[Break], Break]:
    """Declare a kind of break."""

    def declare(break_: Break) -> Break:
        assert name not in KINDS
        KINDS[name] = break_
        return break_

    return declare


def dropped(clean: Clean, said: list[Said]) -> Broken:
    """Commands left out, with their replies."""
    return Broken(clean).cut(*said, *[line for each in said for line in clean.answers(each)])
