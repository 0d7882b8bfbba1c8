"""The message is empty: the dot comes right after 354.

There is no header, and no text. Servers take such a message or refuse it, and the recipient cannot tell who it is from.
A message has at least the fields `Date` and `From`. To give up a transaction, send RSET in the place of DATA. In a
script, where it may be left to somebody else, this is information.

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
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

Where no recipient was accepted, a lone dot is the way to end what 354 has begun:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 PIPELINING
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    S: 250 2.1.0 Ok
    S: 550 5.1.1 No such user
    S: 354 Go ahead
    C: .
    S: 554 5.5.1 No valid recipients
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
    C: .
       ^ the message is empty
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
    .
    ^ the message is empty
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: .
       ^ the message is empty
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
    C: .
       ^ the message is empty
    S: 250
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.message_gates import transaction
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("empty-message", "message:empty", "end-of-data", severity=Severity.WARNING, rfc="5321#4.1.1.4", always=True)
def check(step: Step) -> Iterator[Found]:
    """A message without a line; in a script a dot right behind DATA, which has opened nothing yet."""
    before, event = step.before, step.event
    if event.kind == "end-of-data" and (before.content is not None or before.awaits != "data"):
        return
    mail = transaction(before)
    if mail is None or (mail.recipients and not mail.accepted) or before.shown.excerpt:
        return  # a document may leave out what it is not about
    what = "the message is empty: it needs a header, with Date and From at least (RFC 5322 section 3.6)"
    yield Found(what, severity=None if before.full else Severity.INFORMATION)
