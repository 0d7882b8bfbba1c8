"""An LMTP server does not refuse DATA with 503, though no recipient was accepted.

After the message an LMTP server sends one reply for each recipient: with none there would be no reply at all. So it
must answer DATA with 503.

## Good

    # smtp-ls: protocol=lmtp
    S: 220 mx.example.com LMTP
    C: LHLO client.example.org
    S: 250-mx.example.com
    S: 250-PIPELINING
    S: 250 ENHANCEDSTATUSCODES
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    S: 250 2.1.0 Ok
    S: 550 5.1.1 No such user
    S: 503 5.5.1 No recipient
    C: QUIT
    S: 221 2.0.0 Bye

In SMTP it may be 554, or only the message is refused:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 PIPELINING
    MAIL FROM:<alice@example.org>
    RCPT TO:<bob@example.net>
    DATA
    250 2.1.0 Ok
    550 5.1.1 No such user
    554 5.5.1 No valid recipients
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com LMTP
    C: LHLO client.example.org
    S: 250-mx.example.com
    S: 250-PIPELINING
    S: 250 ENHANCEDSTATUSCODES
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    S: 250 2.1.0 Ok
    S: 550 5.1.1 No such user
    S: 354 Go ahead
       ^^^ an LMTP server answers DATA with 503
    C: .
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import REFUSED, Severity, Span
from smtp_ls.rules.replies.counts import surely_asked
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_RIGHT = (421, 503)


@rule(
    "lmtp-data-no-rcpt-not-503", "reply:for-nobody",
    severity=Severity.ERROR, rfc="2033#4.2", instead_of=("unexpected-reply-code",), always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """DATA in LMTP after a MAIL that the file shows, with no accepted recipient. Any server may close with 421."""
    reply, asked, known = step.event, surely_asked(step), step.before.known
    mail = known.mail
    if not isinstance(reply, Reply) or asked is None or asked.verb != "DATA" or not known.lmtp or mail is None:
        return
    if reply.code not in _RIGHT and mail.mail and step.before.shown.ordered:
        yield Found(
            "an LMTP server answers DATA with 503 when no recipient was accepted (RFC 2033 section 4.2)",
            Span(0, 3), related=((REFUSED, "this one was refused"),),
        )  # fmt: skip
