"""A line of the server comes after it has closed the connection.

After 221 or 421 the server says nothing more: what a script expects there never comes, and in a log it belongs to
another connection. Begin that with `###` or with its greeting.

## Good

    S: 220
    C: EHLO client.example.org
    S: 250
    C: QUIT
    S: 221
    ### Another connection
    S: 220
    C: EHLO client.example.org
    S: 250
    C: QUIT
    S: 221

The next greeting begins another session by itself:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    QUIT
    221 2.0.0 Bye
    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220
    C: EHLO client.example.org
    S: 250
    C: QUIT
    S: 221
    S: 250
       ^^^ the server has closed the connection

In the bare form, after 421:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    NOOP
    421 4.4.2 Timeout
    250 2.0.0 Ok
    ^^^^^^^^^^^^ the server has closed the connection
"""

from collections.abc import Iterator

from smtp_ls.events import Expect, Reply
from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.script.asked import may_be
from smtp_ls.session import Step
from smtp_ls.session.order import Phase

_GREETING = ("220", "421", "521", "554")


@rule(
    "unreachable-after-close", "expect:unasked", "reply:unasked",
    severity=Severity.WARNING, rfc="5321#4.1.1.10", instead_of=("reply-without-command",), always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """In our own notation: in a log lines may stand in another order."""
    event, before = step.event, step.before
    if before.known.phase not in (Phase.CLOSED, Phase.DROPPED) or before.pending or before.reply is not None:
        return
    if isinstance(event, Expect):
        odd = bool(event.codes) and not may_be(event, *_GREETING)
    else:
        odd = isinstance(event, Reply) and event.code >= 200 and event.text[:3] not in _GREETING
    if odd and before.shown.patterns and not before.lost:
        yield Found(
            "the server has closed the connection, so that this never comes; `###` begins another one "
            "(RFC 5321 section 4.1.1.10)"
        )
