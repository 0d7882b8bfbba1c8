"""The step of a session over one of its events: what the event settles, opens, ends or begins."""

import re
from collections.abc import Callable
from sys import intern
from typing import Any

from smtp_ls.events import Answer, Body, Chunk, Command, Directive, EndOfData, Event, Expect, Note, Reply, SaslResponse
from smtp_ls.protocol.verbs import VERBS, nearest
from smtp_ls.regular import Pattern
from smtp_ls.session import (
    MOST_WAITING,
    Content,
    Exchange,
    Known,
    Origin,
    PartialReply,
    Session,
    Step,
    Waiting,
    is_final_reply,
)
from smtp_ls.session.acceptance import accept, auth_words, final_replies, mechanism_of, presume, said_of
from smtp_ls.session.contents import UNCOUNTED, chunk, content_after, goes_on, open_content, overruns
from smtp_ls.session.offers import Offers
from smtp_ls.session.order import HELLO, Phase
from smtp_ls.session.settling import is_keyword, settle

_GLUED = Pattern(r"\s*(?:(?P<mail>MAIL)FROM|RCPTTO)\b", re.IGNORECASE)
_WORD = Pattern(r"\s*([A-Za-z-]{3,12})(?=\s|$)")
"""No colon behind it: `Date:` is a header field, and no misspelt DATA."""

STATUS = re.compile(r"\s*(\d{1,4}(?:\.\d{1,4}){1,2})(?=[\s:]|$)")
"""What stands where a reply's text has its enhanced status code, right or wrong (RFC 2034 section 4)."""

_ANYBODY = "x"
"""The name in an EHLO that waits: no reply's meaning depends on it, and without it sessions are equal again (law 5)."""

_SPACED = Pattern(r"[A-Za-z]{4,}[ :]")

_FIELD = Pattern(r"[!-9;-~]+:(?:\s|$)")

_ADDRESS = Pattern(r"[\[(][\d.]{7,15}[\])]")

GREETING_CODES = (220, 421, 521, 554)
"""RFC 5321 sections 3.1 and 4.3.2, RFC 7504 section 3."""


_NEVER = ("MAIL", "RCPT", "DATA", ".", "BDAT", "RSET", "NOOP", "AUTH")
"""Commands that no server answers with 220, among those that may wait when a log goes on with the next session."""


def begins(session: Session, event: Event) -> bool:
    """Does this event begin another session (SEMANTICS section 1, greeting)?"""
    if isinstance(event, Directive):
        return event.name == "session"
    if session.origin == Origin.NEW and not session.replied:
        return False
    if isinstance(event, Note):
        return event.tells == "connect"
    if isinstance(event, Reply | Expect):
        return event.code in (220, 554, 521) and session.reply is None and _greets(session, event)
    if isinstance(event, Command) and event.verb in HELLO:
        # What programs log shows no command behind QUIT; of what is written by hand that is not so sure.
        return session.presumed.phase == Phase.CLOSED and not (session.replied and session.shown.native)
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
    # Nothing that waits may be answered so, and the connection has been cut.
    return isinstance(event, Reply) and "SMTP" in event.text and all(each.verb in _NEVER for each in session.pending)


def _command(session: Session, event: Command) -> Step:
    cut = event.verb not in VERBS and (session.cut or goes_on(session, event.text))
    stray = _strays(session, event)
    verb = event.verb if cut or stray else _meant(event, session.presumed.offers)
    waiting = Waiting(verb, f"{verb} {_ANYBODY}" if verb in HELLO and event.valid else event.text)
    before = session
    lapsed: tuple[Waiting, ...] = ()
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
    if verb == "BDAT":
        content = chunk(event, base, session)
    elif verb in ("AUTH", "X-EXPS"):
        exchange = _begun(event.text)
    after = session._replace(
        origin=origin, known=known, pending=(*pending, waiting), presumed=accept(base, waiting), exchange=exchange,
        content=content, last="client", sent=session.sent + 1, answered="", cut=cut,
        stray=stray, lost=session.lost or base.phase == Phase.CLOSED,
        mails=_mails(session, verb, base.offers), extent="begun",
    )  # fmt: skip
    return Step(before, event, after, None, lapsed, base)


def _mails(session: Session, verb: str, offers: Offers | None) -> int:
    """How many MAIL commands have come with this one, where that is limited."""
    if verb != "MAIL" or offers is None or "LIMITS" not in offers:
        return session.mails
    most = offers.limit("MAILMAX")
    return min(session.mails + 1, most + 1) if most else 0


