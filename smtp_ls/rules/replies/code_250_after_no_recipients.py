"""The server accepts a message that goes to nobody.

If every recipient was refused, there is nobody to whom the message could go: a server refuses DATA with 554 or 503, or
the message itself. 250 would tell the client that it is delivered.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 PIPELINING
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    S: 250 2.1.0 Ok
    S: 550 5.1.1 No such user
    S: 354 Go ahead
    C: .
    S: 554 5.5.1 No valid recipients
    C: QUIT
    S: 221 2.0.0 Bye

One recipient is enough:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    550 5.1.1 No such user
    RCPT TO:<carol@example.net>
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

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 PIPELINING
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    S: 250 2.1.0 Ok
    S: 550 5.1.1 No such user
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
       ^^^ the message is accepted, but every recipient was refused
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import REFUSED, Severity, Span
from smtp_ls.rules.replies.counts import surely_asked
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step, is_last


@rule("250-after-no-recipients", "reply:for-nobody", severity=Severity.WARNING, rfc="2920#3.2", always=True)
def check(step: Step) -> Iterator[Found]:
    """A yes to the end of a message whose MAIL is shown, and all of whose recipients were refused."""
    reply, asked, before = step.event, surely_asked(step), step.before
    mail = before.known.mail
    if not isinstance(reply, Reply) or asked is None or mail is None or not before.shown.ordered:
        return
    ends = asked.verb == "." or is_last(asked)
    if ends and reply.code == 250 and mail.mail and mail.recipients and not before.known.lmtp:
        yield Found(
            "the message is accepted, but every recipient was refused: nobody gets it (RFC 2920 section 3.2)",
            Span(0, 3), related=((REFUSED, "this one was refused"),),
        )  # fmt: skip
