"""HELO has an IP address in brackets where the grammar has a host name.

Only EHLO takes an address literal. All servers accept it from HELO too, so this is only worth knowing; use EHLO.

## Good

    C: EHLO [192.0.2.1]
    C: QUIT

In a log:

    S: 220 mx.example.com ESMTP
    C: HELO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: HELO [192.0.2.1]
            ^^^^^^^^^^^ HELO takes a host name
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.addresses.flaws import told
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "helo-address-literal",
    "command:malformed",
    severity=Severity.INFORMATION,
    rfc="5321#4.1.1.1",
    instead_of=("malformed-command",),
)
def check(step: Step) -> Iterator[Found]:
    """A valid address literal after HELO."""
    yield from told(step, "helo-address-literal")
