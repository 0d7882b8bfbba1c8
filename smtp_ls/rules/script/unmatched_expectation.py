"""A script expects a reply that nothing was asked for.

A server speaks once for the connection and once for each command; a script that waits for one reply more waits for
ever. Remove the expectation, or write the command that it belongs to. (What may follow on more lines is `S: ...`.)

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    S: 250
    S: 250|550
    C: RSET
    S: 250
    C: QUIT
    S: 221

A server may close the connection at any time:

    220
    EHLO client.example.org
    250
    NOOP
    250
    421

## Bad

    S: 220
    S: 250
       ^^^ nothing was asked
    C: EHLO client.example.org
    S: 250
    C: QUIT
    S: 221

In the bare form, once a reply in full has shown that each is counted:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250
    NOOP
    250
    2xx
    ^^^ nothing was asked
    QUIT
    221
"""

from collections.abc import Iterator

from smtp_ls.events import Expect
from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.script.asked import may_be
from smtp_ls.session import Session, Step
from smtp_ls.session.order import Phase


@rule("unmatched-expectation", "expect:unasked", severity=Severity.WARNING, rfc="5321#4.2", always=True)
def check(step: Step) -> Iterator[Found]:
    """Nothing waits, and it is no greeting."""
    expect, before = step.event, step.before
    if not isinstance(expect, Expect) or not expect.codes or may_be(expect, "421"):
        return  # a server may close the connection of itself (RFC 5321 section 3.8)
    if before.shown.patterns and not before.lost and before.content is None and _is_sure(before):
        yield Found("nothing was asked that this could answer: remove it, or add its command (RFC 5321 section 4.2)")


def _is_sure(before: Session) -> bool:
    """Is each reply counted, or has nothing been asked yet? Behind a group of commands patterns are not counted."""
    if before.known.phase in (Phase.CONNECT, Phase.UNKNOWN, Phase.CLOSED, Phase.DROPPED):
        return False
    return before.full or (before.known.phase == Phase.GREETED and not before.answered)
