"""What stands in the place of an enhanced status code is not written as one.

It has three numbers with dots between them: 2, 4 or 5, then two of at most three digits, without zeros before them.
Clients look for just that, and take the rest for text.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ENHANCEDSTATUSCODES
    C: VRFY bob
    S: 550 5.1.10 No mail there
    C: VRFY carol
    S: 252 2.0.0 1.07.1 is no code here
    C: QUIT
    S: 221 2.0.0 Bye

Numbers that are no codes:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 ENHANCEDSTATUSCODES
    NOOP
    250 2.5 seconds since the last one
    NOOP
    250 192.0.2.1 is known
    NOOP
    250 1.07.1 is our version
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ENHANCEDSTATUSCODES
    C: VRFY bob
    S: 550 5.01.1 No such user
           ^^^^^^ this is no enhanced status code
    C: VRFY carol
    S: 550 5.7 You may not ask
           ^^^ this is no enhanced status code
    C: VRFY dave
    S: 550 5.7.1234 You may not ask
           ^^^^^^^^ this is no enhanced status code
    C: QUIT
    S: 221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.statuses import is_well_formed, status_of
from smtp_ls.session import Step

_UNIT = re.compile(
    r" ?(?:[kMGT]?i?b(?:ytes?)?|(?:kilo|mega|giga)\w*|m?s|sec\w*|min\w*|hours?|days?|x|%)(?![a-z])", re.IGNORECASE
)


@rule("enhanced-syntax", "enhanced:odd", severity=Severity.WARNING, rfc="3463#2", always=True)
def check(step: Step) -> Iterator[Found]:
    """Two or three numbers, the first of them the reply's own class, and no quantity of something."""
    reply, status = step.event, status_of(step.event)
    if not isinstance(reply, Reply) or status is None or is_well_formed(status.text):
        return
    measures = status.text.count(".") == 1 and _UNIT.match(reply.text, status.span.end)
    if status.kind == reply.text[0] and reply.code // 100 in (2, 4, 5) and not measures:
        yield Found(
            "this is no enhanced status code: three numbers of at most three digits, without zeros before them "
            "(RFC 3463 section 2)",
            status.span,
        )
