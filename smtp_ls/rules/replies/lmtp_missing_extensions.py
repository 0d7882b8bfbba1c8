"""An LMTP server does not offer PIPELINING or ENHANCEDSTATUSCODES.

Every LMTP server must offer both: a client may count on them, and reads from the enhanced code of each reply what
became of each recipient.

## Good

    S: 220 mx.example.com LMTP
    C: LHLO client.example.org
    S: 250-mx.example.com
    S: 250-8BITMIME
    S: 250-PIPELINING
    S: 250 ENHANCEDSTATUSCODES
    C: QUIT
    S: 221 2.0.0 Bye

In SMTP nobody must, and a list may be left out:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 8BITMIME
    QUIT
    221 2.0.0 Bye

    220 mx.example.com LMTP
    LHLO client.example.org
    250 mx.example.com
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com LMTP
    C: LHLO client.example.org
    S: 250-mx.example.com
    S: 250 PIPELINING
       ^^^^^^^^^^^^^^ an LMTP server must offer ENHANCEDSTATUSCODES
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import ASKED, Severity
from smtp_ls.protocol.extensions import LMTP
from smtp_ls.rules.keywords import elided
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("lmtp-missing-extensions", "reply:lmtp-offers", severity=Severity.WARNING, rfc="2033#5", always=True)
def check(step: Step) -> Iterator[Found]:
    """At the end of the reply to LHLO, which shows all of its lines. Documents leave lines out."""
    offers, before = step.after.known.offers, step.before
    if offers is None or before.shown.excerpt or elided(offers):
        return
    missing = [keyword for keyword in LMTP["MUST"] if offers.lacks(keyword)]
    if missing and offers != before.known.offers:
        yield Found(
            f"an LMTP server must offer {' and '.join(missing)} too (RFC 2033 section 5)",
            related=((ASKED, "in the reply to this"),),
        )
