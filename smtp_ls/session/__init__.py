"""What is known of a session before one of its lines: what the replies have settled, and what is presumed.

Rule 1: replies move the session. A command without its reply waits, and is *presumed* accepted: `Session.known` is what
replies have settled, `Session.presumed` what holds if all that waits is accepted; legality is judged by `presumed`.
Rule 2: every fact dies with its scope (reply, exchange, chunk, transaction, TLS epoch, session), so that sessions
become equal again soon after an edit, and no fact counts what its scope does not bound.
"""

from enum import IntEnum
from typing import NamedTuple

from smtp_ls.envelope import envelope
from smtp_ls.events import Answer, Event, Expect, Reply
from smtp_ls.findings import HERE, Role, group
from smtp_ls.records import quick_replace
from smtp_ls.session.offers import Offers
from smtp_ls.session.order import NEXT, SPENT, Phase

MOST_WAITING = 100
"""How many commands may wait for replies; older ones are taken as accepted (SEMANTICS section 1, keeping step)."""


class Recipient(NamedTuple):
    """A forward-path of this transaction and the code that answered it; 0 while it waits."""

    path: str
    code: int

    @property
    def accepted(self) -> bool:
        """Accepted, or presumed so."""
        return self.code < 400


class Transaction(NamedTuple):
    """A mail transaction from MAIL on: the command's text, and the recipients so far."""

    mail: str
    recipients: tuple[Recipient, ...] = ()

    @property
    def accepted(self) -> int:
        """How many recipients the server has accepted, or is presumed to have."""
        return sum(each.accepted for each in self.recipients)

    def parameter(self, name: str) -> str | None:
        """The value of a MAIL parameter: None if it is not given, "" if it is given without a value."""
        found = envelope(self.mail).parameter(name)
        return None if found is None else found.value or ""


class Known(NamedTuple):
    """What is known of a session: where it is and what the two sides have agreed."""

    phase: Phase = Phase.CONNECT
    tls: bool = False
    hello: str = ""
    """The accepted EHLO, HELO or LHLO since TLS began, or nothing."""
    offers: Offers | None = None
    """What the latest EHLO reply offers; None where the file shows none."""
    stale: Offers | None = None
    """What was offered before TLS began (RFC 3207 section 4.2: to be forgotten)."""
    authenticated: str = ""
    """The mechanism that succeeded."""
    mail: Transaction | None = None
    completed: str = ""
    """The command that completed the latest transaction ("DATA" or "BDAT"), until another begins."""
    lmtp: bool = False


class Waiting(NamedTuple):
    """A command that waits for its reply: verb ("." for the end of mail data) and text."""

    verb: str
    text: str


MORE = "LAST"
"""The text of what waits for a further recipient's reply to `BDAT ... LAST` (RFC 2033 section 4.3)."""


def is_last(waiting: Waiting) -> bool:
    """Does this chunk complete the message? Another word in the place of LAST is presumed to mean it."""
    if waiting.verb not in ("BDAT", "BURL"):
        return False
    words = waiting.text.upper().split()
    return words[-1] == "LAST" or (len(words) > 2 and words[-1].isalpha())


def is_final_reply(waiting: Waiting) -> bool:
    """Is this one of the replies that the end of a message gets, behind the first command that asked for them?"""
    return waiting.verb == "." or waiting.text == MORE


class Exchange(NamedTuple):
    """An AUTH exchange: the mechanism in upper case, how many messages the client sent, and if a 334 asks for one."""

    mechanism: str
    sent: int
    challenged: bool
    said: str = ""
    """With SCRAM, the latest message as it was sent: the next one goes on with its nonce (RFC 5802 section 5.1)."""


LINE_LIMIT = 998
"""The octets of a line of mail data without CRLF (RFC 5321 section 4.5.3.1.6, RFC 5322 section 2.1.1)."""


class Content(NamedTuple):
    """What is known inside mail data or a chunk, and no more (DESIGN law 5): small, so a block is read on its own."""

    eight_bit: str = "unknown"
    """May octets above 127 be sent? "declared", "undeclared" (offered, and no BODY says so), "denied" (BODY=7BIT),
    "not-offered", "unsaid" (no BODY says so, and the file shows no offers), "unknown" (it shows no MAIL).
    """
    utf8_headers: bool = False
    wire: bool = True
    """The lines are shown as they are on the wire, stuffed dots and all."""
    limit: int = LINE_LIMIT
    """The most octets a line may have without CRLF; 0 with BODY=BINARYMIME, which has no lines."""
    header: bool = True
    """Still in the header section."""
    left: int = -1
    """The octets of the chunk that are still to come; -1 in mail data."""
    awaited: bool = False
    """354 has not been seen."""
    size: int = -1
    """The octets that BDAT announces; -1 in mail data."""
    eight_seen: bool = False
    """A line with octets above 127 that may not be sent has come."""
    eight_in_body: bool = False
    """A line behind the header has octets above 127."""
    nul_seen: bool = False
    """A line with an octet 0 has come."""
    control_seen: bool = False
    """A line with another control character that does not belong there has come."""
    elided: bool = False
    """A line stands for others that are left out (`...`)."""
    ends: str = ""
    """Where ends are shown: "bare" (a CR or LF alone has come), "dot" (beside a lone dot), "command" (behind that)."""


