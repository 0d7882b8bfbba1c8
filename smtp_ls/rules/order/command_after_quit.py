"""The client goes on after QUIT.

QUIT ends the session: the server answers 221 and closes the connection, so that nothing can follow. Another message
needs another connection with its own greeting; in a file, `###` or the next 220 begins it.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

In a script EHLO begins the next session too:

    C: EHLO client.example.org
    C: QUIT
    C: EHLO client.example.org
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye
    C: NOOP
       ^^^^ nothing can follow QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    QUIT
    221 2.0.0 Bye
    MAIL FROM:<alice@example.org>
    ^^^^ nothing can follow QUIT

In a script:

    C: EHLO client.example.org
    C: QUIT
    C: MAIL FROM:<alice@example.org>
       ^^^^ nothing can follow QUIT
    C: QUIT

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: QUIT
    S: 221
    C: EHLO client.example.org
       ^^^^ nothing can follow QUIT
    S: 250
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Origin, Step
from smtp_ls.session.order import Phase


@rule(
    "command-after-quit", "command:misplaced",
    severity=Severity.ERROR, rfc="5321#4.1.4", instead_of=("unknown-command", "pipelined-after-sync"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The first command behind QUIT. EHLO in an excerpt may be the next session's, whose greeting is not shown."""
    excerpt = step.before.origin == Origin.EXCERPT and command_of(step).verb in ("EHLO", "HELO", "LHLO")
    if step.known.phase == Phase.CLOSED and not (excerpt or step.before.lost):
        yield Found(
            "nothing can follow QUIT: open another connection first (RFC 5321 section 4.1.1.10)", verb_span(step.event)
        )
