"""RCPT has an empty path.

`<>` is the sender of a delivery report, in MAIL. A recipient is always an address; servers answer 501 to `RCPT TO:<>`.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<>
    C: RCPT TO:<alice@example.org>
    C: QUIT

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<>
    C: RCPT TO:<Postmaster>
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<>
               ^^ a recipient cannot be empty
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.addresses.flaws import told
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "null-forward-path",
    "command:malformed",
    severity=Severity.ERROR,
    rfc="5321#4.1.2",
    instead_of=("malformed-command",),
)
def check(step: Step) -> Iterator[Found]:
    """The empty path in RCPT."""
    yield from told(step, "null-forward-path")
