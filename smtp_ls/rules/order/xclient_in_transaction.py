"""XCLIENT or XFORWARD comes inside a transaction.

Both tell a Postfix server about another client, before that client's message begins; between MAIL and the end of the
message it answers 503.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 XFORWARD NAME ADDR
    C: XFORWARD NAME=other.example.org ADDR=192.0.2.1
    S: 250 2.0.0 Ok
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

The transaction was given up:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RSET
    C: XCLIENT NAME=other.example.org ADDR=192.0.2.1
    C: EHLO client.example.org
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 XCLIENT NAME ADDR
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: XCLIENT NAME=other.example.org
       ^^^^^^^ XCLIENT inside a transaction
    S: 503 5.5.1 Not now
    C: QUIT
    S: 221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: XFORWARD NAME=other.example.org
       ^^^^^^^^ XFORWARD inside a transaction
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import MAIL, Severity
from smtp_ls.rules.order.phases import inside_transaction
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Step


@rule("xclient-in-transaction", "command:misplaced", severity=Severity.ERROR, rfc="")
def check(step: Step) -> Iterator[Found]:
    """A sender is given, and the message has not ended (Postfix XCLIENT_README and XFORWARD_README)."""
    if inside_transaction(step, "XCLIENT", "XFORWARD"):
        yield Found(
            f"{command_of(step).verb} inside a transaction: send it before MAIL",
            verb_span(step.event),
            related=((MAIL, "the transaction was opened here"),),
        )
