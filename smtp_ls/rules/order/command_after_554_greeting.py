"""The server's greeting was a refusal, and the client goes on all the same.

A server that greets with 554 or 521 accepts no mail at all; it answers 503 to everything but QUIT. Send QUIT and do
not try again soon.

## Good

    S: 554 mx.example.com No SMTP service here
    C: QUIT
    S: 221 2.0.0 Bye

554 to a command is no greeting:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    VRFY bob
    554 5.7.1 Not allowed
    NOOP
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

## Bad

    S: 554 mx.example.com No SMTP service here
    C: EHLO client.example.org
       ^^^^ the server refuses all mail
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    521 mx.example.com does not accept mail
    EHLO client.example.org
    ^^^^ the server refuses all mail
    503 5.5.1 No mail here
    QUIT
    221 2.0.0 Bye

With expectations:

    S: 554
    C: EHLO client.example.org
       ^^^^ the server refuses all mail
    S: 503
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import verb_span
from smtp_ls.session import Step
from smtp_ls.session.order import Phase


@rule("command-after-554-greeting", "command:misplaced", severity=Severity.WARNING, rfc="5321#3.1")
def check(step: Step) -> Iterator[Found]:
    """Only QUIT is in order then."""
    if step.known.phase == Phase.REJECTED:
        yield Found(
            "the server refuses all mail, so says its greeting: send only QUIT (RFC 5321 section 3.1)",
            verb_span(step.event),
        )
