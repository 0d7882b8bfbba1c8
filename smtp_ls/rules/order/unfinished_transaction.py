"""A transaction is given up: QUIT or EHLO comes where the message should.

MAIL and RCPT alone send nothing. Who only asks whether an address exists does so on purpose; else the message is
missing, from DATA to its dot. EHLO in the middle forgets the sender and the recipients, as RSET does: say RSET where
the transaction is to be given up, so that a reader sees it.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 550 5.1.1 No such user
    C: QUIT
    S: 221 2.0.0 Bye

The server has refused the message:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    DATA
    451 4.3.0 Not now
    QUIT
    221 2.0.0 Bye

The client says that it gives up, and nobody was named yet:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: RSET
    C: MAIL FROM:<alice@example.org>
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: EHLO client.example.org
       ^^^^ EHLO gives the transaction up
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    QUIT
    ^^^^ QUIT gives the transaction up
    221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: HELO client.example.org
       ^^^^ HELO gives the transaction up
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import MAIL, Severity
from smtp_ls.reading import is_command
from smtp_ls.rules.order.phases import latest
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Session, Step, Transaction
from smtp_ls.session.order import Phase


@rule("unfinished-transaction", "command:abandoning", severity=Severity.INFORMATION, rfc="5321#4.1.4")
def check(step: Step) -> Iterator[Found]:
    """The message is not begun, though the server has refused nothing since MAIL; at QUIT, a recipient was named."""
    verb, mail, before = command_of(step).verb, step.known.mail, step.before
    if mail is None or step.known.phase == Phase.BDAT or not before.shown.ordered or before.shown.excerpt:
        return
    refused = latest(before) in ("DATA", "BDAT", "BURL") or any(not each.accepted for each in mail.recipients)
    if not refused and (mail.recipients or verb != "QUIT") and _is_open(before, mail):
        yield Found(
            f"{verb} gives the transaction up: the message was not sent (RFC 5321 section 4.1.4)",
            verb_span(step.event),
            related=((MAIL, "the transaction was opened here"),),
        )


def _is_open(before: Session, mail: Transaction) -> bool:
    """Was MAIL accepted; or, in a script, would a server accept it and each RCPT?"""
    if before.lost or not mail.mail:
        return False
    if before.replied:
        return before.known.mail is not None
    return all(is_command(text.replace(": <", ":<")) for text in (mail.mail, *(each.path for each in mail.recipients)))
