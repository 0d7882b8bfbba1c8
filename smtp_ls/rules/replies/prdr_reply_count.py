"""With PRDR, replies to the end of the message are missing.

353 says that a reply for each recipient follows, in the order of the RCPTs, and then one for the message as a whole. A
client that counts waits for all of them.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 PRDR
    C: MAIL FROM:<alice@example.org> PRDR
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: RCPT TO:<carol@example.net>
    S: 550 5.1.1 No such user
    C: DATA
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    S: 353 One reply for each recipient follows
    S: 250 2.0.0 Ok
    S: 250 2.0.0 Done
    C: QUIT
    S: 221 2.0.0 Bye

The server may answer for all at once:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 PRDR
    MAIL FROM:<alice@example.org> PRDR
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

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 PRDR
    C: MAIL FROM:<alice@example.org> PRDR
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
       ^ 1 of the replies is missing
    S: 353 One reply for each recipient follows
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, group
from smtp_ls.rules.replies.counts import shows_every_reply
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "prdr-reply-count", "command:lapsed", "reply:lapsed",
    severity=Severity.WARNING, rfc="", instead_of=("reply-count-mismatch",), always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """Replies to the end of mail data lapse behind others to it, which only 353 announces in SMTP."""
    before, lapsed = step.before, step.lapsed
    missing = sum(waiting.verb == "." for waiting in lapsed)
    announced = before.answered == "." or any(waiting.text for waiting in lapsed if waiting.verb == ".")
    if missing and lapsed[0].verb == "." and announced and not before.known.lmtp and shows_every_reply(before):
        are = "is" if missing == 1 else "are"
        yield Found(
            f"{missing} of the replies {are} missing: after 353 there is one for each accepted recipient, and one more "
            "for all (PRDR)",
            place=group(0),
        )
