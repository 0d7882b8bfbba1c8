"""A line of the header is no header field.

A field is a name, a colon and a value; the name has letters, digits, hyphens and the like, but no blank, and none
stands before the colon. A line that continues the one above begins with a blank. Servers refuse other lines, leave them
out, or end the header there, so that the fields below become text.

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
    C: Subject: a long subject,
    C:  continued with a blank in front
    C: X-Mailer:none
    C:
    C: Subject : this is text
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A placeholder may stand for fields:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: {{more fields}}
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
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
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: Subject : lunch
              ^ no blank may stand before the colon
    C: Reply To: alice@example.org
       ^^^^^^^^ a field's name has no blanks
    C: X-Note: one that is long
    C: and goes on here
       ^^^^^^^^^^^^^^^^ this is no header field
    C: To: bob@example.net
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, with the line that parts messages in an mbox file:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    DATA
    354 Go ahead
    From alice@example.org Tue Nov 24 10:00:00 2026
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this line parts messages in an mbox file
    Date: Tue, 24 Nov 2026 10:00:00 +0000
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
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From alice@example.org
       ^^^^ the colon behind From is missing
    C: Subject: hello
    C:
    C: hello
    C: .
    C: QUIT

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
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: Subject: lunch
    C: Reply-To: alice@example.org
    C: X-Note: one that is long
    C: and goes on here
    C: To: bob@example.net
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls.events import MessageLine
from smtp_ls.findings import Change, Fix, Severity
from smtp_ls.message import Field, header
from smtp_ls.protocol.fields import FIELDS
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step

_MBOX = re.compile(r">?From \S* .*\d\d:\d\d")
_SPLIT = re.compile(r"([!-9;-~]+(?:[ \t]+[!-9;-~]+){1,3})[ \t]*:")
_NAME = re.compile(r"([!-9;-~]+)(?=[ \t]|$)")


@rule("malformed-header", "message:stray", "message:spaced", severity=Severity.ERROR, rfc="5322#2.2", always=True)
def check(step: Step) -> Iterator[Found]:
    """Lines between fields that are none, and blanks before colons."""
    head = header(message_of(step).header)
    for field in head.fields:
        if field.gap:
            yield _spaced(field)
    for line in head.strays:
        yield _stray(line)


def _spaced(field: Field) -> Found:
    line = field.lines[0]
    span = line.span(len(field.name), field.colon)
    fix = Fix("Remove the blank", (Change(span, "", line.place),))
    what = "no blank may stand before the colon (RFC 5322 section 2.2)"  # section 4.5: but it is to be read
    return Found(what, span, line.place, fix=fix, severity=Severity.WARNING)


def _stray(line: MessageLine) -> Found:
    text = line.text
    if _MBOX.match(text):
        what = "this line parts messages in an mbox file and is no header field: leave it out (RFC 5322 section 2.2)"
        return Found(what, line.span(0, len(text)), line.place)
    split, name = _SPLIT.match(text), _NAME.match(text)
    if split:
        span, better = line.span(*split.span(1)), FIELDS.get("-".join(split[1].lower().split()))
        what = f"a field's name has no blanks{f': write {better}' if better else ''} (RFC 5322 section 2.2)"
        fix = Fix(f"Write {better}", (Change(span, better, line.place),)) if better else None
        return Found(what, span, line.place, fix=fix)
    if name and name[1].lower() in FIELDS:
        what = f"the colon behind {name[1]} is missing (RFC 5322 section 2.2)"
        return Found(what, line.span(*name.span(1)), line.place)
    what = "this is no header field; if it continues the line above, begin it with a blank (RFC 5322 section 2.2)"
    return Found(what, line.span(0, len(text)), line.place)
