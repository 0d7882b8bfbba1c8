"""MAIL comes before the client has introduced itself.

A client begins with EHLO (or HELO; LHLO in LMTP), and a server refuses MAIL with 503 until then. After STARTTLS the
introduction is forgotten, so that EHLO must come again before MAIL.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

An excerpt may begin with MAIL:

    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: MAIL FROM:<alice@example.org>
       ^^^^ MAIL comes before EHLO
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A script is judged from its first line:

    C: MAIL FROM:<alice@example.org>
       ^^^^ MAIL comes before EHLO
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import verb_span
from smtp_ls.session import Origin, Phase, Step


@rule("mail-before-ehlo", "command:MAIL", severity=Severity.ERROR, rfc="5321#4.1.4")
def check(step: Step) -> Iterator[Found]:
    """Greeted but not introduced; or a script whose first commands lack the introduction."""
    phase = step.known.phase
    script = phase == Phase.UNKNOWN and step.after.origin == Origin.SCRIPT
    if phase in (Phase.CONNECT, Phase.GREETED) or script:
        yield Found(
            "MAIL comes before EHLO: the client must introduce itself first (RFC 5321 section 4.1.4)",
            verb_span(step.event),
            only_script=script,
        )
