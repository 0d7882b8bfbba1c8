"""What one line says: a command, a reply, a line of mail data, a directive, a note.

Rule 1: an event holds text and columns, never a line number, and is compared by value: equal events are
interchangeable. `text` is the SMTP text without the dialect's marks, un-escaped; `at` is the 0-based character column
at which it stands. `key` tells interleaved sessions of one log apart. `columns`, where the dialect escapes, maps each
offset in `text` (and its end) to the character column in the line; otherwise offset and column differ by `at`.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from smtp_ls.findings import Role, Span, within

CLIENT = "client"
SERVER = "server"


class Command(NamedTuple):
    """A client line in a command's place. `verb` is its first word in upper case; `valid`: the grammar accepts it."""

    text: str
    at: int
    verb: str
    valid: bool = True
    key: str = ""
    columns: tuple[int, ...] | None = None
    kind: str = "command"

    @property
    def argument(self) -> str:
        """What follows the verb, without the blanks about it."""
        return self.text.strip()[len(self.verb) :].strip()


class Reply(NamedTuple):
    """One line of a reply. `code` is 0 when the line in the server's place is no reply."""

    text: str
    at: int
    code: int
    final: bool
    key: str = ""
    columns: tuple[int, ...] | None = None
    kind: str = "reply"

    @property
    def says(self) -> str:
        """The text after the code and its blank or hyphen."""
        return self.text[4:] if self.code else self.text

    @property
    def full(self) -> bool:
        """A code with free text: a reply that somebody gave, not a pattern for one."""
        return bool(self.code and self.says.strip())


class Expect(NamedTuple):
    """A server line without free text: what a script expects. `codes` are three characters each, `x` for any digit.

    No codes: the line `...` (any further lines). `final` is False for a keyword expectation or `250-`.
    """

    text: str
    at: int
    codes: tuple[str, ...]
    final: bool = True
    enhanced: str = ""
    pattern: str = ""
    key: str = ""
    columns: tuple[int, ...] | None = None
    kind: str = "expect"

    @property
    def code(self) -> int:
        """The first code expected, with 0 for an `x`; 0 when any code will do."""
        return int(self.codes[0].lower().replace("x", "0")) if self.codes else 0


class Body(NamedTuple):
    """A line of mail data."""

    text: str
    at: int
    key: str = ""
    columns: tuple[int, ...] | None = None
    kind: str = "body"


class EndOfData(NamedTuple):
    """The line with a lone dot that ends mail data. `implied`: the dialect hides mail data, and so the dot."""

    text: str
    at: int
    implied: bool = False
    key: str = ""
    columns: tuple[int, ...] | None = None
    kind: str = "end-of-data"


class SaslResponse(NamedTuple):
    """A client line inside an AUTH exchange: base64, `=`, `*` or nothing."""

    text: str
    at: int
    key: str = ""
    columns: tuple[int, ...] | None = None
    kind: str = "sasl-response"


class Chunk(NamedTuple):
    """A line of a BDAT chunk; `octets` counts it on the wire, CRLF included."""

    text: str
    at: int
    octets: int
    key: str = ""
    columns: tuple[int, ...] | None = None
    kind: str = "chunk"


class Directive(NamedTuple):
    """Our own notation: `###` (name "session"), `@name = value` ("variable"), `# smtp-ls: name=value` (its name)."""

    text: str
    at: int
    name: str
    value: str
    key: str = ""
    columns: tuple[int, ...] | None = None
    kind: str = "directive"


class Comment(NamedTuple):
    """A line for readers, `# ...`."""

    text: str
    at: int
    key: str = ""
    columns: tuple[int, ...] | None = None
    kind: str = "comment"


class Note(NamedTuple):
    """Something that a tool printed which is no SMTP.

    `tells` is what it says of the session: "connect", "tls", "close" or nothing.
    """

    text: str
    at: int
    tells: str = ""
    key: str = ""
    columns: tuple[int, ...] | None = None
    kind: str = "note"


class Blank(NamedTuple):
    """An empty line that is nothing."""

    text: str = ""
    at: int = 0
    key: str = ""
    columns: tuple[int, ...] | None = None
    kind: str = "blank"


class End(NamedTuple):
    """The session is over: the file ends or another session begins. It stands on no line."""

    text: str = ""
    at: int = 0
    key: str = ""
    columns: tuple[int, ...] | None = None
    kind: str = "end"


class MessageLine(NamedTuple):
    """A line of a message, as it was before dots were stuffed."""

    text: str
    above: int
    """How many lines of the file it stands above the line that ends the message."""
    piece: int = 0
    """Which of the events of its line it is, from 0."""
    stuffed: bool = False
    """A stuffed dot stood before it (RFC 5321 section 4.5.2)."""

    @property
    def place(self) -> Role:
        """Where it stands."""
        return within(self.above, self.piece)

    def span(self, start: int, end: int) -> Span:
        """A stretch of it, by 0-based characters, for a finding at its place."""
        return Span(start + self.stuffed, end + self.stuffed)


class Message:
    """A message whose mail data has ended, as a whole. It stands on no line of its own, and is never kept.

    `lines` are read when first asked for; many messages are judged by their header alone.
    """

    kind = "message"
    text = ""
    at = 0
    columns = None

    def __init__(
        self, lines: Iterable[MessageLine], key: str = "", *, head: Sequence[str] = (), below: int = 0
    ) -> None:
        """`head`, where it is known beforehand: the texts of the header, whose last line has so many lines below it."""
        self.key = key
        self._rest = iter(lines)
        self._head, self._below = head, below
        self.separated = False
        """An empty line has ended the header; known once `header` was read."""

    @property
    def texts(self) -> Sequence[str]:
        """The texts of the header's lines."""
        return self._head or [line.text for line in self.header]

    @property
    def extent(self) -> tuple[int, int]:
        """How many lines of the file the header's first line stands above the end of the message, and its last one."""
        if self._head:
            return self._below + len(self._head) - 1, self._below
        return (self.header[0].above, self.header[-1].above) if self.header else (0, 0)

    @cached_property
    def header(self) -> tuple[MessageLine, ...]:
        """The lines before the first empty one (RFC 5322 section 2.1)."""
        found = []
        for line in self._rest:
            if not line.text:
                self.separated = True
                break
            found.append(line)
        return tuple(found)

    @cached_property
    def body(self) -> tuple[MessageLine, ...]:
        """The lines behind the first empty one."""
        return tuple(self._rest) if self.header or self.separated else ()


Event = Command | Reply | Expect | Body | EndOfData | SaslResponse | Chunk | Directive | Comment | Note | Blank | End
Answer = Reply | Expect

SIDES = {
    "command": CLIENT,
    "body": CLIENT,
    "end-of-data": CLIENT,
    "sasl-response": CLIENT,
    "chunk": CLIENT,
    "reply": SERVER,
    "expect": SERVER,
}
"""Who says an event, by its kind; absent where nobody does."""


def column(event: Event, offset: int) -> int:
    """The 0-based character column in the line of a 0-based character offset in the event's text."""
    if event.columns is None:
        return event.at + offset
    return event.columns[min(offset, len(event.columns) - 1)]
