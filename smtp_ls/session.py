"""The order of SMTP: phases, the NEXT table, and what is known of a session after each of its events.

Rule 1: what may follow what is the table `NEXT` (and `SPENT`, what a session allows once), and nothing else decides it.
Rule 2: replies move the session. A command without its reply waits, and is *presumed* accepted: `Session.known` is what
replies have settled, `Session.presumed` what holds if all that waits is accepted; legality is judged by `presumed`.
Rule 3: every fact dies with its scope (reply, exchange, chunk, transaction, TLS epoch, session), so that sessions become
equal again soon after an edit, and no fact counts what its scope does not bound.
"""

import re
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from smtp_ls.envelope import envelope
from smtp_ls.events import Answer, Body, Chunk, Command, Directive, EndOfData, Event, Expect, Note, Reply, SaslResponse
from smtp_ls.findings import HERE, Role, group

GREETING_CODES = (220, 421, 521, 554)
"""RFC 5321 sections 3.1 and 4.3.2, RFC 7504 section 3."""

MOST_WAITING = 100
"""How many commands may wait for their replies; older ones are taken as accepted (SEMANTICS section 1, keeping step)."""


class Phase(IntEnum):
    """Where a session is (RFC 5321 section 4.1.4 and the extensions' rules)."""

    CONNECT = 0
    """Connected; the greeting has not been seen."""
    GREETED = 1
    """No accepted EHLO, HELO or LHLO since the greeting or since TLS began."""
    READY = 2
    """Introduced, no transaction open."""
    MAIL = 3
    """MAIL accepted, no recipient yet."""
    RCPT = 4
    """At least one recipient accepted."""
    DATA = 5
    """354 seen: mail data until the lone dot."""
    BDAT = 6
    """At least one chunk without LAST (RFC 3030 section 2)."""
    FAILED = 7
    """A chunk was refused: only RSET, EHLO or QUIT makes sense (RFC 3030 section 2)."""
    REJECTED = 8
    """The greeting was 554 or 521: only QUIT (RFC 5321 section 3.1, RFC 7504 section 3)."""
    CLOSED = 9
    """QUIT was sent, and perhaps answered."""
    UNKNOWN = 10
    """The file begins in the middle: anything may come."""
    DROPPED = 11
    """421 was sent: the server closes the connection (RFC 5321 section 3.8)."""


_HELLO = ("EHLO", "HELO", "LHLO")
_ASKING = ("NOOP", "HELP", "VRFY", "EXPN")
_OPENING = ("MAIL", "SEND", "SOML", "SAML")


def _row(phase: Phase, **after: Phase) -> dict[str, Phase]:
    """One row of the table: the named verbs, and those that are legal in every phase between greeting and goodbye."""
    stay = dict.fromkeys(_ASKING, phase)
    return {**stay, **{verb.replace("_", "-"): to for verb, to in after.items()}, "QUIT": Phase.CLOSED}


_AGAIN = dict.fromkeys((*_HELLO, "RSET"), Phase.READY)

NEXT: dict[Phase, dict[str, Phase]] = {
    Phase.CONNECT: {},
    Phase.GREETED: _row(
        Phase.GREETED,
        **dict.fromkeys(_HELLO, Phase.READY),
        RSET=Phase.GREETED, XCLIENT=Phase.GREETED, XFORWARD=Phase.GREETED,
    ),
    Phase.READY: _row(
        Phase.READY,
        **_AGAIN,
        **dict.fromkeys(_OPENING, Phase.MAIL),
        **dict.fromkeys(("AUTH", "ETRN", "VERB", "ONEX", "XFORWARD", "XUSR", "XADR", "XSTA"), Phase.READY),
        X_EXPS=Phase.READY, X_LINK2STATE=Phase.READY,
        STARTTLS=Phase.GREETED, X_ANONYMOUSTLS=Phase.GREETED, XCLIENT=Phase.GREETED,
        ATRN=Phase.CONNECT, TURN=Phase.CONNECT,
    ),
    Phase.MAIL: _row(Phase.MAIL, **_AGAIN, RCPT=Phase.RCPT),
    Phase.RCPT: _row(
        Phase.RCPT, **_AGAIN, RCPT=Phase.RCPT, DATA=Phase.DATA, BDAT=Phase.BDAT, BURL=Phase.BDAT, XEXCH50=Phase.RCPT
    ),
    Phase.DATA: {".": Phase.READY},
    Phase.BDAT: _row(Phase.BDAT, **_AGAIN, BDAT=Phase.BDAT, BURL=Phase.BDAT),
    Phase.FAILED: _row(Phase.FAILED, **_AGAIN),
    Phase.REJECTED: {"QUIT": Phase.CLOSED},
    Phase.CLOSED: {},
    Phase.DROPPED: {"QUIT": Phase.CLOSED},
}  # fmt: skip
"""phase -> verb -> the phase after its acceptance. A missing verb is out of order (RFC 5321 section 4.1.4; RFC 3030
section 2; RFC 3207 section 4; RFC 4954 section 4; RFC 1985 section 5; RFC 2645 section 5)."""

