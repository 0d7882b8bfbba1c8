"""RCPT comes before MAIL.

A message has its sender first: MAIL opens the transaction, and each RCPT after it names one recipient. Without an
accepted MAIL a server refuses RCPT with 503.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In a group the client cannot know yet that MAIL will be refused:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 PIPELINING
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    S: 550 5.7.1 Not from here
    S: 503 5.5.1 MAIL first
    C: QUIT
    S: 221 2.0.0 Bye

An excerpt may begin with RCPT:

    RCPT TO:<bob@example.net>
    250 2.1.5 Ok

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: RCPT TO:<bob@example.net>
       ^^^^ RCPT comes before MAIL
    S: 250 2.1.5 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, behind a message that is finished:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RSET
    250 2.0.0 Ok
    RCPT TO:<bob@example.net>
    ^^^^ RCPT comes before MAIL
    503 5.5.1 MAIL first
    QUIT
    221 2.0.0 Bye

A script is judged from its first line:

    C: RCPT TO:<bob@example.net>
       ^^^^ RCPT comes before MAIL
    C: QUIT

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: RCPT TO:<bob@example.net>
       ^^^^ RCPT comes before MAIL
    S: 5xx
    C: QUIT
    S: 221

## Fixed, if you like

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.order.phases import BEFORE, OUTSIDE, SENDER, added, begins_script, introduction
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Step


@rule("rcpt-before-mail", "command:misplaced", "command:unbegun", severity=Severity.ERROR, rfc="5321#3.3")
def check(step: Step) -> Iterator[Found]:
    """No transaction is open, as far as the client can know."""
    if command_of(step).verb != "RCPT":
        return
    script = begins_script(step)
    if script or (step.known.phase in OUTSIDE and step.before.shown.ordered):
        yield Found(
            "RCPT comes before MAIL: name the sender first, with MAIL FROM (RFC 5321 section 3.3)",
            verb_span(step.event),
            only_script=script,
            related=BEFORE,
            fix=added(step, *introduction(step), SENDER),
        )
