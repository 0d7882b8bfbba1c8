"""STARTTLS comes although the connection is encrypted.

Encryption begins once in a connection: the server no longer offers STARTTLS then, and answers 503 or 554. Leave the
second one out. A file in which TLS was there from the start says so with `# smtp-ls: tls=implicit`.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 STARTTLS
    C: STARTTLS
    S: 454 4.7.0 Not now
    C: STARTTLS
    S: 220 2.0.0 Ready
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

Two sessions:

    C: EHLO client.example.org
    C: STARTTLS
    C: EHLO client.example.org
    C: QUIT
    C: EHLO client.example.org
    C: STARTTLS
    C: EHLO client.example.org
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 STARTTLS
    C: STARTTLS
    S: 220 2.0.0 Ready
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: STARTTLS
       ^^^^^^^^ the connection is encrypted already
    S: 220 2.0.0 Ready
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    # smtp-ls: tls=implicit
    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    STARTTLS
    ^^^^^^^^ the connection is encrypted already
    503 5.5.1 TLS is active
    QUIT
    221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: STARTTLS
    C: STARTTLS
       ^^^^^^^^ the connection is encrypted already
    C: EHLO client.example.org
    C: QUIT

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: STARTTLS
    S: 220
    C: EHLO client.example.org
    S: 250
    C: STARTTLS
       ^^^^^^^^ the connection is encrypted already
    S: 503
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, accepted
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Step
from smtp_ls.session.order import Phase

_OVER = (Phase.CLOSED, Phase.DROPPED, Phase.REJECTED)


@rule(
    "starttls-twice", "command:misplaced",
    severity=Severity.ERROR, rfc="3207#4.2",
    instead_of=("ehlo-missing-after-starttls", "stale-extension", "extension-not-advertised"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """TLS is on, by STARTTLS or from the start."""
    if command_of(step).verb == "STARTTLS" and step.known.tls and step.known.phase not in _OVER:
        yield Found(
            "the connection is encrypted already: STARTTLS comes only once (RFC 3207 section 4.2)",
            verb_span(step.event),
            related=((accepted("STARTTLS"), "TLS began here"),),
        )
