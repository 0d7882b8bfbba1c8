"""A file read: its lines, and for each the session before it, what it says and what the rules found, in parallel lists.

Rule 1: `edit` gives what a fresh read of the new text would give (edit equals fresh), and re-reads only until the state
is again what it was. Rule 2: inside mail data the state is the content alone; the session waits where the block began.
Rule 3: nothing that is kept holds a line number; the index is one octet a line, so that it moves with its line.
"""

from itertools import compress

from smtp_ls.dialects import DETECTED_LINES, NONE, detect
from smtp_ls.dialects.dialect import BARE, Said
from smtp_ls.events import CLIENT, SERVER, Blank, Body, End, Event
from smtp_ls.findings import Choice, Diagnostic, Finding, Point
from smtp_ls.following import begins, follow
from smtp_ls.reading import read
from smtp_ls.rules import judge
from smtp_ls.rules.gates import plain
from smtp_ls.session import Origin, Session, Settings, Step, fresh, inside
from smtp_ls.text import split_lines, without_end

NOTHING, DIRECTIVE, BODY = b"-", b"#", b"b"
HELLO, OPENING, MAIL, COMMAND, DOT, SASL, REPLY, REFUSAL = b"h", b"o", b"m", b"c", b".", b"s", b"+", b"!"
"""The index: what a line is, in one octet."""
_COMMANDS = {
    **dict.fromkeys(("EHLO", "HELO", "LHLO"), HELLO),
    **dict.fromkeys(("DATA", "BDAT", "BURL", "AUTH", "X-EXPS"), OPENING),
    **dict.fromkeys(("MAIL", "SEND", "SOML", "SAML"), MAIL),
}
_KINDS = {"body": BODY, "chunk": BODY, "end-of-data": DOT, "sasl-response": SASL, "directive": DIRECTIVE, "expect": REPLY}
_MEMO = 8192
"""How many lines are remembered with what they did to a session: logs repeat themselves."""

Sessions = tuple[tuple[str, Session], ...]
"""Interleaved sessions by key, the latest last."""
State = Session | Sessions