LANDS: dict[str, Phase] = {
    verb: NEXT[phase][verb]
    for phase in (Phase.DATA, Phase.BDAT, Phase.RCPT, Phase.MAIL, Phase.GREETED, Phase.READY)
    for verb in NEXT[phase]
    if verb not in _ASKING  # they move nothing
}
"""verb -> the phase after it where it was not in order but accepted all the same, or where the phase is unknown."""
NEXT[Phase.UNKNOWN] = {**LANDS, **dict.fromkeys((*_ASKING, "XFORWARD"), Phase.UNKNOWN)}

SPENT = {"AUTH": "authenticated", "STARTTLS": "tls"}
"""verb -> the fact of `Known` after which it may not come again (RFC 4954 section 4, RFC 3207 section 4.2)."""


class Offers:
    """The extensions of one EHLO reply. `complete` is False where the file shows only some of them, or may."""

    __slots__ = ("_hash", "complete", "lines", "table")

    def __init__(self, lines: tuple[str, ...], *, complete: bool) -> None:
        self.lines = lines
        self.complete = complete
        self.table: dict[str, str] = {}
        for line in lines:
            keyword, _, parameters = line.strip().partition(" ")
            if keyword.upper().startswith("AUTH="):
                keyword, parameters = "AUTH", f"{keyword[5:]} {parameters}"
            keyword = keyword.upper()
            known = self.table.get(keyword)
            self.table[keyword] = f"{known} {parameters}".strip() if known else parameters.strip()
        self._hash = hash((lines, complete))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Offers) and (self.lines, self.complete) == (other.lines, other.complete)

    def __contains__(self, keyword: str) -> bool:
        return keyword in self.table

    def lacks(self, *keywords: str) -> bool:
        """The server is known to offer none of these."""
        return self.complete and not any(keyword in self.table for keyword in keywords)

    def __repr__(self) -> str:
        return f"Offers({self.lines!r}, complete={self.complete})"


NO_OFFERS = Offers((), complete=True)


class Recipient(NamedTuple):
    """A forward-path of this transaction and the code that answered it; 0 while it waits."""

    path: str
    code: int

    @property
    def accepted(self) -> bool:
        """Accepted, or presumed so."""
        return self.code < 300


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
    """Does this chunk complete the message?"""
    return waiting.verb in ("BDAT", "BURL") and waiting.text.upper().split()[-1] == "LAST"


def is_final_reply(waiting: Waiting) -> bool:
    """Is this one of the replies that the end of a message gets, behind the first command that asked for them?"""
    return waiting.verb == "." or waiting.text == MORE


class Exchange(NamedTuple):
    """An AUTH exchange: the mechanism in upper case, how many messages the client has sent, and whether a 334 asks for one."""

    mechanism: str
    sent: int
    challenged: bool


class Content(NamedTuple):
    """What is known inside mail data or a chunk, and no more (DESIGN law 5): small, so that a block is read on its own."""

    eight_bit: str = "unknown"
    """May octets above 127 be sent? "declared", "undeclared" (offered, BODY does not say so), "not-offered", "unsaid" (BODY
    does not say so, and the file shows no offers), "unknown" (it shows no MAIL).
    """
    utf8_headers: bool = False
    wire: bool = True
    """The lines are shown as they are on the wire, stuffed dots and all."""
    binary: bool = False
    """BODY=BINARYMIME: no lines, so no line limit."""
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
    elided: bool = False
    """A line stands for others that are left out (`...`)."""