def _meant(event: Command, offers: Offers | None) -> str:
    """The verb as which a command is presumed: of a misspelt one the likeliest, so that one slip is one finding."""
    if event.verb in VERBS or (offers is not None and event.verb in offers):
        return event.verb
    glued = _GLUED.match(event.text)
    if glued:
        return "MAIL" if glued["mail"] else "RCPT"
    word = _WORD.match(event.text)
    return (nearest(word[1]) if word else None) or event.verb


def _may_pipeline(session: Session) -> bool:
    """May replies to what waits still come after the client has spoken again?"""
    # The replies to the end of mail data come together: one that is missing does not come later (RFC 2033 section 4.2).
    if is_final_reply(session.pending[0]):
        return False
    known = session.known
    if known.offers is None:
        return bool(known.hello) or session.origin != Origin.WHOLE
    return not known.offers.lacks("PIPELINING")


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
    if verb in HELLO:
        return Origin.WHOLE, session.known._replace(phase=Phase.GREETED)
    excerpt = session.shown.excerpt or session.replied
    return (Origin.EXCERPT if excerpt else Origin.SCRIPT), session.known._replace(phase=Phase.UNKNOWN)


def _strays(session: Session, event: Command) -> bool:
    """Is this a line of the message, though DATA was not answered with 354 (RFC 5321 section 3.3)?

    Behind a refusal it begins with a field; behind a yes that is none the client takes it for one.
    """
    if event.verb in VERBS or session.stray:
        return event.verb not in VERBS
    begins = session.answered == "DATA" and all(each.verb != "." for each in session.pending)
    return begins and _FIELD.match(event.text) is not None


def _begun(text: str) -> Exchange:
    """The exchange that an AUTH line begins, perhaps with an initial response."""
    mechanism, response = mechanism_of(text), auth_words(text)[2:3]
    return Exchange(mechanism, len(response), challenged=False, said=said_of(mechanism, "".join(response)))


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
    spoken: dict[str, Any] = {"origin": origin, "replied": True, "full": full, "last": "server", "sent": 0}
    partial = session.reply
    code = partial.code if partial else event.code
    if asked is None and session.pending:  # the greeting, late
        reply = None if event.final else PartialReply(code, late=True)
        return Step(session, event, session._replace(**{**spoken, "origin": Origin.WHOLE, "reply": reply}))
    if not event.final:
        return Step(session, event, session._replace(**spoken, reply=_more(partial, event, asked)), asked)
    if asked is None:
        if code == 421:
            known = known._replace(phase=Phase.DROPPED, mail=None)
        elif known.phase == Phase.CONNECT:
            known = _greeted(known, code)
        return Step(session, event, session._replace(**spoken, known=known, presumed=known, reply=None))
    lapsed, rest = session.pending[:index], session.pending[index + 1 :]
    base = session._replace(**spoken, known=presume(known, lapsed), pending=rest, reply=None)
    return settle(session, event, base, asked, code, lapsed)


def _broken_off(session: Session, content: Content) -> Session:
    """The session when a server line comes where content should: mail data without its dot, or a chunk cut short."""
    if content.left >= UNCOUNTED >> 1:
        return session._replace(content=None)
    if content.left >= 0:
        return session._replace(content=None, lost=True)
    return _end_of_data(session, EndOfData("", 0, implied=True)).after._replace(lost=True)


def _greeting(session: Session, event: Answer, *, full: bool) -> Step:
    """The first event of a session is a server line: its greeting, or an excerpt begins."""
    base = session._replace(replied=True, full=full, last="server", sent=0, extent="begun")
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
    """A multi-line reply with one more line; only the lines of a reply to EHLO, HELO or LHLO are kept."""
    code, lines, _, status = partial or PartialReply(event.code)
    if asked is not None and asked.verb in HELLO:
        return PartialReply(code, (*lines, _says(event)) if lines else (_heading(_says(event)),))
    if partial is None:
        found = STATUS.match(event.says if isinstance(event, Reply) else event.text[4:])
        status = found[1] if found else ""
    return PartialReply(code, status=status)


def _heading(line: str) -> str:
    """What is kept of the first line of a reply to EHLO: a keyword, or whom the server greets, if it has an address."""
    return line if _ADDRESS.search(line) or is_keyword(line) else ""


def _says(event: Answer) -> str:
    return intern(event.says if isinstance(event, Reply) else event.text[4:])  # servers say the same at every EHLO


def _content(session: Session, event: Body | Chunk) -> Step:
    if session.shown.content == "hidden":  # shown in part, or elsewhere: it moves nothing
        return Step(session, event, session)
    opened = open_content(_closed(session))
    assert opened.content is not None
    after = content_after(opened.content, event)
    lost = opened.lost or (isinstance(event, Chunk) and overruns(opened.content, event))
    return Step(session, event, opened._replace(content=after, last="client", lost=lost))


