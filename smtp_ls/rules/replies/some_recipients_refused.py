"""A message is accepted, but some of its recipients were refused.

The 250 at the end speaks for those recipients alone whose RCPT got a yes: the others get nothing. A client that looks
at the last reply only believes that everybody will have it. Look at the reply to each RCPT: after 5yz tell the sender,
after 4yz try again later for that recipient. Nothing is wrong with the session itself.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: RCPT TO:<carol@example.net>
    S: 251 2.1.5 Will forward to <carol@example.com>
    C: DATA
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

Who was refused at first was accepted then:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    450 4.2.1 Busy
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

The client gives the message up, and its chunk was not the last:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 CHUNKING
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    RCPT TO:<nobody@example.net>
    550 5.1.1 No such user
    BDAT 7
    hello
    250 2.0.0 Ok
    RSET
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: RCPT TO:<nobody@example.net>
    S: 550 5.1.1 No such user
    C: DATA
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    S: 250 2.0.0 Queued
       ^^^ this is for 1 of 2 recipients
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, pipelined, and with one who may be tried again:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 PIPELINING
    MAIL FROM:<alice@example.org>
    RCPT TO:<bob@example.net>
    RCPT TO:<carol@example.net>
    RCPT TO:<dave@example.net>
    DATA
    250 2.1.0 Ok
    250 2.1.5 Ok
    450 4.2.1 Mailbox busy
    250 2.1.5 Ok
    354 Go ahead
    Date: Tue, 24 Nov 2026 10:00:00 +0000
    From: alice@example.org

    hello
    .
    250 2.0.0 Queued
    ^^^ this is for 2 of 3 recipients
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.envelope import envelope
from smtp_ls.findings import REFUSED, Severity, Span
from smtp_ls.rules.replies.counts import surely_asked
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step, is_last


@rule("some-recipients-refused", "reply:for-some", severity=Severity.INFORMATION, rfc="5321#3.3", always=True)
def check(step: Step) -> Iterator[Found]:
    """The reply to the whole message. In LMTP each recipient has a reply of its own."""
    asked, known = surely_asked(step), step.before.known
    if asked is None or known.mail is None or known.lmtp or not (asked.verb == "." or is_last(asked)):
        return
    taken = {_path(each.path) for each in known.mail.recipients if each.accepted}
    lost = {_path(each.path) for each in known.mail.recipients if not each.accepted} - {*taken, ""}
    if lost:
        yield Found(
            f"this is for {len(taken)} of {len(taken | lost)} recipients: the message does not go to those who were "
            "refused (RFC 5321 section 3.3)",
            Span(0, 3),
            related=((REFUSED, "this recipient was refused"),),
        )


def _path(text: str) -> str:
    """The path of a RCPT line in lower case; "" where it has none."""
    path = envelope(text).path
    return text[path.start : path.end].lower()