class PartialReply(NamedTuple):
    """A multi-line reply that is not finished: its code, and the lines of an EHLO reply so far."""

    code: int
    lines: tuple[str, ...] = ()
    late: bool = False
    """It is the greeting, and the client had spoken before it."""


class Settings(NamedTuple):
    """What pragmas and reserved variables say of a session (LANGUAGE section 1)."""

    protocol: str = ""
    tls: str = ""
    partial: bool = False


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
    given: Settings = Settings()
    file: Settings = Settings()
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
    replied: bool = False
    """A server line has been seen."""
    full: bool = False
    """A full reply has been seen, so that every server line answers the oldest command that waits."""
    answered: str = ""
    """The verb of the command answered last, until the client speaks again."""
    lost: bool = False
    """An error has lost step, or the connection was dropped: the rules of the end are silent."""
    turned: bool = False
    """ATRN or TURN has swapped the roles (RFC 2645 section 5.3)."""
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

    def after(self, event: Event) -> "Session":
        """What is known after an event of this session."""
        return follow(self, event).after


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


def fresh(shown: Shown, file: Settings = Settings(), *, extent: str = "", turned: bool = False) -> Session:
    """A session of which nothing has been read."""
    known = Known(tls=file.tls == "implicit", lmtp=file.protocol == "lmtp")
    return Session(
        shown=shown, given=file, file=file, known=known, presumed=known, extent=extent, turned=turned
    )  # fmt: skip


def allowed(known: Known) -> dict[str, Phase]:
    """verb -> phase after it, for all verbs that may come when this is known: the row of NEXT less what is spent."""
    row = NEXT[known.phase]
    spent = [verb for verb, fact in SPENT.items() if verb in row and getattr(known, fact)]
    return {verb: phase for verb, phase in row.items() if verb not in spent} if spent else row


# --- what an accepted or refused command makes of what is known -------------------------------------------------------


def accept(known: Known, waiting: Waiting, *, code: int = 0, offers: Offers | None = None) -> Known:
    """What is known once the command is accepted with this 2yz or 3yz; code 0: presumed so."""
    verb = waiting.verb
    row = NEXT[known.phase]
    phase = row.get(verb, LANDS.get(verb, known.phase))
    if verb == "RCPT":
        mail = known.mail or Transaction("")
        return known._replace(phase=phase, mail=mail._replace(recipients=(*mail.recipients, Recipient(waiting.text, code))))
    if verb in _OPENING:
        return known._replace(phase=phase, mail=Transaction(waiting.text), completed="")
    if verb in _HELLO:
        return known._replace(
            phase=phase, hello=verb, offers=NO_OFFERS if verb == "HELO" and offers is None else offers, mail=None,
            completed="", lmtp=known.lmtp or verb == "LHLO",
        )  # fmt: skip
    if verb == ".":
        return known._replace(phase=phase, mail=None, completed="DATA")
    if is_last(waiting):
        return known._replace(phase=Phase.READY, mail=None, completed="BDAT")
    if verb == "RSET":
        introduced = known.hello or known.phase == Phase.UNKNOWN
        return known._replace(phase=Phase.READY if introduced else Phase.GREETED, mail=None, completed="")
    if verb in ("STARTTLS", "X-ANONYMOUSTLS"):
        return Known(phase=phase, tls=True, stale=known.offers, lmtp=known.lmtp)
    if verb == "XCLIENT":
        return known if code == 250 else known._replace(phase=Phase.GREETED, hello="", offers=None)
    if verb in ("AUTH", "X-EXPS"):
        return known._replace(phase=phase, authenticated=_mechanism(waiting.text) or "unknown")
    return known if phase == known.phase else known._replace(phase=phase)


def refuse(known: Known, waiting: Waiting, code: int) -> Known:
    """What is known once the command is refused with this 4yz or 5yz."""
    verb = waiting.verb
    if code == 421:
        return known._replace(phase=Phase.DROPPED, mail=None)
    if verb == "RCPT" and known.mail is not None:
        mail = known.mail
        return known._replace(mail=mail._replace(recipients=(*mail.recipients, Recipient(waiting.text, code))))
    if verb == ".":
        return known._replace(phase=Phase.READY, mail=None, completed="")
    if verb in ("BDAT", "BURL") and known.phase in (Phase.MAIL, Phase.RCPT, Phase.BDAT):
        return known._replace(phase=Phase.FAILED)
    return known


