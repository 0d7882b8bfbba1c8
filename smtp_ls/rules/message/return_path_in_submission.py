"""A client sends a new message with a `Return-Path` field.

The server that delivers the message adds the field, from the sender that MAIL has named. One that is there before tells
something else than the envelope, and the message may arrive with two. Name the address in MAIL and leave the field out.

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
    C: Return-Path: <alice@example.org>
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A message that has been under way has a `Received` field, and a relay does not look at its header:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: Return-Path: <alice@example.org>
    C: Received: from client.example.org by a.example.org; Tue, 24 Nov 2026 10:00:00 +0000
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

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
    C: Return-Path: <alice@example.org>
       ^^^^^^^^^^^ Return-Path is added where the message is delivered
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
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
    Date: Tue, 24 Nov 2026 10:00:00 +0000
    From: alice@example.org
    Return-path: bounces@example.org
    ^^^^^^^^^^^ Return-Path is added where the message is delivered

    hello
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.message import header
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step


@rule("return-path-in-submission", "message:return-path", severity=Severity.WARNING, rfc="5321#4.4", always=True)
def check(step: Step) -> Iterator[Found]:
    """No server has received the message yet, and this is no delivery by LMTP."""
    head = header(message_of(step).header)
    field = head.first("return-path")
    if field is None or head.first("received") is not None or step.before.presumed.lmtp:
        return
    what = "Return-Path is added where the message is delivered, from MAIL: leave it out (RFC 5321 section 4.4)"
    yield Found(what, field.named, field.lines[0].place)
