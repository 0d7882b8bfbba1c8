"""The value of BY is not a time, a semicolon and a mode.

`BY=120;R` asks to deliver within 120 seconds, or else to return the message (R) or only to notify the sender (N); a T
behind it asks for a trace. The time has up to nine digits. With R it is above zero: what is late already cannot be in
time.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> BY=120;R
    C: QUIT

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> BY=-5;NT
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> BY=120
                                        ^^^ BY is seconds, a semicolon and N or R
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 DELIVERBY
    MAIL FROM:<alice@example.org> BY=0;R
                                     ^^^ with R the time is above zero
    501 5.5.4 Time is up
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls import syntax
from smtp_ls.findings import Severity
from smtp_ls.rules.parameters.values import given
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("invalid-by", "parameter:BY", severity=Severity.ERROR, rfc="2852#4", instead_of=("malformed-command",))
def check(step: Step) -> Iterator[Found]:
    """What the grammar rejects; R with no time left."""
    for each, _ in given(step, "BY"):
        value = each.value or ""
        if value and not syntax.matches("by-value", value):
            yield Found("BY is seconds, a semicolon and N or R, such as 120;R (RFC 2852 section 4)", each.value_span)
        elif (
            "{{" not in value
            and value
            and value.upper().partition(";")[2][0] == "R"
            and int(value.partition(";")[0]) <= 0
        ):
            yield Found("with R the time is above zero (RFC 2852 section 4)", each.value_span)
