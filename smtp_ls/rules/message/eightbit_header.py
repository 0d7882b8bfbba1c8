"""A header field has letters beyond ASCII, and MAIL does not say SMTPUTF8.

A header is ASCII: `BODY=8BITMIME` allows other letters in the text only. Write such a word as an encoded word,
`=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=`, or say SMTPUTF8 on MAIL where the server offers it. Otherwise some servers refuse the
message, and programs guess at the letters.

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
    C: Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

With SMTPUTF8, and in an excerpt that does not show MAIL:

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

    ### an excerpt
    # smtp-ls: partial
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: Subject: Grüße
    C:
    C: hello
    C: .
    C: QUIT

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
    C: From: Élise <alice@example.org>
             ^ letters beyond ASCII in a header field
    C: Subject: viele Grüße von mir
                        ^^ letters beyond ASCII in a header field
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
    Subject: Käse
              ^ letters beyond ASCII in a header field

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
    C: Subject: Käse
                 ^ letters beyond ASCII in a header field
    C:
    C: hello
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
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: Élise <alice@example.org>
    C: Subject: viele =?UTF-8?Q?Gr=C3=BC=C3=9Fe?= von mir
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import MAIL, Change, Fix, Severity
from smtp_ls.message import Field, header
from smtp_ls.rules.message_gates import transaction
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step
from smtp_ls.text import encode

_BEYOND = re.compile(r"[^\x00-\x7f]+")
_WORDS = re.compile(r"(?<!\S)\S*[^\x00-\x7f]\S*(?:[ \t]+\S*[^\x00-\x7f]\S*)*")
_TEXTUAL = ("subject", "comments")
"""Fields that are free text, so that any word of them may be encoded (RFC 2047 section 5)."""
_LONGEST = 75
"""Characters of an encoded word (RFC 2047 section 2)."""


@rule(
    "8bit-header", "message:non-ascii",
    severity=Severity.ERROR, rfc="5322#2.2", instead_of=("8bit-without-8bitmime",), always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """Each field that has them, where MAIL is shown and has no SMTPUTF8."""
    mail = transaction(step.before)
    if mail is None or not mail.mail or "{{" in mail.mail or mail.parameter("SMTPUTF8") is not None:
        return
    for field in header(message_of(step).header).fields:
        found = _BEYOND.search(field.raw)
        if found:
            line, span = field.at(*found.span())
            yield Found(
                "letters beyond ASCII in a header field: encode the word, or say SMTPUTF8 (RFC 5322 section 2.2)",
                span, line.place, related=((MAIL, "SMTPUTF8 would belong here"),), fix=_encoded(field),
            )  # fmt: skip


def _encoded(field: Field) -> Fix | None:
    """The words of a text as encoded words, if each fits into one."""
    if field.key not in _TEXTUAL or len(field.lines) > 1 or any("\ud800" <= each <= "\udfff" for each in field.raw):
        return None
    changes, line = [], field.lines[0]
    for found in _WORDS.finditer(line.text, field.colon + 1):
        word = f"=?UTF-8?Q?{_quoted(found[0])}?="
        if len(word) > _LONGEST:
            return None
        changes.append(Change(line.span(*found.span()), word, line.place))
    return Fix("Encode the letters", tuple(changes), safe=False)


def _quoted(text: str) -> str:
    """A text in the Q encoding (RFC 2047 section 4.2)."""
    plain = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    return "".join("_" if each == 32 else chr(each) if each in plain else f"={each:02X}" for each in encode(text))
