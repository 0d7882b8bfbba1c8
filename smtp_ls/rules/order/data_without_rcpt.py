"""A message is sent, but no recipient was named.

DATA, BDAT and BURL come after MAIL and at least one RCPT; without them a server answers 503 or 554. After a message,
and after RSET, EHLO or STARTTLS, the next one begins with MAIL again.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 CHUNKING
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: BDAT 7 LAST
    C: hello
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In a group the recipients' replies are still to come:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 PIPELINING
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    S: 250 2.1.0 Ok
    S: 550 5.1.1 No such user
    S: 554 5.5.1 No valid recipients
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: DATA
       ^^^^ DATA without a recipient
    S: 503 5.5.1 RCPT first
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, with a chunk:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 CHUNKING
    BDAT 7 LAST
    ^^^^ BDAT without a recipient
    hello
    503 5.5.1 MAIL first
    QUIT
    221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: DATA
       ^^^^ DATA without a recipient
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    C: QUIT

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org>
    S: 250
    C: DATA
       ^^^^ DATA without a recipient
    S: 503|554
    C: QUIT
    S: 221

## Fixed, if you like

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.order.phases import BEFORE, OUTSIDE, RECIPIENT, SENDER, added, begins_script, introduction
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Step
from smtp_ls.session.order import Phase


@rule(
    "data-without-rcpt", "command:misplaced", "command:unbegun",
    severity=Severity.ERROR, rfc="5321#3.3",
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """No RCPT was sent. That all were refused, or that another chunk follows the last, is said by other rules."""
    known, verb = step.known, command_of(step).verb
    if verb not in ("DATA", "BDAT", "BURL"):
        return
    script = begins_script(step)
    opened = known.phase == Phase.MAIL and known.mail is not None and not known.mail.recipients
    after_last = verb != "DATA" and known.phase == Phase.READY and known.completed == "BDAT"
    outside = known.phase in OUTSIDE and not after_last
    if script or ((opened or outside) and step.before.shown.ordered):
        yield Found(
            f"{verb} without a recipient: send {'RCPT' if opened else 'MAIL and RCPT'} first (RFC 5321 section 3.3)",
            verb_span(step.event),
            only_script=script,
            related=() if opened else BEFORE,
            fix=added(step, RECIPIENT) if opened else added(step, *introduction(step), SENDER, RECIPIENT),
        )
