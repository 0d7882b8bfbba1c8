r"""A lone dot in the mail data has something else than CRLF beside it, and some servers take it for the end.

Mail data ends with CRLF, a dot and CRLF. A server that also stops at LF, dot, LF sees another end than the server
before it, and what follows there becomes commands: a forged message, which looks as if the first server had sent it.
Never send such a line, and refuse or mend it where it comes in. Found only in logs that show line ends.

## Good

    send: 'ehlo client.example.org\r\n'
    reply: b'250 mx.example.com\r\n'
    send: 'mail FROM:<alice@example.org>\r\n'
    reply: b'250 2.1.0 Ok\r\n'
    send: 'rcpt TO:<bob@example.net>\r\n'
    reply: b'250 2.1.5 Ok\r\n'
    send: 'data\r\n'
    reply: b'354 Go ahead\r\n'
    send: b'Date: Tue, 24 Nov 2026 10:00:00 +0000\r\nFrom: alice@example.org\r\n\r\n..\r\n..hello\r\n.\r\n'
    reply: b'250 2.0.0 Ok\r\n'
    send: 'quit\r\n'
    reply: b'221 2.0.0 Bye\r\n'

In our own notation nothing is escaped:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello\n.\nworld
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
    send: b'From: alice@example.org\r\n\r\nhello\n.\r\nworld\r\n.\r\n'
                                                  ^ some servers take this dot for the end of mail data
    reply: b'250 2.0.0 Ok\r\n'
    send: 'quit\r\n'
    reply: b'221 2.0.0 Bye\r\n'
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step
from smtp_ls.session.contents import FALSE_END


@rule(
    "smuggling-eod", "body:ends",
    severity=Severity.ERROR, rfc="5321#4.1.1.4", instead_of=("bare-lf-in-data",), always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The first in this mail data."""
    found = FALSE_END.search(step.event.text) if step.before.shown.ends else None
    content = step.before.content
    if found and (content is None or content.ends in ("", "bare")):
        yield Found(
            "some servers take this dot for the end of mail data, though CRLF is not on both sides of it "
            "(RFC 5321 section 4.1.1.4)",
            Span(*found.span()),
        )
