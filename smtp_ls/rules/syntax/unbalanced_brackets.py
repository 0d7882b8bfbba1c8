"""The address has one angle bracket, or more than a pair.

A path begins with one `<` and ends with one `>`. Brackets inside a quoted local part do not count.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<"a>b"@example.org>
    C: QUIT

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<"<<"@example.org>
    C: RCPT TO:<bob@example.net>
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org
                 ^^^^^^^^^^^^^^^^^^ the address needs one < before it and one > after it
    C: RCPT TO:bob@example.net>
               ^^^^^^^^^^^^^^^^ the address needs one < before it and one > after it
    C: RCPT TO:<<bob@example.net>>
               ^^^^^^^^^^^^^^^^^^^ the address needs one < before it and one > after it
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org SIZE=1000
              ^^^^^^^^^^^^^^^^^^ the address needs one < before it and one > after it
    501 5.5.2 Syntax error
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: RCPT TO:<bob@example.net>
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.syntax.brackets import bracketing
from smtp_ls.rules.words import command_of
from smtp_ls.session import Step


@rule(
    "unbalanced-brackets", "command:malformed",
    severity=Severity.ERROR, rfc="5321#4.1.2",
    instead_of=("malformed-command", "invalid-mailbox", "invalid-domain", "unqualified-local-part"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A path with a bracket that has no partner."""
    found = bracketing(step.event.text, command_of(step).verb)
    if found.unbalanced is not None:
        yield Found(
            "the address needs one < before it and one > after it (RFC 5321 section 4.1.2)",
            found.unbalanced,
            fix=replace(f"Write {found.mended}", found.unbalanced, found.mended) if found.mended else None,
        )
