"""`Content-Transfer-Encoding` names no encoding, or one that a multipart message may not have.

There are `7bit`, `8bit`, `binary`, `quoted-printable` and `base64`. What a program does not know it cannot decode, and
saves as a file. A message of parts is never encoded as a whole: its parts are.

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
    C: MIME-Version: 1.0
    C: Content-Type: text/plain
    C: Content-Transfer-Encoding: Quoted-Printable (as ever)
    C:
    C: hello=21
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A private one begins with `X-`, and a part may be encoded:

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
    C: Content-Transfer-Encoding: 7bit
    C:
    C: --b
    C: Content-Transfer-Encoding: base64
    C:
    C: aGVsbG8=
    C: --b
    C: Content-Transfer-Encoding: x-uuencode
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
    C: MIME-Version: 1.0
    C: Content-Type: text/plain
    C: Content-Transfer-Encoding: 8-bit
                                  ^^^^^ this is no encoding: write 8bit
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
    MIME-Version: 1.0
    Content-Transfer-Encoding: utf-8
                               ^^^^^ this is no encoding

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
    C: MIME-Version: 1.0
    C: Content-Type: multipart/mixed; boundary=b
    C: Content-Transfer-Encoding: base64
                                  ^^^^^^ a message of parts is not encoded as a whole
    C:
    C: --b
    C:
    C: hello
    C: --b--
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
    C: MIME-Version: 1.0
    C: Content-Type: text/plain
    C: Content-Transfer-Encoding: 8bit
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
from smtp_ls.message import Entity, Field
from smtp_ls.protocol.fields import ENCODINGS
from smtp_ls.rules.message.shown import parts_of
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of, one_of
from smtp_ls.session import Step

_PUNCTUATION = re.compile(r"[-_ ]")
_MEANT = {_PUNCTUATION.sub("", each): each for each in ENCODINGS}
_WHOLE = ("multipart/", "message/rfc822", "message/partial")


@rule("invalid-cte", "message:mime", severity=Severity.WARNING, rfc="2045#6.1", always=True)
def check(step: Step) -> Iterator[Found]:
    """Of the message and of each of its parts."""
    for entity in parts_of(message_of(step)):
        field = entity.header.first("content-transfer-encoding")
        if field is not None and "{{" not in field.raw:
            yield from _flaw(entity, field)


def _flaw(entity: Entity, field: Field) -> Iterator[Found]:
    encoding = entity.encoding
    line, span = field.at_value()
    if encoding in ("base64", "quoted-printable"):
        if entity.type.name.startswith(_WHOLE):
            what = "a message of parts is not encoded as a whole: 7bit, 8bit or binary (RFC 2045 section 6.4)"
            yield Found(what, span, line.place)
        return
    if encoding in ENCODINGS or encoding.startswith("x-"):
        return
    better = _MEANT.get(_PUNCTUATION.sub("", encoding))
    fix = Fix(f"Write {better}", (Change(span, better, line.place),)) if better and len(field.lines) == 1 else None
    yield Found(
        f"this is no encoding: write {better or one_of(ENCODINGS)} (RFC 2045 section 6.1)", span, line.place, fix=fix
    )
