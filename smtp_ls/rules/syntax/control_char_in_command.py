"""A command has a TAB or another control character in it.

Between the words of a command stands one blank, and in them stands what can be seen. A TAB comes from an editor or from
a spreadsheet, a backspace from typing into `nc` or `telnet`: the server gets it all, and answers 500 or 501.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIZE=1000
    C: QUIT

Mail data may have TABs:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: Subject: hello
    C: \tbob
    C:
    C: one\ttwo
    C: .
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL\tFROM:<alice@example.org> \tSIZE=1000
           ^ a TAB may not stand in a command: write one blank
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    VRFY\tbob
        ^ a TAB may not stand in a command: write one blank
    501 5.5.2 Syntax error
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIZE=1000
    C: QUIT
"""

import re
from collections.abc import Iterator

from smtp_ls.envelope import envelope
from smtp_ls.findings import Change, Fix, Severity, Span
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.reading import is_command
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, named
from smtp_ls.session import Step

_CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]")
"""CR and LF have a rule of their own."""
_TABS = re.compile(r" *\t[ \t]*")
_QUOTED_TAB = re.compile(r'"[^"]*\t')


@rule(
    "control-char-in-command", "command:unprintable",
    severity=Severity.ERROR, rfc="5321#4.1.2",
    instead_of=("malformed-command", "double-space", "invalid-mailbox", "invalid-domain"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The first of them, with a fix for all where all are TABs between words."""
    command = command_of(step)
    text = command.text
    if command.verb not in VERBS:
        return
    inner = Span(len(text) - len(text.lstrip(" \t")), len(text.rstrip(" \t")))
    for found in _CONTROL.finditer(text, *inner):
        if not _is_about_colon(text, command.verb, found.start()):
            tab = found[0] == "\t"
            message = f"{named(found[0])} may not stand in a command{': write one blank' if tab else ''}"
            yield Found(f"{message} (RFC 5321 section 4.1.2)", Span(*found.span()), fix=_blanks(text, inner))
            return


def _is_about_colon(text: str, verb: str, column: int) -> bool:
    """Does it stand beside the colon of FROM: or TO:, where a blank would be wrong too?"""
    if verb not in ("MAIL", "RCPT"):
        return False
    parts = envelope(text)
    return parts.keyword.end <= column < parts.after_colon.end and parts.keyword.end > parts.keyword.start


def _blanks(text: str, inner: Span) -> Fix | None:
    """One blank for each run of TABs, if the command is right then, and no quotes hold one."""
    tabs = [Span(*found.span()) for found in _TABS.finditer(text, *inner)]
    if not is_command(_TABS.sub(" ", text[inner.start : inner.end])) or _QUOTED_TAB.search(text):
        return None
    return Fix("Write one blank", tuple(Change(span, " ") for span in tabs))
