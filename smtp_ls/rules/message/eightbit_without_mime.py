"""The text of a message has letters beyond ASCII, and the header does not say what they are.

Without `MIME-Version`, `Content-Type` with a charset and `Content-Transfer-Encoding`, a text is ASCII: a program that
shows it has to guess at other letters. Add `MIME-Version: 1.0`, `Content-Type: text/plain; charset=utf-8` and
`Content-Transfer-Encoding: 8bit`. That the letters may be sent is announced on MAIL, with `BODY=8BITMIME`.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 8BITMIME
    C: MAIL FROM:<alice@example.org> BODY=8BITMIME
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: MIME-Version: 1.0
    C: Content-Type: text/plain; charset=utf-8
    C: Content-Transfer-Encoding: 8bit
    C:
    C: Grüße
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In a part, the header of the part tells:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 8BITMIME
    C: MAIL FROM:<alice@example.org> BODY=8BITMIME
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
    C: Content-Type: text/plain; charset=utf-8
    C: Content-Transfer-Encoding: 8bit
    C:
    C: Grüße
    C: --b--
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 8BITMIME
    C: MAIL FROM:<alice@example.org> BODY=8BITMIME
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: Grüße
         ^^ letters beyond ASCII, and the header does not say what they are
    C: Käse
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, with another encoding:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 8BITMIME
    MAIL FROM:<alice@example.org> BODY=8BITMIME
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    DATA
    354 Go ahead
    Date: Tue, 24 Nov 2026 10:00:00 +0000
    From: alice@example.org
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    Grüße
      ^^ letters beyond ASCII, and Content-Transfer-Encoding says 7bit
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> BODY=8BITMIME
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: Grüße
         ^^ letters beyond ASCII, and the header does not say what they are
    C: .
    C: QUIT
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.message import Entity
from smtp_ls.rules.message.shown import parts_of
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step

_BEYOND = re.compile(r"[^\x00-\x7f]+")


@rule("8bit-without-mime", "message:eight-bit", severity=Severity.WARNING, rfc="2045#6", always=True)
def check(step: Step) -> Iterator[Found]:
    """The first such line of a text that is not announced as 8bit. A message of parts tells it part by part."""
    for whole in parts_of(message_of(step))[:1]:
        why = _unannounced(whole)
        line = next((line for line in whole.body if not line.text.isascii()), None)
        if why and line is not None:
            found = _BEYOND.search(line.text)
            span = line.span(*found.span()) if found else None
            yield Found(f"letters beyond ASCII, and {why} (RFC 2045 section 6)", span, line.place)


def _unannounced(whole: Entity) -> str:
    """Why octets above 127 cannot be read; "" if they can."""
    head = whole.header
    if head.headless or whole.type.name.startswith(("multipart/", "message/")):
        return ""
    said = head.first("content-transfer-encoding")
    if said is not None and whole.encoding in ("8bit", "binary"):
        return ""
    if said is not None:
        return f"Content-Transfer-Encoding says {whole.encoding}: write 8bit"
    return (
        "the header does not say what they are: add MIME-Version, Content-Type with a charset and "
        "Content-Transfer-Encoding: 8bit"
    )
