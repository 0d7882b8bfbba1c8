"""The gates that a line of a reply opens by what it says: its text, its host, its keyword, its codes.

Rule 1: what needs the tables of keywords and codes is remembered, and they are imported when first needed: servers say
the same again and again.
"""

from functools import lru_cache

from smtp_ls.events import Reply
from smtp_ls.session import Origin, Session, Step, Transaction
from smtp_ls.session.following import STATUS
from smtp_ls.session.order import HELLO

_LINE = 510
"""The octets of a line of a reply, without CRLF (RFC 5321 section 4.5.3.1.5)."""
_MARKS = str.maketrans("", "", ".-_,;:")
"""What may stand in a host's name or behind it."""
_TELLING = {code: f"code:{code}" for code in (251, 355, 421, 500, 502, 504, 521, 530, 538, 551, 552)}
_GIVING = {"VRFY": "reply:VRFY", "EXPN": "reply:EXPN"}
_DELIVERING = ("DATA", ".", "BDAT")
_MORE = 300
_ORDINARY = frozenset({(250, "2.0.0"), (250, "2.1.0"), (250, "2.1.5"), (220, "2.0.0"), (221, "2.0.0"), (235, "2.7.0")})
"""Reply codes with enhanced codes of which there is nothing to say."""


def told(step: Step, reply: Reply) -> list[str]:
    """The gates of `gates.open_gates` that are about what a line of a reply says."""
    before, asked, code, text = step.before, step.asked, reply.code, reply.text
    gates = [] if 4 < len(text) <= _LINE and text.isascii() else ["reply:odd-text"]
    begins = before.reply is None
    if begins and code in _TELLING:
        gates.append(_TELLING[code])
    if asked is None:
        if begins and before.origin == Origin.NEW and step.after.origin == Origin.WHOLE:
            if any(map(str.isdigit, reply.says.strip().partition(" ")[2])):
                gates.append("reply:greeting")
            if not _begins_with_host(reply.says):
                gates.append("reply:odd-host")
        return gates
    if begins and code >= 400 and not _is_listed(code):
        gates.append("reply:unlisted")
    verb = asked.verb
    if verb in HELLO:
        return gates + (_introducing(before, reply, verb) if code == 250 else [])
    if begins and code < 300 and verb in _GIVING:
        gates.append(_GIVING[verb])
    if begins and verb in _DELIVERING and before.known.mail is not None:
        gates += _for_whom(before.known.mail, code)
    offers = before.known.offers
    if offers is not None and "ENHANCEDSTATUSCODES" in offers:
        gates += _enhanced(before, reply)
    return gates


def _introducing(before: Session, reply: Reply, verb: str) -> list[str]:
    """The gates of a line of the reply to EHLO, HELO or LHLO."""
    if before.reply is None:
        return ["reply:odd-host"] if not reply.final and not _begins_with_host(reply.says) else []
    if verb == "HELO":
        return ["reply:more-helo"]
    gates = list(_offering(reply.says, before.reply.lines[1:], final=reply.final))
    if before.known.tls and reply.says.strip().upper() == "STARTTLS":
        gates.append("keyword:STARTTLS")
    if verb == "LHLO" and reply.final:
        gates.append("reply:lmtp-offers")
    return gates


def _begins_with_host(says: str) -> bool:
    """Is the first word a host with its domain, as servers mostly call themselves?"""
    word = says.partition(" ")[0]
    return "." in word and word.translate(_MARKS).isalnum()


def _for_whom(mail: Transaction, code: int) -> list[str]:
    """The gates of a reply to DATA or a message of which no recipient, or not each, has been accepted."""
    accepted = mail.accepted
    if not accepted:
        return ["reply:for-nobody"]
    return ["reply:for-some"] if code < _MORE and accepted < len(mail.recipients) else []


def _enhanced(before: Session, reply: Reply) -> list[str]:
    """The gates of a line that may have an enhanced status code."""
    found, above = STATUS.match(reply.says), before.reply
    if found is None:
        return ["reply:unenhanced"] if above is None and reply.code // 100 in (2, 4, 5) else []
    status = found[1]
    if above is not None and above.status:
        return [] if above.status == status else ["enhanced:changed"]
    return [] if (reply.code, status) in _ORDINARY else list(_classified(reply.code, status))


@lru_cache(maxsize=1024)
def _is_listed(code: int) -> bool:
    from smtp_ls.protocol.replies import REPLY_CODES  # noqa: PLC0415  (wanted only once there is a refusal)

    row = REPLY_CODES.get(code)
    return row is not None and row.verified


@lru_cache(maxsize=1024)
def _offering(says: str, above: tuple[str, ...], *, final: bool) -> tuple[str, ...]:
    from smtp_ls.rules.keywords import gates_of  # noqa: PLC0415  (wanted only once there is a list of keywords)

    return gates_of(says, above, final=final)


@lru_cache(maxsize=1024)
def _classified(code: int, status: str) -> tuple[str, ...]:
    from smtp_ls.rules.statuses import gates_of  # noqa: PLC0415  (wanted only once there is an unusual code)

    return gates_of(code, status)
