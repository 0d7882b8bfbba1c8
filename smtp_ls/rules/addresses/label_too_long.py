"""A label, the part of a domain between two dots, has more than 63 octets.

The DNS has no room for it, so that no such host or domain can exist.

## Good

    C: EHLO aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.org
    C: QUIT

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.example.org>
    C: QUIT

## Bad

    C: EHLO aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.org
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the label has 64 octets
    C: QUIT
"""  # noqa: E501

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.addresses.flaws import told
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("label-too-long", "command:odd-name", severity=Severity.ERROR, rfc="1035#2.3.4")
def check(step: Step) -> Iterator[Found]:
    """A label of a valid domain over the limit of the DNS."""
    yield from told(step, "label-too-long")
