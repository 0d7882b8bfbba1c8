r"""A line of a chunk ends with a bare LF or CR.

Text has CRLF at the end of its lines, whether DATA or BDAT sends it; only `BODY=BINARYMIME` may hold anything. This is
found only in logs that show line ends; how this file itself ends its lines does not matter. Only the first one of a
chunk is marked.

## Good

    send: 'ehlo client.example.org\r\n'
    reply: b'250-mx.example.com\r\n'
    reply: b'250 CHUNKING\r\n'
    send: 'mail FROM:<alice@example.org>\r\n'
    reply: b'250 2.1.0 Ok\r\n'
    send: 'rcpt TO:<bob@example.net>\r\n'
    reply: b'250 2.1.5 Ok\r\n'
    send: 'BDAT 7\r\n'
    send: b'hello\r\n'
    reply: b'250 2.0.0 Ok\r\n'
    send: 'rset\r\n'
    reply: b'250 2.0.0 Ok\r\n'
    send: 'quit\r\n'
    reply: b'221 2.0.0 Bye\r\n'

With BINARYMIME there are no lines:

    send: 'ehlo client.example.org\r\n'
    reply: b'250-mx.example.com\r\n'
    reply: b'250-BINARYMIME\r\n'
    reply: b'250 CHUNKING\r\n'
    send: 'mail FROM:<alice@example.org> BODY=BINARYMIME\r\n'
    reply: b'250 2.1.0 Ok\r\n'
    send: 'rcpt TO:<bob@example.net>\r\n'
    reply: b'250 2.1.5 Ok\r\n'
    send: 'BDAT 12\r\n'
    send: b'hello\nworld\n'
    reply: b'250 2.0.0 Ok\r\n'
    send: 'rset\r\n'
    reply: b'250 2.0.0 Ok\r\n'
    send: 'quit\r\n'
    reply: b'221 2.0.0 Bye\r\n'

## Bad

    send: 'ehlo client.example.org\r\n'
    reply: b'250-mx.example.com\r\n'
    reply: b'250 CHUNKING\r\n'
    send: 'mail FROM:<alice@example.org>\r\n'
    reply: b'250 2.1.0 Ok\r\n'
    send: 'rcpt TO:<bob@example.net>\r\n'
    reply: b'250 2.1.5 Ok\r\n'
    send: 'BDAT 12\r\n'
    send: b'hello\nworld\n'
                 ^^ a bare LF in a chunk of text
    reply: b'250 2.0.0 Ok\r\n'
    send: 'rset\r\n'
    reply: b'250 2.0.0 Ok\r\n'
    send: 'quit\r\n'
    reply: b'221 2.0.0 Bye\r\n'
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step
from smtp_ls.session.contents import BARE_END


@rule("bdat-bare-lf", "chunk:ends", severity=Severity.WARNING, rfc="3030#2", always=True)
def check(step: Step) -> Iterator[Found]:
    """The first in this chunk, where it has lines at all."""
    found, content = BARE_END.search(step.event.text), step.before.content
    if found and content is not None and content.limit and not content.ends:
        what = "LF" if found[0] == "\n" else "CR"
        message = f"a bare {what} in a chunk of text: every line ends with CRLF (RFC 3030 section 2)"
        yield Found(message, Span(*found.span()))
