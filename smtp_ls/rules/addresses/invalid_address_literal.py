"""What stands in square brackets is no IP address.

In the place of a domain, an IPv4 address stands as `[192.0.2.1]` and an IPv6 address as `[IPv6:2001:db8::1]`. Names
have no brackets, and blanks, ports and zones have no place in them.

## Good

    C: EHLO [192.0.2.1]
    C: MAIL FROM:<alice@[IPv6:2001:db8::1]>
    C: RCPT TO:<bob@[192.000.002.001]>
    C: QUIT

A placeholder may stand for anything:

    C: EHLO [IPv6:::ffff:192.0.2.1]
    C: MAIL FROM:<alice@[{{address}}]>
    C: QUIT

## Bad

    C: EHLO [192.0.2.1
            ^^^^^^^^^^ the ] is missing
    C: QUIT

Of these, only you know what was meant:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@[192.0.2.256]>
                        ^^^^^^^^^^^^^ this is no IPv4 address
    C: RCPT TO:<bob@[IPv6:2001:db8::1::2]>
                    ^^^^^^^^^^^^^^^^^^^^^ this is no IPv6 address
    C: RCPT TO:<bob@[IPv6:fe80::1%eth0]>
                    ^^^^^^^^^^^^^^^^^^^ the IPv6 address may not have a zone
    C: RCPT TO:<bob@[mail.example.net]>
                    ^^^^^^^^^^^^^^^^^^ only an IP address stands in square brackets
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO [ 192.0.2.1 ]
         ^^^^^^^^^^^^^ no blank may stand in the brackets
    501 5.5.4 Invalid address literal
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO [192.0.2.1]
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.addresses.flaws import told
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "invalid-address-literal",
    "command:malformed",
    severity=Severity.ERROR,
    rfc="5321#4.1.3",
    instead_of=("malformed-command",),
)
def check(step: Step) -> Iterator[Found]:
    """A bracket in a domain's place, with something in it that the grammar rejects."""
    yield from told(step, "invalid-address-literal")
