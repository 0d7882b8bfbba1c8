"""STARTTLS comes inside a transaction.

With TLS everything is forgotten that was said in the clear, and so the sender and the recipients too. Send STARTTLS
before MAIL.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 STARTTLS
    C: MAIL FROM:<alice@example.org>
    S: 530 5.7.0 Must issue a STARTTLS command first
    C: STARTTLS
    S: 220 2.0.0 Ready
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

The transaction was given up:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RSET
    C: STARTTLS
    C: EHLO client.example.org
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 STARTTLS
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: STARTTLS
       ^^^^^^^^ STARTTLS inside a transaction
    S: 220 2.0.0 Ready
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 STARTTLS
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    STARTTLS
    ^^^^^^^^ STARTTLS inside a transaction
    503 5.5.1 Not now
    QUIT
    221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: STARTTLS
       ^^^^^^^^ STARTTLS inside a transaction
    C: EHLO client.example.org
    C: QUIT

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org>
    S: 250
    C: STARTTLS
       ^^^^^^^^ STARTTLS inside a transaction
    S: 503
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import MAIL, Severity
from smtp_ls.rules.order.phases import inside_transaction
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import verb_span
from smtp_ls.session import Step


@rule("starttls-in-transaction", "command:misplaced", severity=Severity.WARNING, rfc="3207#4.2")
def check(step: Step) -> Iterator[Found]:
    """A sender is given, and the message has not ended. That TLS is on already is the worse mistake."""
    if inside_transaction(step, "STARTTLS") and not step.known.tls:
        yield Found(
            "STARTTLS inside a transaction: sender and recipients are forgotten with it (RFC 3207 section 4.2)",
            verb_span(step.event),
            related=((MAIL, "the transaction was opened here"),),
        )
