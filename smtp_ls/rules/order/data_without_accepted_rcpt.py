"""The message is sent although every recipient was refused.

Nobody is left to receive it: a server answers 503 or 554 to DATA, and an LMTP server must. A client that has read the
refusals goes on with RSET or QUIT. In a pipelined group DATA may come before the replies are known.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 550 5.1.1 No such user
    C: RCPT TO:<carol@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In a group:

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
    C: RCPT TO:<bob@example.net>
    S: 550 5.1.1 No such user
    C: DATA
       ^^^^ every recipient was refused
    S: 554 5.5.1 No valid recipients
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    550 5.1.1 No such user
    RCPT TO:<carol@example.net>
    550 5.1.1 No such user
    DATA
    ^^^^ every recipient was refused
    503 5.5.1 No valid recipients
    QUIT
    221 2.0.0 Bye

In a script that expects the refusal of the only recipient:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org>
    S: 250
    C: RCPT TO:<bob@example.net>
    S: 550
    C: DATA
       ^^^^ every recipient was refused
    S: 554
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import REFUSED, Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Step
from smtp_ls.session.order import Phase


@rule("data-without-accepted-rcpt", "command:misplaced", severity=Severity.WARNING, rfc="5321#3.3")
def check(step: Step) -> Iterator[Found]:
    """All the replies are known, and none was a yes."""
    known, verb = step.known, command_of(step).verb
    if verb in ("DATA", "BDAT", "BURL") and known.phase == Phase.MAIL and known.mail and known.mail.recipients:
        yield Found(
            f"every recipient was refused: send RSET or QUIT instead of {verb} (RFC 5321 section 3.3)",
            verb_span(step.event),
            related=((REFUSED, "this recipient was refused"),),
        )
