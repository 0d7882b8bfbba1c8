r"""A line of mail data has a NUL, the octet 0.

No message may hold it: servers refuse it, cut the line there or leave it out. Encode what is binary as base64, or
announce it with BODY=BINARYMIME and send it in chunks. Only the first such line of a message is marked.

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
    C: a \0 that is only written
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

With ESC, a Japanese text changes its character set:

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
    send: b'Date: Tue, 24 Nov 2026 10:00:00 +0000\r\nFrom: alice@example.org\r\n\r\n\x1b$B$3\x1b(B\r\n.\r\n'
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
    send: b'Date: Tue, 24 Nov 2026 10:00:00 +0000\r\nFrom: alice@example.org\r\n\r\na\x00b\r\nc\x00d\r\n.\r\n'
                                                                                     ^^^^ a NUL may not stand
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
from smtp_ls.session import Step


@rule("nul-in-data", "body:odd", "chunk:control", severity=Severity.ERROR, rfc="5322#2.1", always=True)
def check(step: Step) -> Iterator[Found]:
    """The first of the message, unless BINARYMIME allows it."""
    before, content, column = step.before.content, step.before.content or step.after.content, step.event.text.find("\0")
    if column < 0 or content is None or not content.limit or (before is not None and before.nul_seen):
        return
    yield Found(
        "a NUL may not stand in a message: encode it as base64 (RFC 5322 section 2.1)", Span(column, column + 1)
    )
