"""The address of MAIL or RCPT has no `<` and `>`.

A path is an address in angle brackets. Some servers forgive their absence, others answer 501 or 555.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: QUIT

A placeholder may stand for anything:

    C: EHLO client.example.org
    C: MAIL FROM:{{sender}}
    C: RCPT TO:<{{recipient}}>
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:alice@example.org
                 ^^^^^^^^^^^^^^^^^ the address belongs in angle brackets
    C: RCPT TO:bob@example.net NOTIFY=NEVER
               ^^^^^^^^^^^^^^^ the address belongs in angle brackets
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:alice
              ^^^^^ the address belongs in angle brackets
    501 5.5.2 Syntax error
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net> NOTIFY=NEVER
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.syntax.brackets import bracketing
from smtp_ls.rules.words import command_of
from smtp_ls.session import Step


@rule(
    "missing-angle-brackets", "command:malformed",
    severity=Severity.ERROR, rfc="5321#4.1.2", instead_of=("malformed-command", "invalid-mailbox"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A path without any bracket."""
    found = bracketing(step.event.text, command_of(step).verb)
    if found.bare is not None:
        yield Found(
            "the address belongs in angle brackets: <name@domain> (RFC 5321 section 4.1.2)",
            found.bare,
            fix=replace("Add < and >", found.bare, found.mended) if found.mended else None,
        )
