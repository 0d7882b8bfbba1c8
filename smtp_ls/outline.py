"""The outline of a file: its sessions, in them the mail transactions, and the exchanges of a command and its reply.

Rule 1: it is made from the trace when it is asked for, and nothing of it is kept here.
"""

from collections.abc import Iterator
from typing import NamedTuple

from smtp_ls.events import Command, Directive, EndOfData, Event, Expect, Reply, SaslResponse
from smtp_ls.folding import BODY, NOTHING
from smtp_ls.session import Recipient, Session
from smtp_ls.session.following import begins, follow
from smtp_ls.session.order import HELLO, OPENING
from smtp_ls.trace import Trace
from smtp_ls.turns import Turns, at_once

_TURN = 500
"""How many lines are looked at in one turn (some 5 ms)."""
_ENDING = (*HELLO, *OPENING, "RSET", "QUIT", "STARTTLS")
"""The commands before which a transaction is over (RFC 5321 section 4.1.4)."""
_SPEAKING = frozenset(("command", "reply", "expect", "end-of-data", "sasl-response"))
"""Kinds of events of which exchanges are made."""


class Exchange(NamedTuple):
    """A command, its 0-based first and last line (replies and mail data too), and the code that settled it, or 0."""

    verb: str
    text: str
    first: int
    last: int
    code: int


class Transaction(NamedTuple):
    """From MAIL to what ends it: its exchanges, and how many recipients were named and refused."""

    first: int
    last: int
    exchanges: tuple[Exchange, ...]
    recipients: int
    refused: int


class Conversation(NamedTuple):
    """One session: the title of its `###` line or nothing, and its transactions and other exchanges in order."""

    title: str
    first: int
    last: int
    parts: tuple[Transaction | Exchange, ...]


def outline(trace: Trace) -> list[Conversation]:
    """All sessions that show a command or a reply, in the order in which they begin."""
    return at_once(outlined(trace, 0, len(trace.lines)))


def outlined(trace: Trace, first: int, end: int) -> Turns[list[Conversation]]:
    """Those of the lines from `first`, where a session or the file begins, up to `end`, where the next does."""
    done: list[_Open] = []
    current: dict[str, _Open] = {}
    title, titled, turn = "", -1, first + _TURN
    for line, before, event in _steps(trace, first, end):
        if line >= turn:
            turn = line + _TURN
            yield
        if isinstance(event, Directive) and event.name == "session":
            current, title, titled = {}, event.value, line
            continue
        session = current.get(event.key)
        if session is not None and begins(before, event):
            del current[event.key]
            session = None
        if event.kind not in _SPEAKING:
            continue
        if session is None:
            session = current[event.key] = _Open(title, line if titled < 0 else titled)
            done.append(session)
            title, titled = "", -1
        session.take(line, before, event)
    if done and end == len(trace.lines) and trace.in_block(end):
        done[-1].reach(len(trace.index.rstrip(NOTHING)) - 1)
    return [each.closed() for each in done]


def _steps(trace: Trace, first: int, end: int) -> Iterator[tuple[int, Session, Event]]:
    """Each event with its line and what was known before it; notes and lines within mail data are passed over.

    With the end of mail data comes what is known after it: what was known before is dear to find (`Trace.session`).
    """
    body, nothing = BODY[0], NOTHING[0]
    for line, mark in enumerate(trace.index[first:end], first):
        if mark == nothing or (mark == body and trace.in_block(line)):
            continue
        said = trace.said(line)
        if len(said) == 1:
            event = said[0]
            yield line, trace.session(line + isinstance(event, EndOfData), event.key), event
            continue
        before: dict[str, Session] = {}
        for event in said:
            session = before.get(event.key) or trace.session(line, event.key)
            before[event.key] = after = follow(session, event).after
            yield line, after if isinstance(event, EndOfData) else session, event


class _Open:
    """A session whose lines are still coming."""

    def __init__(self, title: str, first: int) -> None:
        self.title, self.first, self.last = title, first, first
        self.exchanges: list[Exchange] = []
        self.waiting: list[int] = []

    def take(self, line: int, known: Session, event: Event) -> None:
        """Add an event: a command begins an exchange, a reply goes to the command that it answers."""
        self.last = line
        asked = self._asked(known, event) if isinstance(event, Reply | Expect) else -1
        finals = sum(each.verb == "." for each in known.pending) if isinstance(event, EndOfData) else 0
        settled = len(self.waiting) + finals - len(known.pending)
        if settled > 0:
            del self.waiting[:settled]
        if isinstance(event, Command):
            self.exchanges.append(Exchange(event.verb, event.text, line, line, 0))
            self.waiting.append(len(self.exchanges) - 1)
        elif isinstance(event, Reply | Expect):
            if asked >= 0:
                exchange = self.exchanges[asked]
                self.exchanges[asked] = exchange._replace(last=max(exchange.last, line), code=event.code)
        elif self.exchanges:
            if isinstance(event, SaslResponse):
                finals = len(follow(known, event).after.pending) - len(known.pending)
            self.waiting += [len(self.exchanges) - 1] * max(finals, 0)
            self.exchanges[-1] = self.exchanges[-1]._replace(last=line)

    def reach(self, line: int) -> None:
        """Go on to a line: the mail data that is open there is part of the latest exchange."""
        self.last = line
        if self.exchanges:
            self.exchanges[-1] = self.exchanges[-1]._replace(last=line)

    def _asked(self, before: Session, event: Reply | Expect) -> int:
        """The index of the exchange that a server line belongs to; -1 for the greeting and what nobody asked for."""
        index = before.asked(event) - len(before.pending)
        return self.waiting[index] if index < 0 and before.pending and -index <= len(self.waiting) else -1

    def closed(self) -> Conversation:
        """The session with its exchanges put into transactions."""
        parts: list[Transaction | Exchange] = []
        mail: list[Exchange] = []
        for exchange in self.exchanges:
            if mail and exchange.verb in _ENDING:
                parts.append(_transaction(mail))
                mail = []
            if exchange.verb in OPENING or mail:
                mail.append(exchange)
            else:
                parts.append(exchange)
        if mail:
            parts.append(_transaction(mail))
        return Conversation(self.title, self.first, self.last, tuple(parts))


def _transaction(exchanges: list[Exchange]) -> Transaction:
    recipients = [Recipient(each.text, each.code) for each in exchanges if each.verb == "RCPT"]
    refused = sum(not each.accepted for each in recipients)
    last = max(each.last for each in exchanges)
    return Transaction(exchanges[0].first, last, tuple(exchanges), len(recipients), refused)
