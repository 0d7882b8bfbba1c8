"""Name, password or token is the word `undefined`, `null` or `None`.

A program that was given no value sends the word for "no value" of its language, and the login fails with 535 though
nothing is wrong with the account. Look at where the program takes its settings from: an environment variable that is
not set, a field with another name.

## Good

    # smtp-ls: tls=implicit
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH PLAIN
    C: AUTH PLAIN dGVzdAB0ZXN0ADEyMzQ=
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A placeholder that is filled in is meant so:

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
    S: 250 AUTH PLAIN
    C: AUTH PLAIN AHVuZGVmaW5lZAB1bmRlZmluZWQ=
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the user's name is "undefined"
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
    bnVsbA==
    ^^^^^^^^ the password is "null"
    535 5.7.8 No
    QUIT
    221 2.0.0 Bye

In a script:

    # smtp-ls: tls=implicit
    C: EHLO client.example.org
    C: AUTH PLAIN undefined
                  ^^^^^^^^^ the response is "undefined"
    C: QUIT

With expectations:

    # smtp-ls: tls=implicit
    S: 220
    C: EHLO client.example.org
    S: 250
    C: AUTH XOAUTH2 dXNlcj1hbGljZUBleGFtcGxlLm9yZwFhdXRoPUJlYXJlciB1bmRlZmluZWQBAQ==
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the token is "undefined"
    S: 535
    C: QUIT
    S: 221
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.auth.payloads import Payload, decoded, payload
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_WORDS = frozenset(
    ("undefined", "null", "NULL", "Null", "(null)", "None", "nil", "<nil>", "NaN", "[object Object]", "%!s(<nil>)")
)
"""What JavaScript, Java, C, Python, Ruby and Go make of a value that is not there."""
_BEARER = re.compile(r"auth=Bearer[ \t]+([^\x01]*)", re.IGNORECASE)
_ACCOUNT = re.compile(r"(?:^|,)(?:user|a)=([^\x01,]*)")


@rule(
    "auth-placeholder-credentials", "command:AUTH", "sasl-response",
    severity=Severity.WARNING, rfc="4954#4", instead_of=("credentials-in-file", "auth-bad-base64", "auth-login-raw"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """One of the words, as it is or encoded. It is no secret, so the message may name it; nothing else is named."""
    sent = payload(step)
    if sent is None:
        return
    for what, value in (("response", sent.text), *_parts(sent)):
        if value in _WORDS:
            yield Found(f'the {what} is "{value}": the program that sent it was given none', sent.span)
            return


def _parts(sent: Payload) -> list[tuple[str, str]]:
    """What a message says of the user, by the mechanism's structure."""
    text = decoded(sent.text) or ""
    if sent.mechanism == "LOGIN":
        return [("password" if sent.nth else "user's name", text)]
    if sent.mechanism == "CRAM-MD5":
        return [("user's name", text.rpartition(" ")[0])]
    if sent.mechanism == "PLAIN" and "\0" in text:
        name, password = text.split("\0")[-2:]
        return [("user's name", name), ("password", password)]
    if sent.mechanism in ("XOAUTH2", "OAUTHBEARER"):
        account, token = _ACCOUNT.search(text), _BEARER.search(text)
        return [("account", account[1] if account else ""), ("token", token[1] if token else "")]
    return []
