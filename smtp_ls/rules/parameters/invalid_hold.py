"""HOLDFOR or HOLDUNTIL has a value that there is not, is above the server's limit, or both are given.

HOLDFOR is a number of seconds from 1 to 999999999, HOLDUNTIL a time such as `2027-01-01T00:00:00Z`. The server offers
FUTURERELEASE with the longest time that it holds a message, in both forms.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 FUTURERELEASE 86400 2027-01-01T00:00:00Z
    C: MAIL FROM:<alice@example.org> HOLDFOR=86400
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> HOLDUNTIL=2026-12-24T18:00:00.5+01:00
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> HOLDFOR=0
                                             ^ HOLDFOR is a number of seconds
    C: QUIT

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> HOLDFOR=60 HOLDUNTIL=tomorrow
                                                ^^^^^^^^^^^^^^^^^^ HOLDFOR and HOLDUNTIL exclude each other
                                                          ^^^^^^^^ HOLDUNTIL is a time
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 FUTURERELEASE 3600 2027-01-01T00:00:00Z
    MAIL FROM:<alice@example.org> HOLDFOR=3601
                                          ^^^^ the server holds messages for 3600 seconds at most
    501 5.5.4 Too long
    MAIL FROM:<alice@example.org> HOLDUNTIL=2027-01-01T00:00:01Z
                                            ^^^^^^^^^^^^^^^^^^^^ the server holds messages until 2027-01-01T00:00:00Z at most
    501 5.5.4 Too long
    QUIT
    221 2.0.0 Bye
"""  # noqa: E501

from collections.abc import Iterator

from smtp_ls import syntax
from smtp_ls.envelope import EsmtpParameter
from smtp_ls.findings import EHLO, Severity
from smtp_ls.rules.parameters.values import given
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step
from smtp_ls.session.offers import Offers

_FORMS = {
    "HOLDFOR": "HOLDFOR is a number of seconds, from 1 to 999999999",
    "HOLDUNTIL": "HOLDUNTIL is a time, such as 2027-01-01T00:00:00Z",
}
_OFFER_WORDS = 2


@rule(
    "invalid-hold", "parameter:HOLDFOR", "parameter:HOLDUNTIL",
    severity=Severity.ERROR, rfc="4865#4.1", instead_of=("malformed-command",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A value that the grammar rejects or the server's offer excludes; both parameters together."""
    first = ""
    offers = step.known.offers if step.before.shown.ordered else None
    for each, row in given(step, "HOLDFOR", "HOLDUNTIL"):
        value = each.value or ""
        if first and first != each.name:
            yield Found("HOLDFOR and HOLDUNTIL exclude each other: give one (RFC 4865 section 4.1)", each.span)
        first = first or each.name
        if value and not syntax.matches(row.rule or "", value):
            yield Found(f"{_FORMS[each.name]} (RFC 4865 section 4.1)", each.value_span)
        elif value and "{{" not in value:
            yield from _above(each, offers)


def _above(each: EsmtpParameter, offers: Offers | None) -> Iterator[Found]:
    """A valid hold beyond what the EHLO reply offers: an interval and a time (RFC 4865 section 3)."""
    limits = offers.table.get("FUTURERELEASE", "").split() if offers is not None else []
    if len(limits) != _OFFER_WORDS or not syntax.matches("futurerelease-offer", " ".join(limits)):
        return
    value, most = each.value or "", limits[each.name == "HOLDUNTIL"]
    if each.name == "HOLDFOR":
        above, how = int(value) > int(most), f"for {most} seconds"
    else:
        above, how = _later(value, most), f"until {most}"
    if above:
        message = f"the server holds messages {how} at most (RFC 4865 section 4.2)"
        yield Found(message, each.value_span, related=((EHLO, "the reply to this gives the limit"),))


def _later(time: str, other: str) -> bool:
    """Is this date-time later? A leap second, or a day that no month has, is not compared."""
    from datetime import datetime  # noqa: PLC0415  (wanted for this one parameter)

    try:
        return datetime.fromisoformat(time.upper()) > datetime.fromisoformat(other.upper())
    except ValueError:
        return False
