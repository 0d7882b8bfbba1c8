"""The client goes on after a refused chunk as if the message were given up.

A refused chunk ends the message, but not the transaction: the server waits for RSET (or EHLO, or QUIT) and answers 503
to anything else. After the last chunk, refused or not, all is over by itself.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 CHUNKING
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: BDAT 7
    C: hello
    S: 452 4.3.1 No room
    C: RSET
    S: 250 2.0.0 Ok
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

The last chunk ends the transaction:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 CHUNKING
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: BDAT 62 LAST
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: a@example.org
    C:
    S: 554 5.7.1 Unwanted
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 CHUNKING
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: BDAT 7
    C: hello
    S: 452 4.3.1 No room
    C: MAIL FROM:<alice@example.org>
       ^^^^ a chunk was refused: send RSET first
    S: 503 5.5.1 Nested MAIL command
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 CHUNKING
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    BDAT 7
    hello
    552 5.3.4 Too big
    DATA
    ^^^^ a chunk was refused: send RSET first
    503 5.5.1 DATA after BDAT
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, latest
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Step
from smtp_ls.session.order import Phase

_TRANSACTION = ("MAIL", "RCPT", "DATA", "SEND", "SOML", "SAML")


@rule("rset-needed-after-bdat-failure", "command:misplaced", severity=Severity.WARNING, rfc="3030#2")
def check(step: Step) -> Iterator[Found]:
    """A command of another transaction, or of this one. NOOP and the like do no harm."""
    if command_of(step).verb in _TRANSACTION and step.known.phase == Phase.FAILED:
        yield Found(
            "a chunk was refused: send RSET first (RFC 3030 section 2)", verb_span(step.event),
            related=((latest("BDAT"), "this chunk was refused"),),
        )  # fmt: skip
