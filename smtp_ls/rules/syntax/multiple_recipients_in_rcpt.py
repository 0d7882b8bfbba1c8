"""One RCPT names several addresses.

A message to three people needs three RCPT commands, and each gets a reply of its own, so that one bad address does not
cost the others their mail. In header fields addresses are listed with commas; in the envelope they are not.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: RCPT TO:<"carol,dave@home"@example.net>
    C: QUIT

A comma in a parameter parts no addresses:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;bob@example.net
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>,<carol@example.net>
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ one RCPT takes one address
    C: RCPT TO:<bob@example.net,carol@example.net>
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ one RCPT takes one address
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:bob@example.net; carol@example.net
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ one RCPT takes one address
    501 5.1.3 Bad recipient address syntax
    QUIT
    221 2.0.0 Bye

## Fixed, if you like

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: RCPT TO:<carol@example.net>
    C: RCPT TO:<bob@example.net>
    C: RCPT TO:<carol@example.net>
    C: QUIT
"""

import re
from collections.abc import Iterator

from smtp_ls import syntax
from smtp_ls.findings import Change, Fix, Insertion, Severity, Span
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.syntax.brackets import bracketing
from smtp_ls.rules.words import command_of
from smtp_ls.session import Step

_BETWEEN = re.compile(r"[<>,;\s]+")


@rule(
    "multiple-recipients-in-rcpt", "command:malformed",
    severity=Severity.ERROR, rfc="5321#4.1.1.3", instead_of=("malformed-command", "invalid-mailbox", "double-space"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """Several addresses, in brackets or not."""
    many = bracketing(step.event.text, command_of(step).verb).many
    if many is not None:
        yield Found(
            "one RCPT takes one address: send another RCPT for each (RFC 5321 section 4.1.1.3)",
            many,
            fix=None if step.before.full else _parted(step.event.text, many),
        )


def _parted(text: str, many: Span) -> Fix | None:
    """One RCPT for each address, if all are right."""
    paths = [f"<{address}>" for address in _BETWEEN.split(text[many.start : many.end]) if address]
    if not all(syntax.matches("rcpt-path", path, utf8=True) for path in paths):
        return None
    others = tuple(Insertion(f"RCPT TO:{path}", below=True) for path in paths[1:])
    return Fix("Write one RCPT for each", (Change(many, paths[0]),), False, others)
