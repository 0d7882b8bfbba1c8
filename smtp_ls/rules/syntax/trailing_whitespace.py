"""A blank stands at the end of a command.

Servers are asked to forgive it, and most do; a strict one answers 501. Mostly an editor or a program left it there.
Behind AUTH and its mechanism a blank may stand for an empty response, so that nothing is said of it there.

## Good

    C: EHLO client.example.org
    C: NOOP
    C: QUIT

A blank that a quoted name ends with stands within the command, and what a server says is for other rules:

    S: 220 mx.example.com ESMTP\x20
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 SIZE 1000000
    C: MAIL FROM:<"alice "@example.org>
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>\x20\x20
                                    ^^ nothing belongs behind the last word
    C: QUIT\t
           ^ nothing belongs behind the last word

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org\x20
                           ^ nothing belongs behind the last word
    250 mx.example.com
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import command_of
from smtp_ls.session import Step


@rule("trailing-whitespace", "command:padded", severity=Severity.HINT, rfc="5321#4.1.1")
def check(step: Step) -> Iterator[Found]:
    """Blanks or TABs behind a command that is right but for them."""
    command = command_of(step)
    blanks = Span(len(command.text.rstrip(" \t")), len(command.text))
    if command.valid and blanks.end > blanks.start and command.verb not in ("AUTH", "X-EXPS"):
        message = "nothing belongs behind the last word, not even a blank (RFC 5321 section 4.1.1)"
        yield Found(message, blanks, fix=replace("Remove the blank", blanks, ""))
