"""Another chunk follows one that was refused.

When a chunk is refused, the whole message has failed: the client must not send more of it. Send RSET, or end the
session with QUIT. Chunks that were on their way before the refusal came are no mistake.

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
    C: QUIT
    S: 221 2.0.0 Bye

In one group nobody can know yet:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-PIPELINING
    S: 250 CHUNKING
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: BDAT 7
    C: hello
    C: BDAT 0 LAST
    S: 452 4.3.1 No room
    S: 503 5.5.1 The message has failed
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
    C: BDAT 0 LAST
       ^^^^ a chunk was refused, and so the message has failed
    S: 503 5.5.1 The message has failed
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
    BDAT 5 LAST
    ^^^^ a chunk was refused, and so the message has failed
    you
    503 5.5.1 The message has failed
    QUIT
    221 2.0.0 Bye

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
    S: 552
    C: BDAT 0 LAST
       ^^^^ a chunk was refused, and so the message has failed
    S: 503
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, latest
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Step
from smtp_ls.session.order import Phase


@rule("bdat-after-failure", "command:misplaced", severity=Severity.ERROR, rfc="3030#2")
def check(step: Step) -> Iterator[Found]:
    """The refusal is known when the chunk is sent: it has settled the phase."""
    if command_of(step).verb in ("BDAT", "BURL") and step.known.phase == Phase.FAILED:
        yield Found(
            "a chunk was refused, and so the message has failed: send RSET before anything else (RFC 3030 section 2)",
            verb_span(step.event),
            related=((latest("BDAT"), "this chunk was refused"),),
        )
