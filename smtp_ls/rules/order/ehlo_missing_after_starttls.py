"""Encryption has begun, and the client does not send EHLO again.

With TLS everything begins anew: both sides forget what they said in the clear, and the server may offer other
extensions now. So EHLO is the first command after STARTTLS; before MAIL with parameters it is a must, since those
come from the offers.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 STARTTLS
    C: STARTTLS
    S: 220 2.0.0 Ready
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

QUIT needs no introduction, and TLS that was refused has not begun:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 STARTTLS
    STARTTLS
    454 4.7.0 Not now
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RSET
    250 2.0.0 Ok
    STARTTLS
    220 2.0.0 Ready
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 STARTTLS
    C: STARTTLS
    S: 220 2.0.0 Ready
    C: MAIL FROM:<alice@example.org>
       ^^^^ EHLO must come again after STARTTLS
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 STARTTLS
    STARTTLS
    220 2.0.0 Ready
    NOOP
    ^^^^ EHLO must come again after STARTTLS
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: STARTTLS
    C: MAIL FROM:<alice@example.org> SIZE=1000
       ^^^^ EHLO must come again after STARTTLS
    C: QUIT

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: STARTTLS
    S: 220
    C: AUTH PLAIN
       ^^^^ EHLO must come again after STARTTLS
    S: 503
    C: QUIT
    S: 221

## Fixed, if you like

    C: EHLO client.example.org
    C: STARTTLS
    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIZE=1000
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.envelope import envelope
from smtp_ls.findings import EHLO, Fix, Insertion, Severity, accepted
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import verb_span
from smtp_ls.session import Step
from smtp_ls.session.order import Phase

_AGAIN = Fix("Add EHLO", (), False, (Insertion("EHLO", again=EHLO),))
_TLS = ("STARTTLS", "X-ANONYMOUSTLS")
_OTHERS = ("RCPT", "DATA", "BDAT", "BURL", *_TLS)
"""Other rules say what is wrong with these: they are wrong with EHLO too."""


@rule(
    "ehlo-missing-after-starttls",
    "command:misplaced", "command:NOOP", "command:RSET", "command:VRFY", "command:EXPN", "command:HELP",
    severity=Severity.WARNING, rfc="3207#4.2", instead_of=("mail-before-ehlo",),
    rows=("plaintext-after-220-starttls",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """It is the first command in the new epoch."""
    before, known, command = step.before, step.known, step.event
    begun = known.tls and known.phase == Phase.GREETED
    script = not before.replied and bool(before.pending) and before.pending[-1].verb in _TLS
    if not begun or not (before.answered in _TLS or script) or command.verb in _OTHERS:  # type: ignore[union-attr]
        return
    parameters = command.verb == "MAIL" and envelope(command.text).parameters  # type: ignore[union-attr]
    yield Found(
        "EHLO must come again after STARTTLS, before anything else (RFC 3207 section 4.2)",
        verb_span(command),
        related=((accepted("STARTTLS"), "TLS began here, and what was said before is forgotten"),),
        severity=Severity.ERROR if parameters else None,
        fix=None if before.full else _AGAIN,
    )
