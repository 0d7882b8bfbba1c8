"""More than one blank stands between two words of a command.

The grammar has exactly one. Most servers forgive more, some answer 501.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<"alice  smith"@example.org> SIZE=1000
    C: NOOP two  blanks
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    HELP me  please
    214 2.0.0 See RFC 5321
    QUIT
    221 2.0.0 Bye

## Bad

    C: EHLO  client.example.org
           ^^ one blank is enough
    C: MAIL  FROM:<alice@example.org>   SIZE=1000
           ^^ one blank is enough
                                     ^^^ one blank is enough
    C: QUIT

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIZE=1000
    C: QUIT
"""

import re
from collections.abc import Iterator

from smtp_ls.envelope import envelope
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.addresses.flaws import hello_name
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import command_of
from smtp_ls.session import Step

_BLANKS = re.compile(r'[ \t]{2,}|"(?:[^"\\]|\\.)*"')


@rule(
    "double-space", "command:malformed", severity=Severity.WARNING, rfc="5321#4.1.1", instead_of=("malformed-command",)
)
def check(step: Step) -> Iterator[Found]:
    """Two or more blanks, not in quotes, in a path or name, about a colon or at an end of the line."""
    text = step.event.text
    start = len(text) - len(text.lstrip())
    path = colon = Span(0, 0)
    if command_of(step).verb in ("MAIL", "RCPT", "SEND", "SOML", "SAML"):
        parts = envelope(text)
        colon, path = Span(parts.keyword.end, parts.path.start), parts.path
    elif command_of(step).verb in ("EHLO", "HELO", "LHLO"):
        path = hello_name(text)
    for blanks in _BLANKS.finditer(text, start, len(text.rstrip())):
        span = Span(*blanks.span())
        about_colon = colon.start <= span.start and span.end <= colon.end and colon.end > 0
        if blanks[0][0] != '"' and not about_colon and not path.start <= span.start < path.end:
            yield Found("one blank is enough (RFC 5321 section 4.1.1)", span, fix=replace("Write one blank", span, " "))
