"""VRFY is answered 250 without a mailbox.

250 to VRFY says that the user is known, and tells the mailbox in the text. A server that has only looked at how the
name is written answers 252: it cannot tell, but would take mail.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: VRFY bob
    S: 250 2.1.5 Bob <bob@example.net>
    C: VRFY carol
    S: 252 2.0.0 Cannot tell
    C: NOOP
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In a script the text does not matter:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: VRFY bob
    S: 250
    C: QUIT
    S: 221

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: VRFY bob
    S: 250 2.0.0 Ok
       ^^^ 250 to VRFY tells the mailbox
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.replies.counts import surely_asked
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("vrfy-250-syntax-only", "reply:VRFY", severity=Severity.INFORMATION, rfc="5321#3.5.3", always=True)
def check(step: Step) -> Iterator[Found]:
    """A reply of one line without anything like an address. Documents abbreviate."""
    reply, asked, shown = step.event, surely_asked(step), step.before.shown
    if not isinstance(reply, Reply) or asked is None or reply.code != 250 or not reply.final or shown.excerpt:
        return
    text = reply.says.strip()
    if text and not any(mark in text for mark in ("@", "<", "{{", "...")):
        yield Found("250 to VRFY tells the mailbox; a server that cannot say it is there answers 252 "
                    "(RFC 5321 section 3.5.3)", Span(0, 3))  # fmt: skip
