"""What the final line of a reply makes of a session: it settles the command that it answers."""

from functools import lru_cache

from smtp_ls.events import Answer, Expect, Reply
from smtp_ls.session import MORE, Exchange, Known, Session, Step, Waiting, fresh, is_last
from smtp_ls.session.acceptance import accept, final_replies, mechanism_of, presume, refuse, said_of
from smtp_ls.session.contents import mail_data
from smtp_ls.session.offers import NO_OFFERS, Offers
from smtp_ls.session.order import OPENING, Phase

_AUTH = ("AUTH", "X-EXPS")
_INVITATION, _REFUSAL = 300, 400
"""3yz asks for more, 4yz and 5yz refuse (RFC 5321 section 4.2.1)."""


def settle(
    before: Session, event: Answer, base: Session, asked: Waiting, code: int, lapsed: tuple[Waiting, ...]
) -> Step:
    """The step over the final line of a reply with this code.

    `base` is the session without the command that it answers (`asked`) and those that it passes over (`lapsed`).
    """
    if code < _REFUSAL and asked.verb in ("ATRN", "TURN"):
        turned = fresh(base.shown, base.file, extent=base.extent, turned=not base.turned)
        return Step(before, event, turned._replace(given=base.given, replied=True, full=base.full), asked, lapsed)
    after, known = _settled(before, event, base, asked, code)
    rest = after.pending
    if code == 221:
        known = known._replace(phase=Phase.CLOSED, mail=None)
    if code == 221 or known.phase == Phase.DROPPED:
        rest = ()
    elif _asks_for_more(base.known, asked):
        rest = (*[Waiting("BDAT", MORE)] * (base.known.mail.accepted - 1 if base.known.mail else 0), *rest)
    after = after._replace(known=known, pending=rest, presumed=presume(known, rest), answered=asked.verb)
    return Step(before, event, after, asked, lapsed)


def _asks_for_more(known: Known, asked: Waiting) -> bool:
    """Does the last chunk of a message get a reply for each recipient (RFC 2033 section 4.3)?"""
    return known.lmtp and known.mail is not None and asked.verb == "BDAT" and is_last(asked) and asked.text != MORE


def _settled(before: Session, event: Answer, base: Session, asked: Waiting, code: int) -> tuple[Session, Known]:
    """The session as the reply leaves it, but for what is known of it, which is told beside it."""
    verb, known = asked.verb, base.known
    if code >= _REFUSAL:
        return _refused(base, asked), refuse(known, asked, code)
    if verb in _AUTH and code == 334:
        return _challenged(base, asked, event), known
    if verb == "DATA":
        if code < _INVITATION:
            return _uninvited(base), known
        accepted = accept(known, asked, code=code)
        return _invited(base, accepted), accepted
    if verb in OPENING and code == 354 and not known.hello:
        # Before RFC 821, and before HELO, MAIL itself asked for the message (RFC 772).
        return _invited(base, known), known
    if verb == "." and code == 353:
        return base._replace(pending=(*final_replies(known, prdr=True), *base.pending)), known
    accepted = accept(known, asked, code=code, offers=_offers(before, event, asked))
    return base if base.exchange is None else base._replace(exchange=None), accepted


def _refused(base: Session, asked: Waiting) -> Session:
    if asked.verb != "DATA":
        return base if base.exchange is None else base._replace(exchange=None)
    rest = tuple(waiting for waiting in base.pending if waiting.verb != ".")
    return base._replace(exchange=None, content=None, pending=rest)


def _challenged(base: Session, asked: Waiting, event: Answer) -> Session:
    if base.shown.auth == "hidden":
        return base._replace(exchange=None, pending=(asked, *base.pending))  # what the client sends is not shown
    exchange = base.exchange or Exchange(mechanism_of(asked.text), 0, challenged=False)
    said = "" if isinstance(event, Expect) else said_of(exchange.mechanism, event.says)
    return base._replace(exchange=exchange._replace(challenged=True, said=said))


def _uninvited(base: Session) -> Session:
    """A 2yz to DATA is no answer to it: no mail data was asked for, and yet it may come."""
    return base._replace(content=None, stray=True)


def _invited(base: Session, known: Known) -> Session:
    """Mail data was asked for."""
    if any(waiting.verb == "." for waiting in base.pending):
        return base._replace(content=None)  # sent in one group with its mail data, which has ended
    if base.shown.content == "hidden":
        return base._replace(pending=(*final_replies(known), *base.pending))
    if base.content is not None:
        return base._replace(content=base.content._replace(awaited=False))
    return base._replace(content=mail_data(known, base))


def _offers(before: Session, event: Answer, asked: Waiting) -> Offers | None:
    """What the reply to EHLO or LHLO offers; None where the file does not tell."""
    if asked.verb not in ("EHLO", "LHLO"):
        return None
    lines = before.reply.lines if before.reply else ()
    if not lines:
        # One line: what people write leaves the list out as often as it is empty; what a program logs is all there is.
        shown = before.shown
        whole = isinstance(event, Reply) and shown.every_reply and not (shown.patterns or shown.excerpt)
        return NO_OFFERS if whole else None
    cut = isinstance(event, Expect)
    last = () if cut else (event.says,)  # type: ignore[union-attr]
    keywords = (*lines, *last)
    if not is_keyword(lines[0]):
        elided = any(line.endswith(("...", "\u2026")) for line in keywords[1:])  # `250-...` stands for others
        return _offered(keywords[1:], complete=not (cut or elided))
    return _offered(keywords, complete=False)


@lru_cache(maxsize=256)
def _offered(lines: tuple[str, ...], *, complete: bool) -> Offers:
    return Offers(lines, complete=complete)


def is_keyword(line: str) -> bool:
    """A script may list keywords alone, without the domain that a server puts on the first line."""
    from smtp_ls.protocol.extensions import EXTENSIONS  # noqa: PLC0415  (wanted only once there is an EHLO reply)

    return (line.split() or [""])[0] in EXTENSIONS
