"""A blank stands before the verb of a command.

A command begins with its first letter; most servers answer 500 to a blank before it. If a whole script is written with
blanks behind its labels, that is its way of writing, and nothing is said of it.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: Subject: this goes on
    C:  in the next line
    C:
    C:  hello
    C: .
    C: QUIT

A script that is written so from its beginning:

    C:   EHLO client.example.org
    C:   MAIL FROM:<alice@example.org>
    C:   RSET
    C:   QUIT

Commands that are set in from the replies:

    220 mx.example.com ESMTP
      EHLO client.example.org
    250 mx.example.com
      MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
      QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C:  EHLO client.example.org
       ^ a command begins with its verb
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: \tRSET
       ^ a command begins with its verb
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
      RCPT TO:<bob@example.net>
    ^^ a command begins with its verb
    500 5.5.2 Syntax error
    QUIT
    221 2.0.0 Bye

## Fixed

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.session import Session, Step


@rule("leading-whitespace", "command:padded", severity=Severity.WARNING, rfc="5321#2.4")
def check(step: Step) -> Iterator[Found]:
    """Blanks or TABs before a command, where the file is known to write commands without."""
    text = step.event.text
    blanks = Span(0, len(text) - len(text.lstrip(" \t")))
    if blanks.end and (_is_exact(step.before, step.event.at) or _is_odd_one_out(step.before)):
        message = "a command begins with its verb: no blank before it (RFC 5321 section 2.4)"
        yield Found(message, blanks, fix=replace("Remove the blank", blanks, ""))


def _is_exact(before: Session, at: int) -> bool:
    """Do lines bear a label, and do those of the server show that one blank at most belongs to it?"""
    return at > 0 and before.replied


def _is_odd_one_out(before: Session) -> bool:
    """Was an earlier command, of those that are still known, written without a blank before it?"""
    mail = before.known.mail
    commands = [each.text for each in before.pending if each.verb != "."]
    if mail is not None:
        commands += [mail.mail, *(each.path for each in mail.recipients)]
    return any(each[:1] not in ("", " ", "\t") for each in commands)
