"""The mail data has no end.

After 354 everything is the message, until a line that holds nothing but a dot. Without it the server goes on waiting,
and whatever follows, QUIT too, becomes part of the message. Add a line with a lone dot.

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
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

What is left out may hold the dot:

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
    C: ...
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

An excerpt may end anywhere, and a log where mail data begins:

    # smtp-ls: partial
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org

    ### another
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
       ^^^^ the mail data has no end
    S: 354 Go ahead
    C: hello
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, where all that follows is taken for mail data:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    DATA
    ^^^^ the mail data has no end
    354 Go ahead
    hello
    QUIT

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
       ^^^^ the mail data has no end
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
       ^^^^ the mail data has no end
    S: 354
    C: hello
    S: 250
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.events import Event, Reply
from smtp_ls.findings import LAST, OPENED, Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Origin, Session, Step

_CLOSING = 421


@rule(
    "missing-end-of-data",
    "reply:in-content",
    "end:in-content",
    severity=Severity.ERROR,
    rfc="5321#4.1.1.4",
    always=True,
)
def check(step: Step) -> Iterator[Found]:
    """A server line where mail data should go on, or the session's end."""
    before = step.before
    ended = step.event.kind == "end"
    if not (ended or before.shown.native) and before.last == "server":
        return  # a log that shows nothing at all of the mail data leaves it out
    cut = before.origin == Origin.EXCERPT or before.given.partial or (before.full and before.last == "server")
    if before.shown.content != "wire" or (ended and cut):
        return
    if _is_open(before) or (ended and _was_begun(before)):
        yield Found(
            "the mail data has no end: add a line with a lone dot (RFC 5321 section 4.1.1.4)",
            place=OPENED,
            related=((LAST, "this is its last line"),),
            severity=Severity.INFORMATION if _gives_up(step.event) else None,
        )


def _gives_up(event: Event) -> bool:
    """Does the server close the connection before the message is over, as it may at any time (RFC 5321 section 3.8)?"""
    return isinstance(event, Reply) and event.code == _CLOSING


def _is_open(session: Session) -> bool:
    """Is mail data open that the server has asked for, or that a script takes as asked for?"""
    content = session.content
    if content is None or content.left >= 0 or content.elided or content.ends in ("dot", "command"):
        return False  # of a dot without CRLF about it other rules speak
    return not content.awaited or not session.replied


def _was_begun(session: Session) -> bool:
    """Does a script end with DATA?"""
    return (
        not session.replied
        and session.content is None
        and session.pending[-1:] != ()
        and session.pending[-1].verb == "DATA"
    )
