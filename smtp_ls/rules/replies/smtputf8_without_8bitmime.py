"""A server offers SMTPUTF8 but not 8BITMIME.

A message with addresses in UTF-8 has 8-bit headers, and mostly an 8-bit body. A server that offers SMTPUTF8 must offer
8BITMIME too.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-SMTPUTF8
    S: 250 8BITMIME
    C: QUIT
    S: 221 2.0.0 Bye

A script may list some of what it expects:

    C: EHLO client.example.org
    S: 250-SMTPUTF8
    S: ...
    C: QUIT
    S: 221

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-SMTPUTF8
       ^^^^^^^^^^^^ the server offers SMTPUTF8 without 8BITMIME
    S: 250 PIPELINING
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 SMTPUTF8
    ^^^^^^^^^^^^ the server offers SMTPUTF8 without 8BITMIME
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import ASKED, Severity, listed
from smtp_ls.rules.keywords import elided
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("smtputf8-without-8bitmime", "reply:half-offers", severity=Severity.ERROR, rfc="6531#3.1", always=True)
def check(step: Step) -> Iterator[Found]:
    """At the end of the EHLO reply, which shows all of its lines. Once for the same offer."""
    offers, before = step.after.known.offers, step.before.known.offers
    if offers is None or "SMTPUTF8" not in offers or not offers.lacks("8BITMIME") or elided(offers):
        return
    if offers != before and step.before.shown.ordered:
        message = "the server offers SMTPUTF8 without 8BITMIME, which it needs (RFC 6531 section 3.1)"
        yield Found(message, place=listed("SMTPUTF8"), related=((ASKED, "in the reply to this"),))
