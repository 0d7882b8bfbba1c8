"""The server says that AUTH succeeded with another code than 235.

235 is the one reply that tells a client that it is logged in. 250 looks much the same to a person, but a client may
take it for a refusal, or wait for more.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH EXTERNAL
    C: AUTH EXTERNAL =
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A server may do without:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH EXTERNAL
    C: AUTH EXTERNAL =
    S: 503 5.5.1 You are known already
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH EXTERNAL
    C: AUTH EXTERNAL =
    S: 250 2.7.0 Ok
       ^^^ 250 does not say that AUTH succeeded
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, at the end of an exchange:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH CRAM-MD5
    AUTH CRAM-MD5
    334 PDE4OTYuNjk3MTcwOTUyQG14LmV4YW1wbGUuY29tPg==
    dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw
    250 Welcome
    ^^^ 250 does not say that AUTH succeeded
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.replies.counts import surely_asked
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_VERBS = ("AUTH", "X-EXPS")


@rule(
    "auth-success-code", "reply:unexpected",
    severity=Severity.ERROR, rfc="4954#4", instead_of=("unexpected-reply-code",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A 2yz to AUTH or to what was sent in its exchange. One to `*` is another mistake."""
    reply, asked = step.event, surely_asked(step)
    if not isinstance(reply, Reply) or asked is None or asked.verb not in _VERBS or asked.text == "*":
        return
    if 200 <= reply.code < 300:
        yield Found(
            f"{reply.code} does not say that AUTH succeeded: that is 235 (RFC 4954 section 4)", Span(0, 3),
            related=((step.asked_role, "this is what it answers"),),
        )  # fmt: skip
