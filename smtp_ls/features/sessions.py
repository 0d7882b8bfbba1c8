"""The sessions of an open file as an outline shows them, each made anew only when one of its lines was read again.

Rule 1: what is kept of a session counts lines from where it begins, so that it moves with them. Rule 2: a log that
interleaves sessions is outlined as a whole.
"""

from typing import NamedTuple

from smtp_ls.events import Directive
from smtp_ls.extents import title_of
from smtp_ls.features.wire import column
from smtp_ls.findings import Point, Span
from smtp_ls.naming.captions import Caption, of_exchange, of_session, of_transaction
from smtp_ls.naming.origins import whole
from smtp_ls.outline import Conversation, Exchange, Transaction, outlined
from smtp_ls.text import without_end
from smtp_ls.trace import Edited, Trace
from smtp_ls.turns import Turns

_TURN = 500
"""How many lines of new sessions are looked at in one turn (some 5 ms)."""


class Part(NamedTuple):
    """A session, transaction or exchange: what it is called, its lines below where its session begins, and columns."""

    what: type[Conversation | Transaction | Exchange]
    name: str
    detail: str
    first: int
    named: Span
    """The columns of its first line that say what it is, in the client's units."""
    last: int
    end: int
    """Where its last line ends, in the client's units."""
    parts: tuple["Part", ...] = ()


class Placed(NamedTuple):
    """A session and the 0-based line that its lines count from."""

    line: int
    session: Part


class _Kept(NamedTuple):
    """The sessions that begin on a line, up to where the next does, and what their texts rest on besides."""

    length: int
    number: int
    sessions: tuple[Part, ...]


class Sessions:
    """The sessions of one trace. It has to be told of the trace's edits, by `forget`."""

    def __init__(self, trace: Trace) -> None:
        self._count = len(trace.lines)
        self._style = "", ""
        self._kept: dict[int, _Kept] = {}
        """By the line on which they begin, in their order."""

    def forget(self, trace: Trace, edited: Edited) -> None:
        """Forget the sessions that were read again, and the one below, whose title may be another."""
        first, last, _, stop = edited
        before, self._count = self._count, len(trace.lines)
        shift = self._count - before
        below = before if stop >= self._count else max(stop + 1 - shift, min(last, before))
        kept, self._kept = self._kept, {}
        neighbour = True
        for line, each in kept.items():
            if line >= below:
                if not neighbour:
                    self._kept[line + shift] = each
                neighbour = False
            elif line + each.length < first:
                self._kept[line] = each

    def listed(self, trace: Trace, encoding: str, lang: str) -> Turns[list[Placed]]:
        """All sessions in the order in which they begin."""
        if self._style != (encoding, lang):
            self._style = encoding, lang
            self._kept.clear()
        found: list[Placed] = []
        kept: dict[int, _Kept] = {}
        line = turn = 0 if trace.dialect.keyed else trace.begun.find(1)
        while 0 <= line < len(trace.lines):
            below = -1 if trace.dialect.keyed else trace.begun.find(1, line + 1)
            end = below if below >= 0 else len(trace.lines)
            known = self._kept.get(line)
            if known is None or known.length != end - line or known.number != len(found):
                conversations = yield from outlined(trace, line, end)
                if line >= turn + _TURN:
                    turn = line
                    yield
                if conversations and not trace.dialect.keyed:
                    conversations[0] = _titled(trace, line, conversations[0])
                parts = _Drawing(trace, line, encoding, lang).all(conversations, len(found))
                known = _Kept(end - line, len(found), tuple(parts))
            kept[line] = known
            found += [Placed(line, each) for each in known.sessions]
            line = below
        self._kept = kept
        return found


def _titled(trace: Trace, line: int, session: Conversation) -> Conversation:
    """The session that begins on a line, with the title above it."""
    first = title_of(trace, line)
    titles = [each.value for each in trace.said(first) if isinstance(each, Directive) and each.name == "session"]
    return session._replace(title=titles[0], first=first) if titles else session


class _Drawing(NamedTuple):
    """What sessions become parts with."""

    trace: Trace
    line: int
    encoding: str
    lang: str

    def all(self, sessions: list[Conversation], number: int) -> list[Part]:
        """The sessions, of which so many are above."""
        return [self._session(each, number + place) for place, each in enumerate(sessions, 1)]

    def _session(self, session: Conversation, number: int) -> Part:
        parts = [self._mail(each) if isinstance(each, Transaction) else self._exchange(each) for each in session.parts]
        return self._part(session, of_session(self.trace, session, number, self.lang), parts)

    def _mail(self, mail: Transaction) -> Part:
        return self._part(mail, of_transaction(mail, self.lang), [self._exchange(each) for each in mail.exchanges])

    def _exchange(self, exchange: Exchange) -> Part:
        return self._part(exchange, of_exchange(exchange, self.lang), [])

    def _part(self, part: Conversation | Transaction | Exchange, caption: Caption, parts: list[Part]) -> Part:
        trace = self.trace
        last = Point(part.last, len(without_end(trace.lines[part.last])))
        said = [whole(each) for each in trace.said(part.first)]
        columns = (min(each.start for each in said), max(each.end for each in said)) if said else (0, 0)
        start, end = (column(trace, Point(part.first, each), self.encoding) for each in columns)
        return Part(
            type(part),
            caption.name,
            caption.detail,
            part.first - self.line,
            Span(start, end),
            part.last - self.line,
            column(trace, last, self.encoding),
            tuple(parts),
        )
