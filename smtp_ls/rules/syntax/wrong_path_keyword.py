"""MAIL has `TO:`, RCPT has `FROM:`, or the word is misspelt.

The sender is given with `MAIL FROM:`, a recipient with `RCPT TO:`. If the two are mixed, only you know whether the verb
or the word after it is wrong; a misspelt word can be mended.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<to@example.org>
    C: RCPT TO:<from@example.net>
    C: QUIT

In a script:

    C: EHLO client.example.org
    C: mail from:<alice@example.org>
    C: rcpt to:<bob@example.net>
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FORM:<alice@example.org>
            ^^^^ MAIL takes "FROM:", not "FORM:"
    C: QUIT

In a log:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: MAIL TO:<bob@example.net>
            ^^ MAIL takes "FROM:"; "TO:" belongs to RCPT
    S: 501 5.5.4 Syntax: MAIL FROM:<address>
    C: RCPT FROM:<bob@example.net>
            ^^^^ RCPT takes "TO:"; "FROM:" belongs to MAIL
    S: 501 5.5.4 Syntax: RCPT TO:<address>
    C: QUIT
    S: 221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: QUIT
"""

import re
from collections.abc import Iterator

from smtp_ls.envelope import envelope
from smtp_ls.findings import Severity, Span
from smtp_ls.protocol.verbs import distance
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import command_of
from smtp_ls.session import Step

_OTHER = re.compile(r"\s+([A-Za-z0]{1,6})\s*:")
_MOST_EDITS = 2


@rule(
    "wrong-path-keyword", "command:malformed",
    severity=Severity.ERROR, rfc="5321#4.1.1.2", instead_of=("malformed-command",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """Another word than FROM after MAIL, or than TO after RCPT."""
    text, verb = step.event.text, command_of(step).verb
    if verb not in ("MAIL", "RCPT"):
        return
    right, other, owner = ("FROM", "TO", "RCPT") if verb == "MAIL" else ("TO", "FROM", "MAIL")
    parts = envelope(text)
    keyword = text[parts.keyword.start : parts.keyword.end].upper()
    if keyword == other:
        yield Found(f'{verb} takes "{right}:"; "{other}:" belongs to {owner} (RFC 5321 section 3.3)', parts.keyword)
    elif not keyword:
        word = _OTHER.match(text, parts.verb.end)
        if word and distance(word[1].upper(), right) <= (_MOST_EDITS if verb == "MAIL" else 1):
            span = Span(*word.span(1))
            yield Found(
                f'{verb} takes "{right}:", not "{word[1]}:" (RFC 5321 section 3.3)', span,
                fix=replace(f"Write {right}", span, right),
            )  # fmt: skip
