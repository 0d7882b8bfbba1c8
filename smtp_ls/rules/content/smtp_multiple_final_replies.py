"""The end of the message is answered more than once.

An SMTP server gives one reply to the lone dot, for all the recipients together. A reply for each is what LMTP does,
whose sessions begin with LHLO; with PRDR, 353 announces it.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: RCPT TO:<carol@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    S: 250-2.0.0 Ok,
    S: 250 2.0.0 thank you
    S: 421 4.4.2 Shutting down

With PRDR:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 PRDR
    MAIL FROM:<alice@example.org> PRDR
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    RCPT TO:<carol@example.net>
    250 2.1.5 Ok
    DATA
    354 Go ahead
    Date: Tue, 24 Nov 2026 10:00:00 +0000
    From: alice@example.org

    hello
    .
    353 One reply for each recipient follows
    250 2.0.0 Ok
    550 5.7.1 Not me
    250 2.0.0 Done
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
    C: RCPT TO:<carol@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: hello
    C: .
    S: 250 2.0.0 Ok
    S: 250 2.0.0 Ok
       ^^^^^^^^^^^^ the message is answered already
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
    hello
    .
    250 2.0.0 Ok
    550 5.7.1 Not me
    ^^^^^^^^^^^^^^^^ the message is answered already
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.replies.counts import is_extra, shows_every_reply
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "smtp-multiple-final-replies", "reply:unasked",
    severity=Severity.ERROR, rfc="5321#4.2", instead_of=("reply-without-command",), always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """Nothing waits, and what was answered last is the end of mail data. Without EHLO it may be LMTP."""
    before = step.before
    smtp = before.known.hello in ("EHLO", "HELO") and not before.known.lmtp
    if smtp and before.answered == "." and is_extra(step) and shows_every_reply(before):
        yield Found("the message is answered already: an SMTP server gives one reply to it (RFC 5321 section 4.2)")