class Trace:
    """A file read, kept true under edits. Lines and columns are 0-based, columns in characters."""

    def __init__(self, text: str, *, dialect: str = "", protocol: str = "", tls: str = "") -> None:
        self.lines = split_lines(text)
        self.failures: dict[str, str] = {}
        """Rules that raised, and what."""
        self._wanted = dialect
        self._settings = Settings(protocol, tls)
        self.dialect = detect(self.lines, dialect)
        self._reset()
        self._fold(0, len(self.lines))

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.lines)

    def _reset(self) -> None:
        count = len(self.lines)
        start: State = () if self.dialect.keyed else self._fresh()
        self.states: list[State] = [start] * (count + 1)
        """The state before each line, and after the last."""
        self.modes = [""] * (count + 1)
        self.events: list[tuple[Event, ...]] = [()] * count
        self.findings: list[tuple[Finding, ...]] = [()] * count
        self.index = bytearray(NOTHING) * count
        self.begun = bytearray(count)
        """1 where a session's first command or reply stands."""
        self._memo: dict[tuple[int, str, str], tuple[State, _Line]] = {}
        self._opened: Session | None = None
        self._entered = False

    def _fresh(self) -> Session:
        return fresh(self.dialect.shown, self._settings)

    # --- reading ------------------------------------------------------------------------------------------------------

    def said(self, line: int) -> tuple[Event, ...]:
        """What a line says; nothing past the end."""
        if not 0 <= line < len(self.events):
            return ()
        events = self.events[line]
        if events is not PLAIN:
            return events
        said, _ = self.dialect.split(without_end(self.lines[line]), self.modes[line])
        return tuple(Body(each.text, each.at, each.key, each.columns) for each in said)

    @property
    def sessions(self) -> int:
        """How many sessions show a command or a reply."""
        return self.begun.count(1)

    def session(self, line: int, key: str = "") -> Session:
        """What is known before a line; inside mail data, what was known when it began."""
        state = self.states[line]
        if isinstance(state, Session):
            if state.extent != "block":
                return state
            opened = self._opened_before(line)
            spoken = self.index[:line].rstrip(NOTHING + DIRECTIVE).endswith(BODY)
            return opened._replace(content=state.content, last="client" if spoken else opened.last)
        return dict(state).get(key) or self._fresh()

    def in_block(self, line: int) -> bool:
        """Is the state before this line that of a block of mail data?"""
        state = self.states[line]
        return isinstance(state, Session) and state.extent == "block"

    def block_end(self, line: int) -> int:
        """The first line from here on before which no block is open."""
        while line < len(self.lines) and self.in_block(line):
            line += 1
        return line

    def _closing(self, line: int) -> int:
        """The first line of the block from here on that does more than continue it."""
        rest = self.index[line:]
        stop = line + len(rest) - len(rest.lstrip(BODY + NOTHING))
        content = self.states[line].content  # type: ignore[union-attr]
        if content is None or content.left < 0:
            return stop
        return min(stop, self.block_end(line) - 1)  # the last line of a chunk ends it

    def _opened_before(self, line: int) -> Session:
        """The session whose mail data is open before this line, as it was when the block began."""
        told = []
        while True:
            line -= 1
            if not self.in_block(line):
                break
            if self.index[line] not in BODY + NOTHING:
                told.append(line)  # a reply or a note inside the block, which the session has followed
        for each in (line, *reversed(told)):
            self._read_line(each, self.states[each], self.modes[each])
        assert self._opened is not None
        return self._opened

    def _fold(self, first: int, dirty: int, *, told: bool = False) -> None:
        """Read from `first` on until, at `dirty` or later, the state is what it was; or to the end.

        `told`: what was removed said more than mail data, so that a block about it may belong to another session now.
        """
        count, line = len(self.lines), first
        state, mode = self.states[line], self.modes[line]
        self._opened, self._entered = None, told
        while line < count:
            read_line = self._read_line(line, state, mode)
            self.events[line], self.findings[line], state, mode, mark, start = read_line
            self.index[line], self.begun[line] = mark, start
            line += 1
            if line >= dirty and self.modes[line] == mode and self.states[line] == state:
                if line == count or not (self._entered and self.in_block(line)):
                    return
                # The block reads as before, but the session about it may differ: go on with the line that closes it.
                line = self._closing(line)
                if line >= count:
                    return
                state, mode, self._entered = self.states[line], self.modes[line], False
                continue
            self.states[line], self.modes[line] = state, mode

    def _read_line(self, line: int, state: State, mode: str) -> "_Line":
        text = without_end(self.lines[line])
        if not text and line and self.lines[line] == "\r\n" and self.lines[line - 1].endswith("\r"):
            return (Blank(),), (), state, mode, NOTHING[0], 0  # half of the `\r\r\n` that a terminal makes of CRLF
        blocked = isinstance(state, Session) and state.extent == "block"
        if blocked or self.dialect.peeks or self.dialect.keyed or self.dialect.joins is not None:
            return self._read(line, text, state, mode)
        found = self._memo.get((id(state), mode, text))
        if found is not None:
            read_line = found[1]
            after = read_line[2]
            if isinstance(after, Session) and after.extent == "block":
                return self._read(line, text, state, mode)  # for the session that the block keeps
            return read_line
        read_line = self._read(line, text, state, mode)
        if len(self._memo) >= _MEMO:
            self._memo.clear()
        self._memo[id(state), mode, text] = (state, read_line)
        return read_line

    def _read(self, line: int, text: str, state: State, mode: str) -> "_Line":
        said, mode = self.dialect.split(text, mode)
        if len(said) == 1 and isinstance(state, Session) and state.extent == "block":
            plain_line = _plain_body(said[0], state)
            if plain_line is not None:
                return PLAIN, (), plain_line, mode, BODY[0], 0
        fold = _Fold(self, line, state)
        for each in said:
            fold.take(each)
        return tuple(fold.events), tuple(fold.findings), fold.state, mode, fold.mark, fold.start

    # --- editing ------------------------------------------------------------------------------------------------------

    def edit(self, start: Point, end: Point, text: str) -> None:
        """Put a text in the place of a stretch; places past a line's or the file's end are that end."""
        first, head = self._cut(start)
        last, tail = self._cut(end)
        before = self.lines[first][:head] if first < len(self.lines) else ""
        after = self.lines[last][tail:] if last < len(self.lines) else ""
        self.edit_lines(first, last + 1, before + text + after)

    def _cut(self, point: Point) -> tuple[int, int]:
        if point.line >= len(self.lines):
            return len(self.lines), 0
        return point.line, min(point.column, len(without_end(self.lines[point.line])))

    def edit_lines(self, first: int, last: int, text: str) -> None:
        """Put a text in the place of the lines from `first` up to, not including, `last`."""
        count = len(self.lines)
        first, last = min(first, count), min(last, count)
        if first and not self.lines[first - 1].endswith(("\n", "\r")):
            first -= 1  # the last line had no end: what is added continues it
            text = self.lines[first] + text
        if first and self.lines[first - 1].endswith("\r") and text.startswith("\n"):
            first -= 1
            text = self.lines[first] + text
        if text and last < count and not text.endswith(("\n", "\r")):
            text += self.lines[last]
            last += 1
        if text.endswith("\r") and last < count and self.lines[last].startswith("\n"):
            text += self.lines[last]
            last += 1
        self._splice(first, last, split_lines(text))

    def _splice(self, first: int, last: int, lines: list[str]) -> None:
        self.lines[first:last] = lines
        if min(first, last) < DETECTED_LINES:
            dialect = detect(self.lines, self._wanted)
            if dialect is not self.dialect:
                self.dialect = dialect
                self._reset()
                self._fold(0, len(self.lines))
                return
        added = len(lines)
        state, mode = self.states[first], self.modes[first]
        told = bool(self.index[first:last].strip(BODY + NOTHING))
        unread: State = ((("", self._fresh()),))
        self.states[first:last] = [state, *[unread] * (added - 1)] if added else []
        self.modes[first:last] = [mode, *[""] * (added - 1)] if added else []
        self.events[first:last] = [()] * added
        self.findings[first:last] = [()] * added
        self.index[first:last] = NOTHING * added
        self.begun[first:last] = bytes(added)
        if not added:
            self.states[first], self.modes[first] = state, mode
        start = self._peeked_from(first)
        dirty = min(first + max(added, 1) + 1, len(self.lines))  # a line's end may tell of the next line
        self._fold(start, dirty, told=told)

    def _peeked_from(self, line: int) -> int:
        """The line from which to read again after an edit at `line`: a line that looked at the next is read again too."""
        joins = self.dialect.joins
        if joins is not None:
            line = max(line - 1, 0)
            while line > 0 and joins("\\", without_end(self.lines[line])) is not None:
                line -= 1
            return line
        if not self.dialect.peeks:
            return line
        line -= 1
        while line > 0 and not self.lines[line].strip():
            line -= 1
        return max(line, 0)

    # --- publishing ---------------------------------------------------------------------------------------------------

    def diagnostics(self, choice: Choice = Choice()) -> list[Diagnostic]:
        """What was found, with places and severities, suppressed and lowered as SEMANTICS sections 2 to 4 say."""
        from smtp_ls.publishing import publish  # noqa: PLC0415  (it reads traces, and only when something is found)

        return publish(self, choice)

    def found(self) -> list[int]:
        """The lines on which something was found."""
        return list(compress(range(len(self.findings)), self.findings))

    def ends(self) -> list[tuple[Finding, ...]]:
        """What the end of the file shows, one entry for each session that is open there."""
        if self.dialect is NONE:
            return []
        state = self.states[-1]
        sessions = (("", self.session(len(self.lines))),) if isinstance(state, Session) else state
        return [judge(Step(each, End(key=key), each), self.failed) for key, each in sessions]

    def failed(self, rule: str, error: Exception) -> None:
        """Remember that a rule raised."""
        self.failures.setdefault(rule, f"{type(error).__name__}: {error}")

    def next_text(self, line: int) -> str:
        """The text of the next line that is not blank; "" at the end."""
        for following in range(line + 1, len(self.lines)):
            text = without_end(self.lines[following])
            if text.strip():
                return text
        return ""


