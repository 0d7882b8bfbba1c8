r"""A line of mail data has a control character.

A message is text: of the control characters only TAB and the line end belong there, and ESC where a Japanese text
changes its character set. Others get lost on the way, or do things to the terminal of whoever reads them. Encode what
is not text. Only the first such line of a message is marked.

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
    C: a \x07 that is only written
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

TAB and ESC belong to texts:

    reply: b'220 mx.example.com ESMTP\r\n'
    reply: retcode (220); Msg: b'mx.example.com ESMTP'
    send: 'ehlo client.example.org\r\n'
    reply: b'250 mx.example.com\r\n'
    reply: retcode (250); Msg: b'mx.example.com'
    send: 'mail FROM:<alice@example.org>\r\n'
    reply: b'250 2.1.0 Ok\r\n'
    reply: retcode (250); Msg: b'2.1.0 Ok'
    send: 'rcpt TO:<bob@example.net>\r\n'
    reply: b'250 2.1.5 Ok\r\n'
    reply: retcode (250); Msg: b'2.1.5 Ok'
    send: 'data\r\n'
    reply: b'354 Go ahead\r\n'
    reply: retcode (354); Msg: b'Go ahead'
    data: (354, b'Go ahead')
    send: b'Date: Tue, 24 Nov 2026 10:00:00 +0000\r\nFrom: alice@example.org\r\n\r\n\t\x1b$B$3\x1b(B\r\n.\r\n'
    reply: b'250 2.0.0 Queued\r\n'
    reply: retcode (250); Msg: b'2.0.0 Queued'
    data: (250, b'2.0.0 Queued')
    send: 'quit\r\n'
    reply: b'221 2.0.0 Bye\r\n'
    reply: retcode (221); Msg: b'2.0.0 Bye'

## Bad

In a log of Python's smtplib:

    reply: b'220 mx.example.com ESMTP\r\n'
    reply: retcode (220); Msg: b'mx.example.com ESMTP'
    send: 'ehlo client.example.org\r\n'
    reply: b'250 mx.example.com\r\n'
    reply: retcode (250); Msg: b'mx.example.com'
    send: 'mail FROM:<alice@example.org>\r\n'
    reply: b'250 2.1.0 Ok\r\n'
    reply: retcode (250); Msg: b'2.1.0 Ok'
    send: 'rcpt TO:<bob@example.net>\r\n'
    reply: b'250 2.1.5 Ok\r\n'
    reply: retcode (250); Msg: b'2.1.5 Ok'
    send: 'data\r\n'
    reply: b'354 Go ahead\r\n'
    reply: retcode (354); Msg: b'Go ahead'
    data: (354, b'Go ahead')
    send: b'Date: Tue, 24 Nov 2026 10:00:00 +0000\r\nFrom: alice@example.org\r\n\r\na\x07b\r\nc\x08d\r\n.\r\n'
                                                                                     ^^^^ the control character U+0007
    reply: b'250 2.0.0 Queued\r\n'
    reply: retcode (250); Msg: b'2.0.0 Queued'
    data: (250, b'2.0.0 Queued')
    send: 'quit\r\n'
    reply: b'221 2.0.0 Bye\r\n'
    reply: retcode (221); Msg: b'2.0.0 Bye'
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import named
from smtp_ls.session import Step
from smtp_ls.session.contents import CONTROL


@rule("control-char-in-data", "body:odd", "chunk:control", severity=Severity.WARNING, rfc="5321#4.1.1.4", always=True)
def check(step: Step) -> Iterator[Found]:
    """The first of the message, unless BINARYMIME allows it."""
    before, content = step.before.content, step.before.content or step.after.content
    found = CONTROL.search(step.event.text)
    if found is None or content is None or not content.limit or (before is not None and before.control_seen):
        return
    message = f"{named(found[0])} does not belong in a text: leave it out, or encode it (RFC 5321 section 4.1.1.4)"
    yield Found(message, Span(*found.span()))
