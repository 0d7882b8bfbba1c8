"""A chunk has the dots that only DATA needs.

After BDAT the server counts octets: no dot ends a chunk, and a dot at the beginning of a line is not doubled. Whoever
reads the message sees the extra dots. (They may be meant: then this says nothing.)

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 CHUNKING
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: BDAT 78 LAST
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: a@example.org
    C:
    C: .hidden
    C: ...
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

Where a chunk goes on, a dot may be a line of it, and after 354 the dots belong there:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 CHUNKING
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: BDAT 10
    C: .
    C: hello
    S: 250 2.0.0 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: ..hidden
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 CHUNKING
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: BDAT 10 LAST
    C: hello
    C: .
       ^ no dot ends a chunk
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 CHUNKING
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    BDAT 10 LAST
    ..hidden
    ^^ a dot is doubled only after 354
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_DOUBLED = re.compile(r"\.\.(?=[^.\s])")
_WHERE = "(RFC 3030 section 2)"


@rule("bdat-dot-stuffed", "chunk:dot", severity=Severity.HINT, rfc="3030#2")
def check(step: Step) -> Iterator[Found]:
    """A lone dot as the last line of a chunk, or two dots before a word."""
    text = step.event.text
    if text == "." and step.after.content is None:
        yield Found(f"no dot ends a chunk: BDAT has said how long it is {_WHERE}", Span(0, 1))
    elif _DOUBLED.match(text):
        yield Found(f"a dot is doubled only after 354: BDAT has said how long the chunk is {_WHERE}", Span(0, 2))
