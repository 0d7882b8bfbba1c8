"""What AUTH sends with an OAuth token is not built as XOAUTH2 or OAUTHBEARER have it.

XOAUTH2 is `user=ACCOUNT^Aauth=Bearer TOKEN^A^A`, OAUTHBEARER `n,a=ACCOUNT,^Aauth=Bearer TOKEN^A^A`, where `^A` stands
for the octet 1 (Control-A) and not for two characters; all that in base64. A server answers 501 or 535, as if the token
were wrong. `printf 'user=%s\\1auth=Bearer %s\\1\\1' account token | base64 -w0` makes the first.

## Good

    # smtp-ls: tls=implicit
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH XOAUTH2 OAUTHBEARER
    C: AUTH XOAUTH2 dXNlcj1hbGljZUBleGFtcGxlLm9yZwFhdXRoPUJlYXJlciB2RjlkZnQ0cW1UYzJOdmIzUmxja0JoZEhSaGRtbHpkR0V1WTI5dENnAQE=
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

More may stand between account and token, and a server may say why it refuses before it does:

    # smtp-ls: tls=implicit
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH OAUTHBEARER
    C: AUTH OAUTHBEARER bixhPWFsaWNlQGV4YW1wbGUub3JnLAFob3N0PW14LmV4YW1wbGUuY29tAXBvcnQ9NTg3AWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==
    S: 334 eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=
    C: AQ==
    S: 535 5.7.8 No
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    # smtp-ls: tls=implicit
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH XOAUTH2
    C: AUTH XOAUTH2 dXNlcj1hbGljZUBleGFtcGxlLm9yZ15BYXV0aD1CZWFyZXIgdkY5ZGZ0NHFtVGMyTnZiM1JsY2tCaGRIUmhkbWx6ZEdFdVkyOXRDZ15BXkE=
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "^A" is written out
    S: 535 5.7.8 No
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    # smtp-ls: tls=implicit
    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH XOAUTH2
    AUTH XOAUTH2
    334
    dXNlcj1hbGljZUBleGFtcGxlLm9yZwFhdXRoPXZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "auth=Bearer" and the token do not come second
    535 5.7.8 No
    QUIT
    221 2.0.0 Bye

In a script:

    # smtp-ls: tls=implicit
    C: EHLO client.example.org
    C: AUTH OAUTHBEARER bixhPWFsaWNlQGV4YW1wbGUub3JnLAFob3N0PW14LmV4YW1wbGUuY29tAXBvcnQ9NTg3AWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cB
                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ it does not end with two octets 1
    C: QUIT

With expectations:

    # smtp-ls: tls=implicit
    S: 220
    C: EHLO client.example.org
    S: 250
    C: AUTH XOAUTH2 dXNlcj1hbGljZUBleGFtcGxlLm9yZyBhdXRoPUJlYXJlciB2RjlkZnQ0cW1UYzJOdmIzUmxja0JoZEhSaGRtbHpkR0V1WTI5dENn
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no octet 1 stands between its parts
    S: 535
    C: QUIT
    S: 221
"""  # noqa: E501

import re
from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.auth.payloads import meant, payload
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_SEPARATOR = "\x01"
_WRITTEN = re.compile(r"\^A|\\x01|\\u0001|\\0?01|\\1|%x01|%01|<01>|\u2401")
_HEADER = re.compile(r"(?:[ny]|p=[A-Za-z0-9.-]+),(?:(?:a|user)=[^,]*)?,")
"""RFC 7628's own examples have `user=` in the place of `a=`."""
_BEARER = "auth=bearer "


@rule("auth-oauth-structure", "auth:XOAUTH2", "auth:OAUTHBEARER", severity=Severity.WARNING, rfc="7628#3.1")
def check(step: Step) -> Iterator[Found]:
    """The first message is text, so that it was meant, and is built otherwise. Nothing of it is repeated."""
    sent = payload(step)
    if sent is None or sent.mechanism not in ("XOAUTH2", "OAUTHBEARER") or sent.nth:
        return
    text = meant(sent)
    flaw = _flaw(sent.mechanism, text) if text else ""
    if flaw:
        where = " (RFC 7628 section 3.1)" if sent.mechanism == "OAUTHBEARER" else ""
        yield Found(f"{flaw}{where}", sent.span)


def _flaw(mechanism: str, text: str) -> str:
    fields = text.split(_SEPARATOR)
    if len(fields) == 1:
        written = _WRITTEN.search(text)
        return f'"{written[0]}" is written out, but means the one octet 1' if written else (
            "no octet 1 stands between its parts"
        )  # fmt: skip
    if fields[-1] and _BEARER.startswith(fields[-1].lower()):
        return ""  # the log, or whoever folded it, goes on elsewhere
    if mechanism == "XOAUTH2":
        if not re.match(r"user=.", fields[0]):
            return "it does not begin with user= and the account"
        if not fields[1].lower().startswith(_BEARER):
            return '"auth=Bearer" and the token do not come second'
    elif not _HEADER.fullmatch(fields[0]):
        return "it does not begin with n,a= and the account and a comma"
    elif not any(each.lower().startswith("auth=") for each in fields[1:]):
        return '"auth=Bearer" and the token are missing'
    return "" if fields[-2:] == ["", ""] else "it does not end with two octets 1"
