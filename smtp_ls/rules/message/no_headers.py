"""A message begins with text: it has no header.

A message is a header, an empty line and the text; the header has `Date` and `From` at least. Small tests do without,
and most servers let them; what arrives has no sender, no date and perhaps no text, if its first line happens to look
like a field. An empty line as the first one ends the header before it begins.

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

What is only hinted at is left alone:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: Blah blah blah...
    C: ...etc. etc.
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
    S: 354 Go ahead
    C: hello
       ^^^^^ the message has no header
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, with an empty line above the header:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    DATA
    354 Go ahead

    From: alice@example.org
    ^^^^ the empty line above ends the header before it begins
    Subject: hello

    hello
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: This is a test
       ^^^^^^^^^^^^^^ the message has no header
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
    C: hello
       ^^^^^ the message has no header
    C: .
    S: 250
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.message import header
from smtp_ls.protocol.fields import FIELDS
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step

_LEAST = 2
"""Fields below an empty line that make it certain that they were meant as the header."""


@rule("no-headers", "message:headless", severity=Severity.INFORMATION, rfc="5322#2.1", always=True)
def check(step: Step) -> Iterator[Found]:
    """The first line is text, or empty."""
    message = message_of(step)
    first = next((line for line in (message.header or message.body) if line.text.strip()), None)
    if first is None:
        yield Found("the message has no header (RFC 5322 section 2.1)")
        return
    body = message.body
    end = next((number for number, line in enumerate(body) if not line.text), len(body))
    fields = [] if message.header else [each for each in header(body[:end]).fields if each.key in FIELDS]
    if len(fields) >= _LEAST and fields[0].lines[0] == body[0]:
        what = "the empty line above ends the header before it begins: these fields are text (RFC 5322 section 2.1)"
        yield Found(what, fields[0].named, first.place)
    else:
        what = "the message has no header: begin it with Date, From and an empty line (RFC 5322 section 2.1)"
        yield Found(what, first.span(0, len(first.text)), first.place)
