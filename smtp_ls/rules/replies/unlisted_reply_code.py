"""A reply code is one that no document defines.

A client treats a 4yz or 5yz that it does not know as 400 or 500: it works, but the code tells nobody what is wrong.
Some servers and filters have codes of their own.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 556 5.1.10 That domain takes no mail
    C: QUIT
    S: 221 2.0.0 Bye

The number in the text is none:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    NOOP
    250 541 is no code here
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 541 5.7.1 Your message looks like spam
       ^^^ no document defines 541
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.protocol.replies import FIRST_DIGIT
from smtp_ls.rules.replies.counts import surely_asked
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "unlisted-reply-code", "reply:unlisted",
    severity=Severity.INFORMATION, rfc="5321#4.2", instead_of=("unexpected-reply-code",), always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A refusal with digits that are in range. What answers QUIT is another rule's."""
    reply, asked = step.event, surely_asked(step)
    usual = isinstance(reply, Reply) and reply.code // 10 % 10 <= 5 and reply.code // 100 in FIRST_DIGIT
    if usual and asked is not None and asked.verb != "QUIT":
        code = reply.text[:3]
        yield Found(f"no document defines {code}: clients take it for {code[0]}00 (RFC 5321 section 4.2)", Span(0, 3))