def presume(known: Known, pending: tuple[Waiting, ...]) -> Known:
    """What is known if all that waits is accepted."""
    for index, waiting in enumerate(pending):
        if waiting.verb != "DATA" or index == len(pending) - 1:  # a command after DATA: there was no mail data
            known = accept(known, waiting)
    return known


@lru_cache(maxsize=256)
def _mechanism(text: str) -> str:
    words = text.split()
    return words[1].upper() if len(words) > 1 else ""


def messages_left(exchange: Exchange) -> int:
    """How many more lines the client sends in this exchange, as far as the mechanism tells; 1 if it is unknown."""
    from smtp_ls.protocol.sasl import MECHANISMS  # noqa: PLC0415  (wanted only once there is an AUTH)

    mechanism = MECHANISMS.get(exchange.mechanism)
    messages = mechanism.client_messages if mechanism and mechanism.client_messages else 1
    return messages - exchange.sent


_ONLY_FOR = {354: ("DATA",), 334: ("AUTH", "X-EXPS"), 235: ("AUTH", "X-EXPS"), 221: ("QUIT",)}
"""Codes that answer one verb and no other, so that they tell where a reply belongs when some are missing."""


def _just_above(pending: tuple[Waiting, ...]) -> int:
    """The index of what a pattern answers: the command above it, or the first reply that the end of a message still gets."""
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


# --- following one event ----------------------------------------------------------------------------------------------


def follow(session: Session, event: Event) -> Step:
    """The step from a session over one of its events."""
    kind = event.kind
    if kind == "command":
        return _command(session, event)  # type: ignore[arg-type]
    if kind in ("reply", "expect"):
        return _answer(session, event)  # type: ignore[arg-type]
    if kind in ("body", "chunk"):
        return _content(session, event)  # type: ignore[arg-type]
    if kind == "end-of-data":
        return _end_of_data(session, event)  # type: ignore[arg-type]
    if kind == "sasl-response":
        return _sasl_response(session, event)  # type: ignore[arg-type]
    if kind == "directive":
        return Step(session, event, _directed(session, event))  # type: ignore[arg-type]
    if kind == "note":
        return Step(session, event, _noted(session, event))  # type: ignore[arg-type]
    return Step(session, event, session)


def begins(session: Session, event: Event) -> bool:
    """Does this event begin another session (SEMANTICS section 1, greeting)?"""
    if event.kind == "directive":
        return event.name == "session"  # type: ignore[union-attr]
    if session.origin == Origin.NEW and not session.replied:
        return False
    if event.kind == "note":
        return event.tells == "connect"  # type: ignore[union-attr]
    if event.kind in ("reply", "expect") and event.code in (220, 554, 521) and session.reply is None:  # type: ignore[union-attr]
        return _greets(session, event)  # type: ignore[arg-type]
    if event.kind == "command" and event.verb in _HELLO:  # type: ignore[union-attr]
        return session.presumed.phase == Phase.CLOSED and not session.replied
    return False


def _greets(session: Session, event: Answer) -> bool:
    if session.known.phase == Phase.CONNECT and not session.pending:
        return False  # this session's own greeting
    if event.code != 220:
        return session.known.phase in (Phase.CLOSED, Phase.DROPPED) and not session.pending
    if not session.pending:
        return True
    oldest = session.pending[0].verb
    if oldest == "QUIT" or session.pending[-1].verb == "QUIT":
        says = event.says if isinstance(event, Reply) else ""
        return bool(says.split()) or session.shown.server
    return False


