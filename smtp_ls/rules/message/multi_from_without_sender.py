"""`From` names several authors, and no `Sender` says which of them sent the message.

One of the authors must be named in `Sender`, with a single address. Without it, many servers refuse the message, since
a second address in `From` is a way to deceive.

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
    C: From: Alice <alice@example.org>, Bob <bob@example.org>
    C: Sender: alice@example.org
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A comma in a name, in a comment or in an address is none between addresses:

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
    C: From: "Smith, Alice" <alice@example.org> (of Smith, Sons)
    C:
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
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: Alice <alice@example.org>, Bob <bob@example.org>
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ From names 2 authors
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, over two lines:

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
    From: alice@example.org,
          ^^^^^^^^^^^^^^^^^^ From names 2 authors
     bob@example.org

    hello
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.message import header
from smtp_ls.rules.message.mailboxes import mailboxes
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step


@rule("multi-from-without-sender", "message:odd-from", severity=Severity.WARNING, rfc="5322#3.6.2", always=True)
def check(step: Step) -> Iterator[Found]:
    """Two mailboxes or more, those of groups too (RFC 6854)."""
    head = header(message_of(step).header)
    field = head.first("from")
    if field is None or head.first("sender") is not None or "{{" in field.raw:
        return
    count = len(mailboxes(field.raw))
    if count > 1:
        line, span = field.at_value()
        what = f"From names {count} authors: add Sender, with the one who sends it (RFC 5322 section 3.6.2)"
        yield Found(what, span, line.place)
