"""A blank stands between `FROM:` or `TO:` and the path.

The grammar has none, and strict servers answer 501 or 555. Most servers forgive it, so this is a warning; `--strict`
makes it an error.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIZE=1000
    C: QUIT

A blank inside a quoted local part is part of the address:

    C: EHLO client.example.org
    C: MAIL FROM:<"alice: smith"@example.org>
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM: <alice@example.org>
                 ^ no blank between "FROM:" and the path
    C: QUIT

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.envelope import envelope
from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import command_of
from smtp_ls.session import Step


@rule(
    "space-after-colon", "command:malformed",
    severity=Severity.WARNING, strict=Severity.ERROR, rfc="5321#3.3", instead_of=("malformed-command",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The colon of MAIL or RCPT is followed by blanks."""
    text = step.event.text
    if command_of(step).verb not in ("MAIL", "RCPT"):
        return
    parts = envelope(text)
    blanks = parts.after_colon
    if parts.colon.end > parts.colon.start and blanks.end > blanks.start and blanks.end < len(text):
        keyword = text[parts.keyword.start : parts.keyword.end].upper()
        yield Found(
            f'no blank between "{keyword}:" and the path (RFC 5321 section 3.3)', blanks,
            fix=replace("Remove the blank", blanks, ""),
        )  # fmt: skip