class PartialReply(NamedTuple):
    """A multi-line reply that is not finished: its code, and the lines of a reply to EHLO, HELO or LHLO so far."""

    code: int
    lines: tuple[str, ...] = ()
    late: bool = False
    """It is the greeting, and the client had spoken before it."""
    status: str = ""
    """What stands where its first line has an enhanced status code, as it is written."""


class Settings(NamedTuple):
    """What pragmas and reserved variables say of a session (LANGUAGE section 1)."""

    protocol: str = ""
    tls: str = ""
    partial: bool = False
    line_limit: int = LINE_LIMIT
    port: int = 0
    """Of the server, where `@server` or a note of the connection tells; 0 where nothing does."""
    loopback: bool = False
    """The server is on the client's own host, as `@server` or a note of the connection tells."""
    served: str = ""
    """Which of these (`protocol` or `tls`) `@server` has told, and another `@server` takes back."""


NOTHING_SET = Settings()


class Shown(NamedTuple):
    """What a dialect shows of a session; rules that need more are silent (LANGUAGE section 3)."""

    name: str = "native"
    client: bool = True
    server: bool = True
    content: str = "wire"
    """Mail data "wire" (dot-stuffed, as sent), "displayed" (unstuffed) or "hidden"."""
    auth: str = "shown"
    """AUTH payloads "shown", "masked" or "hidden"."""
    ends: bool = False
    """Line ends are visible, so that a bare LF or CR is evidence."""
    ordered: bool = True
    """The order of lines is the order on the wire."""
    every_reply: bool = True
    """Each command's reply is shown, so that a missing one is evidence."""
    quit: bool = True
    """The client's QUIT is shown, so that a missing one is evidence."""
    patterns: bool = False
    """A server line without free text is an expectation."""
    excerpt: bool = False
    """Sessions may begin in the middle."""
    native: bool = False
    """Our own notation, with directives."""


class Origin(IntEnum):
    """How a session began, which tells what may be said of what came before (SEMANTICS section 1, excerpts)."""

    NEW = 0
    WHOLE = 1
    """With a greeting or with EHLO."""
    SCRIPT = 2
    """With another command, and no server line so far."""
    EXCERPT = 3


class Session(NamedTuple):
    """All that is known before a line. Immutable, compared by value."""

    shown: Shown = Shown()
    given: Settings = NOTHING_SET
    file: Settings = NOTHING_SET
    """The settings that hold for the whole file."""
    origin: Origin = Origin.NEW
    known: Known = Known()
    pending: tuple[Waiting, ...] = ()
    presumed: Known = Known()
    reply: PartialReply | None = None
    exchange: Exchange | None = None
    content: Content | None = None
    last: str = ""
    """Who spoke last: "client", "server" or nobody."""
    sent: int = 0
    """How many replies wait that the client has asked for since the server spoke."""
    replied: bool = False
    """A server line has been seen."""
    full: bool = False
    """A full reply has been seen, so that every server line answers the oldest command that waits."""
    answered: str = ""
    """The verb of the command answered last, until the client speaks again."""
    lost: bool = False
    """An error has lost step, or the connection was dropped: the rules of the end are silent."""
    stray: bool = False
    """A line of a message has come though DATA was refused, or may come as it got a yes; and no command since."""
    cut: bool = False
    """Text has come behind the dot that ended the message, and no command since."""
    turned: bool = False
    """ATRN or TURN has swapped the roles (RFC 2645 section 5.3)."""
    mails: int = 0
    """How many MAIL commands have come, up to one too many, where the server limits them (RFC 9422 section 4.1)."""
    extent: str = ""
    """ "begun" once a session of this file was; "block" inside mail data, where only `content` is known."""

    def legal(self, verb: str) -> bool:
        """May this verb come here, if all that waits is accepted?"""
        return verb in allowed(self.presumed)

    @property
    def awaits(self) -> str:
        """What a client line here is: "command", "data", "chunk", "sasl", or "sasl?" (unless it is a command)."""
        if self.content is not None:
            return "data" if self.content.left < 0 else "chunk"
        if self.exchange is not None and self.exchange.challenged:
            return "sasl"
        if self.pending:
            verb = self.pending[-1].verb
            if verb == "DATA":
                return "data" if self.shown.content != "hidden" else "command"
            if verb in ("AUTH", "X-EXPS") and self.exchange is not None and messages_left(self.exchange) > 0:
                return "sasl?"
        return "command"

    def asked(self, event: Answer) -> int:
        """The index in `pending` of the command that this server line answers; -1 if it answers none."""
        if not self.pending or (self.reply.late if self.reply else _is_late(self, event)):
            return -1
        if isinstance(event, Expect) and not self.full:
            return _just_above(self.pending)
        return _answerable(self.pending, event.code)


