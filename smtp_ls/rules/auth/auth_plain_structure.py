r"""What AUTH PLAIN sends does not have the three parts that it should have.

It is the user to act as (mostly nothing), a NUL, the user's name, a NUL and the password, all that in base64. Without
NULs, or with a line break at the end, the login fails with 535 though name and password are right: `printf '\0%s\0%s'
name password | base64 -w0` makes it as it should be; `echo` adds a line break.

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

The first part may be empty, and what hides it need not be anything:

    # smtp-ls: tls=implicit
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH PLAIN
    C: AUTH PLAIN xxxxxxxxxxxx
    S: 535 5.7.8 No
    C: AUTH PLAIN
    S: 334
    C: AHRlc3QAMTIzNA==
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    # smtp-ls: tls=implicit
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH PLAIN
    C: AUTH PLAIN dGVzdDoxMjM0
                  ^^^^^^^^^^^^ AUTH PLAIN needs two NULs, and here are 0
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, in a line of its own:

    # smtp-ls: tls=implicit
    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH PLAIN
    AUTH PLAIN
    334 Go on
    dGVzdAAxMjM0
    ^^^^^^^^^^^^ AUTH PLAIN needs two NULs, and here is 1
    535 5.7.8 No
    QUIT
    221 2.0.0 Bye

In a script:

    # smtp-ls: tls=implicit
    C: EHLO client.example.org
    C: AUTH PLAIN dGVzdAAAMTIzNA==
                  ^^^^^^^^^^^^^^^^ the user's name is empty
    C: QUIT

With expectations:

    # smtp-ls: tls=implicit
    S: 220
    C: EHLO client.example.org
    S: 250
    C: AUTH PLAIN AHRlc3QAMTIzNAo=
                  ^^^^^^^^^^^^^^^^ the password ends with a line break
    S: 535
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.auth.payloads import meant, payload
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_NULS = 2
_WHERE = "(RFC 4616 section 2)"


@rule("auth-plain-structure", "auth:PLAIN", severity=Severity.ERROR, rfc="4616#2")
def check(step: Step) -> Iterator[Found]:
    """The message is text, so that it was meant, and lacks a part."""
    sent = payload(step)
    if sent is None or sent.mechanism != "PLAIN" or sent.nth:
        return
    text = meant(sent)
    flaw = _flaw(text) if text else ""
    if flaw:
        yield Found(f"{flaw} {_WHERE}", sent.span)


def _flaw(text: str) -> str:
    nuls = text.count("\0")
    if nuls != _NULS:
        escaped = "; its `\\0` was sent as two characters" if "\\0" in text else ""
        are = "is" if nuls == 1 else "are"
        return f"AUTH PLAIN needs two NULs, and here {are} {nuls}{escaped}"
    _, user, password = text.split("\0")
    if not user or not password:
        return "the password is empty" if user else "the user's name is empty"
    if password.endswith(("\n", "\r")):
        return "the password ends with a line break: encode it with printf instead of echo"
    return ""
