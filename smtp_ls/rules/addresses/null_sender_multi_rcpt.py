"""A message without a sender goes to several recipients, and is no delivery report.

`MAIL FROM:<>` is for reports: they go to the one who sent the message that they are about, and nobody answers them.
Spam is often sent so, and some servers refuse a second recipient. Give the message a sender that can be answered.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<>
    C: RCPT TO:<alice@example.org>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: postmaster@example.net
    C:
    C: hello
    C: .
    C: QUIT

A report, and a look whether two addresses exist:

    C: EHLO client.example.org
    C: MAIL FROM:<>
    C: RCPT TO:<alice@example.org>
    C: RCPT TO:<bob@example.org>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: postmaster@example.net
    C: MIME-Version: 1.0
    C: Content-Type: multipart/report; report-type=delivery-status;
    C:  boundary=b
    C:
    C: --b
    C:
    C: It could not be delivered.
    C: --b
    C: Content-Type: message/delivery-status
    C:
    C: Reporting-MTA: dns; mx.example.net
    C:
    C: Final-Recipient: rfc822; carol@example.net
    C: Action: failed
    C: Status: 5.1.1
    C:
    C: --b--
    C: .
    C: MAIL FROM:<>
    C: RCPT TO:<alice@example.org>
    C: RCPT TO:<bob@example.org>
    C: RSET
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<>
       ^^^^^^^^^^^^ a message without a sender, to 2 recipients, and no report
    C: RCPT TO:<alice@example.org>
    C: RCPT TO:<bob@example.org>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: postmaster@example.net
    C:
    C: hello
    C: .
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<>
    ^^^^^^^^^^^^ a message without a sender, to 2 recipients, and no report
    250 2.1.0 Ok
    RCPT TO:<alice@example.org>
    250 2.1.5 Ok
    RCPT TO:<bob@example.org>
    250 2.1.5 Ok
    DATA
    354 Go ahead
    Date: Tue, 24 Nov 2026 10:00:00 +0000
    From: postmaster@example.net

    hello
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.envelope import envelope
from smtp_ls.findings import MAIL, Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step

_REPORTING = ("multipart/report", "auto-submitted:")
"""What the header of a report, or of an answer that a program gives, has (RFC 6522 section 3, RFC 3834 section 5)."""


@rule("null-sender-multi-rcpt", "message:null-sender", severity=Severity.HINT, rfc="5321#4.5.5")
def check(step: Step) -> Iterator[Found]:
    """The empty reverse-path, more than one accepted recipient, and a header without a sign of a report."""
    mail = step.before.presumed.mail
    if mail is None or mail.accepted < 2:
        return
    path = envelope(mail.mail).path
    if mail.mail[path.start : path.end] != "<>":
        return
    header = "\n".join(line.text for line in message_of(step).header).lower()
    if not any(sign in header for sign in _REPORTING):
        yield Found(
            f"a message without a sender, to {mail.accepted} recipients, and no report (RFC 5321 section 4.5.5)",
            place=MAIL,
        )
