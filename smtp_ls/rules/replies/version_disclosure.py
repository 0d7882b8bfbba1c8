"""The greeting tells which version of its software a server runs.

It helps those who look for servers with known holes as much as those who look for the cause of a failure. The RFC
allows it, so this rule is off unless it is selected.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

Addresses and dates are no versions:

    220 [192.0.2.25] ESMTP ready for 192.0.2.1 on 24.11.2026
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP Exim 4.96 Tue, 24 Nov 2026 10:00:00 +0000
                                ^^^^^^^^^ the greeting tells the software's version
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_VERSION = re.compile(
    r"(?<=[\s(])[A-Za-z][A-Za-z-]*(?: (?:version|v\.?))?(?:[ /]v?|-)\d{1,3}\.\d{1,3}(?!\d|\.\d{1,4}\.\d|\.\d{4}\b)"
    r"[\w./-]*",
    re.IGNORECASE,
)


@rule("version-disclosure", "reply:greeting", severity=Severity.HINT, rfc="5321#7.5", always=True, on=False)
def check(step: Step) -> Iterator[Found]:
    """A name with a number that has a dot, behind the server's own."""
    found = _VERSION.search(step.event.text, 4)
    if isinstance(step.event, Reply) and found:
        yield Found("the greeting tells the software's version: it may, but need not (RFC 5321 section 7.5)",
                    Span(*found.span()))  # fmt: skip
