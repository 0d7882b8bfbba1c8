"""Mail is sent unencrypted, though the server offers STARTTLS.

Whoever is on the way can read the message. Begin TLS with STARTTLS after EHLO, and say EHLO again then. A file of a
session that needs no TLS says `# smtp-ls: tls=none`. Nothing is said where the server is on the client's own host, or
has a name that only tests and private networks have, such as `localhost`, `mail.local` or `mx.example.test`; on port
25, between servers, it is a hint. Where a password goes the same way, another rule says so.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 STARTTLS
    C: STARTTLS
    S: 220 2.0.0 Ready
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

No TLS is wanted, or none is offered:

    # smtp-ls: tls=none
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 STARTTLS
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

    ### another
    S: 220 mx.example.net ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.net
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A server of tests:

    220 mx.example.test ESMTP
    EHLO client.example.org
    250-mx.example.test
    250 STARTTLS
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RSET
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

A server on the client's own host:

    === Connected to 127.0.0.1.
    <-  220 mx.example.com ESMTP
     -> EHLO client.example.org
    <-  250-mx.example.com
    <-  250 STARTTLS
     -> MAIL FROM:<alice@example.org>
    <-  250 2.1.0 Ok
     -> RSET
    <-  250 2.0.0 Ok
     -> QUIT
    <-  221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 STARTTLS
    C: MAIL FROM:<alice@example.org>
       ^^^^ the server offers STARTTLS, and this is sent without
    S: 250 2.1.0 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250-SIZE 1000000
    250 STARTTLS
    MAIL FROM:<alice@example.org>
    ^^^^ the server offers STARTTLS, and this is sent without
    530 5.7.0 Must issue a STARTTLS command first
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import PUBLIC, Severity, offered
from smtp_ls.protocol.sasl import MECHANISMS
from smtp_ls.rules.replies.ports import is_relay
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import verb_span
from smtp_ls.session import Origin, Step


@rule("starttls-not-used", "command:in-clear", severity=Severity.INFORMATION, rfc="3207#1")
def check(step: Step) -> Iterator[Found]:
    """The first MAIL behind EHLO, or behind an AUTH that gave no password away. LMTP seldom leaves the host."""
    before, known = step.before, step.known
    if known.tls or known.lmtp or known.offers is None or "STARTTLS" not in known.offers:
        return
    row = MECHANISMS.get(known.authenticated)
    told = row is not None and (row.plaintext or row.bearer)
    whole = before.origin == Origin.WHOLE and before.shown.ordered and not before.shown.excerpt
    if whole and not told and before.given.tls != "none" and not before.given.loopback:
        yield Found(
            "the server offers STARTTLS, and this is sent without (RFC 3207)", verb_span(step.event), PUBLIC,
            related=((offered("STARTTLS"), "it is offered here"),),
            severity=Severity.HINT if is_relay(before) else None,
        )  # fmt: skip
