"""The value of RET is neither FULL nor HDRS.

RET says what a report of failure brings back: the whole message (FULL) or its header only (HDRS). It does not say
whether there is a report; NOTIFY does.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> RET=FULL
    C: QUIT

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> ret=hdrs
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> RET=HEADERS
                                         ^^^^^^^ RET is FULL or HDRS
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 DSN
    MAIL FROM:<alice@example.org> RET=NO
                                      ^^ RET is FULL or HDRS
    501 5.5.4 Syntax error
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> RET=HDRS
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.parameters.values import wrong
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.session import Step

_HEADERS = ("HEADERS", "HEADER", "HDR", "HEAD")


@rule("invalid-ret", "parameter:RET", severity=Severity.ERROR, rfc="3461#4.3", instead_of=("malformed-command",))
def check(step: Step) -> Iterator[Found]:
    """Neither of the two words."""
    for each, value in wrong(step, "RET"):
        fix = replace("Write HDRS", each.value_span, "HDRS") if value.upper() in _HEADERS else None
        yield Found("RET is FULL or HDRS (RFC 3461 section 4.3)", each.value_span, fix=fix)
