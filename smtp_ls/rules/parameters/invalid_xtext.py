"""A value that is written as xtext has something in it that must be encoded.

In xtext `+` and `=` stand as `+2B` and `+3D`: a plus sign and two hexadecimal digits in upper case. So are characters
encoded that are no printable ASCII.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> ENVID=QQ+3D314159
    C: QUIT

A placeholder may stand for anything:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> ENVID={{id}}+2B{{id}}
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> ENVID=a+3db
                                            ^^^ in xtext this is +3D
    C: QUIT

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SUBMITTER=alice+work@example.org
                                                    ^ in xtext this is +2B
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 DSN
    MAIL FROM:<alice@example.org> ENVID=a=b
                                         ^ in xtext this is +3D
    501 5.5.4 Syntax error
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> ENVID=a+3Db
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.rules.parameters.values import encoded, given, slips
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "invalid-xtext", "parameter:ENVID", "parameter:SUBMITTER", "parameter:ALT-ADDRESS",
    severity=Severity.ERROR, rfc="3461#4", instead_of=("malformed-command",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The first slip of each value, with a fix for all."""
    for each, _ in given(step, "ENVID", "SUBMITTER", "ALT-ADDRESS"):
        at = each.value_span.start
        found = slips(each.value or "")
        if found:
            first = found[0]
            message = f"in xtext this is {first.mended}" if first.mended else "this may not stand in xtext"
            span = Span(at + first.span.start, at + first.span.end)
            yield Found(f"{message} (RFC 3461 section 4)", span, fix=encoded(found, at))
