"""A 251 or 551 does not tell the path.

Both say that the user is somewhere else: 251 that the server passes the message on, 551 that the client should. Where,
stands in the text as a path in angle brackets; without it a client can only give up.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ETRN
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.com>
    S: 251 2.1.5 Not here; I pass it on to <bob@example.net>
    C: RCPT TO:<carol@example.com>
    S: 551 5.1.6 Not here; please try <carol@example.net>
    C: RSET
    S: 250 2.0.0 Ok
    C: ETRN example.org
    S: 251 2.0.0 No message waits
    C: QUIT
    S: 221 2.0.0 Bye

A pattern, and several lines:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: VRFY bob
    S: 551 5.1.6
    C: VRFY carol
    S: 551-5.1.6 She is not here,
    S: 551 5.1.6 but at <carol@example.net>
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.com>
    S: 251 2.1.5 Will forward
       ^^^ 251 should tell where, with a path
    C: RCPT TO:<carol@example.com>
    S: 551 5.1.6 Try carol@example.net
       ^^^ 551 should tell where, with a path
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.replies.counts import surely_asked
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("251-551-without-path", "code:251", "code:551", severity=Severity.WARNING, rfc="5321#3.4", always=True)
def check(step: Step) -> Iterator[Found]:
    """A reply of one line to RCPT or VRFY; ETRN has a 251 of its own. Documents abbreviate."""
    reply, asked = step.event, surely_asked(step)
    if not isinstance(reply, Reply) or not reply.final or asked is None or asked.verb not in ("RCPT", "VRFY"):
        return
    text = reply.says.strip()
    if text and "<" not in text and "{{" not in text and not step.before.shown.excerpt:
        yield Found(f"{reply.code} should tell where, with a path in angle brackets (RFC 5321 section 3.4)", Span(0, 3))
