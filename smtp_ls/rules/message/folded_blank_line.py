"""A header field goes on with a line that has blanks only.

A field may be broken into several lines, and those that continue it begin with a blank; but nothing else than blanks is
read and no longer written: it looks like the empty line that ends the header, and some programs take it for that.

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
    C: Subject: lunch
    C:  at noon
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the text blanks mean nothing:

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

    hello
    \x20\x20
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

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
    C: Subject: lunch
    C: \x20
       ^ this line has blanks only
    C:  at noon
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step


@rule("folded-blank-line", "message:blanks", severity=Severity.HINT, rfc="5322#3.2.2", always=True)
def check(step: Step) -> Iterator[Found]:
    """Each such line of the header."""
    for line in message_of(step).header:
        if line.text.isspace():
            what = "this line has blanks only, and yet it continues the field above (RFC 5322 section 3.2.2)"
            yield Found(what, line.span(0, len(line.text)), line.place)
