"""Which commands may come at the cursor, the likeliest first.

Rule 1: what may come is the session's table and nothing else; here it is only put in an order, and what our own rules
would warn of for another reason (an extension that is not offered, a verb that is obsolete) is left out.
"""

import re
from typing import NamedTuple

from smtp_ls.completing.item import Item
from smtp_ls.completing.judging import is_flagged
from smtp_ls.completing.nearby import Nearby
from smtp_ls.completing.place import Place
from smtp_ls.events import CLIENT, Command
from smtp_ls.pages import Topic
from smtp_ls.protocol.sasl import MECHANISMS
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.session import Known, Origin, Session, allowed
from smtp_ls.session.following import follow
from smtp_ls.session.order import Phase

ODD = 100
"""The rank from which on something is legal but odd."""

_WORD = re.compile(r"\s*(?:(?:MAIL|SEND|SOML|SAML)\s+FROM\s*:|RCPT\s+TO\s*:|[A-Za-z][A-Za-z0-9-]*)?", re.IGNORECASE)
_HELLO = ("EHLO", "HELO", "LHLO")
_TLS = ("STARTTLS", "X-ANONYMOUSTLS")

LIKELY: dict[Phase, tuple[str, ...]] = {
    Phase.GREETED: ("EHLO", "LHLO", "HELO", "QUIT"),
    Phase.READY: ("STARTTLS", "AUTH", "MAIL", "QUIT"),
    Phase.MAIL: ("RCPT", "RSET", "QUIT"),
    Phase.RCPT: ("DATA", "RCPT", "BDAT", "BURL", "RSET", "QUIT"),
    Phase.BDAT: ("BDAT", "BURL", "RSET", "QUIT"),
    Phase.FAILED: ("RSET", "QUIT"),
    Phase.UNKNOWN: ("EHLO", "MAIL", "RCPT", "DATA", "STARTTLS", "AUTH", "BDAT", "RSET", "QUIT"),
}
"""The commands that usually come in each phase, in that order."""
_RARE = (
    "NOOP",
    "RSET",
    "VRFY",
    "EXPN",
    "HELP",
    "EHLO",
    "LHLO",
    "HELO",
    "ETRN",
    "STARTTLS",
    "AUTH",
    "BDAT",
    "BURL",
    "QUIT",
)
"""What else may come, in that order; then everything else."""

_DROPS = ("EHLO", "HELO", "LHLO", "RSET", "QUIT")
"""What ends a transaction without sending its message."""

_TOLD = {354: ("DATA",), 221: ("QUIT",), 334: ("AUTH",), 235: ("AUTH",), 220: ("STARTTLS",)}
"""A reply that stands below the cursor tells which command belongs above it."""

_ARGUMENTS = {
    "MAIL": " FROM:<«»>",
    "SEND": " FROM:<«»>",
    "SOML": " FROM:<«»>",
    "SAML": " FROM:<«»>",
    "BDAT": " «0» LAST",
    "BURL": " «imap://alice@imap.example.org/Sent;UID=1/;URLAUTH=submit+alice:internal:0» LAST",
    "VRFY": " «bob»",
    "EXPN": " «staff»",
    "ETRN": " «example.org»",
    "XCLIENT": " «ADDR=192.0.2.1»",
    "XFORWARD": " «ADDR=192.0.2.1»",
    "X-EXPS": " «NTLM»",
    "XEXCH50": " «4» «2»",
    "X-LINK2STATE": " «LAST»",
}
"""What stands after a verb, where no name of the file belongs there."""

_BEST = (
    "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-1", "SCRAM-SHA-512", "XOAUTH2", "OAUTHBEARER", "LOGIN", "CRAM-MD5", "EXTERNAL",
    "GSSAPI", "DIGEST-MD5", "NTLM", "ANONYMOUS",
)  # fmt: skip
"""Mechanisms as people reach for them, once the connection is encrypted."""


class Standing(NamedTuple):
    """What holds when a command comes: what is presumed, which verbs may come, and what has to be awaited."""

    known: Known
    verbs: tuple[str, ...]
    waits: str
    """The verb whose reply a command here would have to await; "" if none."""


def standing(session: Session) -> Standing:
    """What holds for a command at this place of a session."""
    step = follow(session, Command("NOOP", 0, "NOOP"))
    known = step.known
    unseen = session.origin in (Origin.NEW, Origin.SCRIPT) and known.phase == Phase.UNKNOWN
    if unseen and not session.given.partial and not session.shown.excerpt:
        known = known._replace(phase=Phase.GREETED)
    row = allowed(known)
    if known.phase == Phase.CLOSED and not session.replied:
        row = dict.fromkeys(_HELLO, Phase.READY)  # a script's next session
    if step.lapsed and session.full:
        row = {}  # the server has to go on first
    return Standing(known, tuple(verb for verb in row if _may(verb, known, session)), _waits(session))


def _may(verb: str, known: Known, session: Session) -> bool:
    """Would none of our rules report this verb, which is in order?"""
    row = VERBS.get(verb)
    if row is None:
        return False
    lmtp = known.lmtp or session.given.protocol == "lmtp"
    if verb in _HELLO and known.phase != Phase.UNKNOWN and (verb == "LHLO") != lmtp and (lmtp or known.hello):
        return False
    begun = known.tls and session.given.tls != "implicit"
    if begun and known.phase == Phase.GREETED and verb not in (*_HELLO, "QUIT"):
        return False  # RFC 3207 section 4.2: EHLO comes first
    if verb == "DATA" and known.mail is not None and (known.mail.parameter("BODY") or "").upper() == "BINARYMIME":
        return False  # RFC 3030 section 3: with BDAT only
    if verb in _TLS and (known.tls or session.given.tls in ("none", "implicit")):
        return False
    if not row.must_be_offered:
        return True
    if known.phase == Phase.GREETED:
        return False  # nothing is offered before EHLO
    return known.offers is None or not known.offers.lacks(row.extension or verb)


