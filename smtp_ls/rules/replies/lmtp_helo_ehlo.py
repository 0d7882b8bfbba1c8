"""The client says EHLO or HELO in LMTP.

LMTP has a greeting of its own, LHLO, so that nobody takes it for SMTP: after EHLO a client waits for one reply to a
message, and an LMTP server sends one for each recipient. An LMTP server refuses EHLO and HELO with 500.

## Good

    # smtp-ls: protocol=lmtp
    C: LHLO client.example.org
    S: 250-mx.example.com
    S: 250-PIPELINING
    S: 250 ENHANCEDSTATUSCODES
    C: QUIT
    S: 221 2.0.0 Bye

In SMTP it is right:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    QUIT
    221 2.0.0 Bye

## Bad

    # smtp-ls: protocol=lmtp
    S: 220 mx.example.com LMTP
    C: EHLO client.example.org
       ^^^^ in LMTP the client says LHLO
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

In a script, behind LHLO:

    LHLO client.example.org
    HELO client.example.org
    ^^^^ in LMTP the client says LHLO
    QUIT

Where LHLO follows, EHLO was refused for it:

    S: 220 mx.example.com LMTP
    C: EHLO client.example.org
       ^^^^^^^^^^^^^^^^^^^^^^^ in LMTP the client says LHLO
    S: 500 5.5.1 Unknown command
    C: LHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

## Fixed

    # smtp-ls: protocol=lmtp
    S: 220 mx.example.com LMTP
    C: LHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, refused
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Step


@rule("lmtp-helo-ehlo", "command:not-lhlo", "command:LHLO", severity=Severity.ERROR, rfc="2033#4.1")
def check(step: Step) -> Iterator[Found]:
    """LHLO has been accepted, or the file says that it is LMTP, or LHLO comes now and EHLO was refused."""
    if command_of(step).verb == "LHLO":
        if not step.known.lmtp:
            yield Found("in LMTP the client says LHLO, not this (RFC 2033 section 4.1)", place=refused("EHLO"))
    elif step.known.lmtp:
        verb, span = command_of(step).verb, verb_span(step.event)
        yield Found(
            f"in LMTP the client says LHLO, not {verb} (RFC 2033 section 4.1)", span,
            fix=replace("Write LHLO", span, "LHLO"),
        )  # fmt: skip
