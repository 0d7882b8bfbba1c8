"""The message is larger than the server takes.

`SIZE` in the reply to EHLO is the most octets of a message that this server accepts; it will refuse a larger one with
552, and where the file shows that, this is information. Each line counts its octets and two for CRLF; a dot that was
doubled counts once.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 SIZE 73
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: ..2345
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

SIZE without a number, or with 0, sets no limit:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 SIZE 0
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

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 SIZE 70
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
       ^ the message has 73 octets, and the server takes 70
    S: 552 5.3.4 Message too big
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 SIZE 70
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    DATA
    354 Go ahead
    Date: Tue, 24 Nov 2026 10:00:00 +0000
    From: alice@example.org

    hello
    .
    ^ the message has 73 octets, and the server takes 70
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import HERE, OPENED, Severity, offered
from smtp_ls.rules.content.sizes import size_of
from smtp_ls.rules.message_gates import offered_size
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("message-over-ehlo-size", "message:sized", severity=Severity.WARNING, rfc="1870#4")
def check(step: Step) -> Iterator[Found]:
    """More octets are shown than the EHLO reply allows."""
    most = offered_size(step.before.presumed)
    size = size_of(step) if most else 0
    if size > most:
        yield Found(
            f"the message has {size} octets, and the server takes {most} (RFC 1870 section 4)",
            place=OPENED if step.before.content is None else HERE, related=((offered("SIZE"), "this is the limit"),),
        )  # fmt: skip
