"""A parameter that needs a value has none.

The value follows an `=`, without blanks on either side of it: `SIZE=1000`.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIZE=0 SMTPUTF8
    C: QUIT

A placeholder may stand for anything:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIZE={{size}} XVERP
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIZE = 1000 RET= HDRS
                                     ^^^^ no blanks beside the "=" of SIZE
                                                 ^^^^ no blanks beside the "=" of RET
    C: QUIT

What the value should be, only you know:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250-8BITMIME
    250 SIZE
    MAIL FROM:<alice@example.org> BODY SIZE=
                                  ^^^^ BODY needs a value
                                       ^^^^^ SIZE needs a value
    501 5.5.4 Syntax error
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIZE=1000 RET=HDRS
    C: QUIT
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.rules.parameters.values import given
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import source
from smtp_ls.session import Step

_APART = re.compile(r"\s+=\s*(?=\S)|\s+=$")
_VALUE_APART = re.compile(r"\s+(?=[^\s=]+(?:\s|$))")


@rule(
    "parameter-value-missing", "command:odd-parameter",
    severity=Severity.ERROR, rfc="5321#4.1.1.11", instead_of=("malformed-command",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A known parameter that needs a value, with none or with blanks before it."""
    text = step.event.text
    for each, row in given(step):
        if row.value != "required" or each.value:
            continue
        apart = (_APART if each.value is None else _VALUE_APART).match(text, each.span.end)
        if apart and apart.end() < len(text):
            fix = replace("Remove the blanks", Span(*apart.span()), "=" if each.value is None else "")
            yield Found(f'no blanks beside the "=" of {each.name} (RFC 5321 section 4.1.2)', each.span, fix=fix)
        else:
            yield Found(f"{each.name} needs a value: {each.name}=...{source(row.rfc)}", each.span)
