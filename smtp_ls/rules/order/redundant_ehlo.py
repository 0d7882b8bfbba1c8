"""EHLO comes right behind RSET.

Both give a transaction up, and the client has introduced itself before: one of the two is enough, and RSET is the
shorter one.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RSET
    C: MAIL FROM:<bob@example.org>
    C: RSET
    C: QUIT

RSET before the first EHLO, and EHLO again after STARTTLS:

    S: 220 mx.example.com ESMTP
    C: RSET
    S: 250 2.0.0 Ok
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 STARTTLS
    C: STARTTLS
    S: 220 2.0.0 Ready
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: EHLO client.example.org
       ^^^^ RSET has given everything up
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RSET
    C: EHLO client.example.org
       ^^^^ RSET has given everything up
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.order.phases import latest
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Step


@rule("redundant-ehlo", "command:again", severity=Severity.HINT, rfc="5321#4.1.4")
def check(step: Step) -> Iterator[Found]:
    """The client had introduced itself before RSET. The style of a log is its tool's."""
    if latest(step.before) == "RSET" and step.before.shown.native:
        verb = command_of(step).verb
        message = f"RSET has given everything up: {verb} again is not needed (RFC 5321 section 4.1.4)"
        yield Found(message, verb_span(step.event))
