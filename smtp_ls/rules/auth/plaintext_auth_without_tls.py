"""A password or token is sent over a connection that is not encrypted.

PLAIN, LOGIN, XOAUTH2 and OAUTHBEARER only wrap the secret in base64, which anybody on the way can undo. Begin TLS
first: with STARTTLS, or by connecting to port 465, where TLS is there from the start. A file of such a session says
`# smtp-ls: tls=implicit`; one that needs no TLS says `# smtp-ls: tls=none`. Nothing is said where the file shows that
the server is on the same host; on the ports 25 and 587, which others can reach, it is an error.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 STARTTLS
    C: STARTTLS
    S: 220 2.0.0 Ready
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH PLAIN
    C: AUTH PLAIN dGVzdAB0ZXN0ADEyMzQ=
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

TLS from the start:

    # smtp-ls: tls=implicit
    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH PLAIN
    AUTH PLAIN dGVzdAB0ZXN0ADEyMzQ=
    235 2.7.0 Ok
    QUIT
    221 2.0.0 Bye

An excerpt does not tell, and CRAM-MD5 does not send the password:

    AUTH PLAIN dGVzdAB0ZXN0ADEyMzQ=
    235 2.7.0 Ok
    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH CRAM-MD5
    AUTH CRAM-MD5
    535 5.7.8 Not now
    QUIT
    221 2.0.0 Bye

On the same host:

    @server = smtp://127.0.0.1:2525
    S: 220
    C: EHLO client.example.org
    S: 250
    C: AUTH PLAIN dGVzdAB0ZXN0ADEyMzQ=
    S: 235
    C: QUIT
    S: 221

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH PLAIN
    C: AUTH PLAIN dGVzdAB0ZXN0ADEyMzQ=
            ^^^^^ the password is sent unencrypted
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, where TLS was refused:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250-STARTTLS
    250 AUTH LOGIN
    STARTTLS
    454 4.7.0 Not now
    AUTH LOGIN
         ^^^^^ the password is sent unencrypted
    538 5.7.11 Encryption required
    QUIT
    221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: AUTH XOAUTH2 {{token}}
            ^^^^^^^ the token is sent unencrypted
    C: QUIT

With expectations:

    # smtp-ls: tls=starttls
    S: 220
    C: EHLO client.example.org
    S: 250
    C: AUTH PLAIN {{credentials}}
            ^^^^^ the password is sent unencrypted
    S: 530
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, offered
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import word_span
from smtp_ls.session import Origin, Step

_PUBLIC = (25, 587)
"""Ports on which TLS begins with STARTTLS (RFC 8314 section 3.3); on 465 it is there."""
_SECRETS = {"PLAIN": "password", "LOGIN": "password", "XOAUTH2": "token", "OAUTHBEARER": "token"}


@rule("plaintext-auth-without-tls", "command:AUTH", severity=Severity.WARNING, rfc="4954#4")
def check(step: Step) -> Iterator[Found]:
    """The file shows the session from its beginning, and TLS has not begun. LMTP seldom leaves the host, either."""
    before, known = step.before, step.known
    span = word_span(step.event, 1)
    secret = _SECRETS.get(step.event.text[span.start : span.end].upper())
    whole = step.after.origin == Origin.WHOLE and before.shown.ordered and not before.shown.excerpt
    private = known.tls or known.lmtp or before.given.loopback or before.given.tls == "none"
    if secret and whole and not private:
        yield Found(
            f"the {secret} is sent unencrypted: begin TLS with STARTTLS first; if TLS was there from the start, "
            "`# smtp-ls: tls=implicit` says so (RFC 4954 section 4)",
            span,
            related=((offered("STARTTLS"), "it is offered here"),),
            severity=Severity.ERROR if before.given.port in _PUBLIC else None,
        )
