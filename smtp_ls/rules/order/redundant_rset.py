"""RSET comes where there is nothing to reset.

RSET gives a transaction up. EHLO and the end of a message have done that already, so that it only costs a round trip.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RSET
    C: MAIL FROM:<bob@example.org>
    C: RSET
    C: QUIT

A client that got a refusal may well begin anew:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 451 4.3.0 Not now
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: RSET
       ^^^^ nothing is to be reset after EHLO
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    C: RSET
       ^^^^ nothing is to be reset after the end of a message
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.order.phases import latest
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import verb_span
from smtp_ls.session import Step
from smtp_ls.session.order import HELLO, Phase


@rule("redundant-rset", "command:RSET", severity=Severity.HINT, rfc="5321#4.1.1.5")
def check(step: Step) -> Iterator[Found]:
    """Right behind an EHLO or a message that was accepted. The style of a log is its tool's."""
    known, last = step.known, latest(step.before)
    if known.phase != Phase.READY or not step.before.shown.native:
        return
    if known.hello and last in HELLO:
        what = last
    elif known.completed and last in (".", "BDAT", "BURL"):
        what = "the end of a message"
    else:
        return
    yield Found(f"nothing is to be reset after {what} (RFC 5321 section 4.1.1.5)", verb_span(step.event))
