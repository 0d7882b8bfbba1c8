"""AUTH carries a response though the server speaks first in this mechanism.

CRAM-MD5 and DIGEST-MD5 answer a challenge of the server, so there is nothing to say before it: send AUTH and the
mechanism alone and wait for 334. A server must answer 501. LOGIN is such a mechanism too, but most servers take the
user's name on the AUTH line, so that this is only worth knowing.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH CRAM-MD5
    C: AUTH CRAM-MD5
    S: 334 PDE4OTYuNjk3MTcwOTUyQG14LmV4YW1wbGUuY29tPg==
    C: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In PLAIN the client speaks first:

    # smtp-ls: tls=implicit
    C: EHLO client.example.org
    C: AUTH PLAIN {{credentials}}
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH CRAM-MD5
    C: AUTH CRAM-MD5 dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ in CRAM-MD5 the server speaks first
    S: 501 5.5.4 Nothing to answer yet
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, an empty response:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH DIGEST-MD5
    AUTH DIGEST-MD5 =
                    ^ in DIGEST-MD5 the server speaks first
    501 5.5.4 Nothing to answer yet
    QUIT
    221 2.0.0 Bye

The name on the line of AUTH LOGIN:

    # smtp-ls: tls=implicit
    C: EHLO client.example.org
    C: AUTH LOGIN YWxpY2VAZXhhbXBsZS5vcmc=
                  ^^^^^^^^^^^^^^^^^^^^^^^^ in LOGIN the server speaks first
    C: {{password}}
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.protocol.sasl import MECHANISMS
from smtp_ls.rules.auth.payloads import named_mechanism
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import word_span
from smtp_ls.session import Step

_WHERE = "(RFC 4954 section 4)"


@rule(
    "auth-ir-server-first", "auth:CRAM-MD5", "auth:DIGEST-MD5", "auth:KERBEROS_V4", "auth:LOGIN",
    severity=Severity.ERROR, rfc="4954#4",
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A third word, for a mechanism that waits for a challenge."""
    name, _ = named_mechanism(step.event)
    row, span = MECHANISMS.get(name), word_span(step.event, 2)
    if row is None or row.first != "server" or span.start == span.end:
        return
    if "{{" in step.event.text:
        return
    if row.initial_response == "forbidden":
        yield Found(f"in {name} the server speaks first: send AUTH {name} alone and wait for 334 {_WHERE}", span)
    elif row.initial_response == "tolerated":
        yield Found(
            f"in {name} the server speaks first; most servers, but not all, take the name here {_WHERE}", span,
            severity=Severity.INFORMATION,
        )  # fmt: skip
