"""One line folded into what is known before it: split by the dialect, read, followed, judged.

Rule 1: what a line gives depends on its text, the state and mode before it and, where the dialect says so, on the lines
just below; nothing here knows what edits are. Rule 2: inside mail data the state is the content alone, and the session
waits in `Folding.opened` for the line that ends the block.
"""

from collections.abc import Hashable
from typing import Protocol, TypeVar

from smtp_ls.dialects import NONE
from smtp_ls.dialects.dialect import BARE, Dialect, Said
from smtp_ls.events import CLIENT, SERVER, Blank, Body, End, EndOfData, Event, Message, Note, column
from smtp_ls.findings import HERE, Finding, Span
from smtp_ls.reading import read
from smtp_ls.rules import judge
from smtp_ls.rules.gates import plain
from smtp_ls.session import Origin, Session, Settings, Step, fresh, inside, order
from smtp_ls.session.contents import is_whole
from smtp_ls.session.following import begins, follow
from smtp_ls.text import without_end

NOTHING, DIRECTIVE, BODY = b"-", b"#", b"b"
HELLO, OPENING, MAIL, COMMAND, DOT, SASL, REPLY, REFUSAL = b"h", b"o", b"m", b"c", b".", b"s", b"+", b"!"
"""What a line is, in one octet: the trace's index."""
_COMMANDS = {
    **dict.fromkeys(("EHLO", "HELO", "LHLO"), HELLO),
    **dict.fromkeys(("DATA", "BDAT", "BURL", "AUTH", "X-EXPS"), OPENING),
    **dict.fromkeys(("MAIL", "SEND", "SOML", "SAML"), MAIL),
}
_KINDS = {
    "body": BODY, "chunk": BODY, "end-of-data": DOT, "sasl-response": SASL, "directive": DIRECTIVE, "expect": REPLY,
}  # fmt: skip


def mark_of(verb: str) -> bytes:
    """The octet of a line that says a command of this verb."""
    return _COMMANDS.get(verb, COMMAND)


Sessions = tuple[tuple[str, Session], ...]
"""Interleaved sessions by key, the latest last."""
State = Session | Sessions
Line = tuple[tuple[Event, ...], tuple[Finding, ...], State, str, int, int]
"""What is kept of a line: events, findings, the state and mode after it, its index octet, 1 if a session begins."""

PLAIN: tuple[Event, ...] = (Body("", 0),)
"""Stands for the one event of a line of mail data with nothing in it to judge; `Trace.said` makes it when asked."""

_MEMO = 2048
"""How many lines are remembered with what they gave: logs repeat themselves."""
_T = TypeVar("_T", bound=Hashable)


class Keeper(Protocol):
    """Who keeps what the lines give. It is named at each call, so that no circle of references outlives a file."""

    def failed(self, rule: str, error: Exception) -> None:
        """Hear of a rule that raised."""

    def reopen(self, line: int) -> None:
        """Have the lines read again that opened the block about this line."""

    def message(self, line: int, key: str, said: list[Event]) -> Message:
        """The message that ends on a line, of which this has been said so far."""


