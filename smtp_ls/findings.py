"""What a rule reports, and what that becomes when the trace has put lines to it.

Rule 1: a `Finding` knows roles and columns, never a line number, so that an edit above it leaves it true. A
`Diagnostic` is a finding resolved: it is made when published, and moved with its line from then on.
"""

from enum import IntEnum
from typing import NamedTuple


class Severity(IntEnum):
    """How loud a finding is; a higher number is louder."""

    HINT = 1
    INFORMATION = 2
    WARNING = 3
    ERROR = 4

    @property
    def word(self) -> str:
        """The lower-case name, as outputs and configuration write it."""
        return self.name.lower()


class Span(NamedTuple):
    """A stretch of one line: 0-based columns in characters, the end not included."""

    start: int
    end: int


class Role(NamedTuple):
    """A place named by the part that it plays, for the trace to find."""

    name: str
    nth: int = 0
    piece: int = 0
    what: tuple[str, ...] = ()
    """The verb, keyword or rules that it is about."""


HERE = Role("here")
ASKED = Role("asked")
"""The command that this reply answers."""
OPENED = Role("opened")
"""The line that opened this mail data, chunk, AUTH exchange or transaction."""
EHLO = Role("ehlo")
"""The latest EHLO, HELO or LHLO before this line."""
LAST = Role("last")
"""The session's last event line."""
MAIL = Role("mail")
"""The MAIL that opened this transaction: the latest that was not refused."""
UNENDED = Role("unended")
"""What opened this mail data, if the dot that ends it never comes."""
REFUSED = Role("refused")
"""The latest RCPT of this transaction that was refused."""
PUBLIC = Role("public")
"""This line, unless the server's name is one of the client's own host, of a private network or of tests."""
UNSECURED = Role("unsecured")
"""This line, unless it is not `PUBLIC`, or the client begins TLS before it logs in or sends mail."""
PARTING = Role("parting")
"""The session's last event line, unless it refuses something."""
LF_ALONE = Role("lf-alone")
"""The command above the session that began it with a program that ends lines with LF alone."""
ENDED = Role("ended")
"""The line that ended the latest transaction: a dot, RSET, EHLO or the last chunk."""
SENDER = Role("sender")
"""The sender in the latest MAIL, that to which this reply may be the answer included."""


def latest(verb: str) -> Role:
    """The latest command of a verb before that which this reply answers; EHLO stands for HELO and LHLO too."""
    return Role("latest", what=(verb,))


def accepted(verb: str) -> Role:
    """The latest such command that was not refused."""
    return Role("accepted", what=(verb,))


def refused(verb: str = "") -> Role:
    """The latest such command, if it was refused; without a verb the latest refused one of any verb."""
    return Role("denied", what=(verb,))


def offered(keyword: str) -> Role:
    """The line of the latest EHLO reply that offers an extension."""
    return Role("offered", what=(keyword,))


def listed(keyword: str) -> Role:
    """The line of the reply to EHLO that ends here that offers an extension."""
    return Role("listed", what=(keyword,))


def carried(parameter: str) -> Role:
    """A parameter of the latest MAIL, that to which this reply may be the answer included."""
    return Role("carried", what=(parameter,))


def flawed(*rules: str) -> Role:
    """What these rules, or those of these families, mark in the command, AUTH exchange or message answered here."""
    return Role("flawed", what=rules)


def unmarked(*rules: str) -> Role:
    """Here, unless these rules, or those of these families, find something in what this line answers and refuses."""
    return Role("unmarked", what=rules)


def first(rule: str) -> Role:
    """Here, unless the rule finds something on a line above in the session."""
    return Role("first", what=(rule,))


def field(name: str) -> Role:
    """The first field of that name in the header of the message answered here."""
    return Role("field", what=(name,))


def group(k: int) -> Role:
    """The k-th command, from 0, of those that wait for a reply here."""
    return Role("group", k)


def within(above: int, piece: int = 0) -> Role:
    """The line that stands so many lines above this one, in the mail data that this one ends.

    `piece` tells the events of one line apart, from 0, where a log has several on a line.
    """
    return Role("within", above, piece)


AT_END = Span(-1, -1)
"""Behind the last word of a text that a rule does not see."""


class Change(NamedTuple):
    """A stretch of an event's text and what it becomes; columns are the SMTP text's, the trace maps them."""

    span: Span
    text: str
    place: Role = HERE
    """Whose text it is."""


class Insertion(NamedTuple):
    """A new line of the client: above the line of a role, or below it."""

    text: str
    place: Role = HERE
    below: bool = False
    again: Role | None = None
    """The line whose words it repeats, in the place of `text`."""


class Fix(NamedTuple):
    """Changes that mend a finding. `safe`: there is one right answer, so that `--fix` may apply it unasked."""

    title: str
    changes: tuple[Change, ...]
    safe: bool = True
    insertions: tuple[Insertion, ...] = ()


class Finding(NamedTuple):
    """A rule's report about one event: columns are those of the event's SMTP text (`span` None is all of it)."""

    rule: str
    message: str
    span: Span | None = None
    place: Role = HERE
    related: tuple[tuple[Role, str], ...] = ()
    fix: Fix | None = None
    only_script: bool = False
    """True when it holds only if the session turns out to show no server line (SEMANTICS section 1, excerpts)."""
    severity: Severity | None = None
    """Where it differs from the rule's own."""
    only_related: bool = False
    """True when there is nothing to say unless the file shows a related place."""
    ended: bool = False
    """It is about the session that ends before this line."""
    key: str = ""
    """Of that session, where sessions are interleaved."""


class Point(NamedTuple):
    """A place in a file: 0-based line, 0-based column in characters."""

    line: int
    column: int


class Edit(NamedTuple):
    """A stretch of the file and the text that replaces it."""

    start: Point
    end: Point
    text: str


class Related(NamedTuple):
    """Another place that explains a diagnostic."""

    start: Point
    end: Point
    message: str


class Repair(NamedTuple):
    """A fix with its places resolved."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool


class Diagnostic(NamedTuple):
    """A finding as it is published: its rule's name, how loud it is here, what it says and where it stands."""

    rule: str
    severity: Severity
    message: str
    start: Point
    end: Point
    related: tuple[Related, ...] = ()
    fix: Repair | None = None
    url: str = ""


class Choice(NamedTuple):
    """What the user asked of the rules: which are off, which have another severity, and whether to be strict."""

    off: frozenset[str] = frozenset()
    levels: tuple[tuple[str, Severity], ...] = ()
    strict: bool = False
