"""MAIL follows AUTH at once, though a security layer may have begun.

GSSAPI, DIGEST-MD5 and KERBEROS_V4 may encrypt what follows 235. Then the client forgets what the server offered
before, as after STARTTLS, and says EHLO again. A log does not tell if there is a layer: inside TLS there hardly ever
is one, and nothing is said.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH GSSAPI
    C: AUTH GSSAPI {{token}}
    S: 235 2.7.0 Ok
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

Most mechanisms have no such layer:

    # smtp-ls: tls=none
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH CRAM-MD5
    C: AUTH CRAM-MD5
    S: 334 PDE4OTYuNjk3MTcwOTUyQG14LmV4YW1wbGUuY29tPg==
    C: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw
    S: 235 2.7.0 Ok
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH GSSAPI
    C: AUTH GSSAPI {{token}}
    S: 235 2.7.0 Ok
    C: MAIL FROM:<alice@example.org>
       ^^^^ if GSSAPI has begun a security layer, EHLO must come again
    S: 250 2.1.0 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH KERBEROS_V4
    AUTH KERBEROS_V4
    334 Cg==
    ********
    235 2.7.0 Ok
    MAIL FROM:<alice@example.org>
    ^^^^ if KERBEROS_V4 has begun a security layer, EHLO must come again
    250 2.1.0 Ok
    RSET
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.protocol.sasl import MECHANISMS
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import verb_span
from smtp_ls.session import Step


@rule("ehlo-after-auth-missing", "command:layered", severity=Severity.HINT, rfc="4954#4")
def check(step: Step) -> Iterator[Found]:
    """The mechanism that has just succeeded has layers, and nothing else is encrypted."""
    known = step.known
    row = MECHANISMS.get(known.authenticated) if step.before.answered == "AUTH" and not known.tls else None
    if row is not None and row.layer:
        message = f"if {row.name} has begun a security layer, EHLO must come again first (RFC 4954 section 4)"
        yield Found(message, verb_span(step.event))
