"""The colon after `FROM` or `TO` is missing.

`FROM:` and `TO:` are one word with their colon. Servers answer 501 without it.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: QUIT

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<from@example.org>
    C: RCPT TO:<to@example.net>
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM <alice@example.org>
                ^ a colon belongs after "FROM"
    C: RCPT TO<bob@example.net>
            ^^ a colon belongs after "TO"
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM;<alice@example.org>
             ^ a colon belongs after "FROM"
    501 5.5.4 Syntax: MAIL FROM:<address>
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.envelope import envelope
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import command_of
from smtp_ls.session import Step


@rule(
    "missing-colon", "command:malformed", severity=Severity.ERROR, rfc="5321#4.1.1.2", instead_of=("malformed-command",)
)
def check(step: Step) -> Iterator[Found]:
    """The right keyword for the verb, no colon, and something after it."""
    text, verb = step.event.text, command_of(step).verb
    if verb not in ("MAIL", "RCPT"):
        return
    parts = envelope(text)
    keyword = text[parts.keyword.start : parts.keyword.end].upper()
    if keyword != ("FROM" if verb == "MAIL" else "TO") or parts.colon.end > parts.colon.start:
        return
    gap = Span(parts.keyword.end, parts.path.start)
    between = text[gap.start : gap.end].strip()
    if parts.path.end > parts.path.start:
        yield Found(
            f'a colon belongs after "{keyword}" (RFC 5321 section 3.3)',
            gap if gap.end > gap.start else parts.keyword,
            fix=replace("Write a colon", gap, ":") if between in ("", ";") else None,
        )