_Line = tuple[tuple[Event, ...], tuple[Finding, ...], State, str, int, int]
"""What is kept of a line: events, findings, the state and mode after it, its octet of the index, and if a session begins."""


PLAIN: tuple[Event, ...] = (Body("", 0),)
"""Stands for the one event of a line of mail data in which there is nothing to judge; `said` makes it when asked."""


def _plain_body(said: Said, block: Session) -> Session | None:
    """The short way for nearly every line of mail data, which is plain: the state after it; None if it is not plain."""
    content, text = block.content, said.text
    if content is None or content.left >= 0 or block.turned or not plain(text):
        return None
    if said.side != CLIENT and (said.side != BARE or content.awaited):
        return None
    if content.header and not text.strip():
        return block._replace(content=content._replace(header=False))
    return block


class _Fold:
    """One line being read: what is said on it, piece by piece, moves the session it belongs to."""

    def __init__(self, trace: Trace, line: int, state: State) -> None:
        self.trace, self.line, self.state = trace, line, state
        self.events: list[Event] = []
        self.findings: list[Finding] = []
        self.mark, self.start = NOTHING[0], 0

    def take(self, said: Said) -> None:
        """Read one piece and follow it."""
        session = self._session(said.key)
        said = self._joined(said, session)
        event = read(said, session, lambda: self.trace.next_text(self.line))
        if session.extent == "block" and not (event.kind in ("body", "chunk", "blank", "comment") or event.kind == "note" and not event.tells):  # type: ignore[union-attr]
            session = self._full(session)
        if begins(session, event):
            self._judge(Step(session, End(key=said.key), session))
            session = fresh(session.shown, session.file, extent="begun" if session.extent else "")
        step = follow(session, event)
        self._judge(step, event)
        self.events.append(event)
        self._note(step)
        self._keep(said.key, step.after)

    def _joined(self, said: Said, session: Session) -> Said:
        """The piece with what the lines below add to it, in a dialect that breaks lines; their columns are its end."""
        joins, lines = self.trace.dialect.joins, self.trace.lines
        if joins is None or said.side not in (CLIENT, SERVER):
            return said
        if said.side == CLIENT and session.awaits in ("data", "chunk"):
            return said
        text, following = said.text, self.line + 1
        while following < len(lines) and (longer := joins(text, without_end(lines[following]))) is not None:
            text, following = longer, following + 1
        if text is said.text:
            return said
        end = said.at + len(said.text)
        columns = (*range(said.at, end), *[end] * (len(text) - len(said.text) + 1))
        return said._replace(text=text, columns=columns[: len(text) + 1])

    def _session(self, key: str) -> Session:
        if isinstance(self.state, Session):
            return self.state
        return dict(self.state).get(key) or self.trace._fresh()  # noqa: SLF001  (its own half of the reading)

    def _full(self, block: Session) -> Session:
        """The session about a block, with what the block's lines have told."""
        if self.trace._opened is None:  # noqa: SLF001
            self.trace._opened_before(self.line)  # noqa: SLF001
        opened = self.trace._opened  # noqa: SLF001
        assert opened is not None
        return opened._replace(content=block.content, last="client", lost=opened.lost or block.lost)

    def _keep(self, key: str, after: Session) -> None:
        if not isinstance(self.state, Session):
            others = tuple(pair for pair in self.state if pair[0] != key)
            self.state = (*others, (key, after))
            return
        if self.state.extent == "block" and after.extent == "block":
            if after.content is None:  # a chunk is complete
                self.state = self._full(after)._replace(content=None)
            else:
                self.state = after
        elif after.content is not None:
            self.trace._opened, self.trace._entered = after, True  # noqa: SLF001
            self.state = inside(after)
        else:
            self.state = after

    def _judge(self, step: Step, event: Event | None = None) -> None:
        if self.trace.dialect is not NONE:
            found = judge(step, self.trace.failed)
            if found:
                self.findings += [_in_line(each, event) for each in found]

    def _note(self, step: Step) -> None:
        """Set this line's octet of the index."""
        event = step.event
        if event.kind == "command":
            self.mark = _COMMANDS.get(event.verb, COMMAND)[0]  # type: ignore[union-attr]
        elif event.kind == "reply":
            self.mark = (REFUSAL if event.final and event.code >= 400 else REPLY)[0]  # type: ignore[union-attr]
        elif event.kind in _KINDS:
            self.mark = _KINDS[event.kind][0]
        elif event.kind == "note" and event.tells:  # type: ignore[union-attr]
            self.mark = DIRECTIVE[0]
        if step.before.origin == Origin.NEW and step.after.origin != Origin.NEW and not step.before.turned:
            self.start = 1


def _in_line(finding: Finding, event: Event | None) -> Finding:
    """A finding with columns of the line instead of the event's text."""
    from smtp_ls.publishing import in_line  # noqa: PLC0415  (only when something is found)

    return in_line(finding, event)
