"""MAIL is answered 355, but the client asked for no checkpoint.

355 tells where to go on with a message that was broken off. It answers a MAIL with TRANSID, which names that message.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 CHECKPOINT
    C: MAIL FROM:<alice@example.org> TRANSID=<4711@example.org>
    S: 355 6135 is where to go on
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A message that begins anew:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 CHECKPOINT
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RSET
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 CHECKPOINT
    C: MAIL FROM:<alice@example.org>
    S: 355 6135 is where to go on
       ^^^ 355 answers a MAIL with TRANSID
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.envelope import envelope
from smtp_ls.events import Reply
from smtp_ls.findings import ASKED, Severity, Span
from smtp_ls.rules.replies.counts import surely_asked
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("checkpoint-355", "code:355", severity=Severity.INFORMATION, rfc="1845#3", always=True)
def check(step: Step) -> Iterator[Found]:
    """The MAIL that is answered has no TRANSID."""
    asked = surely_asked(step)
    if not isinstance(step.event, Reply) or asked is None or asked.verb != "MAIL" or "{{" in asked.text:
        return
    if envelope(asked.text).parameter("TRANSID") is None:
        yield Found(
                "355 answers a MAIL with TRANSID, and there is none (RFC 1845 section 3)",
                Span(0, 3), related=((ASKED, "this is what it answers"),),
            )  # fmt: skip