for _class in (Known, Content, Session):
    quick_replace(_class)


class Step(NamedTuple):
    """One event between what was known before it and what is known after."""

    before: Session
    event: Event
    after: Session
    asked: Waiting | None = None
    """The command that this reply line answers."""
    lapsed: tuple[Waiting, ...] = ()
    """Commands that will not be answered any more."""
    base: Known | None = None
    """For a command: what was presumed when it came, by which its legality is judged."""

    @property
    def known(self) -> Known:
        """What was presumed when the event came."""
        return self.before.presumed if self.base is None else self.base

    @property
    def in_order(self) -> bool:
        """May a command's verb come here (the NEXT table)?"""
        return self.event.verb in allowed(self.known)  # type: ignore[union-attr]

    @property
    def asked_role(self) -> Role:
        """The place of `asked`, as a role."""
        return group(self.before.pending.index(self.asked)) if self.asked in self.before.pending else HERE


def inside(session: Session) -> Session:
    """The session as the lines of its mail data see it: the content and nothing else (DESIGN law 5)."""
    return Session(shown=session.shown, content=session.content, last="client", turned=session.turned, extent="block")


def fresh(shown: Shown, file: Settings = NOTHING_SET, *, extent: str = "", turned: bool = False) -> Session:
    """A session of which nothing has been read."""
    known = Known(tls=file.tls == "implicit", lmtp=file.protocol == "lmtp")
    return Session(
        shown=shown, given=file, file=file, known=known, presumed=known, extent=extent, turned=turned
    )  # fmt: skip


def allowed(known: Known) -> dict[str, Phase]:
    """Verb -> phase after it, for all verbs that may come when this is known: the row of NEXT less what is spent."""
    row = NEXT[known.phase]
    if not (known.authenticated or known.tls):
        return row
    spent = [verb for verb, fact in SPENT.items() if verb in row and getattr(known, fact)]
    return {verb: phase for verb, phase in row.items() if verb not in spent} if spent else row


def messages_left(exchange: Exchange) -> int:
    """How many more lines the client sends in this exchange, as far as the mechanism tells; 1 if it is unknown."""
    from smtp_ls.protocol.sasl import MECHANISMS  # noqa: PLC0415  (wanted only once there is an AUTH)

    mechanism = MECHANISMS.get(exchange.mechanism)
    messages = mechanism.client_messages if mechanism and mechanism.client_messages else 1
    return messages - exchange.sent


_ONLY_FOR = {354: ("DATA",), 334: ("AUTH", "X-EXPS"), 235: ("AUTH", "X-EXPS"), 221: ("QUIT",)}
"""Codes that answer one verb and no other, so that they tell where a reply belongs when some are missing."""


def _just_above(pending: tuple[Waiting, ...]) -> int:
    """The index of what a pattern answers: the command above, or the first reply that a message's end still gets."""
    index = len(pending) - 1
    while index and is_final_reply(pending[index]) and is_final_reply(pending[index - 1]):
        index -= 1
    return index


def _answerable(pending: tuple[Waiting, ...], code: int) -> int:
    """The index of the oldest waiting command that this code can answer; the oldest if it can answer none."""
    verbs = _ONLY_FOR.get(code)
    if verbs and pending[0].verb not in verbs:
        for index, waiting in enumerate(pending):
            if waiting.verb in verbs:
                return index
    return 0


def _is_late(session: Session, event: Answer) -> bool:
    """Is this the greeting, though the client has spoken already (RFC 5321 section 4.3.1)?"""
    if session.replied or event.code != 220 or not isinstance(event, Reply) or not event.says.strip():
        return False
    return not any(waiting.verb in ("STARTTLS", "X-ANONYMOUSTLS", "XCLIENT") for waiting in session.pending)
