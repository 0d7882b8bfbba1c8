"""A server does not know a command that every server must know.

HELO, MAIL, RCPT, DATA, RSET, NOOP and QUIT are what no server may do without; 500 and 502 say that it does not know
them. EHLO is unknown to very old servers, and VRFY is often turned off: both are only worth knowing.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MALI FROM:<alice@example.org>
    S: 500 5.5.2 Unknown command
    C: NOOP
    S: 421 4.3.2 Closing

A command that is wrong, out of order or refused for another reason:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 SIZE
    DATA
    502 5.5.1 RCPT first
    MAIL FROM:<alice@example.org> SIZE=0
    500 5.5.2 Syntax error
    MAIL FROM:<alice@example.org>
    502 5.7.0 Authentication required
    QUIT
    221 2.0.0 Bye

LMTP has no EHLO:

    # smtp-ls: protocol=lmtp
    C: LHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: NOOP
    S: 502 5.5.1 Not implemented
       ^^^ every server must know NOOP
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, EHLO as information:

    220 mx.example.com
    EHLO client.example.org
    500 Unknown command
    ^^^ the server does not know EHLO
    HELO client.example.org
    250 mx.example.com
    RSET
    502 What?
    ^^^ every server must know RSET
    VRFY bob
    502 Turned off
    ^^^ the server does not know VRFY
    QUIT
    221 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.protocol.verbs import MANDATORY
from smtp_ls.rules.replies.unrecognised import unrecognised
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_WHERE = "(RFC 5321 section 4.5.1)"
_TOLERATED = {
    "EHLO": f"the server does not know EHLO, as very old ones: HELO may do {_WHERE}",
    "VRFY": f"the server does not know VRFY, or it is turned off, for which there is 252 {_WHERE}",
}


@rule(
    "required-command-refused", "code:500", "code:502",
    severity=Severity.ERROR, rfc="5321#4.5.1", instead_of=("unexpected-reply-code",), always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A command that is right and in order. An LMTP server need not know EHLO and HELO."""
    asked, before = unrecognised(step), step.before
    if asked is None or asked.verb not in MANDATORY:
        return
    if asked.verb in ("EHLO", "HELO") and (before.known.lmtp or before.given.protocol == "lmtp"):
        return
    tolerated = _TOLERATED.get(asked.verb)
    yield Found(
        tolerated or f"every server must know {asked.verb} {_WHERE}", Span(0, 3),
        related=((step.asked_role, "this is what it answers"),),
        severity=Severity.INFORMATION if tolerated else None,
    )  # fmt: skip
