"""TURN asks the server to swap the roles.

Whoever says TURN gets the mail that waits for a domain, and need not prove to be that domain: so it is obsolete. ETRN
has the server open a connection of its own, and ATRN swaps the roles after AUTH.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ETRN
    C: ETRN example.org
    S: 250 2.0.0 Queuing started
    C: QUIT
    S: 221 2.0.0 Bye

The server knows who asks:

    # smtp-ls: tls=implicit
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-AUTH EXTERNAL
    S: 250 TURN
    C: AUTH EXTERNAL =
    S: 235 2.7.0 Ok
    C: TURN
    S: 450 4.3.0 Not now
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: TURN
       ^^^^ TURN is obsolete
    S: 502 5.5.1 Not implemented
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com SMTP
    HELO client.example.org
    250 mx.example.com
    TURN
    ^^^^ TURN is obsolete
    502 5.5.1 Not implemented
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import verb_span
from smtp_ls.session import Step


@rule("turn-used", "command:TURN", severity=Severity.WARNING, rfc="5321#F.1")
def check(step: Step) -> Iterator[Found]:
    """Without AUTH before it."""
    if not step.known.authenticated:
        message = "TURN is obsolete, it gives mail to whoever asks: use ETRN, or ATRN and AUTH (RFC 5321 appendix F.1)"
        yield Found(message, verb_span(step.event))
