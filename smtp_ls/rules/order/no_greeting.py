"""The client speaks before the server has greeted.

The server speaks first: a client waits for 220. Many servers take one that does not wait for a spam sender, and
refuse it with 554. Move the greeting up, or let the client wait for it.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

The greeting may be left out, and 220 may answer a command:

    EHLO client.example.org
    250-mx.example.com
    250 STARTTLS
    STARTTLS
    220 2.0.0 Ready
    EHLO client.example.org
    250 mx.example.com
    QUIT
    221 2.0.0 Bye

## Bad

    C: EHLO client.example.org
       ^^^^^^^^^^^^^^^^^^^^^^^ the client speaks before the greeting
    S: 220 mx.example.com ESMTP
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, as when commands are piped into `nc`:

    HELO client.example.org
    ^^^^^^^^^^^^^^^^^^^^^^^ the client speaks before the greeting
    220-mx.example.com ESMTP
    220 No spam here
    250 mx.example.com
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import HERE, Severity, group
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "no-greeting", "reply:unasked",
    severity=Severity.WARNING, rfc="5321#4.3.1", rows=("pipelined-before-greeting",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The session takes its first server line for the greeting, though commands wait."""
    before, after = step.before, step.after
    begun = after.reply is not None and after.reply.late
    if before.pending and not before.replied and before.shown.ordered and (begun or after.pending == before.pending):
        yield Found(
            "the client speaks before the greeting: wait for 220 (RFC 5321 section 4.3.1)",
            place=group(0),
            related=((HERE, "the greeting comes here"),),
        )
