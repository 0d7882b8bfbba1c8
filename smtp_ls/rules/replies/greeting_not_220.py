"""The server greets with another code than 220.

A server that is ready says 220; one that is not says 421, and one that takes no mail 554 or 521. A client takes
anything else for a failure.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

Busy, and closed for mail:

    421 4.3.2 Too many connections

    ### another
    554 mx.example.com No mail here
    QUIT
    221 2.0.0 Bye

An excerpt may begin with the reply to a command that is not shown:

    S: 250 2.0.0 Ok
    C: NOOP
    S: 250 2.0.0 Ok

    ### another
    # smtp-ls: partial
    S: 235 2.7.0 Ok
    C: EHLO client.example.org
    S: 250 mx.example.com

## Bad

    S: 250 mx.example.com ESMTP
       ^^^^^^^^^^^^^^^^^^^^^^^^ the greeting should be 220
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    200 mx.example.com ESMTP
    ^^^^^^^^^^^^^^^^^^^^^^^^ the greeting should be 220
    HELO client.example.org
    250 mx.example.com
    QUIT
    221 2.0.0 Bye

With expectations:

    S: 250
       ^^^ the greeting should be 220
    C: EHLO client.example.org
    S: 250
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import LAST, Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of
from smtp_ls.session import Origin, Step
from smtp_ls.session.order import Phase


@rule(
    "greeting-not-220", "command:unbegun",
    severity=Severity.WARNING, rfc="5321#4.3.2", always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The client introduces itself, and all that came before is a reply that is no greeting."""
    before = step.before
    shown = before.shown
    if command_of(step).verb not in ("EHLO", "HELO", "LHLO"):
        return
    begins = before.origin == Origin.EXCERPT and before.known.phase == Phase.UNKNOWN and not before.pending
    whole = shown.ordered and shown.client and not shown.excerpt and not before.given.partial
    if begins and whole and before.last == "server" and not before.answered and before.reply is None:
        yield Found("the greeting should be 220 (RFC 5321 section 4.3.2)", place=LAST)
