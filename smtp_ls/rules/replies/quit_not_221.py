"""The server answers QUIT with another code than 221.

QUIT is always possible, and 221 says that the server closes the connection now. Another code leaves the client waiting.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

The server may close the connection at the same moment, and QUIT may be wrong:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    QUIT
    421 4.4.2 Timeout

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    QUIT
    501 5.5.4 What?
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 250 2.0.0 Bye
       ^^^ 250 answers QUIT, but it should be 221

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    QUIT
    550 5.7.1 Stay here
    ^^^ 550 answers QUIT, but it should be 221
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.protocol.verbs import ANY_FAILURES
from smtp_ls.rules.replies.counts import surely_asked
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_FAILURES = ANY_FAILURES | {502, 503}


@rule(
    "quit-not-221", "reply:unexpected", "reply:refusal",
    severity=Severity.ERROR, rfc="5321#4.1.1.10", instead_of=("unexpected-reply-code",), always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The first line of the reply. 421 says the same, and what every verb may get is not for QUIT alone to judge."""
    reply, asked = step.event, surely_asked(step)
    if isinstance(reply, Reply) and asked is not None and asked.verb == "QUIT" and reply.code not in _FAILURES:
        code = reply.text[:3]
        yield Found(f"{code} answers QUIT, but it should be 221 (RFC 5321 section 4.1.1.10)", Span(0, 3))
