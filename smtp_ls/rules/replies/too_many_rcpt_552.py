"""Too many recipients are refused with 552.

552 is for good, and a client bounces. A server that has enough recipients for one transaction answers 452, so that the
client sends the others in another one. Old servers say 552: clients are to take it for 452 here.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 452 4.5.3 Too many recipients
    C: RCPT TO:<carol@example.net>
    S: 552 5.2.2 Mailbox full
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

To the message 552 is right:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 SIZE
    MAIL FROM:<alice@example.org> SIZE=900000
    552 5.3.4 Too big for too many recipients
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 552 5.5.3 Too many recipients
       ^^^ too many recipients are refused with 452
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.replies.counts import surely_asked
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_TOO_MANY = re.compile(r"552[- ]\s*5\.5\.3\b|\btoo many (?:recipients?|rcpts?|addresses)\b", re.IGNORECASE)


@rule("too-many-rcpt-552", "code:552", severity=Severity.INFORMATION, rfc="5321#4.5.3.1.10", always=True)
def check(step: Step) -> Iterator[Found]:
    """The text says so, in a reply to RCPT."""
    reply, asked = step.event, surely_asked(step)
    if isinstance(reply, Reply) and asked is not None and asked.verb == "RCPT" and _TOO_MANY.search(reply.text):
        yield Found(
            "too many recipients are refused with 452, so that the client sends the others later "
            "(RFC 5321 section 4.5.3.1.10)",
            Span(0, 3),
        )
