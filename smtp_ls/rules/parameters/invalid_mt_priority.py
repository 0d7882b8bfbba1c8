"""The value of MT-PRIORITY is not from -9 to 9.

It is one digit, with a minus sign if it is below zero: no plus sign, no leading zero, and zero has no sign.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> MT-PRIORITY=-9
    C: QUIT

A placeholder may stand for anything:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> MT-PRIORITY={{priority}}
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> MT-PRIORITY=+3
                                                 ^^ MT-PRIORITY is a number from -9 to 9
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 MT-PRIORITY
    MAIL FROM:<alice@example.org> MT-PRIORITY=10
                                              ^^ MT-PRIORITY is a number from -9 to 9
    501 5.5.2 Syntax error
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> MT-PRIORITY=3
    C: QUIT
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.parameters.values import wrong
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.session import Step

_MEANT = re.compile(r"[+-]?0*[0-9]")


@rule(
    "invalid-mt-priority",
    "parameter:MT-PRIORITY",
    severity=Severity.ERROR,
    rfc="6710#7",
    instead_of=("malformed-command",),
)
def check(step: Step) -> Iterator[Found]:
    """Anything but a digit or a minus sign and a digit other than 0."""
    for each, value in wrong(step, "MT-PRIORITY"):
        number = str(int(value)) if _MEANT.fullmatch(value) else ""
        yield Found(
            "MT-PRIORITY is a number from -9 to 9, without + and leading zeros (RFC 6710 section 7)",
            each.value_span,
            fix=replace(f"Write {number}", each.value_span, number) if number else None,
        )
