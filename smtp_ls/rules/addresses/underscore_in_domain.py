"""A domain has an underscore.

Host names have letters, digits, hyphens and dots. Windows and Docker allow underscores in a machine's name, and EHLO
then repeats it: that is a warning, since most servers shrug. In an address it is an error.

## Good

    C: EHLO my-host.example.org
    C: MAIL FROM:<alice_smith@example.org>
    C: QUIT

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<"_"@example.org> ENVID=a_b
    C: QUIT

## Bad

    C: EHLO my_host.example.org
            ^^^^^^^^^^^^^^^^^^^ a domain has letters, digits, hyphens and dots, no underscore
    C: MAIL FROM:<alice@ex_ample.org>
                        ^^^^^^^^^^^^ a domain has letters, digits, hyphens and dots, no underscore
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.addresses.flaws import told
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "underscore-in-domain",
    "command:malformed",
    severity=Severity.ERROR,
    rfc="5321#4.1.2",
    instead_of=("malformed-command",),
)
def check(step: Step) -> Iterator[Found]:
    """A domain whose only fault is its underscores."""
    yield from told(step, "underscore-in-domain")
