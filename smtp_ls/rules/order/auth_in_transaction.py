"""AUTH comes inside a transaction.

Who is sending is settled before MAIL: between MAIL and the end of the message a server answers 503 to AUTH.
Authenticate first, or give the transaction up with RSET.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH EXTERNAL
    C: MAIL FROM:<alice@example.org>
    S: 530 5.7.0 Authenticate first
    C: AUTH EXTERNAL =
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

The transaction was given up:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RSET
    C: AUTH EXTERNAL =
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH EXTERNAL
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: AUTH EXTERNAL =
       ^^^^ AUTH inside a transaction
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH EXTERNAL
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    AUTH EXTERNAL =
    ^^^^ AUTH inside a transaction
    503 5.5.1 Not now
    QUIT
    221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: AUTH EXTERNAL =
       ^^^^ AUTH inside a transaction
    C: QUIT

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org>
    S: 250
    C: AUTH EXTERNAL =
       ^^^^ AUTH inside a transaction
    S: 5xx
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import MAIL, Severity
from smtp_ls.rules.order.phases import inside_transaction
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import verb_span
from smtp_ls.session import Step


@rule("auth-in-transaction", "command:misplaced", severity=Severity.ERROR, rfc="4954#4")
def check(step: Step) -> Iterator[Found]:
    """A sender is given, and the message has not ended."""
    if inside_transaction(step, "AUTH"):
        yield Found(
            "AUTH inside a transaction: authenticate before MAIL (RFC 4954 section 4)",
            verb_span(step.event),
            related=((MAIL, "the transaction was opened here"),),
        )
