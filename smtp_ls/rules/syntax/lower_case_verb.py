"""A verb is not written in upper case.

Servers take `ehlo` for `EHLO`: any case is right. This rule is off; select it to have all scripts written alike.

## Good

    C: EHLO client.example.org
    C: MAIL from:<alice@example.org> body=8bitmime
    C: QUIT

What is no verb is for another rule:

    # smtp-ls: ignore-file[unknown-command]
    C: EHLO client.example.org
    C: hello
    C: QUIT

## Bad

    C: ehlo client.example.org
       ^^^^ write EHLO in upper case
    C: Noop
       ^^^^ write NOOP in upper case
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    quit
    ^^^^ write QUIT in upper case
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: NOOP
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Step


@rule("lower-case-verb", "command:cased", severity=Severity.HINT, rfc="5321#2.4", on=False)
def check(step: Step) -> Iterator[Found]:
    """A known verb with a small letter."""
    command, span = command_of(step), verb_span(step.event)
    if command.verb in VERBS and command.text[span.start : span.end] != command.verb:
        message = f"write {command.verb} in upper case (RFC 5321 section 2.4 allows any case)"
        yield Found(message, span, fix=replace(f"Write {command.verb}", span, command.verb))
