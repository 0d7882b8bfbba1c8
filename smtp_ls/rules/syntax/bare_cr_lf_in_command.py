r"""A command has a CR or an LF that does not belong to a CR LF.

Only the two together end a line. A server may take the rest of the line for another command, and this is how mail is
smuggled past a filter; others answer 500. It is judged only in logs that show line ends, as those of Python's smtplib:
there, join lines with `\r\n`, and never put a caller's text into a command unchecked.

## Good

    connect: ('mx.example.com', 25)
    reply: b'220 mx.example.com ESMTP\r\n'
    send: 'ehlo client.example.org\r\n'
    reply: b'250 mx.example.com\r\n'
    send: 'quit\r\n'
    reply: b'221 2.0.0 Bye\r\n'

A file's own line ends tell nothing:

    C: EHLO client.example.org
    C: QUIT

## Bad

    connect: ('mx.example.com', 25)
    reply: b'220 mx.example.com ESMTP\r\n'
    send: 'ehlo client.example.org\r\n'
    reply: b'250 mx.example.com\r\n'
    send: 'noop\nrset\r\n'
               ^^ a lone LF stands in this command
    reply: b'250 2.0.0 Ok\r\n'
    send: 'quit\r'
               ^^ a lone CR stands in this command
    reply: b'221 2.0.0 Bye\r\n'
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_BARE = re.compile(r"[\r\n]")


@rule(
    "bare-cr-lf-in-command", "command:unprintable",
    severity=Severity.ERROR, rfc="5321#2.3.8",
    instead_of=("unknown-command", "malformed-command", "unexpected-argument", "control-char-in-command"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The first one, in a dialect that shows line ends."""
    found = _BARE.search(step.event.text) if step.before.shown.ends else None
    if found:
        what = "CR" if found[0] == "\r" else "LF"
        message = f"a lone {what} stands in this command: CR and LF together end a line (RFC 5321 section 2.3.8)"
        yield Found(message, Span(*found.span()))
