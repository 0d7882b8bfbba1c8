"""A message has a `Bcc` field with addresses, for everybody to read.

Blind copies are hidden by not naming them in the message: an address that only stands in RCPT gets it. What stands in
`Bcc` is sent to all recipients, unless a submission server takes it out. Leave the field out.

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
    C: To: undisclosed-recipients:;
    C: Bcc:
    C:
    C: Bcc: in the text
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

The recipient of a blind copy stands in RCPT alone:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: RCPT TO:<carol@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: To: bob@example.net
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
    C: Bcc: Carol <carol@example.net>
       ^^^ everybody who gets the message reads Bcc
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
    bcc: carol@example.net
    ^^^ everybody who gets the message reads Bcc

    hello
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.message import header
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step


@rule("bcc-header", "message:bcc", severity=Severity.WARNING, rfc="5322#3.6.3", always=True)
def check(step: Step) -> Iterator[Found]:
    """With an address in it: an empty one tells nobody's."""
    for field in header(message_of(step).header).all("bcc"):
        if "@" in field.raw:
            what = "everybody who gets the message reads Bcc: leave it out; RCPT names them (RFC 5322 section 3.6.3)"
            yield Found(what, field.named, field.lines[0].place)
