"""MAIL asks for REQUIRETLS on a connection without TLS.

REQUIRETLS says that every hop must use TLS; the first one, this connection, would break it. Begin TLS with STARTTLS,
say EHLO again, and send MAIL then. If the connection is encrypted from its start, say so with `# smtp-ls:
tls=implicit`.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 STARTTLS
    C: STARTTLS
    S: 220 2.0.0 Ready
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 REQUIRETLS
    C: MAIL FROM:<alice@example.org> REQUIRETLS
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

Encrypted from the start:

    # smtp-ls: tls=implicit
    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> REQUIRETLS
    C: QUIT

A server that offers REQUIRETLS and not STARTTLS speaks TLS already, even if the log does not say so:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 REQUIRETLS
    C: MAIL FROM:<alice@example.org> REQUIRETLS
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-STARTTLS
    S: 250 REQUIRETLS
    C: MAIL FROM:<alice@example.org> REQUIRETLS
                                     ^^^^^^^^^^ REQUIRETLS is for connections with TLS
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> REQUIRETLS
                                     ^^^^^^^^^^ REQUIRETLS is for connections with TLS
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.parameters.values import given
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Origin, Step


@rule(
    "requiretls-without-tls", "parameter:REQUIRETLS",
    severity=Severity.ERROR, rfc="8689#2", instead_of=("extension-not-advertised",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """REQUIRETLS where the session is shown from its start and nothing in it began TLS."""
    known, before = step.known, step.before
    if known.tls or before.origin == Origin.EXCERPT or not before.shown.ordered:
        return
    if known.offers is not None and "REQUIRETLS" in known.offers and "STARTTLS" not in known.offers:
        return
    for each, _ in given(step, "REQUIRETLS"):
        message = "REQUIRETLS is for connections with TLS, and none has begun here (RFC 8689 section 2)"
        yield Found(message, each.span)
