"""An address has no domain: no `@` and nothing behind it.

Only `RCPT TO:<Postmaster>` may do without. Some servers add their own domain, others answer 501 or 504; write the
domain yourself. In LMTP, where many local set-ups name users so, it is a warning.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<postmaster>
    C: QUIT

A placeholder may stand for anything:

    C: EHLO client.example.org
    C: MAIL FROM:<{{sender}}>
    C: RCPT TO:<{{user}}{{domain}}>
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice>
                  ^^^^^ the address has no domain
    C: QUIT

In a log:

    S: 220 mx.example.com LMTP
    C: LHLO client.example.org
    S: 250-mx.example.com
    S: 250-PIPELINING
    S: 250 ENHANCEDSTATUSCODES
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob>
                ^^^ the address has no domain
    S: 250 2.1.5 Ok
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.addresses.flaws import told
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "unqualified-local-part", "command:malformed",
    severity=Severity.ERROR, rfc="5321#2.3.5", instead_of=("malformed-command",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A path that is a valid local part and nothing else."""
    for found in told(step, "unqualified-local-part"):
        yield found._replace(severity=Severity.WARNING) if step.known.lmtp else found
