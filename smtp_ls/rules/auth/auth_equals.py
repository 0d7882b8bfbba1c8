"""An equals sign stands between AUTH and the mechanism.

`AUTH=LOGIN` is how EHLO replies of old wrote what they offer; some servers still send that line besides the right one.
The command has a blank there: `AUTH LOGIN`. A server answers 500 or 501 to anything else.

## Good

The server may write it so, and is understood:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-AUTH CRAM-MD5
    S: 250 AUTH=CRAM-MD5
    C: AUTH CRAM-MD5
    S: 334 PDE4OTYuNjk3MTcwOTUyQG14LmV4YW1wbGUuY29tPg==
    C: *
    S: 501 5.7.0 Cancelled
    C: QUIT
    S: 221 2.0.0 Bye

The equals sign behind a mechanism is an empty response:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH EXTERNAL
    C: AUTH EXTERNAL =
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    C: EHLO client.example.org
    C: AUTH=CRAM-MD5
           ^ a blank belongs between AUTH and the mechanism
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH=EXTERNAL
    AUTH=EXTERNAL =
        ^ a blank belongs between AUTH and the mechanism
    501 5.5.4 Syntax error
    QUIT
    221 2.0.0 Bye

With expectations:

    # smtp-ls: tls=implicit
    S: 220
    C: EHLO client.example.org
    S: 250
    C: AUTH=PLAIN {{credentials}}
           ^ a blank belongs between AUTH and the mechanism
    S: 501
    C: QUIT
    S: 221

## Fixed

    C: EHLO client.example.org
    C: AUTH CRAM-MD5
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import word_span
from smtp_ls.session import Step


@rule(
    "auth-equals", "command:odd-auth",
    severity=Severity.ERROR, rfc="4954#4", instead_of=("malformed-command", "missing-argument"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The first word is AUTH, an equals sign and what should follow a blank."""
    first = word_span(step.event, 0)
    column = step.event.text.find("=", first.start, first.end)
    if column < 0 or column + 1 == first.end:
        return
    span = Span(column, column + 1)
    yield Found(
        "a blank belongs between AUTH and the mechanism; AUTH= is how old EHLO replies wrote what they offer "
        "(RFC 4954 section 4)",
        span,
        fix=replace("Write a blank", span, " "),
    )
