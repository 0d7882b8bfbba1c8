r"""A line of mail data ends with a bare LF or CR.

Lines end with CRLF in SMTP, and CR and LF may come in no other way. Servers refuse such a message (550 5.5.2), or each
mends it in its own way, which breaks signatures and is what SMTP smuggling lives on. This is found only in logs that
show line ends; how this file itself ends its lines does not matter. In Python, give smtplib a string and not octets,
or encode the message with `policy.SMTP`.

Only the first one of a message is marked.

## Good

    send: 'ehlo client.example.org\r\n'
    reply: b'250 mx.example.com\r\n'
    send: 'mail FROM:<alice@example.org>\r\n'
    reply: b'250 2.1.0 Ok\r\n'
    send: 'rcpt TO:<bob@example.net>\r\n'
    reply: b'250 2.1.5 Ok\r\n'
    send: 'data\r\n'
    reply: b'354 Go ahead\r\n'
    send: b'Date: Tue, 24 Nov 2026 10:00:00 +0000\r\nFrom: alice@example.org\r\n\r\nhello\\n\r\n.\r\n'
    reply: b'250 2.0.0 Ok\r\n'
    send: 'quit\r\n'
    reply: b'221 2.0.0 Bye\r\n'

In our own notation `\n` is two characters like any others:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello\nworld
    C: .
    C: QUIT

## Bad

    send: 'ehlo client.example.org\r\n'
    reply: b'250 mx.example.com\r\n'
    send: 'mail FROM:<alice@example.org>\r\n'
    reply: b'250 2.1.0 Ok\r\n'
    send: 'rcpt TO:<bob@example.net>\r\n'
    reply: b'250 2.1.5 Ok\r\n'
    send: 'data\r\n'
    reply: b'354 Go ahead\r\n'
    send: b'From: alice@example.org\n\nhello\nworld\r\n.\r\n'
                                   ^^ a bare LF
    reply: b'250 2.0.0 Ok\r\n'
    send: 'quit\r\n'
    reply: b'221 2.0.0 Bye\r\n'
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step
from smtp_ls.session.contents import BARE_END


@rule("bare-lf-in-data", "body:ends", severity=Severity.ERROR, rfc="5321#2.3.8", always=True)
def check(step: Step) -> Iterator[Found]:
    """The first in this mail data."""
    found = BARE_END.search(step.event.text) if step.before.shown.ends else None
    content = step.before.content
    if found and (content is None or not content.ends):
        what = "LF" if found[0] == "\n" else "CR"
        yield Found(
            f"a bare {what} in mail data: every line ends with CRLF (RFC 5321 section 2.3.8)", Span(*found.span())
        )
