"""A password or token can be read in this file.

Base64 is no encryption: whoever sees the file has the password. Change it if it was ever used, and put a placeholder
here: `{{password}}` in a script, or `{{$env.SMTP_AUTH}}`, which is read from the environment and stored nowhere. The
sample values of the RFCs are no secrets.

## Good

    # smtp-ls: tls=implicit
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH PLAIN LOGIN
    C: AUTH PLAIN dGVzdAB0ZXN0ADEyMzQ=
    S: 535 5.7.8 No
    C: AUTH LOGIN
    S: 334 VXNlcm5hbWU6
    C: YWxpY2VAZXhhbXBsZS5vcmc=
    S: 334 UGFzc3dvcmQ6
    C: ****************
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In a script:

    # smtp-ls: tls=implicit
    C: EHLO client.example.org
    C: AUTH PLAIN {{$env.SMTP_AUTH}}
    C: QUIT

## Bad

    # smtp-ls: tls=implicit
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH PLAIN LOGIN
    C: AUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAG9uZSB0d28gdGhyZWU=
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ anybody can read the password here
    S: 535 5.7.8 No
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    # smtp-ls: tls=implicit
    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH LOGIN
    AUTH LOGIN
    334 VXNlcm5hbWU6
    YWxpY2VAZXhhbXBsZS5vcmc=
    334 UGFzc3dvcmQ6
    b25lIHR3byB0aHJlZQ==
    ^^^^^^^^^^^^^^^^^^^^ anybody can read the password here
    235 2.7.0 Ok
    QUIT
    221 2.0.0 Bye

In a script:

    # smtp-ls: tls=implicit
    C: EHLO client.example.org
    C: AUTH LOGIN YWxpY2VAZXhhbXBsZS5vcmc=
    C: b25lIHR3byB0aHJlZQ==
       ^^^^^^^^^^^^^^^^^^^^ anybody can read the password here
    C: QUIT

With expectations:

    # smtp-ls: tls=implicit
    S: 220
    C: EHLO client.example.org
    S: 250
    C: AUTH XOAUTH2 dXNlcj1hbGljZUBleGFtcGxlLm9yZwFhdXRoPUJlYXJlciBvbmUtdHdvLXRocmVlAQE=
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ anybody can read the token here
    S: 235
    C: QUIT
    S: 221
"""

import re
from collections.abc import Iterator

from smtp_ls.events import Command
from smtp_ls.findings import Severity, Span
from smtp_ls.placeholders import SAMPLE_LOGINS, SAMPLE_PASSWORDS, hides, is_sample_token
from smtp_ls.rules.auth.payloads import Payload, decoded, payload
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_BEARER = re.compile(r"auth=Bearer[ \t]+([^\x01]+)", re.IGNORECASE)
_URLAUTH = re.compile(r";urlauth=[^:;\s]+:[^:;\s]+:([0-9a-f]{8,})", re.IGNORECASE)


@rule(
    "credentials-in-file", "command:AUTH", "sasl-response", "command:BURL",
    severity=Severity.WARNING, rfc="4954#9", always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A message that holds a secret decodes to one."""
    if isinstance(step.event, Command) and step.event.verb == "BURL":
        url = _URLAUTH.search(step.event.text)
        if url and not is_sample_token(url[1]):
            yield _readable("token that opens this message", Span(*url.span(1)))
        return
    sent = payload(step)
    if sent is not None and not hides(sent.text):
        secret = _secret(sent)
        if secret:
            yield _readable(secret, sent.span)


def _readable(secret: str, span: Span) -> Found:
    return Found(f"anybody can read the {secret} here: put a placeholder such as {{{{$env.NAME}}}} in its place", span)


def _secret(sent: Payload) -> str:
    """What kind of secret a message holds; "" if none, or only a sample."""
    text = decoded(sent.text) or ""
    if sent.mechanism in ("XOAUTH2", "OAUTHBEARER"):
        token = _BEARER.search(text)
        return "token" if token and not is_sample_token(token[1]) and not hides(token[1]) else ""
    if sent.mechanism == "PLAIN" and not sent.nth and "\0" in text:
        user, password = text.split("\0")[-2:]
        sample = (user, password) in SAMPLE_LOGINS
    elif sent.mechanism == "LOGIN" and sent.nth == 1:
        password, sample = text, text in SAMPLE_PASSWORDS
    else:
        return ""
    return "password" if password.strip() and not sample and not hides(password) else ""
