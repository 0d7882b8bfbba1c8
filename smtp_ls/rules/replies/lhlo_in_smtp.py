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

    # smtp-ls: protocol=smtp
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

A server that does not know LHLO speaks SMTP:

    S: 220 mx.example.com ESMTP
    C: LHLO client.example.org
       ^^^^^^^^^^^^^^^^^^^^^^^ LHLO belongs to LMTP, and this is SMTP
    S: 502 5.5.2 Unknown command
    C: QUIT
    S: 221 2.0.0 Bye

## Fixed, if you like

    # smtp-ls: protocol=smtp
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import ASKED, Severity
from smtp_ls.rules.replies.counts import surely_asked
from smtp_ls.rules.replies.ports import is_relay, is_submission
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import verb_span
from smtp_ls.session import Known, Session, Step

_TOLD = "LHLO belongs to LMTP, and this is SMTP: say EHLO (RFC 2033 section 5)"


@rule("lhlo-in-smtp", "command:LHLO", "code:500", "code:502", severity=Severity.WARNING, rfc="2033#5")
def check(step: Step) -> Iterator[Found]:
    """The protocol or the port is told, or the server has accepted EHLO or HELO, or does not know LHLO."""
    before = step.before
    if step.event.kind == "command":
        if not step.known.lmtp and _is_smtp(before, step.known):
            span = verb_span(step.event)
            yield Found(_TOLD, span, fix=replace("Write EHLO", span, "EHLO", safe=False))
        return
    asked, known = surely_asked(step), before.known
    if asked is not None and asked.verb == "LHLO" and not known.lmtp and not _is_smtp(before, known):
        yield Found(_TOLD, place=ASKED)


def _is_smtp(before: Session, known: Known) -> bool:
    """Does the file tell that this is SMTP, before LHLO comes?"""
    introduced = known.hello in ("EHLO", "HELO") and before.shown.ordered
    return introduced or is_relay(before) or is_submission(before)
