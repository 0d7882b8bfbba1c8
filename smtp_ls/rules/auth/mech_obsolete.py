"""AUTH uses a mechanism that has been given up.

DIGEST-MD5, KERBEROS_V4 and SKEY are historic, and XOAUTH has given way to OAUTHBEARER. LOGIN was never a standard: it
says in two steps what PLAIN says in one. CRAM-MD5 protects the password poorly: whoever listens can guess it. SCRAM
takes the place of all that compute something from a password; inside TLS, PLAIN will do.

## Good

    # smtp-ls: tls=implicit
    C: EHLO client.example.org
    C: AUTH PLAIN {{credentials}}
    C: QUIT

The server may offer what nobody should use:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH DIGEST-MD5 SCRAM-SHA-256
    C: AUTH SCRAM-SHA-256
    S: 504 5.5.4 Not now
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH DIGEST-MD5
    C: AUTH DIGEST-MD5
            ^^^^^^^^^^ DIGEST-MD5 is historic (RFC 6331); SCRAM-SHA-256 takes its place
    S: 504 5.5.4 Not now
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH CRAM-MD5
    AUTH CRAM-MD5
         ^^^^^^^^ CRAM-MD5 lets whoever listens guess the password
    504 5.5.4 Not now
    QUIT
    221 2.0.0 Bye

In a script:

    # smtp-ls: tls=implicit
    C: EHLO client.example.org
    C: AUTH LOGIN
            ^^^^^ LOGIN was never a standard
    C: {{user}}
    C: {{password}}
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.auth.payloads import named_mechanism
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_WHY = {
    "DIGEST-MD5": "DIGEST-MD5 is historic (RFC 6331); SCRAM-SHA-256 takes its place (RFC 7677)",
    "CRAM-MD5": "CRAM-MD5 lets whoever listens guess the password; SCRAM-SHA-256 is safer (RFC 7677)",
    "LOGIN": "LOGIN was never a standard; PLAIN does the same in one step (RFC 4616)",
    "KERBEROS_V4": "KERBEROS_V4 is historic; GSSAPI takes its place (RFC 4752)",
    "SKEY": "SKEY is obsolete; OTP takes its place (RFC 2444)",
    "XOAUTH": "XOAUTH is obsolete; OAUTHBEARER takes its place (RFC 7628)",
}


@rule(
    "mech-obsolete", "auth:CRAM-MD5", "auth:DIGEST-MD5", "auth:KERBEROS_V4", "auth:LOGIN", "auth:SKEY", "auth:XOAUTH",
    severity=Severity.INFORMATION, rfc="6331",
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """One of these few."""
    name, span = named_mechanism(step.event)
    if name in _WHY:
        yield Found(_WHY[name], span)
