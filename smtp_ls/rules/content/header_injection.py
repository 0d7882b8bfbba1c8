"""A line break is hidden in an address or in a variable.

Written out as `\\r\\n` or `%0d%0a`, it does nothing in this file. But where a program fills it into a message without
looking, what stands behind it becomes a header of its own (`Bcc:`), or a command (`RCPT TO:`), and somebody else
decides where the message goes. If this is a test of that, say so with a suppression.

## Good

    @subject = Invoice 12, 50%0 off, in C:\\new\\reports
    C: EHLO client.example.org
    C: MAIL FROM:<"alice\\r smith"@example.org>
    C: QUIT

A percent sign may route mail, as it did long ago:

    @pattern = queued as \\w+\\r\\n
    C: EHLO client.example.org
    C: MAIL FROM:<"alice%0a"@example.org>
    C: QUIT

## Bad

    @subject = Hello\\r\\nBcc: everybody@example.net
                    ^^^^ a line break is written out in this variable
    C: EHLO client.example.org
    C: QUIT

In an address, and in the bare form:

    EHLO client.example.org
    MAIL FROM:<alice@example.org%0D%0ARCPT%20TO:<everybody@example.net>>
                                ^^^^^^ a line break is written out in this address
    QUIT

With a reply:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org\\r\\nRCPT TO:<everybody@example.net>>
                                   ^^^^ a line break is written out in this address
    S: 501 5.1.7 Bad sender
    C: QUIT
    S: 221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls.events import Directive
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_BREAK = re.compile(
    r"(?:\\r\\n|\\x0[dD]\\x0[aA]|\\u000[dD]\\u000[aA]|%0[dD]%0[aA])(?=[^\s\"'])"
    r"|(?:\\n|\\r|\\x0[aAdD]|\\u000[aAdD]|%0[aAdD])"
    r"(?=(?i:bcc|cc|to|subject|from|rcpt(?: |%20|\+)to|mail(?: |%20|\+)from):)"
)
r"""A lone one counts only before what it would put there: `C:\new\reports` is a path."""


@rule(
    "header-injection", "directive:escaped", "command:odd-name",
    severity=Severity.WARNING, rfc="5322#2.2", instead_of=("malformed-command", "invalid-mailbox", "invalid-domain"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The escape of a line break, and not a real one: a tool that shows those cuts the line there."""
    event = step.event
    found = _BREAK.search(event.text)
    if found:
        what = "variable" if isinstance(event, Directive) else "address" if ":" in event.text else "name"
        yield Found(
            f"a line break is written out in this {what}: where a program fills it in, the rest is a line of its own "
            "(RFC 5322 section 2.2)",
            Span(*found.span()),
        )
