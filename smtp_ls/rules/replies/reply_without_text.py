"""A reply is a code and nothing more.

The code says all that a program needs, but people read logs too: a server says a few words behind it. Only the 334 of
an AUTH exchange may have nothing to say.

## Good

    <-  220 mx.example.com ESMTP
     -> EHLO client.example.org
    <-  250-mx.example.com
    <-  250-
    <-  250 AUTH SCRAM-SHA-1
     -> AUTH SCRAM-SHA-1
    <-  334
     -> *
    <-  501 5.7.0 Cancelled
     -> QUIT
    <-  221 Bye

In our own notation a bare code is what a script expects:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: QUIT
    S: 221

## Bad

    <-  220 mx.example.com ESMTP
     -> EHLO client.example.org
    <-  250 mx.example.com
     -> NOOP
    <-  250
        ^^^ no text stands behind the code
     -> QUIT
    <-  221 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity
from smtp_ls.rules.replies.counts import surely_asked
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_CHALLENGE = 334


@rule("reply-without-text", "reply:odd-text", severity=Severity.HINT, rfc="5321#4.2", always=True)
def check(step: Step) -> Iterator[Found]:
    """A reply of one line, to a command that is shown. Documents abbreviate, and so may excerpts."""
    reply, shown = step.event, step.before.shown
    if not isinstance(reply, Reply) or not reply.final or reply.code in (0, _CHALLENGE) or shown.excerpt:
        return
    if surely_asked(step) is not None and not reply.says.strip():
        yield Found("no text stands behind the code: a server should say a few words (RFC 5321 section 4.2)")
