"""The server closes the connection because of RSET.

RSET drops the transaction and nothing else; only QUIT ends a session. A client that sends one message after another
needs the connection.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

What closes here is a clock, not RSET:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    RSET
    421 4.4.2 Timeout exceeded

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: RSET
    S: 421 4.7.0 Closing the connection
       ^^^ RSET does not close the connection

As telnet shows it:

    Connected to mx.example.com.
    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    RSET
    Connection closed by foreign host.
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RSET does not close the connection
"""

import re
from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.replies.counts import surely_asked
from smtp_ls.rules.replies.server_closes_without_221_421 import BY_SERVER
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_OTHER_REASON = re.compile(
    r"\b(?:4\.4\.2|4\.3\.2|time\w*|idle|shut\w*|busy|load|too many|try|later|unavailable|error)\b", re.IGNORECASE
)
_MESSAGE = "RSET does not close the connection, only QUIT does (RFC 5321 section 4.1.1.5)"


@rule("rset-closes", "code:421", "note:close", severity=Severity.WARNING, rfc="5321#4.1.1.5", always=True)
def check(step: Step) -> Iterator[Found]:
    """421 to RSET that names no other reason, or the connection closed by the server while RSET waits."""
    event, before = step.event, step.before
    if isinstance(event, Reply):
        asked = surely_asked(step)
        if asked is not None and asked.verb == "RSET" and not _OTHER_REASON.search(event.says):
            yield Found(_MESSAGE, Span(0, 3))
    elif before.pending and before.pending[-1].verb == "RSET" and BY_SERVER.match(event.text) and not before.known.tls:
        yield Found(_MESSAGE)
