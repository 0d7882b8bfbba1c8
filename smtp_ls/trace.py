"""A file read: its lines, and for each the session before it, what it says and what the rules found, in parallel lists.

Rule 1: `edit` gives what a fresh read of the new text would give (edit equals fresh), and re-reads only until the state
is again what it was. Rule 2: inside mail data the state is the content alone; the session waits where the block began.
Rule 3: nothing that is kept holds a line number; the index is one octet a line, so that it moves with its line.
"""

import re
import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple

from smtp_ls.dialects import DETECTED_LINES, NONE, detect, detect_again, tell_alike
from smtp_ls.events import Body, Chunk, End, Event, Message, MessageLine
from smtp_ls.findings import Choice, Diagnostic, Finding, Point
from smtp_ls.folding import BODY, DIRECTIVE, NOTHING, PLAIN, Folding, State, in_block
from smtp_ls.rules import judge
from smtp_ls.session import LINE_LIMIT, Session, Settings, Step
from smtp_ls.text import split_lines, without_end
from smtp_ls.written import Written

_FLAG = re.compile(rb"\x01")


class Edited(NamedTuple):
    """An edit: the lines from `first` up to `last` were replaced, which moved those below by `shift` lines.

    `stop`: the last line that was read again, as lines are counted afterwards.
    """

    first: int
    last: int
    shift: int
    stop: int


def unheard(_: Edited) -> None:
    """Nobody keeps anything of the trace."""


