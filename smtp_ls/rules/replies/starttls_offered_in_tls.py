"""STARTTLS is offered although the connection is encrypted.

After TLS has begun, the reply to EHLO must not list STARTTLS any more. A client that believes it would begin TLS inside
TLS.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 STARTTLS
    C: STARTTLS
    S: 220 2.0.0 Ready
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 SIZE
    C: QUIT
    S: 221 2.0.0 Bye

TLS was refused:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 STARTTLS
    STARTTLS
    454 4.7.0 Not now
    EHLO client.example.org
    250-mx.example.com
    250 STARTTLS
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 STARTTLS
    C: STARTTLS
    S: 220 2.0.0 Ready
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-STARTTLS
           ^^^^^^^^ the connection is encrypted already
    S: 250 SIZE
    C: QUIT
    S: 221 2.0.0 Bye

With TLS from the start:

    # smtp-ls: tls=implicit
    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 STARTTLS
        ^^^^^^^^ the connection is encrypted already
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import first_said
from smtp_ls.session import Step


@rule("starttls-offered-in-tls", "keyword:STARTTLS", severity=Severity.ERROR, rfc="3207#4.2", always=True)
def check(step: Step) -> Iterator[Found]:
    """TLS is in use, as a reply, a note or a pragma tells, and has not been said before of the same TLS."""
    reply, known = step.event, step.before.known
    again = known.offers is not None and "STARTTLS" in known.offers
    if isinstance(reply, Reply) and known.tls and not again:
        yield Found("the connection is encrypted already: STARTTLS must not be offered any more "
                    "(RFC 3207 section 4.2)", first_said(reply))  # fmt: skip
