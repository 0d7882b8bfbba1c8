"""The client introduces itself with HELO, not with EHLO.

HELO is the old greeting: the server offers no extensions then, no TLS, no authentication, and no limit of size. EHLO is
right for every server of today; HELO is for the rare one that has refused it.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

The server does not know EHLO:

    S: 220 mx.example.com SMTP
    C: EHLO client.example.org
    S: 502 5.5.1 Not implemented
    C: HELO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    C: HELO client.example.org
       ^^^^ HELO is obsolete
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    HELO client.example.org
    ^^^^ HELO is obsolete
    250 mx.example.com
    QUIT
    221 2.0.0 Bye

## Fixed, if you like

    C: EHLO client.example.org
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.order.phases import latest
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Origin, Step


@rule("helo-used", "command:HELO", severity=Severity.INFORMATION, rfc="5321#2.2.1")
def check(step: Step) -> Iterator[Found]:
    """The first introduction of a session that is shown from its start, and no EHLO right before it."""
    known, before = step.known, step.before
    excerpt = step.after.origin == Origin.EXCERPT or before.shown.excerpt
    if known.hello or known.lmtp or excerpt or latest(before) == "EHLO" or not command_of(step).valid:
        return
    span = verb_span(step.event)
    yield Found(
        "HELO is obsolete: with EHLO the server says what it offers (RFC 5321 section 2.2.1)",
        span,
        fix=None if before.full else replace("Write EHLO", span, "EHLO", safe=False),
    )
