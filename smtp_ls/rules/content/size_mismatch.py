"""The message has more octets than the SIZE of its MAIL announced.

SIZE is an estimate, so this breaks no rule; but the server has looked only for the room that was announced, and may
refuse the message at its end. Each line counts its octets and two for CRLF; a dot that was doubled counts once. Clients
that count a line end as one octet are forgiven.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 SIZE 1000000
    C: MAIL FROM:<alice@example.org> SIZE=65
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: ..
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

The size may be left open:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIZE={{size}}
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
    S: 250-mx.example.com
    S: 250 SIZE 1000000
    C: MAIL FROM:<alice@example.org> SIZE=50
       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the message has 73 octets
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

In a script, with a chunk:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIZE=20
       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the message has 25 octets
    C: RCPT TO:<bob@example.net>
    C: BDAT 25 LAST
    C: From: alice@example.org
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import HERE, MAIL, Severity
from smtp_ls.rules.content.sizes import size_of
from smtp_ls.rules.message_gates import announced_size, transaction
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step


@rule("size-mismatch", "message:sized", severity=Severity.INFORMATION, rfc="1870#6.3", always=True)
def check(step: Step) -> Iterator[Found]:
    """More octets are shown than MAIL said, even if each line end counts one octet and the last one is added."""
    announced = announced_size(transaction(step.before))
    size = size_of(step) if announced else 0
    message = message_of(step)
    ends = len(message.header) + len(message.body) + 2
    if size - ends > announced:
        yield Found(
            f"the message has {size} octets, more than SIZE says (RFC 1870 section 6.3)",
            place=MAIL, related=((HERE, "the message ends here"),),
        )  # fmt: skip
