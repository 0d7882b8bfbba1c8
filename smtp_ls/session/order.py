"""The order of SMTP: the phases of a session and the table of what may follow what.

Rule 1: what may follow what is `NEXT` (and `SPENT`, what a session allows once), and nothing else decides it:
diagnostics, completion, hover and the diagram in the documentation read this table.
"""

from enum import IntEnum


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


HELLO = ("EHLO", "HELO", "LHLO")
ASKING = ("NOOP", "HELP", "VRFY", "EXPN")
OPENING = ("MAIL", "SEND", "SOML", "SAML")


def _row(phase: Phase, **after: Phase) -> dict[str, Phase]:
    """One row of the table: the named verbs, and those that are legal in every phase between greeting and goodbye."""
    stay = dict.fromkeys(ASKING, phase)
    return {**stay, **{verb.replace("_", "-"): to for verb, to in after.items()}, "QUIT": Phase.CLOSED}


_AGAIN = dict.fromkeys((*HELLO, "RSET"), Phase.READY)

NEXT: dict[Phase, dict[str, Phase]] = {
    Phase.CONNECT: {},
    Phase.GREETED: _row(
        Phase.GREETED,
        **dict.fromkeys(HELLO, Phase.READY),
        RSET=Phase.GREETED, XCLIENT=Phase.GREETED, XFORWARD=Phase.GREETED,
    ),
    Phase.READY: _row(
        Phase.READY,
        **_AGAIN,
        **dict.fromkeys(OPENING, Phase.MAIL),
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
    if verb not in ASKING  # they move nothing
}
"""verb -> the phase after it where it was not in order but accepted all the same, or where the phase is unknown."""
NEXT[Phase.UNKNOWN] = {**LANDS, **dict.fromkeys((*ASKING, "XFORWARD"), Phase.UNKNOWN)}

_KEEPING = frozenset(verb for verb, to in NEXT[Phase.READY].items() if to == Phase.READY) - {*HELLO, "RSET"}


def landing(phase: Phase, verb: str) -> Phase:
    """The phase after a verb that is accepted though not in order here: AUTH and the like end no transaction."""
    inside = phase in (Phase.MAIL, Phase.RCPT, Phase.BDAT) and verb in _KEEPING
    return phase if inside else LANDS.get(verb, phase)


SPENT = {"AUTH": "authenticated", "STARTTLS": "tls"}
"""verb -> the fact of `Known` after which it may not come again (RFC 4954 section 4, RFC 3207 section 4.2)."""
