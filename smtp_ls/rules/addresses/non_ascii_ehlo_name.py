"""The name after EHLO, HELO or LHLO has letters outside ASCII.

Even with SMTPUTF8 the client introduces itself in ASCII: an internationalized name is given by its A-labels, the form
that begins with `xn--`.

## Good

    C: EHLO xn--bcher-kva.example.org
    C: QUIT

In a log:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-8BITMIME
    S: 250 SMTPUTF8
    C: MAIL FROM:<alice@bücher.example.org> SMTPUTF8
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    C: EHLO bücher.example.org
            ^^^^^^^^^^^^^^^^^^ the name here is ASCII even where SMTPUTF8 is in use
    C: QUIT

## Fixed

    C: EHLO xn--bcher-kva.example.org
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.addresses.flaws import told
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "non-ascii-ehlo-name",
    "command:malformed",
    severity=Severity.ERROR,
    rfc="6531#3.7.1",
    instead_of=("malformed-command",),
)
def check(step: Step) -> Iterator[Found]:
    """The client's name with a character above U+007F."""
    yield from told(step, "non-ascii-ehlo-name")
