"""An IPv6 address in brackets lacks its `IPv6:`.

`[2001:db8::1]` is how a browser writes it; SMTP writes `[IPv6:2001:db8::1]`. Without the tag the grammar sees another
kind of address, named "2001", which nobody has ever registered.

## Good

    C: EHLO [IPv6:2001:db8::1]
    C: MAIL FROM:<alice@[ipv6:2001:db8::1]>
    C: QUIT

In a script:

    C: EHLO [192.0.2.1]
    C: QUIT

## Bad

    C: EHLO [2001:db8::1]
            ^^^^^^^^^^^^^ an IPv6 address has IPv6: before it
    C: MAIL FROM:<alice@[::1]>
                        ^^^^^ an IPv6 address has IPv6: before it
    C: QUIT

## Fixed

    C: EHLO [IPv6:2001:db8::1]
    C: MAIL FROM:<alice@[IPv6:::1]>
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.addresses.flaws import told
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "ipv6-literal-without-tag",
    "command:odd-name",
    severity=Severity.ERROR,
    rfc="5321#4.1.3",
    instead_of=("malformed-command",),
)
def check(step: Step) -> Iterator[Found]:
    """A literal that becomes an IPv6 address once the tag is added."""
    yield from told(step, "ipv6-literal-without-tag")
