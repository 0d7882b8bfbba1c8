r"""334 stands alone, without the blank that follows it.

A challenge with nothing in it is 334 and a blank. A client that looks for `334 ` waits on. This is found only where a
log shows line ends, since editors and web pages take blanks at the end of a line away.

## Good

    send: 'ehlo client.example.org\r\n'
    reply: b'250-mx.example.com\r\n'
    reply: b'250 AUTH EXTERNAL\r\n'
    send: 'AUTH EXTERNAL\r\n'
    reply: b'334 \r\n'
    send: '\r\n'
    reply: b'235 2.7.0 Ok\r\n'
    send: 'quit\r\n'
    reply: b'221 2.0.0 Bye\r\n'

In a file that somebody typed, the blank may have been lost, and in a script it is the code that is expected:

    # smtp-ls: tls=implicit
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH PLAIN
    C: AUTH PLAIN
    S: 334
    C: {{credentials}}
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    send: 'ehlo client.example.org\r\n'
    reply: b'250-mx.example.com\r\n'
    reply: b'250 AUTH EXTERNAL\r\n'
    send: 'AUTH EXTERNAL\r\n'
    reply: b'334\r\n'
             ^^^ a blank follows 334
    send: '\r\n'
    reply: b'235 2.7.0 Ok\r\n'
    send: 'quit\r\n'
    reply: b'221 2.0.0 Bye\r\n'
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("auth-334-no-space", "reply:odd-challenge", severity=Severity.HINT, rfc="4954#4")
def check(step: Step) -> Iterator[Found]:
    """The code alone, in a log that shows what is at the end of a line."""
    if step.event.text == "334" and step.before.shown.ends:
        yield Found("a blank follows 334, even where there is no challenge (RFC 4954 section 4)")
