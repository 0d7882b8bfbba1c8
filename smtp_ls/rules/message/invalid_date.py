"""The value of `Date` is no date, or no such day exists.

It is written as `Tue, 24 Nov 2026 10:00:00 +0000`: the day of the week (which may be left out), the day, the month by
its first three letters, the year with four digits, the time and the offset from UTC. The day of the week has to fit.

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
    C: Date: 24 Nov 2026 10:00 -0700 (Mountain Time)
    C: From: alice@example.org
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

The old names of zones may still be read, and a placeholder may stand for a date:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 GMT
    C: From: alice@example.org
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: Date: {{now}}
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
    C: Date: Mon, 24 Nov 2026 10:00:00 +0000
             ^^^ 24 Nov 2026 is a Tuesday, not a Monday
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
    Date: 24 Nov 26 10:00:00 +0000
                 ^^ the year has 2 digits: write 2026
    From: alice@example.org

    hello
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: 01/02/26
             ^^^^^^^^ this is no date
    C: From: alice@example.org
    C:
    C: hello
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
    C: Date: Tue, 24 Nov 2026 10:00:00
                              ^^^^^^^^ the offset from UTC is missing
    C: From: alice@example.org
    C:
    C: hello
    C: .
    S: 250
    C: QUIT
    S: 221

## Fixed, if you like

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
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Change, Fix, Severity
from smtp_ls.message import header
from smtp_ls.rules.message.dates import date_flaw
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step


@rule("invalid-date", "message:odd-date", severity=Severity.WARNING, rfc="5322#3.3", always=True)
def check(step: Step) -> Iterator[Found]:
    """The first Date field; a second one is a mistake of its own."""
    field = header(message_of(step).header).first("date")
    flaw = date_flaw(field.raw) if field is not None else None
    if field is None or flaw is None:
        return
    line, span = field.at(flaw.start, flaw.end)
    fix = Fix(f"Write {flaw.better}", (Change(span, flaw.better, line.place),), safe=False) if flaw.better else None
    severity = Severity.INFORMATION if step.before.shown.excerpt else None  # old documents have old dates
    yield Found(f"{flaw.message} (RFC 5322 section 3.3)", span, line.place, fix=fix, severity=severity)
