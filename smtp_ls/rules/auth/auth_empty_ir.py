r"""AUTH ends with a blank, as if an empty response should follow.

An empty first response is written as `=`: with nothing there, the server takes it that no response was sent, and asks
for one with 334. Both end well, but a client that does not expect the 334 goes wrong.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH EXTERNAL
    C: AUTH EXTERNAL =
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

No response is fine where the client waits for 334 and answers with an empty line:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH EXTERNAL
    C: AUTH EXTERNAL
    S: 334
    C:
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

As smtplib logs it:

    send: 'ehlo client.example.org\r\n'
    reply: b'250-mx.example.com\r\n'
    reply: b'250 AUTH EXTERNAL\r\n'
    send: 'AUTH EXTERNAL \r\n'
           ^^^^^^^^^^^^^^ an empty response is written as "="
    reply: b'334 \r\n'
    send: 'quit\r\n'
    reply: b'501 5.5.2 Cannot decode\r\n'
    send: 'quit\r\n'
    reply: b'221 2.0.0 Bye\r\n'
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.rules.auth.payloads import named_mechanism
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_MAY_BE_EMPTY = ("EXTERNAL", "ANONYMOUS")


@rule("auth-empty-ir", "command:odd-auth", severity=Severity.HINT, rfc="4954#4")
def check(step: Step) -> Iterator[Found]:
    """A blank behind a mechanism whose first message is often empty."""
    text = step.event.text
    name, span = named_mechanism(step.event)
    if name in _MAY_BE_EMPTY and span.end == len(text.rstrip()) < len(text):
        message = 'an empty response is written as "="; with nothing there, the server asks with 334'
        yield Found(f"{message} (RFC 4954 section 4)", Span(0, len(text)))