def _end_of_data(session: Session, event: EndOfData) -> Step:
    if session.shown.content == "hidden" and not (session.pending and session.pending[-1].verb == "DATA"):
        return Step(session, event, session._replace(last="client"))  # the reply to DATA has implied it
    opened = open_content(_closed(session))
    known, pending = opened.known, opened.pending
    if pending and pending[-1].verb == "DATA" and not session.replied:  # a script: presumed accepted
        known, pending = presume(known, pending), ()
    finals = final_replies(presume(known, pending))
    pending = (*pending, *finals)
    after = opened._replace(
        known=known, pending=pending, presumed=presume(known, pending), content=None, last="client", answered="",
        sent=session.sent + len(finals),
    )  # fmt: skip
    return Step(session, event, after)


def _sasl_response(session: Session, event: SaslResponse) -> Step:
    session = _closed(session)
    exchange = session.exchange or Exchange("", 0, challenged=False)
    said = said_of(exchange.mechanism, event.text)
    sent = exchange._replace(sent=exchange.sent + 1, challenged=False, said=said)
    if event.text.strip().upper() == "QUIT":
        session = session._replace(lost=True)  # the client believes that it has gone
    if not exchange.challenged:
        return Step(session, event, session._replace(exchange=sent, last="client"))
    given_up = _gives_up(event.text)
    waiting = given_up or Waiting("AUTH", "*" if event.text.strip() == "*" else f"AUTH {exchange.mechanism}")
    pending = (*session.pending, waiting)
    after = session._replace(
        exchange=None if given_up else sent, pending=pending, presumed=presume(session.known, pending), last="client",
        answered="", sent=session.sent + 1,
    )  # fmt: skip
    return Step(session, event, after)


def _gives_up(text: str) -> Waiting | None:
    """The command that stands in the place of a response: it has a character that base64 has not, and is whole."""
    if _SPACED.match(text) is None:
        return None
    from smtp_ls import syntax  # noqa: PLC0415  (wanted only where a response is none)

    verb = text.split(maxsplit=1)[0].upper()
    return Waiting(verb, text) if verb in VERBS and syntax.matches(verb.lower(), text.rstrip(), utf8=True) else None


def _directed(session: Session, event: Directive) -> Step:
    """Settings hold for the session, and before any session for the file; a pragma wins over a variable."""
    from smtp_ls.session.settings import given_by  # noqa: PLC0415  (many files set nothing)

    given = given_by(session.given, event)
    if given == session.given:
        return Step(session, event, session)
    known = session.known
    if session.origin == Origin.NEW:
        known = known._replace(tls=given.tls == "implicit", lmtp=given.protocol == "lmtp")
    file = session.file if session.extent else given
    presumed = presume(known, session.pending)
    return Step(session, event, session._replace(given=given, file=file, known=known, presumed=presumed))


def _noted(session: Session, event: Note) -> Step:
    after = session
    if not event.tells and session.shown.native and not session.cut and goes_on(session, event.text, answered=False):
        after = session._replace(cut=True)
    elif event.tells == "connect":
        from smtp_ls.session.settings import connected  # noqa: PLC0415  (wanted where a tool tells of the connection)

        after = session._replace(given=connected(session.given, event.text))
    elif event.tells == "close":
        after = session._replace(lost=True)
    elif event.tells == "tls" and not session.known.tls:
        known = session.known._replace(tls=True)
        if session.shown.excerpt and session.pending and session.pending[-1].verb == "STARTTLS":
            # The note stands for the reply, the handshake and perhaps another EHLO.
            known = Known(phase=Phase.UNKNOWN, tls=True, lmtp=known.lmtp)
            after = session._replace(known=known, pending=(), presumed=known)
        else:
            after = session._replace(known=known, presumed=presume(known, session.pending))
    return Step(session, event, after)


def _nothing(session: Session, event: Event) -> Step:
    return Step(session, event, session)


_FOLLOW: dict[str, Callable[[Session, Any], Step]] = {
    "command": _command,
    "reply": _answer,
    "expect": _answer,
    "body": _content,
    "chunk": _content,
    "end-of-data": _end_of_data,
    "sasl-response": _sasl_response,
    "directive": _directed,
    "note": _noted,
}


def follow(session: Session, event: Event) -> Step:
    """The step from a session over one of its events."""
    return _FOLLOW.get(event.kind, _nothing)(session, event)
