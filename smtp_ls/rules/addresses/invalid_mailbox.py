r"""The address between the brackets is not written as an address is.

Before the `@` stand letters, digits and some marks, in parts joined by single dots; anything else, a blank for one,
needs quotes about the whole local part. A server answers 501 or 553. Correct the address; a quoted name keeps its
quotes on the wire.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<"alice smith"@example.org>
    C: RCPT TO:<bob+lists=smtp@example.net>
    C: QUIT

Quotes may hold an @, a bracket and, behind a backslash, a quote:

    C: EHLO client.example.org
    C: MAIL FROM:<"a@b>\"c"@example.org>
    C: RCPT TO:<""@example.net>
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:< alice@example.org>
                 ^^^^^^^^^^^^^^^^^^^^ no blank may stand beside the brackets
    C: QUIT

Of these, only you know what was meant:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob..smith@example.net>
                   ^^ a local part does not have two dots in a row
    C: RCPT TO:<.bob@example.net>
                ^ a local part does not have a dot at its beginning
    C: RCPT TO:<bob smith@example.net>
                   ^ a blank may only stand in a local part that is quoted
    C: RCPT TO:<bob@home@example.net>
                   ^ an address has one @
    C: RCPT TO:<@example.net>
               ^^^^^^^^^^^^^^ nothing stands before the @
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob.@example.net>
                ^ a local part does not have a dot at its end
    501 5.1.3 Bad recipient address syntax
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: QUIT

## Fixed, if you like

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<"bob..smith"@example.net>
    C: RCPT TO:<".bob"@example.net>
    C: RCPT TO:<"bob smith"@example.net>
    C: RCPT TO:<"bob@home"@example.net>
    C: RCPT TO:<@example.net>
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.addresses.flaws import told
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "invalid-mailbox", "command:malformed", severity=Severity.ERROR, rfc="5321#4.1.2", instead_of=("malformed-command",)
)
def check(step: Step) -> Iterator[Found]:
    """A path in brackets whose address the grammar rejects for its local part, its blanks or its route."""
    yield from told(step, "invalid-mailbox")
