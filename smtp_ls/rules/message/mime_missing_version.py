"""A message has MIME fields, and no `MIME-Version`.

`Content-Type` and the like mean something only together with `MIME-Version: 1.0`. Without it, a program may show the
message as plain text, parts and base64 and all.

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
    C: Mime-version: 1.0
    C: Content-Type: text/plain; charset=us-ascii
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A part of a message needs none of its own:

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
    C: MIME-Version: 1.0
    C: Content-Type: multipart/mixed; boundary=b
    C:
    C: --b
    C: Content-Type: text/plain
    C:
    C: hello
    C: --b--
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
    C: From: alice@example.org
    C: Content-Type: text/html
       ^^^^^^^^^^^^ MIME-Version: 1.0 is missing
    C: Content-Transfer-Encoding: 7bit
    C:
    C: <p>hello
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
    Content-Transfer-Encoding: quoted-printable
    ^^^^^^^^^^^^^^^^^^^^^^^^^ MIME-Version: 1.0 is missing

    hello
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

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
    C: MIME-Version: 1.0
    C: Content-Type: text/html
    C: Content-Transfer-Encoding: 7bit
    C:
    C: <p>hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.message import header
from smtp_ls.rules.rule import Found, insert, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step

_MIME = ("content-type", "content-transfer-encoding", "content-disposition", "content-id")


@rule("mime-missing-version", "message:unversioned", severity=Severity.WARNING, rfc="2045#4", always=True)
def check(step: Step) -> Iterator[Found]:
    """At the first of the fields."""
    field = next((each for each in header(message_of(step).header).fields if each.key in _MIME), None)
    if field is not None:
        place = field.lines[0].place
        yield Found(
            "MIME-Version: 1.0 is missing, without which this field has no meaning (RFC 2045 section 4)",
            field.named, place, fix=insert("Add MIME-Version", "MIME-Version: 1.0", place=place, safe=True),
        )  # fmt: skip
