"""A chunk comes after the last one.

`BDAT ... LAST` ends the message and its transaction. Another chunk belongs to another message, which begins with
MAIL; a server answers 503. Leave LAST out of all chunks but the last, or close the message with `BDAT 0 LAST`.

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
    C: BDAT 0 LAST
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

Another message:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: BDAT 7 LAST
    C: hello
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: BDAT 7 LAST
    C: hello
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
    C: BDAT 7 LAST
    C: hello
    S: 250 2.0.0 Ok
    C: BDAT 0 LAST
       ^^^^ a chunk after the last one
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
    BDAT 7 LAST
    hello
    250 2.0.0 Ok
    BDAT 7 LAST
    ^^^^ a chunk after the last one
    hello
    503 5.5.1 MAIL first
    QUIT
    221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: BDAT 7 LAST
    C: hello
    C: BDAT 0 LAST
       ^^^^ a chunk after the last one
    C: QUIT

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org>
    S: 250
    C: RCPT TO:<bob@example.net>
    S: 250
    C: BDAT 7 LAST
    C: hello
    S: 250
    C: BDAT 0 LAST
       ^^^^ a chunk after the last one
    S: 503
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import OPENED, Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Step
from smtp_ls.session.order import Phase


@rule("bdat-after-last", "command:misplaced", severity=Severity.ERROR, rfc="3030#2")
def check(step: Step) -> Iterator[Found]:
    """The latest message was completed by LAST, and nothing has begun since."""
    chunk = command_of(step).verb in ("BDAT", "BURL")
    if chunk and step.known.phase == Phase.READY and step.known.completed == "BDAT":
        yield Found(
            "a chunk after the last one: another message begins with MAIL (RFC 3030 section 2)",
            verb_span(step.event),
            related=((OPENED, "this was the last chunk"),),
        )
