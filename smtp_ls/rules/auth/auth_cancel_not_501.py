"""The client has given up with `*`, and the server does not answer 501.

`*` cancels an AUTH exchange, and the server must answer 501, so that the client knows that it may go on with another
mechanism or without any. (A server that is about to close the connection says 421.)

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH CRAM-MD5
    C: AUTH CRAM-MD5
    S: 334 PDE4OTYuNjk3MTcwOTUyQG14LmV4YW1wbGUuY29tPg==
    C: *
    S: 501 5.7.0 Cancelled
    C: QUIT
    S: 221 2.0.0 Bye

A script may expect what it likes:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: AUTH CRAM-MD5
    S: 334
    C: *
    S: 5xx
    C: QUIT
    S: 221

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH CRAM-MD5
    C: AUTH CRAM-MD5
    S: 334 PDE4OTYuNjk3MTcwOTUyQG14LmV4YW1wbGUuY29tPg==
    C: *
    S: 535 5.7.8 No such user
       ^^^ the answer to "*" is 501
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH EXTERNAL
    AUTH EXTERNAL
    334
    *
    235 2.7.0 Welcome
    ^^^ the answer to "*" is 501
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.replies.counts import surely_asked
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_CLOSING, _NO = 421, 535
_TOKENS = ("XOAUTH2", "OAUTHBEARER")
"""Here 334 says that the token was refused, and 535 follows whatever the client says (RFC 7628 section 3.2.3)."""


@rule(
    "auth-cancel-not-501", "reply:cancelled",
    severity=Severity.WARNING, rfc="4954#4", instead_of=("unexpected-reply-code",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The first line of the reply to a lone asterisk."""
    reply, asked, exchange = step.event, surely_asked(step), step.before.exchange
    if not isinstance(reply, Reply) or asked is None or asked.text != "*" or reply.code in (501, _CLOSING, 0):
        return
    if exchange is not None and exchange.mechanism in _TOKENS and reply.code == _NO:
        return
    yield Found(
        'the answer to "*" is 501: the client has given up (RFC 4954 section 4)', Span(0, 3),
        related=((step.asked_role, "this is what it answers"),),
    )  # fmt: skip
