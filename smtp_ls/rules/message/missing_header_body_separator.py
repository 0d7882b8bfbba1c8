"""Between the header of a message and its text there is no empty line.

The header ends at the first empty line. Without one, the text is taken for header fields, which it is not: servers
refuse the message, or end the header where they like, and part of the text may be lost. A line of blanks is not empty.

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
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A message may be a header alone:

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
    C: Subject: I am late,
    C:  start without me
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    DATA
    354 Go ahead
    Date: Tue, 24 Nov 2026 10:00:00 +0000
    From: alice@example.org
    hello Bob
    ^^^^^^^^^ the text begins here without an empty line before it
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

Labelled, with a line of blanks:

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
    C: \x20\x20
       ^^ this line is not empty: it has blanks
    C: hello Bob
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: hello Bob
       ^^^^^^^^^ the text begins here without an empty line before it
    C:
    C: how are you?
    C: .
    C: QUIT

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org>
    S: 250
    C: RCPT TO:<bob@example.net>
    S: 250
    C: DATA
    S: 354
    C: From: alice@example.org
    C: hello Bob
       ^^^^^^^^^ the text begins here without an empty line before it
    C: .
    S: 250
    C: QUIT
    S: 221

## Fixed, if you like

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    DATA
    354 Go ahead
    Date: Tue, 24 Nov 2026 10:00:00 +0000
    From: alice@example.org

    hello Bob
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import MessageLine
from smtp_ls.findings import Change, Fix, Severity
from smtp_ls.message import header
from smtp_ls.rules.rule import Found, insert, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step


@rule("missing-header-body-separator", "message:text", severity=Severity.WARNING, rfc="5322#2.1", always=True)
def check(step: Step) -> Iterator[Found]:
    """A line is no field, and none follow that would go on with the header."""
    lines = message_of(step).header
    text = header(lines).text
    if text is None:
        return
    above = lines[lines.index(text) - 1]
    if above.text.isspace():
        yield _blanks(above)
    else:
        yield Found(
            "the text begins here without an empty line before it (RFC 5322 section 2.1)",
            text.span(0, len(text.text)), text.place,
            fix=insert("Put an empty line above", "", place=text.place),
        )  # fmt: skip


def _blanks(line: MessageLine) -> Found:
    span = line.span(0, len(line.text))
    return Found(
        "this line is not empty: it has blanks, and so continues the header (RFC 5322 section 2.1)",
        span, line.place, fix=Fix("Remove the blanks", (Change(span, "", line.place),), safe=False),
    )  # fmt: skip
