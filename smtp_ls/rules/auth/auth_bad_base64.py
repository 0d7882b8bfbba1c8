"""What is sent in AUTH is not base64.

Everything that the client says in an AUTH exchange is base64: letters, digits, `+` and `/`, in groups of four, filled
up with `=` at the end. A server answers 501 to anything else. `printf '%s' text | base64 -w0` makes it; an empty
message is `=` on the AUTH line and an empty line later, and `*` gives up.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH CRAM-MD5 EXTERNAL
    C: AUTH CRAM-MD5
    S: 334 PDE4OTYuNjk3MTcwOTUyQG14LmV4YW1wbGUuY29tPg==
    C: *
    S: 501 5.7.0 Cancelled
    C: AUTH EXTERNAL =
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

What stands for a secret need not be one:

    # smtp-ls: tls=implicit
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH PLAIN LOGIN
    C: AUTH LOGIN
    S: 334 VXNlcm5hbWU6
    C: {{user}}
    S: 334 UGFzc3dvcmQ6
    C: <password in base64>
    S: 535 5.7.8 No
    C: AUTH PLAIN ********
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    # smtp-ls: tls=implicit
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH PLAIN LOGIN
    C: AUTH PLAIN dGVzdAB0ZXN0ADEyMzQ
                  ^^^^^^^^^^^^^^^^^^^ this is no base64: it is not made of groups of four
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH CRAM-MD5
    AUTH CRAM-MD5
    334 PDE4OTYuNjk3MTcwOTUyQG14LmV4YW1wbGUuY29tPg==
    dGltIGI5-TNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw
            ^ this is no base64: this character does not belong to it
    501 5.5.2 Cannot decode
    QUIT
    221 2.0.0 Bye

Folded, as `base64` does it without `-w0`:

    # smtp-ls: tls=implicit
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH PLAIN
    C: AUTH PLAIN AHRlc3RAc3ViZG9tYWluLmV4YW1wbGUuY29tAHRlc3QgdGVzdCB0ZXN0IHRlc3QgdGVzdCB0ZXN0
    C: IHRlc3QgdGVzdCB0ZXN0
       ^^^^^^^^^^^^^^^^^^^^ this goes on with the base64 of the line above
    S: 535 5.7.8 No
    S: 500 5.5.2 Unknown command
    C: QUIT
    S: 221 2.0.0 Bye

In a script:

    # smtp-ls: tls=implicit
    C: EHLO client.example.org
    C: AUTH PLAIN AHRlc3QA=MTIzNA==
                          ^ this is no base64: "=" may stand only at its end
    C: QUIT

With expectations:

    # smtp-ls: tls=implicit
    S: 220
    C: EHLO client.example.org
    S: 250
    C: AUTH SCRAM-SHA-256
    S: 334
    C: dGlt dGlt
           ^ this is no base64: this character does not belong to it
    S: 501
    C: QUIT
    S: 221
"""

import re
from collections.abc import Iterator

from smtp_ls.events import Command
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.auth.payloads import Payload, is_base64, payload
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step
from smtp_ls.session.acceptance import auth_words

_FOREIGN = re.compile(r"[^A-Za-z0-9+/=]")
_EARLY = re.compile(r"=(?==*[^=])")
_WHERE = "(RFC 4954 section 4)"


_FOLDED = re.compile(r"\s*(?=.*[0-9=+/a-z])[A-Za-z0-9+/]{3,76}={0,2}\s*")
_FOLD, _MOST = 60, 76
"""The lengths of a line that is likely to be folded: 64 in PEM, 76 in MIME."""


@rule(
    "auth-bad-base64", "command:AUTH", "sasl-response", "command:unknown",
    severity=Severity.ERROR, rfc="4954#4", instead_of=("unknown-command",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The message is shown, no placeholder, and not strictly base64. It may be a secret: nothing of it is repeated."""
    if isinstance(step.event, Command) and step.event.verb != "AUTH":
        if _goes_on(step):
            yield Found(f"this goes on with the base64 of the line above: it must be on one line {_WHERE}")
        return
    sent = payload(step)
    if sent is not None and not sent.masked and not is_base64(sent.text):
        why, span = _flaw(sent)
        yield Found(f"this is no base64: {why} {_WHERE}", span)


def _goes_on(step: Step) -> bool:
    """Does this end what AUTH has begun, on the line above, with a line of the length that programs fold at?"""
    before = step.before
    if before.last != "client" or not before.pending or before.pending[-1].verb != "AUTH":
        return False
    response = "".join(auth_words(before.pending[-1].text)[2:3])
    return _FOLD <= len(response) <= _MOST and _FOLDED.fullmatch(step.event.text) is not None


def _flaw(sent: Payload) -> tuple[str, Span]:
    foreign, early = _FOREIGN.search(sent.text), _EARLY.search(sent.text)
    found = foreign or early
    if found is None:
        return "it is not made of groups of four; was it cut, or its `=` left out?", sent.span
    start = sent.span.start + found.start()
    why = "this character does not belong to it" if foreign else '"=" may stand only at its end'
    return why, Span(start, start + 1)
