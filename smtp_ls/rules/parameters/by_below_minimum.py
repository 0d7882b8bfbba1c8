"""BY asks for delivery sooner than the server can promise.

A server that offers DELIVERBY may give the shortest time, in seconds, that it takes for `BY=...;R`; it refuses MAIL
with less. Ask for more time, or for a notice instead of a return: `;N` is not bound to that minimum.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 DELIVERBY 240
    C: MAIL FROM:<alice@example.org> BY=240;R
    S: 250 2.1.0 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: MAIL FROM:<alice@example.org> BY=60;N
    S: 250 2.1.0 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

Nothing tells a minimum:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> BY=1;R
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 DELIVERBY 240
    C: MAIL FROM:<alice@example.org> BY=120;R
                                        ^^^^^ the server takes 240 seconds or more
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls import syntax
from smtp_ls.findings import EHLO, Severity
from smtp_ls.rules.parameters.values import given
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("by-below-minimum", "parameter:BY", severity=Severity.WARNING, rfc="2852#3")
def check(step: Step) -> Iterator[Found]:
    """A valid time with R, above zero, and a greater number in the latest EHLO reply."""
    offers = step.known.offers
    offer = offers.table.get("DELIVERBY", "") if offers is not None and step.before.shown.ordered else ""
    if not offer[:1].isdigit() or not syntax.matches("deliverby-offer", offer):
        return
    least = int(offer.partition(",")[0])
    for each, _ in given(step, "BY"):
        value = each.value or ""
        seconds, _, mode = value.partition(";")
        if "{{" not in value and syntax.matches("by-value", value) and mode[0] in "Rr" and 0 < int(seconds) < least:
            message = f"the server takes {least} seconds or more (RFC 2852 section 3)"
            yield Found(message, each.value_span, related=((EHLO, f"the reply to this says DELIVERBY {least}"),))
