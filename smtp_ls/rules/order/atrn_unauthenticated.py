"""ATRN comes before the client has authenticated.

ATRN asks for the mail of a domain over this very connection, so that the server must know who asks: it answers 530
until AUTH has succeeded.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-AUTH EXTERNAL
    S: 250 ATRN
    C: AUTH EXTERNAL =
    S: 235 2.7.0 Ok
    C: ATRN example.org
    S: 453 You have no mail
    C: QUIT
    S: 221 2.0.0 Bye

An excerpt does not show who has authenticated:

    C: ATRN example.org
    S: 453 You have no mail
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-AUTH EXTERNAL
    S: 250 ATRN
    C: ATRN example.org
       ^^^^ ATRN needs AUTH first
    S: 530 5.7.0 Authentication required
    C: QUIT
    S: 221 2.0.0 Bye

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: ATRN example.org
       ^^^^ ATRN needs AUTH first
    S: 530
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import verb_span
from smtp_ls.session import Origin, Step
from smtp_ls.session.order import Phase


@rule("atrn-unauthenticated", "command:ATRN", severity=Severity.ERROR, rfc="2645#5.2.1")
def check(step: Step) -> Iterator[Found]:
    """The session is shown from its start, with its AUTH, and none has succeeded or waits."""
    known, before = step.known, step.before
    shown = before.shown.ordered and before.shown.auth != "hidden" and before.origin != Origin.EXCERPT
    if known.phase == Phase.READY and not known.authenticated and shown:
        yield Found("ATRN needs AUTH first (RFC 2645 section 5.2.1)", verb_span(step.event))
