"""A line of mail data begins with a dot that is not doubled.

A lone dot ends the message, so that a client doubles the dot of every line that begins with one, and the server takes
it away again. A dot that was not doubled is lost: of `.hidden` arrives `hidden`.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
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
    C: ...
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

Chunks know no dots:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: BDAT 9 LAST
    C: .hidden
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: .hidden
       ^ this dot is not doubled
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    DATA
    354 Go ahead
    hello
    .profile and .bashrc
    ^ this dot is not doubled
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: .hidden
       ^ this dot is not doubled
    C: .
    C: QUIT

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org>
    S: 250
    C: RCPT TO:<bob@example.net>
    S: 250
    C: DATA
    S: 354
    C: .hidden
       ^ this dot is not doubled
    C: .
    S: 250
    C: QUIT
    S: 221

## Fixed

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: ..hidden
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.session import Step

_DOT = Span(0, 1)


@rule("unstuffed-dot", "body:odd", severity=Severity.ERROR, rfc="5321#4.5.2", always=True)
def check(step: Step) -> Iterator[Found]:
    """One dot and more, in lines that are shown as they were sent."""
    text, content = step.event.text, step.after.content
    if not text.startswith(".") or text.startswith("..") or content is None or not content.wire:
        return
    if text[1:].isspace():  # what was meant is not certain
        yield Found("a dot with blanks behind it does not end the mail data (RFC 5321 section 4.1.1.4)", _DOT)
    else:
        yield Found(
            "this dot is not doubled, so that it gets lost on the way (RFC 5321 section 4.5.2)", _DOT,
            fix=replace("Double the dot", _DOT, ".."),
        )  # fmt: skip
