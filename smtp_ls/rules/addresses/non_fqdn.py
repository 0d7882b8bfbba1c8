"""A host name or domain is not fully qualified: it has a single label.

Only full names such as `mail.example.org` mean the same to everybody; nicknames must not be used on the Internet, and
servers answer 504 "need fully-qualified hostname". `localhost`, which tests use, is only worth an information.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: QUIT

A placeholder may stand for anything:

    C: EHLO {{hostname}}
    C: MAIL FROM:<>
    C: RCPT TO:<postmaster>
    C: QUIT

## Bad

    C: EHLO mybox
            ^^^^^ this is not the host's full name
    C: MAIL FROM:<alice@localhost>
                        ^^^^^^^^^ this is not the domain's full name
    C: QUIT

In a log:

    S: 220 mx.example.com ESMTP
    C: HELO localhost
            ^^^^^^^^^ this is not the host's full name
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.addresses.flaws import told
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("non-fqdn", "command:odd-name", severity=Severity.WARNING, rfc="5321#2.3.5")
def check(step: Step) -> Iterator[Found]:
    """A valid domain without a dot."""
    yield from told(step, "non-fqdn")
