"""A command has letters outside ASCII where no extension permits them.

Commands are ASCII. SMTPUTF8 opens MAIL and RCPT to other letters, and VRFY and EXPN where they end with the word
SMTPUTF8; addresses in MAIL and RCPT have a rule of their own (`smtputf8-missing`), and so has the name after EHLO.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-8BITMIME
    S: 250 SMTPUTF8
    C: VRFY björn SMTPUTF8
    S: 252 2.0.0 Will try
    C: QUIT
    S: 221 2.0.0 Bye

In mail data they have rules of their own:

    C: EHLO client.example.org
    C: MAIL FROM:<élise@example.org> SMTPUTF8 BODY=8BITMIME
    C: RCPT TO:<björn@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: élise@example.org
    C: MIME-Version: 1.0
    C: Content-Type: text/plain; charset=utf-8
    C: Content-Transfer-Encoding: 8bit
    C:
    C: Grüße
    C: .
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: NOOP café
               ^ "é" is not ASCII
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 SMTPUTF8
    VRFY björn
           ^ "ö" is not ASCII
    501 5.5.2 Syntax error
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, named
from smtp_ls.session import Step

_OTHERS = ("MAIL", "RCPT", "EHLO", "HELO", "LHLO")
"""Rules of their own tell what these may have."""


@rule("non-ascii-command", "command:non-ascii", severity=Severity.ERROR, rfc="5321#2.4")
def check(step: Step) -> Iterator[Found]:
    """A command that is right but for its letters; elsewhere the grammar points at the first of them."""
    command = command_of(step)
    words = command.text.upper().split()
    permitted = command.verb in ("VRFY", "EXPN") and len(words) > 2 and words[-1] == "SMTPUTF8"
    if not command.valid or command.verb in _OTHERS or permitted:
        return
    column = next(column for column, character in enumerate(command.text) if not character.isascii())
    what = named(command.text[column])
    how = (
        ": add SMTPUTF8, where it is offered" if command.verb in ("VRFY", "EXPN") else ", and this command takes ASCII"
    )
    yield Found(f"{what} is not ASCII{how} (RFC 5321 section 2.4)", Span(column, column + 1))