def _command(session: Session, event: Command) -> Step:
    verb = event.verb
    waiting = Waiting(verb, event.text)
    before, lapsed = session, ()
    session = _closed(session)
    if session.shown.content == "hidden" and session.pending and session.pending[-1].verb == "DATA":
        session = _end_of_data(session, EndOfData("", 0, implied=True)).after
    known, pending, origin = session.known, session.pending, session.origin
    if pending and session.last == "server" and not _may_pipeline(session):
        lapsed, known, pending = pending, session.presumed, ()
    if origin == Origin.NEW:
        origin, known = _first(session, verb)
    afresh = lapsed or origin != session.origin or (pending and pending[-1].verb == "DATA")
    base = presume(known, pending) if afresh else session.presumed
    if len(pending) >= MOST_WAITING:
        known, pending = accept(known, pending[0]), pending[1:]
    content, exchange = None, None
    if verb == "BDAT" and event.valid:
        content = _chunk(event, base, session.shown)
    elif verb in ("AUTH", "X-EXPS"):
        exchange = Exchange(_mechanism(event.text), _initial(event.text), challenged=False)
    after = session._replace(
        origin=origin, known=known, pending=(*pending, waiting), presumed=accept(base, waiting), exchange=exchange,
        content=content, last="client", answered="", extent="begun",
    )  # fmt: skip
    return Step(before, event, after, None, lapsed, base)


def _may_pipeline(session: Session) -> bool:
    offers = session.known.offers
    # The replies to the end of mail data come together: one that is missing does not come later (RFC 2033 section 4.2).
    return not is_final_reply(session.pending[0]) and (offers is None or not offers.lacks("PIPELINING"))


def _closed(session: Session) -> Session:
    """The session when the client speaks: a multi-line reply that was not finished counts as finished."""
    if session.reply is None:
        return session
    code = f"{session.reply.code:03}"
    return _answer(session, Expect(code, 0, (code,))).after._replace(reply=None, lost=True)


def _first(session: Session, verb: str) -> tuple[Origin, Known]:
    """How the session began, and what is known, when its first event is a command."""
    if session.given.partial:
        return Origin.EXCERPT, session.known._replace(phase=Phase.UNKNOWN)
    if verb in _HELLO:
        return Origin.WHOLE, session.known._replace(phase=Phase.GREETED)
    excerpt = session.shown.excerpt or session.replied
    return (Origin.EXCERPT if excerpt else Origin.SCRIPT), session.known._replace(phase=Phase.UNKNOWN)


def _initial(text: str) -> int:
    """1 if an AUTH line carries an initial response."""
    return int(len(text.split()) > 2)


def _answer(session: Session, event: Answer) -> Step:
    content = session.content
    if 0 < event.code < 100 and isinstance(event, Reply):
        return Step(session, event, session)  # sendmail's 050 tells what it does, and answers nothing
    if content is not None and not content.awaited:
        step = _answer(_broken_off(session, content), event)
        return step._replace(before=session)
    origin, known = session.origin, session.known
    full = session.full or (isinstance(event, Reply) and (event.full or not session.shown.patterns))
    if origin == Origin.NEW:
        return _greeting(session, event, full=full)
    if origin == Origin.SCRIPT:
        origin = Origin.EXCERPT
    index = session.asked(event)
    asked = session.pending[index] if index >= 0 else None
    base = session._replace(origin=origin, replied=True, full=full, last="server")
    partial = session.reply
    code = partial.code if partial else event.code
    if asked is None and session.pending:  # the greeting, late
        reply = None if event.final else PartialReply(code, late=True)
        return Step(session, event, base._replace(origin=Origin.WHOLE, reply=reply))
    if not event.final:
        return Step(session, event, base._replace(reply=_more(partial, event, asked)), asked)
    if asked is None:
        if code == 421:
            known = known._replace(phase=Phase.DROPPED, mail=None)
        elif known.phase == Phase.CONNECT:
            known = _greeted(known, code)
        return Step(session, event, base._replace(known=known, presumed=known, reply=None))
    lapsed = session.pending[:index]
    known = presume(known, lapsed)
    rest = session.pending[index + 1 :]
    return _settle(session, event, base._replace(known=known, pending=rest, reply=None), asked, code, lapsed)


def _is_late(session: Session, event: Answer) -> bool:
    """Is this the greeting, though the client has spoken already (RFC 5321 section 4.3.1)?"""
    if session.replied or event.code != 220 or not isinstance(event, Reply) or not event.says.strip():
        return False
    return not any(waiting.verb in ("STARTTLS", "X-ANONYMOUSTLS", "XCLIENT") for waiting in session.pending)


def _broken_off(session: Session, content: Content) -> Session:
    """The session when a server line comes where content should: mail data without its dot, or a chunk cut short."""
    if content.left >= UNCOUNTED >> 1:
        return session._replace(content=None)
    if content.left >= 0:
        return session._replace(content=None, lost=True)
    return _end_of_data(session, EndOfData("", 0, implied=True)).after._replace(lost=True)


