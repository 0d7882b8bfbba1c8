"""A server on port 25 refuses mail without TLS.

Port 25 is where other servers bring mail, and not all of them can encrypt. A server that is named in the MX records of
a domain must not insist on it with 530; a private relay may.

## Good

    @server = smtp://mx.example.com:587
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 STARTTLS
    C: MAIL FROM:<alice@example.org>
    S: 530 5.7.0 Must issue a STARTTLS command first
    C: QUIT
    S: 221 2.0.0 Bye

Authentication is another matter:

    @server = smtp://mx.example.com:25
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 530 5.7.0 Authentication required
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    @server = smtp://mx.example.com:25
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 STARTTLS
    C: MAIL FROM:<alice@example.org>
    S: 530 5.7.0 Must issue a STARTTLS command first
       ^^^ a public server on port 25 must take mail without TLS
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

_TLS = re.compile(r"\b(?:STARTTLS|TLS|encrypt\w*)\b", re.IGNORECASE)


@rule(
    "public-mx-requires-tls", "code:530",
    severity=Severity.INFORMATION, rfc="3207#4", instead_of=("refused-for-earlier-line",), always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """Port 25 is told, TLS has not begun, and the text asks for it in answer to MAIL or RCPT."""
    reply, asked, before = step.event, surely_asked(step), step.before
    if not isinstance(reply, Reply) or asked is None or before.given.port != 25 or before.known.tls:
        return
    if asked.verb in ("MAIL", "RCPT") and _TLS.search(reply.says):
        yield Found(
            "a public server on port 25 must take mail without TLS; a private relay may insist (RFC 3207 section 4)",
            Span(0, 3),
        )
