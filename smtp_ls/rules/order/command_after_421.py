"""The client goes on after 421.

421 says that the server closes the connection now, whatever the client wants; only QUIT would be polite. Wait, then
connect again.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 421 4.3.2 Shutting down
    C: QUIT

Another connection:

    421 4.7.0 Too many connections, try again later
    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 421 4.3.2 Shutting down
    C: RSET
       ^^^^ the server has closed the connection with 421

In the bare form, behind a greeting:

    421 4.7.0 Too many connections, try again later
    EHLO client.example.org
    ^^^^ the server has closed the connection with 421
    QUIT

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org>
    S: 421
    C: MAIL FROM:<alice@example.org>
       ^^^^ the server has closed the connection with 421
    S: 250
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import verb_span
from smtp_ls.session import Step
from smtp_ls.session.order import Phase


@rule(
    "command-after-421", "command:misplaced",
    severity=Severity.ERROR, rfc="5321#4.2.2", instead_of=("unknown-command",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The server has said goodbye."""
    if step.known.phase == Phase.DROPPED:
        yield Found(
            "the server has closed the connection with 421: connect again first (RFC 5321 section 4.2.2)",
            verb_span(step.event),
        )
