"""A message has no `From` field.

It says who wrote the message, and every message must have one. A submission server may add it; others leave the header
alone, and many refuse the message or take it for spam. Where a client has authenticated, in a script and in an excerpt
this is information; in the log of a whole session it is a warning.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: From: alice@example.org
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: Subject: hello
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

Where the message is left out, and where it has no header at all, this says nothing:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: Subject: hello
    C:
    C: ...
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

    ### another
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
       ^^^^ the message has no From field
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    DATA
    ^^^^ the message has no From field
    354 Go ahead
    Date: Tue, 24 Nov 2026 10:00:00 +0000

    hello
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

In a script, as information:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
       ^^^^ the message has no From field
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C:
    C: hello
    C: .
    C: QUIT

With expectations, as information:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org>
    S: 250
    C: RCPT TO:<bob@example.net>
    S: 250
    C: DATA
       ^^^^ the message has no From field
    S: 354
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C:
    C: hello
    C: .
    S: 250
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import OPENED, Severity
from smtp_ls.rules.message.shown import is_abbreviated, of_missing
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step


@rule("missing-from", "message:lacks-from", severity=Severity.WARNING, rfc="5322#3.6", always=True)
def check(step: Step) -> Iterator[Found]:
    """There is a header, and it is shown whole."""
    if not is_abbreviated(message_of(step)):
        message = "the message has no From field: it says who wrote it (RFC 5322 section 3.6)"
        yield Found(message, place=OPENED, severity=of_missing(step.before))