class Folding:
    """Folds the lines of one file."""

    def __init__(self, dialect: Dialect, lines: list[str], settings: Settings, seldom: frozenset[str]) -> None:
        self.dialect, self.lines, self.seldom = dialect, lines, seldom
        self.fresh = fresh(dialect.shown, settings)
        """The session before anything is read."""
        self.opened: Session | None = None
        """The session whose mail data is open; None until it is needed."""
        self.entered = False
        """A block was entered since this was last set to False."""
        self.head: list[str] = []
        self.head_from = -1
        """The texts of the plain lines with which the header of the open block begins, and the line of the first."""
        self._remembers = not (dialect.peeks or dialect.keyed or dialect.joins is not None)
        self._memo: dict[tuple[int, str, str], tuple[State, Line]] = {}
        self._same: dict[Hashable, Hashable] = {}

    def line(self, number: int, state: State, mode: str, keeper: Keeper) -> Line:
        """What the 0-based line gives, in the state and mode before it."""
        text = without_end(self.lines[number])
        if not text and number and self.lines[number] == "\r\n" and self.lines[number - 1].endswith("\r"):
            return (Blank(),), (), state, mode, NOTHING[0], 0  # half of the `\r\r\n` that a terminal makes of CRLF
        if in_block(state):
            label = self.dialect.label
            if label and text.startswith(label):
                read = self._plain(number, text[len(label) :], state, mode)  # type: ignore[arg-type]
                if read is not None:
                    return read
            return self._read(number, text, state, mode, keeper)
        if not self._remembers:
            return self._read(number, text, state, mode, keeper)
        found = self._memo.get((id(state), mode, text))
        if found is not None and not in_block(found[1][2]):  # a block wants its session noted
            return found[1]
        line = self._read(number, text, state, mode, keeper)
        if len(self._memo) >= _MEMO:
            self._memo.clear()
        self._memo[id(state), mode, text] = (state, line)
        return line

    def _read(self, number: int, text: str, state: State, mode: str, keeper: Keeper) -> Line:
        said, mode = self.dialect.split(text, mode)
        if len(said) == 1 and isinstance(state, Session) and state.extent == "block" and _is_clients(said[0], state):
            read = self._plain(number, said[0].text, state, mode)
            if read is not None:
                return read
        one = _OneLine(self, number, state, keeper)
        for each in said:
            one.take(each)
        return self.same(tuple(one.events)), tuple(one.findings), one.state, mode, one.mark, one.start

    def _plain(self, number: int, text: str, block: Session, mode: str) -> Line | None:
        """The short way for nearly every line of mail data, whose text this is; None if it is not plain."""
        content = block.content
        if content is None or content.left >= 0 or block.turned or block.shown.ends or not plain(text, content.limit):
            return None
        if content.header:
            if text[:1] == ".":
                return None  # `head` holds texts as they were before stuffing
            if number == self.head_from + len(self.head):
                self.head.append(text)
            if not text.strip():
                block = block._replace(content=content._replace(header=False))
        return PLAIN, (), block, mode, BODY[0], 0

    def same(self, value: _T) -> _T:
        """The value, or an equal one met before: equal states and events are kept once, and remembered by identity."""
        if len(self._same) >= _MEMO:
            self._same.clear()
        return self._same.setdefault(value, value)  # type: ignore[return-value]

    def next_text(self, number: int) -> str:
        """The text of the next line that is not blank; "" at the end."""
        texts = map(self.text, range(number + 1, len(self.lines)))
        return next((text for text in texts if text.strip()), "")

    def text(self, number: int) -> str:
        """The text of a line, without its end and what decorates it."""
        text, text_of = without_end(self.lines[number]), self.dialect.text_of
        return text if text_of is None else text_of(text)


def in_block(state: State) -> bool:
    """Is this the state inside mail data, where only the content is known?"""
    return isinstance(state, Session) and state.extent == "block"


def _is_clients(said: Said, block: Session) -> bool:
    """Does the client say this, in the mail data about it?"""
    return said.side == CLIENT or (said.side == BARE and block.content is not None and not block.content.awaited)


