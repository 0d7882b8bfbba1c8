"""Name or password are sent as they are in AUTH LOGIN, without base64.

The server asks with `334 VXNlcm5hbWU6` ("Username:") and `334 UGFzc3dvcmQ6` ("Password:"), and each answer is base64
too. Some servers answer 501 to anything else, some only 535, as if the password were wrong. `printf '%s' text |
base64 -w0` makes it; `echo` adds a line break, which is then taken for a part of the name or password.

## Good

    # smtp-ls: tls=implicit
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH LOGIN
    C: AUTH LOGIN
    S: 334 VXNlcm5hbWU6
    C: YWxpY2VAZXhhbXBsZS5vcmc=
    S: 334 UGFzc3dvcmQ6
    C: ********
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In a script:

    # smtp-ls: tls=implicit
    C: EHLO client.example.org
    C: AUTH LOGIN {{user}}
    C: {{password}}
    C: QUIT

## Bad

    # smtp-ls: tls=implicit
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH LOGIN
    C: AUTH LOGIN
    S: 334 VXNlcm5hbWU6
    C: alice@example.org
       ^^^^^^^^^^^^^^^^^ this is sent as it is, but should be base64
    S: 501 5.5.2 Cannot decode
    C: QUIT
    S: 221 2.0.0 Bye

With a line break that `echo` has added:

    # smtp-ls: tls=implicit
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH LOGIN
    C: AUTH LOGIN
    S: 334 VXNlcm5hbWU6
    C: YWxpY2UK
       ^^^^^^^^ a line break is sent as a part of this
    S: 334 UGFzc3dvcmQ6
    C: ********
    S: 535 5.7.8 No
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, on the line of AUTH:

    # smtp-ls: tls=implicit
    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH LOGIN
    AUTH LOGIN alice@example.org
               ^^^^^^^^^^^^^^^^^ this is sent as it is, but should be base64
    501 5.5.2 Cannot decode
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.auth.payloads import is_base64, meant, payload
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "auth-login-raw", "auth:LOGIN",
    severity=Severity.WARNING, rfc="4954#4", instead_of=("auth-bad-base64",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """LOGIN's answers are no base64 at all, or end with what `echo` adds; what has lost its end is another rule's."""
    sent = payload(step)
    if sent is None or sent.mechanism != "LOGIN" or sent.masked:
        return
    if not is_base64(sent.text):
        if not _cut(sent.text):
            yield Found("this is sent as it is, but should be base64 (RFC 4954 section 4)", sent.span)
    elif (meant(sent) or "").endswith(("\n", "\r")):
        yield Found("a line break is sent as a part of this: encode it with printf instead of echo", sent.span)


def _cut(text: str) -> bool:
    return is_base64(f"{text.rstrip('=')}{'=' * (-len(text.rstrip('=')) % 4)}")
