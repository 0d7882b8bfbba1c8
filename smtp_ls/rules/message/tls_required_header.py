"""A `TLS-Required` field does not say `No`, or there are two of them.

It has one meaning only: with `No`, the sender asks for the message to be delivered even if TLS cannot be had or
trusted. To demand TLS, say REQUIRETLS on MAIL instead. Any other value means nothing, and a second field is an error.

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
    C: TLS-Required: No
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

TLS is demanded on MAIL:

    # smtp-ls: tls=implicit
    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> REQUIRETLS
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
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: TLS-Required: yes
                     ^^^ TLS-Required has no other value than No
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
    TLS-Required: No
    TLS-Required: No
    ^^^^^^^^^^^^ TLS-Required may stand in a message only once

    hello
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.message import header, uncommented
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step


@rule("tls-required-header", "message:tls-required", severity=Severity.WARNING, rfc="8689#3", always=True)
def check(step: Step) -> Iterator[Found]:
    """The value of each, and every one after the first."""
    fields = header(message_of(step).header).all("tls-required")
    for number, field in enumerate(fields):
        first = fields[0].lines[0].place
        if number:
            what = "TLS-Required may stand in a message only once (RFC 8689 section 3)"
            yield Found(what, field.named, field.lines[0].place, related=((first, "the first one"),))
        elif uncommented(field.raw).strip().lower() != "no" and "{{" not in field.raw:
            line, span = field.at_value()
            what = "TLS-Required has no other value than No: demand TLS with REQUIRETLS on MAIL (RFC 8689 section 3)"
            yield Found(what, span, line.place)