def _greeting(session: Session, event: Answer, *, full: bool) -> Step:
    """The first event of a session is a server line: its greeting, or an excerpt begins."""
    base = session._replace(replied=True, full=full, last="server", extent="begun")
    if not _may_greet(event) or session.given.partial:
        known = session.known._replace(phase=Phase.UNKNOWN)
        reply = None if event.final else PartialReply(event.code)
        return Step(session, event, base._replace(origin=Origin.EXCERPT, known=known, presumed=known, reply=reply))
    if not event.final:
        return Step(session, event, base._replace(origin=Origin.WHOLE, reply=PartialReply(event.code)))
    known = _greeted(session.known, event.code)
    return Step(session, event, base._replace(origin=Origin.WHOLE, known=known, presumed=known))


def _may_greet(event: Answer) -> bool:
    """Is this a greeting, or a pattern that stands for one?"""
    if isinstance(event, Expect):
        return any(pattern in ("2xx", "22x", "220", "421", "521", "554") for pattern in event.codes)
    return event.code in GREETING_CODES


def _greeted(known: Known, code: int) -> Known:
    if code in (554, 521):
        return known._replace(phase=Phase.REJECTED)
    return known._replace(phase=Phase.DROPPED if code >= 400 else Phase.GREETED)


def _more(partial: PartialReply | None, event: Answer, asked: Waiting | None) -> PartialReply:
    """A multi-line reply with one more line; only the lines of an EHLO reply are kept."""
    keep = asked is not None and asked.verb in ("EHLO", "LHLO")
    lines = partial.lines if partial else ()
    return PartialReply(partial.code if partial else event.code, (*lines, _says(event)) if keep else ())


def _says(event: Answer) -> str:
    return event.says if isinstance(event, Reply) else event.text[4:]


def _settle(
    before: Session, event: Answer, base: Session, asked: Waiting, code: int, lapsed: tuple[Waiting, ...]
) -> Step:
    """The final line of a reply settles the command that it answers."""
    known, verb, exchange, content, rest = base.known, asked.verb, base.exchange, base.content, base.pending
    if code >= 400:
        known, exchange = refuse(known, asked, code), None
        if verb == "DATA":
            content, rest = None, tuple(waiting for waiting in rest if waiting.verb != ".")
    elif code == 334 and verb in ("AUTH", "X-EXPS") and base.shown.auth == "hidden":
        exchange, rest = None, (asked, *rest)  # what the client sends is not shown
    elif code == 334 and verb in ("AUTH", "X-EXPS"):
        mechanism, sent = (exchange.mechanism, exchange.sent) if exchange else (_mechanism(asked.text), 0)
        exchange = Exchange(mechanism, sent, challenged=True)
    elif verb == "DATA" and code < 300:
        content = None  # no answer to DATA: nothing was opened
    elif verb == "DATA":
        known = accept(known, asked, code=code)
        if any(waiting.verb == "." for waiting in rest):
            content = None  # sent in one group with its mail data, which has ended
        elif base.shown.content == "hidden":
            rest = (*_final_replies(known), *rest)
        else:
            content = _mail_data(known, base.shown) if content is None else content._replace(awaited=False)
    elif code == 354 and verb in _OPENING and not known.hello:
        # Before RFC 821, MAIL itself asked for the message (RFC 772), and there was no HELO.
        if base.shown.content == "hidden":
            rest = (*_final_replies(known), *rest)
        else:
            content = _mail_data(known, base.shown)
    elif verb == "." and code == 353:
        rest = (*_final_replies(known, prdr=True), *rest)
    elif verb in ("ATRN", "TURN"):
        turned = fresh(base.shown, base.file, extent=base.extent, turned=not base.turned)
        return Step(before, event, turned._replace(given=base.given, replied=True, full=base.full), asked, lapsed)
    else:
        known, exchange = accept(known, asked, code=code, offers=_offers(before, event, asked)), None
    if code == 221:
        known = known._replace(phase=Phase.CLOSED, mail=None)
    if verb == "BDAT" and base.known.lmtp and base.known.mail is not None and is_last(asked) and asked.text != MORE:
        rest = (*[Waiting("BDAT", MORE)] * (base.known.mail.accepted - 1), *rest)
    if known.phase == Phase.DROPPED or code == 221:
        rest = ()
    presumed = presume(known, rest)
    after = base._replace(
        known=known, pending=rest, presumed=presumed, exchange=exchange, content=content, answered=verb
    )
    return Step(before, event, after, asked, lapsed)