def _waits(session: Session) -> str:
    """The verb whose reply has to come first, where the file shows full replies."""
    if not session.full or not session.pending or session.last != "client":
        return ""
    last = session.pending[-1].verb
    offers = session.known.offers
    row = VERBS.get(last)
    if (row is not None and row.pipelining == "last") or (offers is not None and offers.lacks("PIPELINING")):
        return last
    return ""


def commands(place: Place) -> list[Item]:
    """The commands that may come at the cursor, which is on or behind the line's first word."""
    word = _WORD.match(place.text, place.at)
    assert word is not None  # every part of the pattern may be empty
    end = max(word.end(), place.column)
    start = place.at + len(place.left) - len(place.left.lstrip())
    alone = not place.text[end:].strip()
    stands = standing(place.session)
    names = place.near()
    told = _TOLD.get(_code(place.following()), ())
    items = []
    for verb in stands.verbs:
        whole = verb + argument(verb, stands.known, names)
        if is_flagged(place, CLIENT, whole):
            continue
        rank, odd = _rank(verb, stands, place.session)
        rank = -1 if verb in told else rank
        template = whole if alone else verb + _keyword(verb, word[0])
        label = verb + _shown(verb)
        items.append(Item(label, "verb", template, start, end, label, odd, Topic("verb", verb), rank))
    return sorted(items, key=lambda each: each.rank)


def _code(text: str) -> int:
    bare = text.removeprefix("S: ")
    return int(bare[:3]) if bare[:3].isdigit() else 0


def _keyword(verb: str, written: str) -> str:
    """The keyword behind a verb, if what it replaces has one; the arguments stay."""
    return _shown(verb) if ":" in written else ""


def _shown(verb: str) -> str:
    return {"RCPT": " TO:", "MAIL": " FROM:", "SEND": " FROM:", "SOML": " FROM:", "SAML": " FROM:"}.get(verb, "")


def argument(verb: str, known: Known, names: Nearby) -> str:
    """What a verb takes, as a template."""
    if verb in _HELLO:
        return f" «{(*names.hellos, 'client.example.org')[0]}»"
    if verb == "RCPT":
        given = recipients(known)
        fitting = [each for each in names.recipients if each.casefold() not in given]
        return f" TO:<«{(*fitting, *_EXAMPLES)[0]}»>"
    if verb == "AUTH":
        return f" «{mechanisms(known)[0]}»"
    return _ARGUMENTS.get(verb, "")


_EXAMPLES = ("bob@example.net",)


def recipients(known: Known) -> set[str]:
    """The addresses of this transaction's recipients, folded."""
    if known.mail is None:
        return set()
    return {each.path.partition("<")[2].partition(">")[0].casefold() for each in known.mail.recipients}


def mechanisms(known: Known) -> list[str]:
    """The mechanisms that may be used, the likeliest first: those that are offered, else all in use."""
    offered = known.offers.table.get("AUTH", "").upper().split() if known.offers is not None else []
    if not offered:
        offered = [name for name, row in MECHANISMS.items() if row.status in ("common", "limited", "obsolete-common")]
    best = {name: place for place, name in enumerate(_BEST)}
    return sorted(dict.fromkeys(offered), key=lambda name: (is_exposed(name, known), best.get(name, len(best))))


def is_exposed(mechanism: str, known: Known) -> bool:
    """Would a password or token be sent unencrypted?"""
    row = MECHANISMS.get(mechanism)
    return not known.tls and row is not None and (row.plaintext or row.bearer)


# --- order ------------------------------------------------------------------------------------------------------------


def _rank(verb: str, stands: Standing, session: Session) -> tuple[int, str]:
    """How unlikely a verb is here, and what is odd about it."""
    known = stands.known
    likely = LIKELY.get(known.phase, ())
    rank = likely.index(verb) if verb in likely else len(likely) + (_RARE.index(verb) if verb in _RARE else len(_RARE))
    odd = _odd(verb, known, session)
    if stands.waits:
        odd = f"not before the reply to {'the message' if stands.waits == '.' else stands.waits}"
    if verb == "QUIT" and known.phase == Phase.READY and known.completed:
        rank = -1
    if verb == "LHLO" and known.phase == Phase.GREETED and not known.lmtp:
        rank = len(likely)
    return (rank + ODD if odd else rank), odd


def _odd(verb: str, known: Known, session: Session) -> str:
    """Why a verb is unusual here, though it is in order."""
    row, phase = VERBS[verb], known.phase
    offered = known.offers is not None and (row.extension or verb) in known.offers
    if row.status == "obsolete":
        return "obsolete"
    if not row.rfc and not offered:
        return "private use"
    if phase in (Phase.MAIL, Phase.RCPT, Phase.BDAT) and verb in _DROPS:
        return "drops the transaction"
    if verb == "AUTH" and session.given.tls != "none" and is_exposed(mechanisms(known)[0], known):
        return "sends the password unencrypted"
    if row.must_be_offered and not offered and not (verb == "AUTH" and known.tls):
        return "not known to be offered"
    if verb in _HELLO and phase == Phase.READY:
        return "introduced already"
    if verb == "HELO" and phase == Phase.GREETED:
        return "offers no extensions"
    return ""
