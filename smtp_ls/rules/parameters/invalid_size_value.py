"""The value of SIZE is no number of octets.

SIZE tells the server how many octets the message has: up to 20 digits, no unit, no sign, no separators.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIZE=00010000000
    C: QUIT

A placeholder may stand for anything:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIZE={{size}}
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIZE=10MB
                                          ^^^^ SIZE is a number of octets, up to 20 digits
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 SIZE
    MAIL FROM:<alice@example.org> SIZE=1,000,000
                                       ^^^^^^^^^ SIZE is a number of octets, up to 20 digits
    501 5.5.4 Syntax error
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.parameters.values import wrong
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("invalid-size-value", "parameter:SIZE", severity=Severity.ERROR, rfc="1870#3", instead_of=("malformed-command",))
def check(step: Step) -> Iterator[Found]:
    """Anything but 1 to 20 digits."""
    for each, _ in wrong(step, "SIZE"):
        yield Found(
            "SIZE is a number of octets, up to 20 digits and nothing else (RFC 1870 section 3)", each.value_span
        )
