"""What the server sends with 334 is not base64.

Both sides of an AUTH exchange speak base64. A client that decodes `334 Username:` gives up, or answers something else
than was asked. LOGIN's prompts are `334 VXNlcm5hbWU6` and `334 UGFzc3dvcmQ6`; where there is nothing to ask, 334 and a
blank are all. (Microsoft's servers answer `334 NTLM supported` to AUTH NTLM, and all clients know.)

## Good

    # smtp-ls: tls=implicit
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH LOGIN
    C: AUTH LOGIN
    S: 334 VXNlcm5hbWU6
    C: {{user}}
    S: 334 UGFzc3dvcmQ6
    C: {{password}}
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

What stands for a challenge need not be one:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH CRAM-MD5 NTLM
    C: AUTH CRAM-MD5
    S: 334 <challenge>
    C: *
    S: 501 5.7.0 Cancelled
    C: AUTH NTLM
    S: 334 NTLM supported
    C: *
    S: 501 5.7.0 Cancelled
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    # smtp-ls: tls=implicit
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH LOGIN
    C: AUTH LOGIN
    S: 334 Username:
           ^^^^^^^^^ the challenge is not base64
    C: {{user}}
    S: 535 5.7.8 No
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    # smtp-ls: tls=implicit
    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH PLAIN
    AUTH PLAIN
    334 Go on, please
        ^^^^^^^^^^^^^ the challenge is not base64
    dGVzdAB0ZXN0ADEyMzQ=
    235 2.7.0 Ok
    QUIT
    221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_CHALLENGE = 334
_FOREIGN = re.compile(r"[^A-Za-z0-9+/=]")
"""A length that is no multiple of four tells nothing: logs cut long lines."""
_STANDS = re.compile(r"\{\{|<.*>|\[.*\]|\*\*|\.\.\.|\u2026")
_MICROSOFT = ("NTLM", "GSSAPI", "GSS-SPNEGO")


@rule("auth-challenge-not-base64", "reply:odd-challenge", severity=Severity.WARNING, rfc="4954#4")
def check(step: Step) -> Iterator[Found]:
    """A 334 with a character in it that base64 does not have."""
    reply, before = step.event, step.before
    if not isinstance(reply, Reply) or reply.code != _CHALLENGE or before.shown.auth != "shown":
        return
    text = reply.says.strip()
    if not _FOREIGN.search(text) or _STANDS.search(text):
        return
    if before.exchange is not None and before.exchange.mechanism in _MICROSOFT:
        return
    start = reply.text.rindex(text)
    yield Found(
        "the challenge is not base64: the client cannot decode it (RFC 4954 section 4)", Span(start, start + len(text))
    )
