"""The part before the `@` has more than 64 octets.

64 octets are what every server must accept; longer names, such as the rewritten senders of mailing lists and
forwarders, may be refused. Octets count, not letters: a letter outside ASCII has two to four.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.org>
    C: QUIT

A placeholder may stand for anything:

    C: EHLO client.example.org
    C: MAIL FROM:<{{a_placeholder_whose_name_is_longer_than_sixty_four_octets_of_text}}@example.org>
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.org>
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the local part has 65 octets
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.addresses.flaws import told
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("local-part-too-long", "command:odd-name", severity=Severity.WARNING, rfc="5321#4.5.3.1.1")
def check(step: Step) -> Iterator[Found]:
    """A valid local part over the limit."""
    yield from told(step, "local-part-too-long")
