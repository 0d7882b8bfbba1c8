"""BINARYMIME is used without BDAT, or offered without CHUNKING.

Binary mail has no lines, so the dot that ends mail data after DATA cannot be told from the message: it goes with BDAT,
in chunks whose size is known. A server that offers BINARYMIME must offer CHUNKING too.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-8BITMIME
    S: 250-BINARYMIME
    S: 250 CHUNKING
    C: MAIL FROM:<alice@example.org> BODY=BINARYMIME
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A script may list some of what it expects:

    C: EHLO client.example.org
    S: 250-BINARYMIME
    S: ...
    C: QUIT
    S: 221

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-8BITMIME
    S: 250 BINARYMIME
       ^^^^^^^^^^^^^^ the server offers BINARYMIME without CHUNKING
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250-BINARYMIME
    250 CHUNKING
    MAIL FROM:<alice@example.org> BODY=BINARYMIME
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    DATA
    ^^^^ after BODY=BINARYMIME the message goes with BDAT
    503 5.5.1 Use BDAT
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import ASKED, MAIL, Severity, listed
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("binarymime-without-chunking", "reply:half-offers", "command:unchunked", severity=Severity.ERROR, rfc="3030#3")
def check(step: Step) -> Iterator[Found]:
    """At the end of the EHLO reply, what it offers; at DATA, what MAIL said."""
    if not step.before.shown.ordered:
        return
    if step.event.kind == "command":
        mail = step.known.mail
        if mail is not None and mail.mail and (mail.parameter("BODY") or "").upper() == "BINARYMIME":
            message = "after BODY=BINARYMIME the message goes with BDAT, not DATA (RFC 3030 section 3)"
            yield Found(message, related=((MAIL, "BODY=BINARYMIME stands here"),))
        return
    offers = step.after.known.offers
    if offers is not None and "BINARYMIME" in offers and offers.lacks("CHUNKING"):
        message = "the server offers BINARYMIME without CHUNKING (RFC 3030 section 3)"
        yield Found(message, place=listed("BINARYMIME"), related=((ASKED, "in the reply to this"),))
