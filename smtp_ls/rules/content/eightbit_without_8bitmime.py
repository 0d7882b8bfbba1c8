"""A message holds letters beyond ASCII, and was not announced as such.

Plain SMTP carries ASCII only. Where the server offers 8BITMIME, `BODY=8BITMIME` on MAIL announces such text;
otherwise it has to be encoded, as quoted-printable or base64. Only the first such line of a message is marked.

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

SMTPUTF8 allows them in header fields:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SMTPUTF8
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: Subject: Grüße
    C:
    C: hello
    C: .
    C: QUIT

An excerpt may have announced them:

    354 Go ahead
    DATA
    354 Go ahead
    Date: Tue, 24 Nov 2026 10:00:00 +0000
    From: alice@example.org
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 8bit

    Grüße
    .
    250 2.0.0 Ok

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 8BITMIME
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: Subject: hello
    C:
    C: Grüße
         ^^ letters beyond ASCII: say BODY=8BITMIME on MAIL
    C: Käse
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, where the server does not offer it:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 SIZE 1000000
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    DATA
    354 Go ahead
    Subject: hello

    Grüße
      ^^ letters beyond ASCII, and the server does not offer 8BITMIME
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

In a script, as a warning, and in a chunk too:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: BDAT 9 LAST
    C: Grüße
         ^^ letters beyond ASCII: say BODY=8BITMIME on MAIL
    C: QUIT

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org>
    S: 250
    C: RCPT TO:<bob@example.net>
    S: 250
    C: DATA
    S: 354
    C: Grüße
         ^^ letters beyond ASCII: say BODY=8BITMIME on MAIL
    C: .
    S: 250
    C: QUIT
    S: 221

MAIL has announced ASCII:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> BODY=7BIT
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Grüße
         ^^ letters beyond ASCII, and MAIL says BODY=7BIT
    C: .
    C: QUIT

## Fixed, if you like

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
    C: Subject: hello
    C:
    C: Grüße
    C: Käse
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import AT_END, MAIL, Change, Fix, Severity, Span
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step
from smtp_ls.session.contents import offends

_BEYOND = re.compile(r"[^\x00-\x7f]+")
_ANNOUNCED = Fix("Add BODY=8BITMIME to MAIL", (Change(AT_END, " BODY=8BITMIME", MAIL),), safe=False)


@rule("8bit-without-8bitmime", "body:odd", "chunk:non-ascii", severity=Severity.ERROR, rfc="6152#3", always=True)
def check(step: Step) -> Iterator[Found]:
    """The first line of the message that may not hold them."""
    seen = step.before.content is not None and step.before.content.eight_seen
    content = step.before.content or step.after.content
    found = _BEYOND.search(step.event.text)
    if seen or found is None or content is None or not offends(content):
        return
    if content.eight_bit == "not-offered":
        message = "letters beyond ASCII, and the server does not offer 8BITMIME: encode the text"
    elif content.eight_bit == "denied":
        message = "letters beyond ASCII, and MAIL says BODY=7BIT: say BODY=8BITMIME there, or encode the text"
    else:
        message = "letters beyond ASCII: say BODY=8BITMIME on MAIL, or encode the text"
    yield Found(
        f"{message} (RFC 6152 section 3)", Span(*found.span()),
        related=((MAIL, "this does not announce them"),),
        severity=Severity.WARNING if content.eight_bit == "unsaid" else None,
        fix=_ANNOUNCED if content.eight_bit in ("undeclared", "unsaid") else None,
    )  # fmt: skip
