"""The value of RRVS is not a time, perhaps with ;C or ;R.

RRVS asks to deliver only if the mailbox has had the same owner since that time: `RRVS=2014-04-03T23:01:00Z;C`. The time
is written as in RFC 3339, with seconds and a zone, without fractions of a second.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net> RRVS=2014-04-03T23:01:00+02:00
    C: QUIT

A placeholder may stand for anything:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net> RRVS={{since}};R
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net> RRVS=2014-04-03T23:01:00.25Z
                                      ^^^^^^^^^^^^^^^^^^^^^^^ RRVS is a time
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 RRVS
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net> RRVS=2014-04-03
                                   ^^^^^^^^^^ RRVS is a time
    501 5.5.4 Syntax error
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net> RRVS=2014-04-03T23:01:00Z
    C: QUIT
"""

import re
from collections.abc import Iterator

from smtp_ls import syntax
from smtp_ls.findings import Severity
from smtp_ls.rules.parameters.values import wrong
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.session import Step

_FRACTION = re.compile(r"\.\d+(?=[Zz+-])")


@rule("invalid-rrvs", "parameter:RRVS", severity=Severity.ERROR, rfc="7293#3.1", instead_of=("malformed-command",))
def check(step: Step) -> Iterator[Found]:
    """What the grammar rejects; a fraction is taken out."""
    for each, value in wrong(step, "RRVS"):
        whole = _FRACTION.sub("", value)
        certain = whole != value and syntax.matches("rrvs-value", whole)
        yield Found(
            "RRVS is a time such as 2014-04-03T23:01:00Z, perhaps with ;C or ;R behind it (RFC 7293 section 3.1)",
            each.value_span,
            fix=replace("Remove the fraction", each.value_span, whole) if certain else None,
        )
