"""ETRN comes inside a transaction.

ETRN asks the server to send the mail that waits for a host, and has nothing to do with the message being sent:
between MAIL and the end of the message it is out of order. Send it before MAIL or after the message.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ETRN
    C: ETRN example.org
    S: 250 2.0.0 Queuing started
    C: QUIT
    S: 221 2.0.0 Bye

The transaction was given up:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RSET
    C: ETRN example.org
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ETRN
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: ETRN example.org
       ^^^^ ETRN inside a transaction
    S: 250 2.0.0 Queuing started
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 ETRN
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    ETRN example.org
    ^^^^ ETRN inside a transaction
    503 5.5.1 Not now
    QUIT
    221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: ETRN example.org
       ^^^^ ETRN inside a transaction
    C: QUIT

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org>
    S: 250
    C: ETRN example.org
       ^^^^ ETRN inside a transaction
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


@rule("etrn-in-transaction", "command:misplaced", severity=Severity.ERROR, rfc="1985#5")
def check(step: Step) -> Iterator[Found]:
    """A sender is given, and the message has not ended."""
    if inside_transaction(step, "ETRN"):
        yield Found(
            "ETRN inside a transaction: send it before MAIL or after the message (RFC 1985 section 5)",
            verb_span(step.event),
            related=((MAIL, "the transaction was opened here"),),
        )
