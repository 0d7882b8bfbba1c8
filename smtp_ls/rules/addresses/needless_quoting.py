r"""The name before the `@` is quoted, and needs no quotes.

`"alice"@example.org` and `alice@example.org` are one address. It is best sent in its plain form: some programs compare
addresses letter by letter, and some cannot read quotes at all.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<"alice smith"@example.org>
    C: RCPT TO:<"bob..smith"@example.net>
    C: RCPT TO:<""@example.net>
    C: QUIT

A placeholder may stand for anything:

    C: EHLO client.example.org
    C: MAIL FROM:<"{{name}}"@example.org>
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<"alice.smith"@example.org>
                  ^^^^^^^^^^^^^ this name needs no quotes
    C: RCPT TO:<"b\ob"@example.net>
                ^^^^^^ this name needs no quotes
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<"alice"@example.org>
               ^^^^^^^ this name needs no quotes
    250 2.1.0 Ok
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice.smith@example.org>
    C: RCPT TO:<bob@example.net>
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.addresses.flaws import told
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("needless-quoting", "command:odd-name", severity=Severity.HINT, rfc="5321#4.1.2")
def check(step: Step) -> Iterator[Found]:
    """A quoted local part that would be valid without its quotes."""
    yield from told(step, "needless-quoting")
