"""A blank stands before the colon of `FROM:` or `TO:`.

`FROM:` and `TO:` are written as one word. Servers answer 501 to a blank in between.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: QUIT

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<"alice :"@example.org>
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM :<alice@example.org>
                ^ no blank between "FROM" and its colon
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO  :<bob@example.net>
           ^^ no blank between "TO" and its colon
    501 5.5.4 Syntax: RCPT TO:<address>
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.envelope import envelope
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import command_of
from smtp_ls.session import Step


@rule(
    "space-before-colon", "command:malformed",
    severity=Severity.ERROR, rfc="5321#3.3", instead_of=("malformed-command",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """FROM or TO, blanks, a colon."""
    text = step.event.text
    if command_of(step).verb not in ("MAIL", "RCPT"):
        return
    parts = envelope(text)
    blanks = Span(parts.keyword.end, parts.colon.start)
    if parts.keyword.end > parts.keyword.start and parts.colon.end > parts.colon.start and blanks.end > blanks.start:
        keyword = text[parts.keyword.start : parts.keyword.end].upper()
        message = f'no blank between "{keyword}" and its colon (RFC 5321 section 3.3)'
        yield Found(message, blanks, fix=replace("Remove the blank", blanks, ""))
