"""An IP address stands where a domain stands, without its brackets.

A server takes `192.0.2.1` for a strange host name, and many refuse it. In the place of a domain an IP address is
written `[192.0.2.1]` or `[IPv6:2001:db8::1]`.

## Good

    C: EHLO [192.0.2.1]
    C: MAIL FROM:<192.0.2.1@example.org>
    C: QUIT

In a script:

    C: EHLO 1.2.3.4.example.org
    C: QUIT

## Bad

    C: EHLO 192.0.2.1
            ^^^^^^^^^ an IP address needs brackets here
    C: MAIL FROM:<alice@2001:db8::1>
                        ^^^^^^^^^^^ an IP address needs brackets here
    C: RCPT TO:<bob@192.0.2.7>
                    ^^^^^^^^^ an IP address needs brackets here
    C: QUIT

In a log:

    S: 220 mx.example.com ESMTP
    C: HELO 192.0.2.1
            ^^^^^^^^^ HELO takes a host name, not an IP address
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

## Fixed

    C: EHLO [192.0.2.1]
    C: MAIL FROM:<alice@[IPv6:2001:db8::1]>
    C: RCPT TO:<bob@[192.0.2.7]>
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.addresses.flaws import told
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "unbracketed-ip", "command:odd-name", severity=Severity.WARNING, rfc="5321#4.1.3", instead_of=("malformed-command",)
)
def check(step: Step) -> Iterator[Found]:
    """An IPv4 address, which the grammar takes for a domain, or an IPv6 address, which it does not."""
    yield from told(step, "unbracketed-ip")
