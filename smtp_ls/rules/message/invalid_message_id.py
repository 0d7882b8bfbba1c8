"""The value of `Message-ID` is not one identifier in angle brackets.

It is written as `<left@right>`, without a blank; the right side is usually a host name, so that nobody else makes the
same one. Mail programs that cannot read it do not show answers below the message, and some filters count it as a sign
of spam.

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
    C: Message-ID: <20261124100000.123456.x=y/z@client.example.org>
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

It may be folded, be followed by a comment and hold a placeholder:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: Message-ID:
    C:  <lunch@[192.0.2.7]> (added by client)
    C:
    C: hello
    C: .
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: Message-ID: {{id}}
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
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: Message-ID: lunch@client.example.org
                   ^^^^^^^^^^^^^^^^^^^^^^^^ an identifier stands in angle brackets
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
    354 Go ahead
    Date: Tue, 24 Nov 2026 10:00:00 +0000
    From: alice@example.org
    Message-ID: <12345>
                ^^^^^^^ this is no identifier

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
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: Message-ID:
       ^^^^^^^^^^ this is no identifier
    C:
    C: hello
    C: .
    C: QUIT

## Fixed

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
    C: Message-ID: <lunch@client.example.org>
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import Change, Fix, Severity
from smtp_ls.message import header, uncommented
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step

# RFC 5322 section 3.6.4
#   msg-id = [CFWS] "<" id-left "@" id-right ">" [CFWS]
# where section 4.5.4 lets id-left be a quoted string; what else programs write between the brackets is left alone.
_IDENTIFIER = re.compile(r'<(?:"(?:[^"\\]|\\.)*"|[^\s<>@"]+)@[^\s<>@]+>')
_UNBRACKETED = re.compile(r"[^\s<>@]+@[^\s<>@]+")


@rule("invalid-message-id", "message:odd-message-id", severity=Severity.WARNING, rfc="5322#3.6.4", always=True)
def check(step: Step) -> Iterator[Found]:
    """The first Message-ID field."""
    field = header(message_of(step).header).first("message-id")
    if field is None or _IDENTIFIER.fullmatch(uncommented(field.raw).strip()):
        return
    line, span = field.at_value()
    if _UNBRACKETED.fullmatch(field.value) and len(field.lines) == 1:
        what = "an identifier stands in angle brackets (RFC 5322 section 3.6.4)"
        fix = Fix("Add the brackets", (Change(span, f"<{field.value}>", line.place),))
        yield Found(what, span, line.place, fix=fix)
    else:
        what = "this is no identifier: write it as `<left@right>`, without a blank (RFC 5322 section 3.6.4)"
        yield Found(what, span, line.place)
