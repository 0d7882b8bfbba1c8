"""An encoded word in the header is broken, or too long.

Letters beyond ASCII stand in a header as `=?charset?Q?text?=` or `=?charset?B?base64?=`. The word has no blank in it
(`_` stands for one), ends with `?=` and has 75 characters at most; a longer text is several words. What is broken is
shown as it stands.

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
    C: From: =?iso-8859-1?Q?=C9lise_M?= <alice@example.org>
    C: Subject: =?UTF-8?B?R3LDvMOfZQ==?= =?UTF-8*de?q?Gr=c3=bc=c3=9fe?=
    C:
    C: =?UTF-8?Q?in the text?
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A question is no encoded word:

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
    C: Subject: is x=?y or =?
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
    C: From: alice@example.org
    C: Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe aus Bonn?=
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ there is a blank in this encoded word
    C: Comments: =?UTF-8?Q?Gr=C3=BC=C3=9Fe
                 ^^^^^^^^^^^^^^^^^^^^^^^^^ this encoded word has no end
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
    Subject: =?UTF-8?X?hello?= =?UTF-8?B?R3LD!?= =?UTF-8?Q?=C3=B?=
             ^^^^^^^^^^^^^^^^^ the encoding of this word is neither Q nor B
                               ^^^^^^^^^^^^^^^^^ this is no base64
                                                 ^^^^^^^^^^^^^^^^^ "=" has no two hexadecimal digits behind it

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
    C: Subject: =?UTF-8?Q?aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa?=
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this encoded word has 79
    C:
    C: hello
    C: .
    C: QUIT
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.message import Field, header
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step

# RFC 2047 section 2
#   encoded-word = "=?" charset "?" encoding "?" encoded-text "?="
# and RFC 2231 section 5 for a language behind the charset.
_WORD = re.compile(
    r"=\?[A-Za-z][^\s?=]*\?(?P<encoding>[^\s?=]{1,2})\?(?P<text>.*?)"
    r"(?P<end>\?=|(?=\s*=\?[A-Za-z][^\s?=]*\?[QqBb]\?)|$)"
)
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_BAD_HEX = re.compile(r"=(?![0-9A-Fa-f]{2})")
_LONGEST = 75
_OTHERWISE = frozenset(
    ("dkim-signature", "arc-message-signature", "arc-seal", "arc-authentication-results", "received", "face", "x-face")
)
"""Fields with signatures, pictures and the like, in which `=?` may stand by chance."""


@rule("encoded-word-error", "message:encoded", severity=Severity.WARNING, rfc="2047#2", always=True)
def check(step: Step) -> Iterator[Found]:
    """Each of them in the header."""
    for field in header(message_of(step).header).fields:
        if field.key not in _OTHERWISE and "=?" in field.raw and "{{" not in field.raw:
            yield from _in_field(field)


def _in_field(field: Field) -> Iterator[Found]:
    raw = field.raw
    for found in _WORD.finditer(raw):
        flaw = _flaw(found)
        if flaw:
            line, span = field.at(found.start(), found.start() + len(found[0].rstrip()))
            yield Found(f"{flaw} (RFC 2047 section 2)", span, line.place)


def _flaw(found: re.Match[str]) -> str:
    """What is wrong with a word; "" if nothing is."""
    text, encoding = found["text"], found["encoding"].upper()
    if not found["end"]:
        return "this encoded word has no end: `?=` is missing"
    if encoding not in ("Q", "B"):
        return "the encoding of this word is neither Q nor B"
    if any(each.isspace() for each in text):
        return "there is a blank in this encoded word: write `_` for it, or end the word before it"
    if encoding == "B" and not _BASE64.fullmatch(text):
        return "this is no base64: another character is in it, or its end is missing"
    if encoding == "Q" and _BAD_HEX.search(text):
        return '"=" has no two hexadecimal digits behind it: write =3D for the sign itself'
    if len(found[0]) > _LONGEST:
        return f"this encoded word has {len(found[0])} characters, and {_LONGEST} are the most: make it two"
    return ""
