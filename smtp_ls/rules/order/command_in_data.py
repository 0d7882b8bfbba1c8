"""A command stands in the mail data, whose end never comes.

Behind 354 every line is a part of the message, QUIT too, until a line with nothing but a dot. Without that dot the
server waits, and so does the client, until one of them gives up. Put the dot before the command.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: To end the session, say
    C: QUIT
    C: .
    C: QUIT

Words are no commands:

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

    QUIT smoking
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: QUIT
       ^^^^ this is a part of the message

In a log:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: QUIT
       ^^^^ this is a part of the message
    S: 221 2.0.0 Bye

## Fixed, if you like

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import UNENDED, Severity
from smtp_ls.reading import command_parts
from smtp_ls.rules.rule import Found, insert, rule
from smtp_ls.session import Step


@rule("command-in-data", "body:odd", severity=Severity.HINT, rfc="5321#4.1.1.4")
def check(step: Step) -> Iterator[Found]:
    """A line that is a whole command, in mail data that is not known to end."""
    content = step.after.content
    if content is None or content.elided or not step.before.shown.native:
        return
    verb, valid = command_parts(step.event.text) if step.event.text.strip() else ("", False)
    if valid and verb in ("QUIT", "RSET", "MAIL"):
        yield Found(
            "this is a part of the message until a line with a lone dot comes (RFC 5321 section 4.1.1.4)",
            related=((UNENDED, "the end of this mail data is missing"),),
            fix=insert("Put the dot before it", ".") if content.awaited else None,  # in a script that shows no replies
            only_related=True,
        )
