"""An address in square brackets has a tag that nobody has registered.

Brackets hold an IPv4 address, or `IPv6:` and an IPv6 address. Other kinds may be registered one day; today no server
knows any, and most answer 501.

## Good

    C: EHLO [IPv6:2001:db8::1]
    C: MAIL FROM:<alice@[192.0.2.1]>
    C: QUIT

A placeholder may stand for anything:

    C: EHLO [{{address}}]
    C: MAIL FROM:<alice@example.org>
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@[x400:c=id]>
                        ^^^^^^^^^^^ no kind of address is registered as x400
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO [IPv5:192.0.2.1]
         ^^^^^^^^^^^^^^^^ no kind of address is registered as IPv5
    250 mx.example.com
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.addresses.flaws import told
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("unknown-literal-tag", "command:odd-name", severity=Severity.WARNING, rfc="5321#4.1.3")
def check(step: Step) -> Iterator[Found]:
    """A literal that the grammar accepts, with another tag than IPv6."""
    yield from told(step, "unknown-literal-tag")
