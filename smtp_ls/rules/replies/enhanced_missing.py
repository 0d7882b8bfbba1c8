"""A reply has no enhanced status code, though the server has promised them.

A server that offers ENHANCEDSTATUSCODES begins the text of every 2yz, 4yz and 5yz with one, except the greeting and
what answers EHLO or HELO. A client that relies on them does not know why it was refused. A server that leaves one out
leaves out others: it is said once in a session.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ENHANCEDSTATUSCODES
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    S: 250-2.0.0 Queued,
    S: 250 thank you
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: NOOP
    S: 421 Timeout

Without the offer there is nothing to miss:

    220 mx.example.com ESMTP
    HELO client.example.org
    250 mx.example.com
    NOOP
    250 Ok
    QUIT
    221 Bye

What answers XCLIENT is a greeting, and those have none:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250-XCLIENT NAME ADDR
    250 ENHANCEDSTATUSCODES
    XCLIENT NAME=client.example.org ADDR=192.0.2.7
    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 ENHANCEDSTATUSCODES
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ENHANCEDSTATUSCODES
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 550 No such user
           ^^^^^^^^^^^^ an enhanced status code is missing
    C: RCPT TO:<carol@example.net>
    S: 550 No such user
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, first
from smtp_ls.rules.replies.counts import surely_asked
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import said_span
from smtp_ls.session import Step

_CLOSING, _GREETING = 421, 220


@rule("enhanced-missing", "reply:unenhanced", severity=Severity.INFORMATION, rfc="2034#4", always=True)
def check(step: Step) -> Iterator[Found]:
    """The first line of the first such reply, with some text. 421 may come from a proxy; X.1.1 is any class."""
    reply, before = step.event, step.before
    asked = surely_asked(step)
    if not isinstance(reply, Reply) or reply.code == _CLOSING or asked is None:
        return
    if asked.verb == "XCLIENT" and reply.code == _GREETING:  # the session begins again, with a greeting
        return
    text = reply.says.strip()
    if text and "{{" not in text and not text.startswith("X.") and before.shown.ordered:
        yield Found(
            f"an enhanced status code is missing, {reply.text[0]}.x.y: the server offers ENHANCEDSTATUSCODES "
            "(RFC 2034 section 4)",
            said_span(reply),
            first("enhanced-missing"),
        )
