"""The path names hosts on the way, `@a,@b:`, before the address.

Source routes come from the time before the DNS knew where mail goes. Servers accept and ignore them, or refuse them as
an attempt to relay; clients should not send them. Leave out what stands before the address.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: QUIT

Quotes hide an @ and a colon:

    C: EHLO client.example.org
    C: MAIL FROM:<"@a.example.org:alice"@example.org>
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<@a.example.org,@b.example.org:bob@example.net>
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the route before the address is obsolete
    C: QUIT

## Fixed, if you like

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.addresses.flaws import told
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("source-route", "command:odd-name", severity=Severity.WARNING, rfc="5321#C")
def check(step: Step) -> Iterator[Found]:
    """A valid route before the address."""
    yield from told(step, "source-route")
