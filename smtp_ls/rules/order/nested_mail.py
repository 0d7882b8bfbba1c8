"""MAIL comes while a transaction is open.

A transaction takes one sender. It ends with the message (the lone dot after DATA, or `BDAT ... LAST`), with RSET, or
with another EHLO; until then a server refuses a second MAIL with 503.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: MAIL FROM:<bob@example.org>
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A MAIL that was refused has opened nothing:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    550 5.7.1 Not from here
    MAIL FROM:<bob@example.org>
    250 2.1.0 Ok
    QUIT
    221 2.0.0 Bye

A script does not show whether the first one was accepted, and with its mistake it may well not have been. That mistake
is the finding:

    # smtp-ls: ignore-file[missing-angle-brackets]
    C: EHLO client.example.org
    C: MAIL FROM:alice@example.org
    C: MAIL FROM:<alice@example.org>
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: MAIL FROM:<bob@example.org>
       ^^^^ MAIL inside a transaction
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    MAIL FROM:<bob@example.org>
    ^^^^ MAIL inside a transaction
    250 2.1.0 Ok
    QUIT
    221 2.0.0 Bye

In a script, where every command is taken as accepted:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<carol@example.net>
    C: MAIL FROM:<bob@example.org>
       ^^^^ MAIL inside a transaction
    C: QUIT

A script that expects the refusal shows it as information only:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org>
    S: 250
    C: MAIL FROM:<bob@example.org>
       ^^^^ MAIL inside a transaction
    S: 503
    C: QUIT
    S: 221

## Fixed, if you like

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<carol@example.net>
    C: RSET
    C: MAIL FROM:<bob@example.org>
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import MAIL, Severity
from smtp_ls.reading import is_command
from smtp_ls.rules.order.phases import TRANSACTION, added
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Origin, Step


@rule("nested-mail", "command:misplaced", severity=Severity.ERROR, rfc="5321#4.1.4")
def check(step: Step) -> Iterator[Found]:
    """A sender is given, and another follows. After a refused chunk it is another mistake (RFC 3030 section 2)."""
    if command_of(step).verb != "MAIL" or step.known.phase not in TRANSACTION:
        return
    if not (_is_doubtful(step) or _is_first(step)):
        yield Found(
            "MAIL inside a transaction: finish the message first, or give it up with RSET (RFC 5321 section 4.1.4)",
            verb_span(step.event),
            related=((MAIL, "the transaction was opened here"),),
            fix=added(step, "RSET"),
        )


def _is_first(step: Step) -> bool:
    """Is there no sender yet, since RCPT came before MAIL? An excerpt may not show the one that there is."""
    mail = step.known.mail
    return step.before.origin in (Origin.WHOLE, Origin.SCRIPT) and mail is not None and not mail.mail


def _is_doubtful(step: Step) -> bool:
    """Is the transaction only presumed open, by a MAIL that a server may well refuse for its syntax?"""
    opening = next((each for each in reversed(step.before.pending) if each.verb == "MAIL"), None)
    return opening is not None and not is_command(opening.text.replace(": <", ":<"))
