"""A message has a field twice that may stand there once.

`Date`, `From`, `Sender`, `Reply-To`, `To`, `Cc`, `Bcc`, `Message-ID`, `In-Reply-To`, `References` and `Subject` come
once at most. With two, one program shows the first and another the second, which is used to deceive; some servers
refuse the message. Several addresses belong into one field, with commas.

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
    C: Received: from a.example.org by b.example.org; Tue, 24 Nov 2026 10:00:01 +0000
    C: Received: from client.example.org by a.example.org; Tue, 24 Nov 2026 10:00:00 +0000
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: To: bob@example.net, carol@example.net
    C: Comments: one
    C: Comments: two
    C:
    C: From: in the text
    C: From: it does not count
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A field that is not one of these may come again:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: Resent-From: carol@example.net
    C: Resent-From: dave@example.net
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
    C: To: bob@example.net
    C: FROM: carol@example.org
       ^^^^ From may stand in a message only once
    C: To: carol@example.net
       ^^ To may stand in a message only once
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
    Subject: one
    Subject: two
    ^^^^^^^ Subject may stand in a message only once

    hello
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.message import Field, header
from smtp_ls.protocol.fields import FIELDS, ONCE
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step


@rule("duplicate-header", "message:repeated", severity=Severity.WARNING, rfc="5322#3.6", always=True)
def check(step: Step) -> Iterator[Found]:
    """Every one after the first."""
    seen: dict[str, Field] = {}
    for field in header(message_of(step).header).fields:
        first = seen.setdefault(field.key, field)
        if first is not field and field.key in ONCE:
            yield Found(
                f"{FIELDS[field.key]} may stand in a message only once (RFC 5322 section 3.6)",
                field.named, field.lines[0].place, related=((first.lines[0].place, "the first one"),),
            )  # fmt: skip
