"""What an accepted or a refused command makes of what is known of a session."""

from functools import lru_cache

from smtp_ls.session import Known, Recipient, Transaction, Waiting, is_last
from smtp_ls.session.offers import NO_OFFERS, Offers
from smtp_ls.session.order import HELLO, NEXT, OPENING, Phase, landing


def accept(known: Known, waiting: Waiting, *, code: int = 0, offers: Offers | None = None) -> Known:
    """What is known once the command is accepted with this 2yz or 3yz; code 0: presumed so."""
    verb = waiting.verb
    phase = NEXT[known.phase].get(verb)
    if phase is None:
        phase = landing(known.phase, verb)
    if verb == "RCPT":
        mail = known.mail or Transaction("")
        return known._replace(
            phase=phase, mail=mail._replace(recipients=(*mail.recipients, Recipient(waiting.text, code)))
        )
    if verb in OPENING:
        if code == 355:  # the transaction goes on with the recipients it had (RFC 1845 section 5.2)
            phase = Phase.RCPT
        return known._replace(phase=phase, mail=Transaction(waiting.text), completed="")
    if verb in HELLO:
        return known._replace(
            phase=phase, hello=verb, offers=NO_OFFERS if verb == "HELO" and offers is None else offers, mail=None,
            completed="", lmtp=known.lmtp or verb == "LHLO",
        )  # fmt: skip
    if verb == ".":
        return known._replace(phase=phase, mail=None, completed="DATA")
    if is_last(waiting):
        return known._replace(phase=Phase.READY, mail=None, completed="BDAT")
    if verb == "RSET":
        introduced = known.hello or known.phase not in (Phase.CONNECT, Phase.GREETED)  # where MAIL was accepted, too
        return known._replace(phase=Phase.READY if introduced else Phase.GREETED, mail=None, completed="")
    if verb in ("STARTTLS", "X-ANONYMOUSTLS"):
        return Known(phase=phase, tls=True, stale=known.offers, lmtp=known.lmtp)
    if verb == "XCLIENT":
        return known if code == 250 else known._replace(phase=Phase.GREETED, hello="", offers=None)
    if verb in ("AUTH", "X-EXPS"):
        return known._replace(phase=phase, authenticated=mechanism_of(waiting.text) or "unknown")
    return known if phase == known.phase else known._replace(phase=phase)


def refuse(known: Known, waiting: Waiting, code: int) -> Known:
    """What is known once the command is refused with this 4yz or 5yz."""
    verb = waiting.verb
    if code == 421:
        return known._replace(phase=Phase.DROPPED, mail=None)
    if verb == "RCPT" and known.mail is not None:
        mail = known.mail
        return known._replace(mail=mail._replace(recipients=(*mail.recipients, Recipient(waiting.text, code))))
    if verb == "." or (_fails(known, waiting, code) and is_last(waiting)):
        return known._replace(phase=Phase.READY, mail=None, completed="")
    return known._replace(phase=Phase.FAILED) if _fails(known, waiting, code) else known


def _fails(known: Known, waiting: Waiting, code: int) -> bool:
    """Is a chunk refused, and the message with it (RFC 3030 section 2), and not the command for its syntax or place?"""
    chunk = waiting.verb in ("BDAT", "BURL") and known.phase in (Phase.MAIL, Phase.RCPT, Phase.BDAT)
    return chunk and code not in (500, 501, 502, 503, 504, 521)


def presume(known: Known, pending: tuple[Waiting, ...]) -> Known:
    """What is known if all that waits is accepted."""
    for index, waiting in enumerate(pending):
        if waiting.verb != "DATA" or index == len(pending) - 1:  # a command after DATA: there was no mail data
            known = accept(known, waiting)
    return known


@lru_cache(maxsize=256)
def auth_words(text: str) -> tuple[str, ...]:
    """The words of an AUTH line: verb, mechanism and initial response. `AUTH=PLAIN`, as some write, is two."""
    words = text.split()
    if words and "=" in words[0]:
        words[:1] = words[0].split("=", 1)
    return tuple(words)


def mechanism_of(text: str) -> str:
    """The SASL mechanism that an AUTH line names, in upper case; nothing if it names none."""
    words = auth_words(text)
    return words[1].upper() if len(words) > 1 else ""


def said_of(mechanism: str, text: str) -> str:
    """What an exchange keeps of a message: nothing that is a secret, and nothing that the next one need not know."""
    return text.strip() if mechanism.startswith("SCRAM-") else ""


def final_replies(known: Known, *, prdr: bool = False) -> tuple[Waiting, ...]:
    """What waits once mail data has ended: one reply, or in LMTP one per accepted recipient (RFC 2033 section 4.2)."""
    accepted = [each.path for each in known.mail.recipients if each.accepted] if known.mail else []
    if prdr:
        return tuple(Waiting(".", path) for path in [*accepted, ""])
    if known.lmtp and known.mail is not None:
        return tuple(Waiting(".", path) for path in accepted)
    return (Waiting(".", ""),)
