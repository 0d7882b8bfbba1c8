"""MAIL names no sender, and the message is no notification.

`MAIL FROM:<>` is for messages that nobody shall answer with a report of failed delivery: such reports themselves,
reading confirmations, and automatic answers. For any other message, name the address where reports go, or nobody will
learn that it was lost; many servers take such a message for spam.

## Good

A report:

    C: EHLO client.example.org
    C: MAIL FROM:<>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: Mail Delivery System <mailer-daemon@example.org>
    C: MIME-Version: 1.0
    C: Content-Type: multipart/report; report-type=delivery-status; boundary=b
    C:
    C: --b
    C:
    C: no such user
    C: --b
    C: Content-Type: message/delivery-status
    C:
    C: Reporting-MTA: dns; client.example.org
    C:
    C: Final-Recipient: rfc822; bob@example.net
    C: Action: failed
    C: Status: 5.1.1
    C: --b--
    C: .
    C: QUIT

An automatic answer:

    C: EHLO client.example.org
    C: MAIL FROM:<>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: Auto-Submitted: auto-replied
    C:
    C: I am away
    C: .
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<>
       ^^^^^^^^^^^^ the sender is empty, as it is for notifications
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: Subject: lunch
    C:
    C: hello
    C: .
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<>
    ^^^^^^^^^^^^ the sender is empty, as it is for notifications
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    DATA
    354 Go ahead
    Date: Tue, 24 Nov 2026 10:00:00 +0000
    From: alice@example.org

    hello
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import HERE, MAIL, Severity
from smtp_ls.message import Header, header
from smtp_ls.rules.message.shown import is_abbreviated
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step

_AUTOMATIC = ("auto-submitted", "x-failed-recipients", "x-autoreply", "x-autorespond", "x-auto-response-suppress")
_ROBOT = re.compile(r"mailer-daemon|postmaster|no-?reply|do-?not-?reply|daemon|vacation", re.IGNORECASE)


@rule(
    "null-sender-non-notification", "message:null-sender", severity=Severity.INFORMATION, rfc="5321#4.5.5", always=True
)
def check(step: Step) -> Iterator[Found]:
    """Nothing in the header tells of a report, or of a program that has written it."""
    message = message_of(step)
    head = header(message.header)
    if head.headless or _is_notification(head) or is_abbreviated(message):
        return
    yield Found(
        "the sender is empty, as it is for notifications, but this message is none (RFC 5321 section 4.5.5)",
        place=MAIL, related=((HERE, "the message ends here"),),
    )  # fmt: skip


def _is_notification(head: Header) -> bool:
    """Does the header tell of a report or an automatic answer (RFC 3834)?"""
    kind, authors, precedence = head.first("content-type"), head.first("from"), head.first("precedence")
    if any(head.first(key) is not None for key in _AUTOMATIC) or precedence is not None:
        return True
    if authors is None or _ROBOT.search(authors.raw):
        return True
    return kind is not None and "report" in kind.raw.lower()
