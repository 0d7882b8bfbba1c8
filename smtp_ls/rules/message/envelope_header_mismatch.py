"""The sender in MAIL is not the address in `From`.

They are two things: MAIL says where reports go, `From` who wrote the message. Lists, forwarders and newsletters have
good reason to let them differ. Where they should agree, as in mail that a person submits, this shows that they do not;
it is off unless you select it.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: Alice <Alice@example.org>
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A report has no sender, and a placeholder may be any:

    C: EHLO client.example.org
    C: MAIL FROM:<{{sender}}>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: Bob <bob@example.org>
             ^^^^^^^^^^^^^^^^^^^^^ MAIL names another sender
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
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
    DATA
    354 Go ahead
    Date: Tue, 24 Nov 2026 10:00:00 +0000
    From: alice@example.com
          ^^^^^^^^^^^^^^^^^ MAIL names another sender

    hello
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.envelope import envelope
from smtp_ls.findings import MAIL, Severity
from smtp_ls.message import header
from smtp_ls.rules.message.mailboxes import mailboxes
from smtp_ls.rules.message_gates import transaction
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step


@rule(
    "envelope-header-mismatch", "message:other-sender", severity=Severity.HINT, rfc="5321#2.3.1", on=False, always=True
)
def check(step: Step) -> Iterator[Found]:
    """MAIL has an address, and From has others."""
    field, mail = header(message_of(step).header).first("from"), transaction(step.before)
    if field is None or mail is None or "{{" in field.raw + mail.mail:
        return
    sender = mail.mail[slice(*envelope(mail.mail).path)].strip("<>").lower().rpartition(":")[2]  # without a route
    if sender and sender not in [each.lower() for each in mailboxes(field.raw)]:
        line, span = field.at_value()
        what = "MAIL names another sender (RFC 5321 section 2.3.1)"
        yield Found(what, span, line.place, related=((MAIL, "the sender is this one"),))
