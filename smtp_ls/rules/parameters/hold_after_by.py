"""A message is to be held longer than it may take to be delivered.

HOLDFOR keeps the message back, and BY gives the time by which it must have arrived, both from now on. What is let go
after that time can only be late: a server must refuse the two together.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> HOLDFOR=60 BY=120;R
    C: QUIT

A placeholder may stand for anything:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> HOLDFOR={{seconds}} BY=120;R
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> HOLDFOR=600 BY=120;R
                                     ^^^^^^^^^^^ the message is held for 600 seconds, and is to arrive within 120
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250-DELIVERBY
    250 FUTURERELEASE 1000 2027-01-01T00:00:00Z
    MAIL FROM:<alice@example.org> BY=120;N HOLDFOR=121
                                           ^^^^^^^^^^^ the message is held for 121 seconds, and is to arrive within 120
    501 5.5.4 Not possible
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls import syntax
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.parameters.values import given
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("hold-after-by", "parameter:HOLDFOR", severity=Severity.ERROR, rfc="4865#5.2.1")
def check(step: Step) -> Iterator[Found]:
    """Both on one MAIL, with values that are valid. HOLDUNTIL would need a clock."""
    seconds: dict[str, tuple[int, Span]] = {}
    for each, row in given(step, "HOLDFOR", "BY"):
        value = each.value or ""
        if "{{" not in value and syntax.matches(row.rule or "", value):
            seconds.setdefault(each.name, (int(value.partition(";")[0]), each.span))
    if len(seconds) > 1 and seconds["HOLDFOR"][0] > seconds["BY"][0]:
        hold, span = seconds["HOLDFOR"]
        message = f"the message is held for {hold} seconds, and is to arrive within {seconds['BY'][0]}"
        yield Found(f"{message} (RFC 4865 section 5.2.1)", span)
