"""A lone dot has ended the message, and text goes on behind it.

A line that holds nothing but a dot is the end of the message. If it belongs to the text, it has to be doubled;
otherwise the rest of the text is taken for commands, and the message arrives cut.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: first
    C: ..
    C: second
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A command that is only misspelt is no text:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    C: NOOP
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: first
    C: .
    C: second part of the text
       ^^^^^^^^^^^^^^^^^^^^^^^ the dot above has ended the message
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    DATA
    354 Go ahead
    Date: Tue, 24 Nov 2026 10:00:00 +0000
    From: alice@example.org

    first
    .
    The rest of my letter
    ^^^^^^^^^^^^^^^^^^^^^ the dot above has ended the message
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: first
    C: .
    C: following
       ^^^^^^^^^ the dot above has ended the message
    C: and third
    C: .
    C: QUIT

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org>
    S: 250
    C: RCPT TO:<bob@example.net>
    S: 250
    C: DATA
    S: 354
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: first
    C: .
    C: second part of the text
       ^^^^^^^^^^^^^^^^^^^^^^^ the dot above has ended the message
    C: .
    S: 250
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "early-dot-then-text", "command:unknown", "note:cut",
    severity=Severity.WARNING, rfc="5321#4.5.2", instead_of=("unknown-command",), always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The first line behind the dot that is no command, nor like one."""
    if step.after.cut and not step.before.cut:
        yield Found(
            "the dot above has ended the message: if it belongs to the text, double it (RFC 5321 section 4.5.2)"
        )
