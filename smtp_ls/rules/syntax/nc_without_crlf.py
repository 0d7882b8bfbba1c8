"""A program that ends lines with LF alone was used, and the server says nothing.

SMTP ends each line with CR and LF. `nc`, `ncat` and `openssl s_client` send what the Return key gives, which is LF
alone; many servers take that, and others wait for the CR for ever. Use `nc -C`, `ncat --crlf` or
`openssl s_client -crlf`.

## Good

    $ nc -C mx.example.com 25
    220 mx.example.com ESMTP
    EHLO client.example.org

This server answers, so it is content with LF:

    $ nc mx.example.com 25
    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    QUIT
    221 2.0.0 Bye

## Bad

    $ nc mx.example.com 25
    ^^^^^^^^^^^^^^^^^^^^^^ this ends lines with LF alone, and nothing is answered
    220 mx.example.com ESMTP
    EHLO client.example.org

Likewise over TLS:

    $ openssl s_client -quiet -connect mx.example.com:465
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this ends lines with LF alone
    220 mx.example.com ESMTP
    EHLO client.example.org
    QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import LAST, LF_ALONE, Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Origin, Step
from smtp_ls.session.order import Phase


@rule("nc-without-crlf", "end", severity=Severity.INFORMATION, rfc="5321#2.3.8")
def check(step: Step) -> Iterator[Found]:
    """The session ends with commands of which the first, EHLO or another, got no answer."""
    session = step.before
    unanswered = session.full and session.last == "client" and session.known.phase == Phase.GREETED
    if unanswered and session.shown.native and session.origin == Origin.WHOLE and not session.known.tls:
        yield Found(
            "this ends lines with LF alone, and nothing is answered: use nc -C, ncat --crlf or openssl s_client -crlf "
            "(RFC 5321 section 2.3.8)",
            place=LF_ALONE,
            related=((LAST, "the server may be waiting for CR and LF"),),
        )