class Trace:
    """A file read, kept true under edits. Lines and columns are 0-based, columns in characters.

    `seldom` are the rules to be asked of those that are off unless selected. `most` is how many lines may be read at a
    time; what is left over waits for `read_on`.
    """

    def __init__(  # noqa: PLR0913  (keywords, which `Config.reading` gives)
        self,
        text: str,
        *,
        dialect: str = "",
        protocol: str = "",
        tls: str = "",
        line_limit: int = LINE_LIMIT,
        seldom: frozenset[str] = frozenset(),
        most: int = sys.maxsize,
    ) -> None:
        self.lines = split_lines(text)
        self.written = Written(text, self.lines)
        self.failures: dict[str, str] = {}
        """Rules that raised, and what."""
        self.edited: Callable[[Edited], None] = unheard
        """Is told of each edit, for whoever keeps something of the trace."""
        self._wanted = dialect
        self._settings = Settings(protocol, tls, line_limit=line_limit)
        self._most, self._seldom = most, seldom
        self.dialect = detect(self.lines, dialect)
        self._reset()
        self.read_on(most)

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.lines)

    def _reset(self) -> None:
        """Forget what was read, and how."""
        count = len(self.lines)
        self._folding = Folding(self.dialect, self.lines, self._settings, self._seldom)
        start: State = () if self.dialect.keyed else self._folding.fresh
        self.states: list[State] = [start] * (count + 1)
        """The state before each line, and after the last."""
        self.modes = [""] * (count + 1)
        self.events: list[tuple[Event, ...]] = [()] * count
        self.findings: list[tuple[Finding, ...]] = [()] * count
        self.index = bytearray(NOTHING) * count
        """What each line is, in one octet (see `folding`)."""
        self.flagged = bytearray(count)
        """1 where something was found."""
        self.begun = bytearray(count)
        """1 where a session's first command or reply stands."""
        self.read = 0
        """How many lines have been read; what the lists say of those below is not to be relied on."""

    # --- reading ------------------------------------------------------------------------------------------------------

    def said(self, line: int) -> tuple[Event, ...]:
        """What a line says; nothing past the end."""
        if not 0 <= line < self.read:
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
        state = self.states[min(line, self.read)]
        if not isinstance(state, Session):
            return dict(state).get(key) or self._folding.fresh
        if not in_block(state):
            return state
        self.reopen(line)
        opened = self._folding.opened
        assert opened is not None  # a block has been opened
        spoken = self.index[:line].rstrip(NOTHING + DIRECTIVE).endswith(BODY)
        return opened._replace(content=state.content, last="client" if spoken else opened.last)

    def in_block(self, line: int) -> bool:
        """Is the state before this line that of a block of mail data?"""
        return in_block(self.states[line])

    def block_end(self, line: int) -> int:
        """The first line from here on before which no block is open."""
        while line < len(self.lines) and self.in_block(line):
            line += 1
        return line

    def _closing(self, line: int) -> int:
        """The first line of the block from here on that does more than continue it."""
        rest = self.index[line:]
        stop = line + len(rest) - len(rest.lstrip(BODY + NOTHING))
        state = self.states[line]
        content = state.content if isinstance(state, Session) else None
        if content is None or content.left < 0:
            return stop
        return min(stop, self.block_end(line) - 1)  # the last line of a chunk ends it

    def reopen(self, line: int) -> None:
        """Tell the folding the session whose mail data is open before this line, by reading again what opened it."""
        told = []
        while True:
            line = self._above_body(line)
            if not self.in_block(line):
                break
            told.append(line)  # a reply or a note inside the block, which the session has followed
        for each in (line, *reversed(told)):
            self._folding.line(each, self.states[each], self.modes[each], self)

    def _above_body(self, line: int) -> int:
        """The latest line above this one that is more than mail data or nothing, or that opens a block."""
        span = 64
        while True:
            low = max(line - span, 0)
            head = self.index[low:line].rstrip(BODY + NOTHING)
            if head or not low:
                break
            span *= 4
        above = low + max(len(head) - 1, 0)
        while not self.in_block(above + 1) and above + 1 < line:
            above += 1  # the block was opened by a line that is nothing else
        return above

    def message(self, line: int, key: str, said: list[Event]) -> Message:
        """The message that ends on a line, of which this has been said so far."""
        head, first = self._folding.head, self._folding.head_from
        if len(head) > 1 and not head[-1] and 0 < first < line and self.index[first - 1] != BODY[0]:
            texts = head[:-1]
            return Message(self._message_lines(line, key, said), key, head=texts, below=line - first - len(texts) + 1)
        return Message(self._message_lines(line, key, said), key)

    def _message_lines(self, end: int, key: str, said: list[Event]) -> Iterator[MessageLine]:
        folding, wire = self._folding, self.dialect.shown.content == "wire"
        line = self._message_start(end, key)
        while line <= end:
            if line == folding.head_from and folding.head:
                yield from [MessageLine(text, end - line - number) for number, text in enumerate(folding.head)]
                line += len(folding.head)
                continue
            for piece, event in enumerate(said if line == end else self.said(line)):
                if event.key != key or not isinstance(event, Body | Chunk):
                    continue
                stuffed = wire and isinstance(event, Body) and event.text.startswith(".")
                yield MessageLine(event.text[stuffed:], end - line, piece, stuffed)
            line += 1

    def _message_start(self, end: int, key: str) -> int:
        """The first line that may belong to the mail data that ends on a line."""
        line = end
        if not self.dialect.keyed:
            while self.in_block(line):
                line = self._above_body(line)
            return line
        while line and self.session(line, key).content is not None:
            line -= 1
        return line

    @property
    def is_read(self) -> bool:
        """Whether all of the file has been read."""
        return self.read >= len(self.lines)

    def read_on(self, lines: int) -> None:
        """Read so many lines more."""
        first = self.read
        self.read = min(first + lines, len(self.lines))
        self._fold(first, self.read)
        self.edited(Edited(first, first, 0, self.read))

    def _fold(self, first: int, dirty: int, *, told: bool = False) -> int:
        """Read from `first` on until, at `dirty` or later, the state is what it was; or `self.read`. The last line.

        `told`: what was removed said more than mail data, so that a block about it may belong to another session now.
        """
        limit, line, folding = min(self.read, max(first + self._most, dirty)), first, self._folding
        state, mode = self.states[line], self.modes[line]
        folding.opened, folding.entered, folding.head_from = None, told, -1
        events, findings, states, modes = self.events, self.findings, self.states, self.modes
        index, begun, flagged = self.index, self.begun, self.flagged
        while line < limit:
            events[line], found, state, mode, index[line], begun[line] = folding.line(line, state, mode, self)
            findings[line], flagged[line] = found, bool(found)
            line += 1
            if line >= dirty and modes[line] == mode and states[line] == state:
                if not (folding.entered and in_block(state)):
                    return line - 1
                # The block reads as before, but the session about it may differ: go on with the line that closes it.
                line = max(self._closing(line), line)
                if line >= limit:
                    break
                state, mode, folding.entered = states[line], modes[line], False
                continue
            states[line], modes[line] = state, mode
        self.read = limit  # nothing below is known to be what it was
        return limit

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
        below = text or (self.lines[last] if last < count else "")
        if first and self.lines[first - 1].endswith("\r") and below.startswith("\n"):
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
        added = len(lines)
        within = first < self.read or self.is_read
        if first < DETECTED_LINES:
            alike = self._tell_alike(first, last, lines)
        self.written.splice(first, self.lines[first:last], lines)
        self.lines[first:last] = lines
        if first < DETECTED_LINES and not alike:
            dialect = detect_again(self.lines, self._wanted)
            if dialect is not self.dialect:
                self.dialect = dialect
                self._reset()
                self.read_on(self._most)
                self.edited(Edited(0, sys.maxsize, 0, sys.maxsize))
                return
        state, mode = self.states[first], self.modes[first]
        # What is edited inside a block is judged at its end too, with the message as a whole.
        told = self.in_block(first) or bool(self.index[first:last].strip(BODY + NOTHING))
        unread: State = (("", self._folding.fresh),)
        self.states[first:last] = [state, *[unread] * (added - 1)] if added else []
        self.modes[first:last] = [mode, *[""] * (added - 1)] if added else []
        self.events[first:last] = [()] * added
        self.findings[first:last] = [()] * added
        self.index[first:last] = NOTHING * added
        self.begun[first:last] = bytes(added)
        self.flagged[first:last] = bytes(added)
        if not added:
            self.states[first], self.modes[first] = state, mode
        shift = added - (last - first)
        if within:
            self.read = max(self.read + shift, first + added)
        start = self._peeked_from(first)
        dirty = min(first + max(added, 1) + 1, self.read)  # a line's end may tell of the next line
        stop = self._fold(start, dirty, told=told) if start < self.read else first + added
        self.edited(Edited(start, last, shift, stop))

    def _tell_alike(self, first: int, last: int, lines: list[str]) -> bool:
        """Will the file's dialect be the same with other lines in the place of these?"""
        shift = len(lines) - (last - first)
        leaving = self.lines[max(DETECTED_LINES - shift, last) : DETECTED_LINES] if shift > 0 else []
        entering = self.lines[max(DETECTED_LINES, last) : DETECTED_LINES - shift] if shift < 0 else []
        room = DETECTED_LINES - first
        return tell_alike([*self.lines[first:last][:room], *leaving], [*lines[:room], *entering])

    def _peeked_from(self, line: int) -> int:
        """The line to read again from after an edit at `line`: a line that looked at the next is read again too."""
        joins = self.dialect.joins
        if joins is not None:
            line = max(line - 1, 0)
            while line > 0 and joins("\\", without_end(self.lines[line])) is not None:
                line -= 1
            return line
        if not self.dialect.peeks:
            return line
        line -= 1
        while line > 0 and not self._folding.text(line).strip():
            line -= 1
        return max(line, 0)

    # --- publishing ---------------------------------------------------------------------------------------------------

    def diagnostics(self, choice: Choice = Choice()) -> list[Diagnostic]:
        """What was found, with places and severities, suppressed and lowered as SEMANTICS sections 2 to 4 say."""
        from smtp_ls.publishing import Publisher  # noqa: PLC0415  (it reads traces, and only when something is found)

        return Publisher(self).diagnostics(choice)

    def found(self) -> list[int]:
        """The lines on which something was found."""
        return [found.start() for found in _FLAG.finditer(self.flagged, 0, self.read)]

    def ends(self) -> list[tuple[Finding, ...]]:
        """What the end of the file shows, one entry for each session that is open there."""
        if self.dialect is NONE or not self.is_read:
            return []
        state = self.states[-1]
        sessions = (("", self.session(len(self.lines))),) if isinstance(state, Session) else state
        return [judge(Step(each, End(key=key), each), self.failed, self._seldom) for key, each in sessions]

    def failed(self, rule: str, error: Exception) -> None:
        """Remember that a rule raised."""
        self.failures.setdefault(rule, f"{type(error).__name__}: {error}")
