"""A part that is base64 has something else in it.

Base64 is letters, digits, `+` and `/`, in groups of four characters, of which the last may end with `=`. Programs leave
out other characters, so that the text comes out garbled, or say that the message is broken.

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
    C: Content-Type: text/plain; charset=utf-8
    C: Content-Transfer-Encoding: base64
    C:
    C: R3LDvMOf
    C: ZQ==
    C:
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A placeholder may stand for it:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: MIME-Version: 1.0
    C: Content-Transfer-Encoding: base64
    C:
    C: {{encoded}}
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
    C: MIME-Version: 1.0
    C: Content-Transfer-Encoding: base64
    C:
    C: aGVsbG8gd29ybGQ=
    C: Hello, Bob
            ^ this is no base64
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, in a part:

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
    Content-Type: multipart/mixed; boundary=b

    --b
    Content-Transfer-Encoding: base64

    aGVsbG
    ^^^^^^ the base64 ends too early: 6 characters are no groups of four
    --b--
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.message import Entity
from smtp_ls.rules.message.shown import parts_of
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step

# RFC 2045 section 6.8: characters outside the alphabet may only be line ends and blanks.
_OTHER = re.compile(r"[^A-Za-z0-9+/=\s]+")
_GROUP = 4


@rule("base64-body-error", "message:mime", severity=Severity.HINT, rfc="2045#6.8", always=True)
def check(step: Step) -> Iterator[Found]:
    """The first such line of each part."""
    for entity in parts_of(message_of(step)):
        if entity.encoding == "base64" and not entity.type.name.startswith(("multipart/", "message/")):
            yield from _in_body(entity)


def _in_body(entity: Entity) -> Iterator[Found]:
    lines = [line for line in entity.body if line.text.strip()]
    if not lines or any("{{" in line.text for line in lines):
        return
    count = 0
    for line in lines:
        found = _OTHER.search(line.text)
        if found:
            yield Found("this is no base64 (RFC 2045 section 6.8)", line.span(*found.span()), line.place)
            return
        count += len(line.text.strip())
    if count % _GROUP:
        what = f"the base64 ends too early: {count} characters are no groups of four (RFC 2045 section 6.8)"
        yield Found(what, lines[-1].span(0, len(lines[-1].text)), lines[-1].place)
