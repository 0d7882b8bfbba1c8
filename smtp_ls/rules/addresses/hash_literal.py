"""A host is given as `#` and a number.

RFC 821 wrote an IP address as one decimal number behind a `#`. That form must not be used any more; write the address
in brackets.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@[192.0.2.1]>
    C: QUIT

A `#` in a local part is a letter like others:

    C: EHLO client.example.org
    C: MAIL FROM:<#3221225985@example.org>
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@#3221225985>
                        ^^^^^^^^^^^ an address as # and a number must not be used
    C: QUIT

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@[192.0.2.1]>
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.addresses.flaws import told
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("hash-literal", "command:malformed", severity=Severity.ERROR, rfc="5321#F.4", instead_of=("malformed-command",))
def check(step: Step) -> Iterator[Found]:
    """A domain that is a number behind a #."""
    yield from told(step, "hash-literal")
