"""MAIL announces a message larger than the server takes.

The number behind SIZE in the EHLO reply is the largest message that the server accepts, in octets (0: no limit). A
client that announces more will be answered with 552, so it need not ask.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 SIZE 1000
    C: MAIL FROM:<alice@example.org> SIZE=1000
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

No limit:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 SIZE 0
    C: MAIL FROM:<alice@example.org> SIZE=99999999999
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 SIZE 1000
    MAIL FROM:<alice@example.org> SIZE=1001
                                       ^^^^ the server takes messages of up to 1000 octets
    250 2.1.0 Ok
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, offered
from smtp_ls.rules.parameters.values import given
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_MOST_DIGITS = 20


@rule("size-exceeds-limit", "parameter:SIZE", severity=Severity.WARNING, rfc="1870#6.1")
def check(step: Step) -> Iterator[Found]:
    """A valid SIZE above the number in the latest EHLO reply."""
    offers = step.known.offers
    limit = offers.size if offers is not None and step.before.shown.ordered else 0
    for each, _ in given(step, "SIZE"):
        if 0 < limit < _number(each.value or ""):
            message = f"the server takes messages of up to {limit} octets (RFC 1870 section 6.1)"
            yield Found(message, each.value_span, related=((offered("SIZE"), "this is the limit"),))


def _number(text: str) -> int:
    """The number that a text is; 0 if it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0
