"""A delivery report is sent with a sender in MAIL.

Reports of failed delivery and of reading go out with `MAIL FROM:<>`. With an address there, a report that cannot be
delivered causes another report, and so on without end.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: postmaster@example.org
    C: MIME-Version: 1.0
    C: Content-Type: multipart/report; report-type=delivery-status; boundary=b
    C:
    C: --b
    C:
    C: no such user
    C: --b
    C: Content-Type: message/delivery-status
    C:
    C: Status: 5.1.1
    C: --b--
    C: .
    C: QUIT

Another kind of report, and a report that somebody passes on:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: postmaster@example.org
    C: MIME-Version: 1.0
    C: Content-Type: multipart/report; report-type=feedback-report; boundary=b
    C:
    C: --b
    C:
    C: this is spam
    C: --b--
    C: .
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: postmaster@example.org
    C: Resent-From: alice@example.org
    C: Resent-Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: MIME-Version: 1.0
    C: Content-Type: multipart/report; report-type=delivery-status; boundary=b
    C:
    C: --b
    C:
    C: no such user
    C: --b--
    C: .
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<postmaster@example.org>
       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a report is sent with MAIL FROM:<>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: postmaster@example.org
    C: MIME-Version: 1.0
    C: Content-Type: multipart/report; report-type=delivery-status; boundary=b
    C:
    C: --b
    C:
    C: no such user
    C: --b
    C: Content-Type: message/delivery-status
    C:
    C: Status: 5.1.1
    C: --b--
    C: .
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.envelope import envelope
from smtp_ls.findings import MAIL, Severity
from smtp_ls.message import header, media_type
from smtp_ls.rules.message_gates import transaction
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step

_REPORTS = ("delivery-status", "disposition-notification")
_PASSED_ON = ("resent-from", "resent-date", "resent-to", "list-id")


@rule("dsn-with-nonnull-sender", "message:report", severity=Severity.WARNING, rfc="3461#6.1", always=True)
def check(step: Step) -> Iterator[Found]:
    """A report about delivery or reading that nobody passes on, and MAIL has an address."""
    head, mail = header(message_of(step).header), transaction(step.before)
    field = head.first("content-type")
    if field is None or mail is None or any(head.first(key) is not None for key in _PASSED_ON):
        return
    kind = media_type(field.value)
    path = mail.mail[slice(*envelope(mail.mail).path)]
    if kind.name != "multipart/report" or (kind.parameter("report-type") or "").lower() not in _REPORTS:
        return
    if "@" in path and "{{" not in path:
        what = "a report is sent with MAIL FROM:<>, so that none is sent about it (RFC 3461 section 6.1)"
        yield Found(what, place=MAIL, related=((field.lines[0].place, "this is a report"),))
