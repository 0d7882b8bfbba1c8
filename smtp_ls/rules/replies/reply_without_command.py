"""The server speaks though nothing was asked.

After its greeting a server answers commands, one reply for each, and says nothing on its own but 421 when it closes
the connection. A client takes what comes unasked for the answer to its next command. In a log a command may be
missing above.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 PIPELINING
    C: NOOP
    S: 250 2.0.0 Ok
    S: 421 4.4.2 Timeout

What the server alone says is shown by `nc`:

    220 mx.example.com ESMTP
    250 mx.example.com
    250 2.1.0 Ok
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    S: 250 2.0.0 Ok
       ^^^^^^^^^^^^ nothing was asked
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    NOOP
    250 2.0.0 Ok
    550-5.7.1 And
    ^^^^^^^^^^^^^ nothing was asked
    550 5.7.1 another
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.replies.counts import is_extra, shows_every_reply
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_OF_AUTH = (235, 334, 454, 501, 535)


@rule("reply-without-command", "reply:unasked", severity=Severity.WARNING, rfc="5321#4.3.1", always=True)
def check(step: Step) -> Iterator[Found]:
    """Nothing waits. Where a log hides AUTH, its replies may be left."""
    before = step.before
    hidden = before.shown.auth == "hidden" and step.event.code in _OF_AUTH  # type: ignore[union-attr]
    if is_extra(step) and shows_every_reply(before) and not hidden:
        yield Found("nothing was asked that this could answer (RFC 5321 section 4.3.1)")
