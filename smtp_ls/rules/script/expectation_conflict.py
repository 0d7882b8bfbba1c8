"""A script expects that a wrong command is accepted.

The command is out of order, not as the grammar has it, or was not offered, and yet the script waits for a yes. Lenient
servers may give it, but others will not: mend the command, or expect the refusal.

## Good

    S: 220
    C: EHLO client.example.org
    S: 250
    C: RCPT TO:<bob@example.net>
    S: 503
    C: MAIL FROM:<alice@example.org>
    S: 250
    C: RCPT TO:<bob@example.net>
    S: 2xx|5xx
    C: RSET
    S: 250
    C: QUIT
    S: 221

A pattern may allow both:

    220
    EHLO client.example.org
    250
    VRFY bob
    2xx|5xx
    QUIT
    221

## Bad

    S: 220
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org>
    S: 250
    C: MAIL FROM:<bob@example.org>
    S: 250
       ^^^ MAIL is out of order above
    C: QUIT
    S: 221

In the bare form:

    220
    EHLO client.example.org
    250
    MAIL <alice@example.org>
    2xx
    ^^^ MAIL is not written as it should be above
    QUIT
    221

What this server does not offer:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 PIPELINING
    C: STARTTLS
    S: 220
       ^^^ STARTTLS is not offered above
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.events import Command, Expect
from smtp_ls.findings import Severity
from smtp_ls.rules.needs import unmet
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.script.asked import Judged, can_be, judged
from smtp_ls.session import Step

_YES = "23"


@rule(
    "expectation-conflict", "expect",
    severity=Severity.WARNING, rfc="5321#4.1.4", always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """Each alternative is a yes, and the command is known to be wrong."""
    about = judged(step)
    if about is None or not isinstance(step.event, Expect):
        return
    yes = all(pattern[0] in _YES and can_be(pattern, about.verb) for pattern in step.event.codes)
    if yes and (why := _wrong(about)):
        yield Found(
            f"{about.verb} is {why} above, and yet a yes is expected: mend it, or expect a refusal",
            related=((step.asked_role, "this is wrong"),),
        )


def _wrong(about: Judged) -> str:
    """What is known to be wrong with the command; "" if nothing is."""
    if about.in_order is False:
        return "out of order"
    if about.valid is False:
        return "not written as it should be"
    command = Command(about.waiting.text, 0, about.verb)
    return "not offered" if unmet(command, about.known.offers) else ""
