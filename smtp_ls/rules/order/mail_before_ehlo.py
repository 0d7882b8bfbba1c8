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

In the bare form, after TLS has begun too:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 STARTTLS
    STARTTLS
    220 2.0.0 Ready
    NOOP
    250 2.0.0 Ok
    MAIL FROM:<alice@example.org>
    ^^^^ MAIL comes before EHLO
    503 5.5.1 EHLO first
    QUIT
    221 2.0.0 Bye

With expectations:

    S: 220
    C: MAIL FROM:<alice@example.org>
       ^^^^ MAIL comes before EHLO
    S: 503
    C: QUIT
    S: 221

A script is judged from its first line:

    C: MAIL FROM:<alice@example.org>
       ^^^^ MAIL comes before EHLO
    C: QUIT

## Fixed, if you like

    S: 220
    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    S: 503
    C: QUIT
    S: 221

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, refused
from smtp_ls.rules.order.phases import added, begins_script, introduction
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Step
from smtp_ls.session.order import Phase


@rule("mail-before-ehlo", "command:misplaced", "command:unbegun", severity=Severity.ERROR, rfc="5321#4.1.4")
def check(step: Step) -> Iterator[Found]:
    """Greeted but not introduced; or a script whose first commands lack the introduction."""
    if command_of(step).verb != "MAIL":
        return
    script = begins_script(step)
    if script or (step.known.phase in (Phase.CONNECT, Phase.GREETED) and step.before.shown.ordered):
        hello = "LHLO" if step.known.lmtp else "EHLO"
        yield Found(
            f"MAIL comes before {hello}: the client must introduce itself first (RFC 5321 section 4.1.4)",
            verb_span(step.event),
            only_script=script,
            related=((refused("EHLO"), "this was refused"),),
            fix=added(step, *introduction(step)),
        )
