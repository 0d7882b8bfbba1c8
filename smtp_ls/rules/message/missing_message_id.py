"""A message has no `Message-ID` field.

It should have one: answers refer to it, servers and filters tell messages apart by it, and it is how a message is found
in logs. A submission server adds it, so that this is said only of messages that are complete otherwise and come from
nobody who has authenticated.

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
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: Message-ID: <lunch.3@client.example.org>
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A script need not have one, nor a message that is incomplete in other ways:

    C: EHLO client.example.org
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
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
       ^^^^ the message has no Message-ID field
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
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
    ^^^^ the message has no Message-ID field
    354 Go ahead
    Date: Tue, 24 Nov 2026 10:00:00 +0000
    From: alice@example.org

    hello
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import OPENED, Severity
from smtp_ls.message import header
from smtp_ls.rules.message.shown import is_abbreviated, of_missing
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step


@rule("missing-message-id", "message:lacks-message-id", severity=Severity.HINT, rfc="5322#3.6.4", always=True)
def check(step: Step) -> Iterator[Found]:
    """Date and From are there, and no submission server will add it."""
    message = message_of(step)
    head = header(message.header)
    complete = head.first("date") is not None and head.first("from") is not None
    if complete and of_missing(step.before) is None and not is_abbreviated(message):
        yield Found("the message has no Message-ID field (RFC 5322 section 3.6.4)", place=OPENED)
