"""A `Received` field does not say by whom and when the message was received.

Each server adds one on top: `from` whom, `by` which host, `with` which protocol, and behind a semicolon the date. Mail
programs and administrators read them to see which way a message has come, and where it has waited.

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
    C: Received: from client.example.org (client.example.org [192.0.2.7])
    C:  by mx.example.com (Postfix) with ESMTPS id 4F1A2
    C:  for <bob@example.net>; Tue, 24 Nov 2026 10:00:00 +0000 (UTC)
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

The first one may have no `from`, and clauses may be in comments:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 Go ahead
    C: Received: (from alice@localhost) by client.example.org (8.18.1/Submit) id 4F1A2;
    C:  Tue, 24 Nov 2026 10:00:00 +0000
    C: Received: (qmail 4711 invoked by uid 1000); 24 Nov 2026 10:00:00 -0000
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
    C: Received: from client.example.org by mx.example.com with ESMTP id 4F1A2
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this field ends with a semicolon
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
    Received: from client.example.org; Tue, 24 Nov 2026 10:00:00 +0000
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this field says with "by" which host
    Date: Tue, 24 Nov 2026 10:00:00 +0000
    From: alice@example.org

    hello
    .
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.message import Field, header, uncommented
from smtp_ls.rules.message.dates import is_like_date
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step

_BY = re.compile(r"(?:^|\s)by\s+\S", re.IGNORECASE)


@rule("received-malformed", "message:received", severity=Severity.INFORMATION, rfc="5321#4.4", always=True)
def check(step: Step) -> Iterator[Found]:
    """Without a date at the end, or without the host that has added it. The rest is too often written otherwise."""
    for field in header(message_of(step).header).all("received"):
        what = _flaw(field)
        if what and "{{" not in field.raw:
            line, span = field.at_value()
            yield Found(f"{what} (RFC 5321 section 4.4)", span, line.place)


def _flaw(field: Field) -> str:
    clauses, semicolon, date = uncommented(field.raw).rpartition(";")
    if not semicolon or not is_like_date(date):
        return "this field ends with a semicolon and a date"
    if not clauses.strip():  # qmail writes all of them in a comment
        return ""
    return "" if _BY.search(clauses) else 'this field says with "by" which host has received the message'
