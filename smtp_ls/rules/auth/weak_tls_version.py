"""TLS is there, but in a version that has been given up.

SSL 2 and 3 are broken, TLS 1.0 and 1.1 are deprecated (RFC 8996): use 1.2 or 1.3. Servers begin to refuse the old ones,
with `421 4.7.66` or by closing the connection. Mostly one side has an old library, or settings of long ago.

## Good

    === Connected to mx.example.com.
    <-  220 mx.example.com ESMTP
     -> EHLO client.example.org
    <-  250-mx.example.com
    <-  250 STARTTLS
     -> STARTTLS
    <-  220 2.0.0 Ready
    === TLS started with cipher TLSv1.3:TLS_AES_256_GCM_SHA384:256
     ~> EHLO client.example.org
    <~  250 mx.example.com
     ~> QUIT
    <~  221 2.0.0 Bye

What the text of a session says does not matter, nor what an old OpenSSL calls a kind of cipher:

    === Connected to mx.example.com.
    <-  220 mx.example.com ESMTP, TLSv1.0 is not welcome here
     -> EHLO client.example.org
    <-  250-mx.example.com
    <-  250 STARTTLS
     -> STARTTLS
    <-  220 2.0.0 Ready
    === TLS started w/ cipher TLSv1/SSLv3, ECDHE-RSA-AES256-GCM-SHA384
     ~> EHLO client.example.org
    <~  250 mx.example.com
     ~> QUIT
    <~  221 2.0.0 Bye

## Bad

    === Connected to mx.example.com.
    <-  220 mx.example.com ESMTP
     -> EHLO client.example.org
    <-  250-mx.example.com
    <-  250 STARTTLS
     -> STARTTLS
    <-  220 2.0.0 Ready
    === TLS started with cipher TLSv1:ECDHE-RSA-AES256-SHA:256
                                ^^^^^ TLS 1.0 is deprecated
     ~> EHLO client.example.org
    <~  250 mx.example.com
     ~> QUIT
    <~  221 2.0.0 Bye

From curl:

    * Connected to mx.example.com (192.0.2.1) port 587 (#0)
    < 220 mx.example.com ESMTP
    > EHLO client.example.org
    < 250-mx.example.com
    < 250 STARTTLS
    > STARTTLS
    < 220 2.0.0 Ready
    * SSL connection using TLSv1.1 / ECDHE-RSA-AES256-SHA
                           ^^^^^^^ TLS 1.1 is deprecated
    > EHLO client.example.org
    < 250 mx.example.com
    > QUIT
    < 221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_VERSION = re.compile(
    r"(?<![A-Za-z0-9])(?:(?P<ssl>SSL)[ _]?v?(?P<number>[23])(?:[._]0)?|TLS[ _]?v?1(?:[._](?P<minor>[01]))?)"
    r"(?![0-9A-Za-z/]|[._]\d)"
)
"""`TLSv1/SSLv3` is how OpenSSL of old named the kind of cipher, whatever the version of TLS."""
_GROUPED = re.compile(r"TLSv1/SSLv3")


@rule("weak-tls-version", "note:tls", severity=Severity.INFORMATION, rfc="8996")
def check(step: Step) -> Iterator[Found]:
    """The note of a tool that TLS has begun names an old version."""
    text = step.event.text
    found = None if _GROUPED.search(text) else _VERSION.search(text)
    if found is None:
        return
    if found["ssl"]:
        message = f"SSL {found['number']} is broken: use TLS 1.2 or 1.3 (RFC 8996)"
    else:
        message = f"TLS 1.{found['minor'] or '0'} is deprecated: use TLS 1.2 or 1.3 (RFC 8996)"
    yield Found(message, Span(*found.span()))
