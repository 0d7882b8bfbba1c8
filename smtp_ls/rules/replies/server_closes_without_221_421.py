"""The server closes the connection without a word.

A server closes after 221, which answers QUIT, or after 421, which it may say at any time. A client that finds the
connection closed without either does not know if its last message was taken. (When the network fails, nobody is to
blame.)

## Good

    Connected to mx.example.com.
    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    NOOP
    421 4.4.2 Timeout
    Connection closed by foreign host.

After TLS has begun, and when the client closes it:

    Connected to mx.example.com.
    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 STARTTLS
    STARTTLS
    220 2.0.0 Ready
    Connection closed by foreign host.

    Connected to mx.example.com.
    220 mx.example.com ESMTP
    QUIT
    221 2.0.0 Bye
    Connection closed by foreign host.

## Bad

    Connected to mx.example.com.
    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    NOOP
    250 2.0.0 Ok
    Connection closed by foreign host.
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the server closes without 221 or 421
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step
from smtp_ls.session.order import Phase

BY_SERVER = re.compile(r"Connection (?:closed by (?:foreign|remote) host|to host lost)", re.IGNORECASE)
"""What telnet says when it was the other side that closed."""
_MAY_CLOSE = (Phase.CLOSED, Phase.DROPPED, Phase.REJECTED, Phase.CONNECT)


@rule("server-closes-without-221-421", "note:close", severity=Severity.INFORMATION, rfc="5321#4.1.1.10", always=True)
def check(step: Step) -> Iterator[Found]:
    """The note says who closed, and the server has said neither. Inside TLS, telnet shows nothing."""
    before = step.before
    known, pending = before.known, before.pending
    tls = known.tls or any(waiting.verb == "STARTTLS" for waiting in pending)
    sudden = before.replied and not before.lost and known.phase not in _MAY_CLOSE and not tls
    if sudden and BY_SERVER.match(step.event.text) and not (pending and pending[-1].verb == "RSET"):
        yield Found("the server closes without 221 or 421 (RFC 5321 section 4.1.1.10)")
