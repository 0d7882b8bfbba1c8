"""An LMTP server does not answer the end of the message once for each recipient.

In LMTP every recipient that RCPT accepted gets a reply of its own to the lone dot, or to `BDAT ... LAST`, in the
order of the RCPTs: a client that waits for two would wait for ever, and one too many would answer the next command.

## Good

    S: 220 mx.example.com LMTP
    C: LHLO client.example.org
    S: 250-mx.example.com
    S: 250-PIPELINING
    S: 250 ENHANCEDSTATUSCODES
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: RCPT TO:<carol@example.net>
    C: RCPT TO:<dave@example.net>
    C: DATA
    S: 250 2.1.0 Ok
    S: 250 2.1.5 Ok
    S: 550 5.1.1 No such user
    S: 250 2.1.5 Ok
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    S: 452 4.2.2 Mailbox is full
    C: QUIT
    S: 221 2.0.0 Bye

With a chunk:

    220 mx.example.com LMTP
    LHLO client.example.org
    250-mx.example.com
    250-CHUNKING
    250-PIPELINING
    250 ENHANCEDSTATUSCODES
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    RCPT TO:<carol@example.net>
    250 2.1.5 Ok
    BDAT 7 LAST
    hello
    250 2.0.0 Ok
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

In a script:

    C: LHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: RCPT TO:<carol@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    C: QUIT

## Bad

    S: 220 mx.example.com LMTP
    C: LHLO client.example.org
    S: 250-mx.example.com
    S: 250-PIPELINING
    S: 250 ENHANCEDSTATUSCODES
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
       ^ 1 of the replies is missing
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, one too many:

    220 mx.example.com LMTP
    LHLO client.example.org
    250-mx.example.com
    250-PIPELINING
    250 ENHANCEDSTATUSCODES
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    DATA
    354 Go ahead
    hello
    .
    250 2.0.0 Ok
    250 2.0.0 Ok
    ^^^^^^^^^^^^ this reply is one more
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, group
from smtp_ls.rules.replies.counts import is_extra, shows_every_reply
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step, is_final_reply

_WHERE = "an LMTP server answers once for each accepted recipient (RFC 2033 section 4.2)"


@rule(
    "lmtp-reply-count", "command:lapsed", "reply:lapsed", "reply:unasked",
    severity=Severity.ERROR, rfc="2033#4.2", instead_of=("reply-count-mismatch", "reply-without-command"), always=True,
    rows=("lmtp-bdat-last-count",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """Replies to the end of a message are missing, or there are more than recipients."""
    before = step.before
    if not before.known.lmtp or not shows_every_reply(before):
        return
    missing = sum(is_final_reply(waiting) for waiting in step.lapsed)
    if missing and is_final_reply(step.lapsed[0]):
        are = "is" if missing == 1 else "are"
        yield Found(f"{missing} of the replies {are} missing: {_WHERE}", place=group(0))
    elif isinstance(step.event, Reply) and not step.lapsed and before.answered in (".", "BDAT") and is_extra(step):
        yield Found(f"this reply is one more than there are recipients: {_WHERE}")
