"""MAIL says SMTPUTF8, and the message needs it nowhere.

The parameter is for addresses and header fields with letters beyond ASCII. A message that says it can only be passed on
to servers that offer SMTPUTF8, though this one could go everywhere. A client that sends the text as it comes may not
know; then leave it.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SMTPUTF8
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: Subject: Grüße
    C:
    C: hello
    C: .
    C: QUIT

An address may need it, or a header field within the body:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SMTPUTF8
    C: RCPT TO:<björn@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SMTPUTF8
       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ SMTPUTF8 is not needed
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    C: QUIT

## Fixed, if you like

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.envelope import envelope
from smtp_ls.findings import MAIL, Change, Fix, Severity, Span
from smtp_ls.rules.message_gates import MOST_LINES, transaction
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step


@rule("smtputf8-unneeded", "message:smtputf8", severity=Severity.HINT, rfc="6531#3.4", always=True)
def check(step: Step) -> Iterator[Found]:
    """Envelope and message are ASCII: a body that is not may have header fields of parts in it."""
    mail, lines = transaction(step.before), message_of(step).header
    parameter = envelope(mail.mail).parameter("SMTPUTF8") if mail is not None else None
    if mail is None or parameter is None or not lines or lines[0].above > MOST_LINES:
        return
    paths = [mail.mail, *(each.path for each in mail.recipients)]
    if any("{{" in path or not path.isascii() for path in paths):
        return
    if all(line.text.isascii() and "{{" not in line.text for line in (*lines, *message_of(step).body)):
        start = len(mail.mail[: parameter.span.start].rstrip())
        fix = Fix("Remove SMTPUTF8", (Change(Span(start, parameter.span.end), "", MAIL),), safe=False)
        yield Found("SMTPUTF8 is not needed: all is ASCII (RFC 6531 section 3.4)", place=MAIL, fix=fix)