def _offers(before: Session, event: Answer, asked: Waiting) -> Offers | None:
    """What the reply to EHLO or LHLO offers; None where the file does not tell."""
    if asked.verb not in ("EHLO", "LHLO"):
        return None
    lines = before.reply.lines if before.reply else ()
    if not lines:
        return None  # one line: the list is left out as often as it is empty
    cut = isinstance(event, Expect)
    last = () if cut else (event.says,)  # type: ignore[union-attr]
    keywords = (*lines, *last)
    if not _is_keyword(lines[0]):
        return Offers(keywords[1:], complete=not cut)
    return Offers(keywords, complete=False)


def _is_keyword(line: str) -> bool:
    """A script may list keywords alone, without the domain that a server puts on the first line."""
    from smtp_ls.protocol.extensions import EXTENSIONS  # noqa: PLC0415  (wanted only once there is an EHLO reply)

    return (line.split() or [""])[0] in EXTENSIONS


def _final_replies(known: Known, *, prdr: bool = False) -> tuple[Waiting, ...]:
    """What waits once mail data has ended: one reply, or in LMTP one per accepted recipient (RFC 2033 section 4.2)."""
    accepted = [each.path for each in known.mail.recipients if each.accepted] if known.mail else []
    if prdr:
        return tuple(Waiting(".", path) for path in [*accepted, ""])
    if known.lmtp and known.mail is not None:
        return tuple(Waiting(".", path) for path in accepted)
    return (Waiting(".", ""),)


def _mail_data(known: Known, shown: Shown) -> Content:
    return _opened(known, shown, left=-1)


def _chunk(event: Command, known: Known, shown: Shown) -> Content | None:
    words = event.text.split()
    size = int(words[1]) if len(words) > 1 and words[1].isascii() and words[1].isdigit() and len(words[1]) < 19 else -1
    if size <= 0 and not (len(words) > 1 and "{{" in words[1]):
        return None
    if shown.content == "hidden":
        return None
    return _opened(known, shown, left=size if size > 0 else UNCOUNTED)


UNCOUNTED = 1 << 62
"""The size of a chunk whose count is a placeholder: it ends at the next server line or command."""


def _opened(known: Known, shown: Shown, left: int) -> Content:
    mail, offers = known.mail, known.offers
    body = (mail.parameter("BODY") or "").upper() if mail else ""
    utf8 = mail is not None and mail.parameter("SMTPUTF8") is not None
    if body in ("8BITMIME", "BINARYMIME") or "{{" in body:
        eight_bit = "declared"
    elif mail is None or not mail.mail:
        eight_bit = "unknown"
    elif offers is None:
        eight_bit = "undeclared" if known.hello == "HELO" else "unsaid"
    else:
        eight_bit = "undeclared" if "8BITMIME" in offers or not offers.complete else "not-offered"
    if known.hello == "HELO" and eight_bit == "undeclared":
        eight_bit = "not-offered"
    wire = shown.content == "wire"
    return Content(eight_bit, utf8, wire, body == "BINARYMIME", left=left, size=left if left < UNCOUNTED else -1)


def open_content(session: Session) -> Session:
    """The session with mail data open, as a client line after an unanswered DATA presumes."""
    if session.content is not None:
        return session
    content = _mail_data(session.presumed, session.shown)
    return session._replace(content=content._replace(awaited=True), last="client")


_ELIDES = frozenset(" .[(<\u2026")
_ELISION = re.compile(r"\s*(?:\.\.\.|\u2026)\s*|\s*[\[(<].*(?:\.\.\.|\u2026|\b(?:octets|bytes|lines|data|message|content|body)\b).*[\])>]\s*")


def is_elided(text: str) -> bool:
    """Does this line of content stand for others that are left out: `...`, `(80 octets of message)`?"""
    return _ELISION.fullmatch(text) is not None