class _OneLine:
    """One line being read: what is said on it, piece by piece, moves the session it belongs to."""

    def __init__(self, folding: Folding, number: int, state: State, keeper: Keeper) -> None:
        self.folding, self.number, self.state, self.keeper = folding, number, state, keeper
        self.events: list[Event] = []
        self.findings: list[Finding] = []
        self.mark, self.start = NOTHING[0], 0

    def take(self, said: Said) -> None:
        """Read one piece and follow it."""
        state = self.state
        session = state if isinstance(state, Session) else dict(state).get(said.key) or self.folding.fresh
        if self.folding.dialect.joins is not None:
            said = self._joined(said, session)
        event = read(said, session, self._below)
        if session.extent == "block" and not _stays_inside(event):
            session = self._full(session)
        if begins(session, event):
            self._judge(Step(session, End(key=said.key), session), None)
            begun = session.extent or event.kind == "directive"  # behind the first `###` settings are a session's
            session = fresh(session.shown, session.file, extent="begun" if begun else "")
        step = follow(session, event)
        self._judge(step, event)
        if isinstance(event, EndOfData) and session.content is not None and not event.implied:
            self._judge_message(session, said.key)
        self.events.append(event)
        self._note(step)
        self._keep(said.key, step.after)

    def _joined(self, said: Said, session: Session) -> Said:
        """The piece with what the lines below add to it, in a dialect that breaks lines; their columns are its end."""
        joins, lines = self.folding.dialect.joins, self.folding.lines
        if joins is None or said.side not in (CLIENT, SERVER):
            return said
        if said.side == CLIENT and session.awaits in ("data", "chunk"):
            return said
        text, following = said.text, self.number + 1
        while following < len(lines) and (longer := joins(text, without_end(lines[following]))) is not None:
            text, following = longer, following + 1
        if text is said.text:
            return said
        end = said.at + len(said.text)
        columns = (*range(said.at, end), *[end] * (len(text) - len(said.text) + 1))
        return said._replace(text=text, columns=columns[: len(text) + 1])

    def _below(self) -> str:
        """The text of the next line that is not blank."""
        return self.folding.next_text(self.number)

    def _full(self, block: Session) -> Session:
        """The session about a block, with what the block's lines have told."""
        if self.folding.opened is None:
            self.keeper.reopen(self.number)
        opened = self.folding.opened
        assert opened is not None  # a block has been opened
        return opened._replace(content=block.content, last="client", lost=opened.lost or block.lost)

    def _keep(self, key: str, after: Session) -> None:
        if not isinstance(self.state, Session):
            self.state = (*(pair for pair in self.state if pair[0] != key), (key, after))
        elif after.extent == "block":
            if after.content is not None:
                self.state = after
                return
            self.state = full = self._full(after)._replace(content=None)
            if is_whole(full):
                self._judge_message(full, key)
        elif after.content is not None:
            self.folding.opened, self.folding.entered = after, True
            if not in_block(self.state):  # else the message has begun above what is said here
                self.folding.head, self.folding.head_from = [], self.number + 1
            self.state = self.folding.same(inside(after))
        else:
            self.state = self.folding.same(after) if _rests(after) else after

    def _judge(self, step: Step, event: Event | None) -> None:
        if self.folding.dialect is not NONE:
            found = judge(step, self.keeper.failed, self.folding.seldom)
            if found:
                self.findings += [_in_line(each, event) for each in found]

    def _judge_message(self, session: Session, key: str) -> None:
        """Have the rules look at the message that ends here, if the file shows all of it."""
        if not (session.lost or (session.content is not None and session.content.elided)):
            message = self.keeper.message(self.number, key, self.events)
            self._judge(Step(session, message, session), None)  # type: ignore[arg-type]

    def _note(self, step: Step) -> None:
        """Set this line's octet of the index."""
        event, kind = step.event, step.event.kind
        if kind == "command":
            self.mark = _COMMANDS.get(event.verb, COMMAND)[0]  # type: ignore[union-attr]
        elif kind == "reply":
            self.mark = (REFUSAL if event.final and event.code >= 400 else REPLY)[0]  # type: ignore[union-attr]
        elif kind in _KINDS:
            self.mark = _KINDS[kind][0]
        elif isinstance(event, Note) and event.tells:
            self.mark = DIRECTIVE[0]
        if step.before.origin == Origin.NEW and step.after.origin != Origin.NEW and not step.before.turned:
            self.start = 1


def _rests(session: Session) -> bool:
    """Is this a state such as comes again and again in a file: between two exchanges, or while EHLO is answered?"""
    if session.known.mail is not None:
        return False
    pending = session.pending
    return len(pending) == 1 and pending[0].verb in order.HELLO if pending else session.reply is None


def _stays_inside(event: Event) -> bool:
    """Does this line leave the session about its block as it is?"""
    return event.kind in ("body", "chunk", "blank", "comment") or (isinstance(event, Note) and not event.tells)


def _in_line(finding: Finding, event: Event | None) -> Finding:
    """A finding with columns of the line in the place of columns of the event's text."""
    if event is None:
        return finding
    span = finding.span or Span(0, len(event.text))
    fix = finding.fix
    if fix is not None:
        # An escaped text is a record of what was sent: there is nothing to mend in it.
        moved = (each._replace(span=_moved(each.span, event)) if each.place == HERE else each for each in fix.changes)
        fix = None if event.columns is not None else fix._replace(changes=tuple(moved))
    return finding._replace(span=_moved(span, event), fix=fix)


def _moved(span: Span, event: Event) -> Span:
    return Span(column(event, span.start), column(event, span.end))
