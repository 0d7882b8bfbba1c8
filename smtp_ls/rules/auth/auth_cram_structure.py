"""What answers the challenge of CRAM-MD5 is not a name and a digest.

It is the user's name, a blank and the digest in 32 lower-case hexadecimal digits, all that in base64. The digest is
computed from the challenge and the password (HMAC-MD5); the password itself is never sent. Anything else fails with 501
or 535.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH CRAM-MD5
    C: AUTH CRAM-MD5
    S: 334 PDE4OTYuNjk3MTcwOTUyQG14LmV4YW1wbGUuY29tPg==
    C: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

What hides it need not be anything:

    C: EHLO client.example.org
    C: AUTH CRAM-MD5
    C: xxxxxxxxxxxx
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH CRAM-MD5
    C: AUTH CRAM-MD5
    S: 334 PDE4OTYuNjk3MTcwOTUyQG14LmV4YW1wbGUuY29tPg==
    C: dGltOmI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw
       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no blank stands between the user's name and the digest
    S: 501 5.5.2 Cannot decode
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH CRAM-MD5
    AUTH CRAM-MD5
    334 PDE4OTYuNjk3MTcwOTUyQG14LmV4YW1wbGUuY29tPg==
    dGltIEI5MTNBNjAyQzdFREE3QTQ5NUI0RTZFNzMzNEQzODkw
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the digest is written in capitals
    535 5.7.8 No
    QUIT
    221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: AUTH CRAM-MD5
    C: dGltIGI5MTNhNjAy
       ^^^^^^^^^^^^^^^^ the digest does not have 32 hexadecimal digits
    C: QUIT

With expectations, made with `echo`:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: AUTH CRAM-MD5
    S: 334
    C: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkxCg==
       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the digest ends with a line break
    S: 535
    C: QUIT
    S: 221
"""

import re
from collections.abc import Iterator

from smtp_ls.events import SaslResponse
from smtp_ls.findings import Severity
from smtp_ls.rules.auth.payloads import meant, payload
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_DIGEST = re.compile(r"[0-9a-f]{32}")
_SAMPLE = "b913a602c7eda7a495b4e6e7334d3890"
"""That of RFC 2195, which RFC 2645 shows with a line break behind it."""
_WHERE = "(RFC 2195 section 2)"


@rule("auth-cram-structure", "auth:CRAM-MD5", severity=Severity.WARNING, rfc="2195#2")
def check(step: Step) -> Iterator[Found]:
    """The answer to the challenge is text, so that it was meant, and is built otherwise."""
    sent = payload(step) if isinstance(step.event, SaslResponse) else None
    if sent is None or sent.mechanism != "CRAM-MD5" or sent.nth:
        return
    text = meant(sent)
    flaw = _flaw(text) if text else ""
    if flaw:
        yield Found(f"{flaw} {_WHERE}", sent.span)


def _flaw(text: str) -> str:
    name, _, digest = text.rpartition(" ")
    if not name:
        return "no blank stands between the user's name and the digest"
    if _DIGEST.fullmatch(digest):
        return ""
    if _DIGEST.fullmatch(digest.rstrip("\r\n")):
        if digest.startswith(_SAMPLE):
            return ""
        return "the digest ends with a line break: encode it with printf instead of echo"
    if _DIGEST.fullmatch(digest.lower()):
        return "the digest is written in capitals, but its hexadecimal digits are a to f"
    return "the digest does not have 32 hexadecimal digits"
