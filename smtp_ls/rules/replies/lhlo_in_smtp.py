"""The client says LHLO to an SMTP server.

LHLO belongs to LMTP, which delivers on the server's own network, never on port 25. An SMTP server does not know it; one
that did would send more replies than an SMTP client expects.

## Good

    @server = lmtp://mx.example.com:24
    S: 220 mx.example.com LMTP
    C: LHLO client.example.org
    S: 250-mx.example.com
    S: 250-PIPELINING
    S: 250 ENHANCEDSTATUSCODES
    C: QUIT
    S: 221 2.0.0 Bye

Nothing says that it is SMTP:

    220 mx.example.com ready
    EHLO client.example.org
    500 5.5.1 This is LMTP
    LHLO client.example.org
    250 mx.example.com
    QUIT
    221 2.0.0 Bye

## Bad

    @server = smtp://mx.example.com:25
    S: 220 mx.example.com ESMTP
    C: LHLO client.example.org
       ^^^^ LHLO belongs to LMTP, and this is SMTP
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, where EHLO has been accepted:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    LHLO client.example.org
    ^^^^ LHLO belongs to LMTP, and this is SMTP
    500 5.5.2 Unknown command
    QUIT
    221 2.0.0 Bye

## Fixed, if you like

    @server = smtp://mx.example.com:25
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.replies.ports import is_relay, is_submission
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import verb_span
from smtp_ls.session import Step


@rule("lhlo-in-smtp", "command:LHLO", severity=Severity.WARNING, rfc="2033#5")
def check(step: Step) -> Iterator[Found]:
    """The protocol or the port is told, or the server has accepted EHLO or HELO."""
    before, known = step.before, step.known
    if known.lmtp:
        return
    introduced = known.hello in ("EHLO", "HELO") and before.shown.ordered
    if introduced or is_relay(before) or is_submission(before):
        span = verb_span(step.event)
        yield Found(
            "LHLO belongs to LMTP, and this is SMTP: say EHLO (RFC 2033 section 5)", span,
            fix=replace("Write EHLO", span, "EHLO", safe=False),
        )  # fmt: skip
