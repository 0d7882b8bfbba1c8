"""The client uses an extension though it said HELO, or nothing yet.

Extensions belong to EHLO. After HELO, or before the client has introduced itself at all, there are none: no parameters,
no STARTTLS, no AUTH, no BDAT. Say EHLO.

## Good

    S: 220 mx.example.com ESMTP
    C: HELO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

An excerpt does not show how the client introduced itself:

    C: MAIL FROM:<alice@example.org> SIZE=1000
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: HELO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org> SIZE=1000
                                     ^^^^^^^^^ the parameter SIZE needs EHLO
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    STARTTLS
    ^^^^^^^^ STARTTLS needs EHLO
    220 2.0.0 Ready
    EHLO client.example.org
    250 mx.example.com
    QUIT
    221 2.0.0 Bye

In a script:

    C: HELO client.example.org
    C: MAIL FROM:<alice@example.org> BODY=8BITMIME
                                     ^^^^^^^^^^^^^ BODY=8BITMIME needs EHLO
    C: QUIT

A script is judged from its first line:

    C: STARTTLS
       ^^^^^^^^ STARTTLS needs EHLO first
    C: EHLO client.example.org
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import EHLO, Severity
from smtp_ls.rules.needs import MUST_BE_OFFERED, needs
from smtp_ls.rules.order.phases import begins_script
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of
from smtp_ls.session import Origin, Step
from smtp_ls.session.order import Phase


@rule(
    "esmtp-after-helo",
    "command:unoffered",
    "command:unbegun",
    severity=Severity.ERROR,
    rfc="5321#2.2.1",
    instead_of=("extension-not-advertised",),
)
def check(step: Step) -> Iterator[Found]:
    """What needs an offer after HELO; or such a verb before the first EHLO, where the file shows the beginning."""
    command, known = command_of(step), step.known
    if known.hello == "HELO":
        for need in needs(command):
            message = f"{need.what} needs EHLO: after HELO there are no extensions (RFC 5321 section 2.2.1)"
            yield Found(message, need.span, related=((EHLO, "say EHLO here"),))
    elif command.verb in MUST_BE_OFFERED and ((script := begins_script(step)) or _is_new(step)):
        for need in needs(command):
            message = f"{need.what} needs EHLO first: nothing has been offered yet (RFC 5321 section 2.2.1)"
            yield Found(message, need.span, only_script=script)


def _is_new(step: Step) -> bool:
    """Has the server greeted and the client not introduced itself, TLS not having come in between?"""
    known, before = step.known, step.before
    began = known.tls and before.given.tls != "implicit"
    return known.phase == Phase.GREETED and not began and before.origin == Origin.WHOLE and before.shown.ordered
