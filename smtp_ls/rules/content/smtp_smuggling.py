r"""Commands are hidden in mail data, behind a dot that only some servers take for its end.

This is SMTP smuggling (CVE-2023-51764 and others): the first server sees one message and passes it on; the next one
stops at the odd dot and obeys the commands behind it, so that a second message seems to come from the first server,
with its good name. A server must stop at CRLF, dot, CRLF and nowhere else. If this is a test of that, say so with a
suppression.

## Good

Commands are mere text in a message:

    send: 'ehlo client.example.org\r\n'
    reply: b'250 mx.example.com\r\n'
    send: 'mail FROM:<alice@example.org>\r\n'
    reply: b'250 2.1.0 Ok\r\n'
    send: 'rcpt TO:<bob@example.net>\r\n'
    reply: b'250 2.1.5 Ok\r\n'
    send: 'data\r\n'
    reply: b'354 Go ahead\r\n'
    send: b'Date: Tue, 24 Nov 2026 10:00:00 +0000\r\nFrom: alice@example.org\r\n\r\nMAIL FROM:<x@example.org>\r\n.\r\n'
    reply: b'250 2.0.0 Ok\r\n'
    send: 'quit\r\n'
    reply: b'221 2.0.0 Bye\r\n'

And behind the true end they are commands:

    send: 'ehlo client.example.org\r\n'
    reply: b'250-mx.example.com\r\n'
    reply: b'250 PIPELINING\r\n'
    send: 'mail FROM:<alice@example.org>\r\n'
    reply: b'250 2.1.0 Ok\r\n'
    send: 'rcpt TO:<bob@example.net>\r\n'
    reply: b'250 2.1.5 Ok\r\n'
    send: 'data\r\n'
    reply: b'354 Go ahead\r\n'
    send: b'Date: Tue, 24 Nov 2026 10:00:00 +0000\r\nFrom: a@example.org\r\n\r\nx\r\n.\r\nMAIL FROM:<a@example.org>\r\n'
    reply: b'250 2.0.0 Ok\r\n'
    reply: b'250 2.1.0 Ok\r\n'
    send: 'rset\r\n'
    reply: b'250 2.0.0 Ok\r\n'
    send: 'quit\r\n'
    reply: b'221 2.0.0 Bye\r\n'

## Bad

    send: 'ehlo client.example.org\r\n'
    reply: b'250 mx.example.com\r\n'
    send: 'mail FROM:<alice@example.org>\r\n'
    reply: b'250 2.1.0 Ok\r\n'
    send: 'rcpt TO:<bob@example.net>\r\n'
    reply: b'250 2.1.5 Ok\r\n'
    send: 'data\r\n'
    reply: b'354 Go ahead\r\n'
    send: b'From: alice@example.org\r\n\r\nhello\n.\r\nMAIL FROM:<root@example.com>\r\nRCPT TO:<x@example.net>\r\n.\r\n'
                                                       ^^^^^^^^^^ a command is hidden in mail data
    reply: b'250 2.0.0 Ok\r\n'
    send: 'quit\r\n'
    reply: b'221 2.0.0 Bye\r\n'

All of it between bare line ends:

    send: 'ehlo client.example.org\r\n'
    reply: b'250 mx.example.com\r\n'
    send: 'mail FROM:<alice@example.org>\r\n'
    reply: b'250 2.1.0 Ok\r\n'
    send: 'rcpt TO:<bob@example.net>\r\n'
    reply: b'250 2.1.5 Ok\r\n'
    send: 'data\r\n'
    reply: b'354 Go ahead\r\n'
    send: b'From: alice@example.org\n\nhello\n.\nmail from:<root@example.com>\nrcpt to:<x@example.net>\n\r\n.\r\n'
                                                 ^^^^^^^^^^ a command is hidden in mail data
    reply: b'250 2.0.0 Ok\r\n'
    send: 'quit\r\n'
    reply: b'221 2.0.0 Bye\r\n'
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Content, Step
from smtp_ls.session.contents import injected


@rule(
    "smtp-smuggling", "body:ends",
    severity=Severity.ERROR, rfc="5321#4.1.1.4", instead_of=("smuggling-eod", "bare-lf-in-data"), always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The first command behind such a dot, on its line or on a later one of this mail data."""
    before = step.before
    found = injected(before.content or Content(), step.event.text) if before.shown.ends else None
    if found:
        yield Found(
            "a command is hidden in mail data, behind a dot that some servers take for the end "
            "(RFC 5321 section 4.1.1.4)",
            Span(*found),
        )
