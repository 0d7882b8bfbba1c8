"""A sender is called Postmaster, without a domain.

`RCPT TO:<Postmaster>` is the one address that needs no domain: whoever looks after that very server. The exception is
for recipients; a sender without a domain could not be answered.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<postmaster@example.org>
    C: RCPT TO:<Postmaster>
    C: QUIT

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<>
    C: RCPT TO:<POSTMASTER>
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<postmaster>
                  ^^^^^^^^^^ only RCPT takes Postmaster without a domain
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.addresses.flaws import told
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "postmaster-bare-in-mail",
    "command:malformed",
    severity=Severity.ERROR,
    rfc="5321#4.1.1.3",
    instead_of=("malformed-command",),
)
def check(step: Step) -> Iterator[Found]:
    """MAIL with Postmaster alone."""
    yield from told(step, "postmaster-bare-in-mail")
