"""EHLO, HELO or LHLO has more than the client's name.

The client gives one name and nothing else. Servers ignore the rest or answer 501; clients should not send it.

## Good

    C: EHLO client.example.org
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO [192.0.2.1]
    250 mx.example.com
    QUIT
    221 2.0.0 Bye

## Bad

    C: EHLO client.example.org (my laptop)
                              ^^^^^^^^^^^^ EHLO takes the client's name and nothing else
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    HELO client.example.org 192.0.2.1
                           ^^^^^^^^^^ HELO takes the client's name and nothing else
    250 mx.example.com
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.rules.addresses.flaws import hello_name
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import command_of
from smtp_ls.session import Step


@rule(
    "extra-argument", "command:malformed",
    severity=Severity.WARNING, rfc="5321#4.1.1.1", instead_of=("malformed-command", "double-space"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A second word after the name."""
    text, verb = step.event.text, command_of(step).verb
    if verb not in ("EHLO", "HELO", "LHLO"):
        return
    rest = Span(hello_name(text).end, len(text.rstrip()))
    if rest.end > rest.start:
        message = f"{verb} takes the client's name and nothing else (RFC 5321 section 4.1.1.1)"
        yield Found(message, rest, fix=replace("Remove the rest", rest, ""))
