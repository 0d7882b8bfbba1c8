"""A person's name stands before the address.

Names belong in the header fields `From:` and `To:`. MAIL and RCPT take nothing but the address in its brackets.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<"Bob Example"@example.net>
    C: QUIT

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> ENVID=Alice
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:"Alice A." <alice@example.org>
                 ^^^^^^^^^^^ a name belongs in the header
    C: RCPT TO:Bob <bob@example.net>
               ^^^^ a name belongs in the header
    C: RCPT TO:<Carol <carol@example.net>>
                ^^^^^^ a name belongs in the header
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:Alice<alice@example.org>
              ^^^^^ a name belongs in the header
    501 5.1.7 Bad sender address syntax
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: RCPT TO:<carol@example.net>
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.syntax.brackets import bracketing
from smtp_ls.rules.words import command_of
from smtp_ls.session import Step


@rule(
    "display-name-in-path", "command:malformed",
    severity=Severity.ERROR, rfc="5321#4.1.2",
    instead_of=("malformed-command", "invalid-mailbox", "invalid-domain", "unqualified-local-part"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """Words between the colon and the bracket, or between two brackets."""
    found = bracketing(step.event.text, command_of(step).verb)
    if found.name is not None:
        yield Found(
            "a name belongs in the header: the envelope has only the address (RFC 5321 section 4.1.2)",
            found.name,
            fix=replace("Remove the name", found.around or found.name, found.mended if found.around else ""),
        )
