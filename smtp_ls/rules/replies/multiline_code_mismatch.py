"""The lines of one reply have different codes.

A reply of several lines has the same code on each: all but the last with a hyphen, the last with a blank. A client that
finds two codes does not know which one counts.

## Good

    S: 220-mx.example.com ESMTP
    S: 220 no spam here
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-220 is not the code here
    S: 250 PIPELINING
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.0 Ok
    S: 550 5.1.1 No such user
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    HELO client.example.org
    250-mx.example.com
    250 hello
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 220 SIZE 1000000
       ^^^ this line says 220, and the line above 250
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    VRFY bob
    550-5.1.1 No such user,
    551 5.1.1 and none alike
    ^^^ this line says 551, and the line above 550
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "multiline-code-mismatch", "reply:code-changed",
    severity=Severity.ERROR, rfc="5321#4.2.1", instead_of=("unexpected-reply-code",), always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A reply is open, and its next line has another code."""
    reply, first = step.event, step.before.reply
    if isinstance(reply, Reply) and reply.code and first is not None and first.code:
        yield Found(
            f"this line says {reply.text[:3]}, and the line above {first.code:03}: "
            "all lines of a reply have one code (RFC 5321 section 4.2.1)",
            Span(0, 3),
        )
