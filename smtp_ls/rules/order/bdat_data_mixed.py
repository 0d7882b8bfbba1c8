"""DATA comes in a transaction that has begun to send its message with BDAT.

One message is sent in one way: with DATA and a lone dot, or in chunks with BDAT. A server answers 503 to the other
one, and the client must give the transaction up with RSET.

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
    S: 250 2.0.0 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

Another message may be sent in the other way:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: BDAT 7 LAST
    C: hello
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    C: QUIT

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
    S: 250 2.0.0 Ok
    C: DATA
       ^^^^ DATA after BDAT in one transaction
    S: 354 Go ahead
    C: hello
    C: .
    S: 250 2.0.0 Ok
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
    250 2.0.0 Ok
    DATA
    ^^^^ DATA after BDAT in one transaction
    503 5.5.1 Not now
    RSET
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: BDAT 7
    C: hello
    C: DATA
       ^^^^ DATA after BDAT in one transaction
    C: RSET
    C: QUIT

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org>
    S: 250
    C: RCPT TO:<bob@example.net>
    S: 250
    C: BDAT 7
    C: hello
    S: 250
    C: DATA
       ^^^^ DATA after BDAT in one transaction
    S: 503
    C: RSET
    S: 250
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import OPENED, Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Step
from smtp_ls.session.order import Phase


@rule("bdat-data-mixed", "command:misplaced", severity=Severity.ERROR, rfc="3030#2")
def check(step: Step) -> Iterator[Found]:
    """Chunks were sent, and the last has not come. BDAT behind DATA's message is BDAT without a recipient."""
    if command_of(step).verb == "DATA" and step.known.phase == Phase.BDAT:
        yield Found(
            "DATA after BDAT in one transaction: go on with BDAT, or give it up with RSET (RFC 3030 section 2)",
            verb_span(step.event),
            related=((OPENED, "this chunk was sent before"),),
        )