def offends(content: Content) -> bool:
    """May octets above 127 not be sent here (RFC 6152 section 3, RFC 6531 section 3.6)?"""
    return content.eight_bit not in ("declared", "unknown") and not (content.header and content.utf8_headers)


def content_after(content: Content, event: Body | Chunk) -> Content | None:
    """What is known inside the block after one of its lines; None once a chunk is complete."""
    text = event.text
    if not content.eight_seen and not text.isascii() and offends(content):
        content = content._replace(eight_seen=True)
    if text[:1] in _ELIDES and not content.elided and is_elided(text):
        content = content._replace(elided=True)
    if content.left >= 0:
        left = content.left - event.octets  # type: ignore[union-attr]
        # The last line of a chunk may have no CRLF of its own (SEMANTICS section 1, BDAT).
        return content._replace(left=left, header=content.header and bool(text)) if left > 0 else None
    if content.header and not text.strip():
        return content._replace(header=False)
    return content


def _content(session: Session, event: Body | Chunk) -> Step:
    if session.shown.content == "hidden":  # shown in part, or elsewhere: it moves nothing
        return Step(session, event, session)
    opened = open_content(_closed(session))
    assert opened.content is not None
    after = content_after(opened.content, event)
    lost = opened.lost or (isinstance(event, Chunk) and overruns(opened.content, event))
    return Step(session, event, opened._replace(content=after, last="client", lost=lost))


def overruns(content: Content, event: Chunk) -> bool:
    """Does the chunk end inside this line? The line may lack its own CRLF there (SEMANTICS section 1, BDAT)."""
    return content.left < event.octets and content.left != event.octets - 2


def _end_of_data(session: Session, event: EndOfData) -> Step:
    if session.shown.content == "hidden" and not (session.pending and session.pending[-1].verb == "DATA"):
        return Step(session, event, session._replace(last="client"))  # the reply to DATA has implied it
    opened = open_content(_closed(session))
    known, pending = opened.known, opened.pending
    if pending and pending[-1].verb == "DATA" and not session.replied:  # a script: presumed accepted
        known, pending = presume(known, pending), ()
    finals = _final_replies(presume(known, pending))
    pending = (*pending, *finals)
    after = opened._replace(
        known=known, pending=pending, presumed=presume(known, pending), content=None, last="client", answered=""
    )
    return Step(session, event, after)


def _sasl_response(session: Session, event: SaslResponse) -> Step:
    session = _closed(session)
    exchange = session.exchange or Exchange("", 0, challenged=False)
    sent = exchange._replace(sent=exchange.sent + 1, challenged=False)
    if not exchange.challenged:
        return Step(session, event, session._replace(exchange=sent, last="client"))
    waiting = Waiting("AUTH", f"AUTH {exchange.mechanism}")
    pending = (*session.pending, waiting)
    after = session._replace(
        exchange=sent, pending=pending, presumed=presume(session.known, pending), last="client", answered=""
    )
    return Step(session, event, after)


def _directed(session: Session, event: Directive) -> Session:
    """Settings hold for the session, and before any session for the file."""
    name, value = event.name, event.value
    if name == "server":
        scheme = value.partition(":")[0]
        name, value = ("tls", "implicit") if scheme == "smtps" else ("protocol", "lmtp") if scheme == "lmtp" else ("", "")
    if name not in ("protocol", "tls", "partial"):
        return session
    given = session.given._replace(**{name: True if name == "partial" else value})
    known = session.known
    if session.origin == Origin.NEW:
        known = known._replace(tls=given.tls == "implicit", lmtp=given.protocol == "lmtp")
    file = session.file if session.extent else given
    return session._replace(given=given, file=file, known=known, presumed=presume(known, session.pending))


def _noted(session: Session, event: Note) -> Session:
    if event.tells == "close" and not session.lost:
        return session._replace(lost=True)
    if event.tells == "tls" and not session.known.tls:
        known = session.known._replace(tls=True)
        if session.shown.excerpt and session.pending and session.pending[-1].verb == "STARTTLS":
            # The note stands for the reply, the handshake and perhaps another EHLO.
            known = Known(phase=Phase.UNKNOWN, tls=True, lmtp=known.lmtp)
            return session._replace(known=known, pending=(), presumed=known)
        return session._replace(known=known, presumed=presume(known, session.pending))
    return session
