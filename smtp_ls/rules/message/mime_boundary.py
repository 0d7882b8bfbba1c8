"""The parts of a multipart message are not marked as its header says.

`Content-Type: multipart/...` names a boundary; a line with two hyphens and the boundary begins each part, and one with
two hyphens more ends the last. If it is not named, or does not stand in the body, the message is shown empty or as one
lump; if the last line is missing, what comes behind is taken for the last part.

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
    C: MIME-Version: 1.0
    C: Content-Type: multipart/mixed;
    C:  boundary="a b"
    C:
    C: This is for old programs.
    C: --a b
    C: Content-Type: multipart/alternative; boundary=c
    C:
    C: --c
    C:
    C: hello
    C: --c--
    C: --a b
    C:
    C: bye
    C: --a b--
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

What is left out may hold the boundary:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: MIME-Version: 1.0
    C: Content-Type: multipart/mixed; boundary=b
    C:
    C: {{file:parts.txt}}
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
    C: MIME-Version: 1.0
    C: Content-Type: multipart/mixed
                     ^^^^^^^^^^^^^^^ a multipart message names its boundary
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
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary=b
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ no line `--b` begins a part

    -- b
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
    C: From: alice@example.org
    C: MIME-Version: 1.0
    C: Content-Type: multipart/mixed; boundary=b
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ no line `--b--` ends the last part
    C:
    C: --b
    C:
    C: hello
    C: .
    C: QUIT

With expectations, in a part:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org>
    S: 250
    C: RCPT TO:<bob@example.net>
    S: 250
    C: DATA
    S: 354
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: MIME-Version: 1.0
    C: Content-Type: multipart/mixed; boundary=b
    C:
    C: --b
    C: Content-Type: multipart/alternative
                     ^^^^^^^^^^^^^^^^^^^^^ a multipart message names its boundary
    C:
    C: hello
    C: --b--
    C: .
    S: 250
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.message import Entity
from smtp_ls.rules.message.shown import parts_of
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step


@rule("mime-boundary", "message:mime", severity=Severity.WARNING, rfc="2046#5.1.1", always=True)
def check(step: Step) -> Iterator[Found]:
    """Each multipart of the message. Within one that is not closed its parts are not sure."""
    for entity in parts_of(message_of(step)):
        what = _flaw(entity)
        field = entity.header.first("content-type")
        if what and field is not None and "{{" not in field.raw:
            line, span = field.at_value()
            yield Found(f"{what} (RFC 2046 section 5.1.1)", span, line.place)
            return


def _flaw(entity: Entity) -> str:
    kind = entity.type
    if not kind.name.startswith("multipart/") or any(name.startswith("boundary*") for name, _ in kind.parameters):
        return ""
    boundary = kind.parameter("boundary")
    if not boundary:
        return "a multipart message names its boundary: add boundary=..."
    if not entity.opened:
        return f"no line `--{boundary}` begins a part"
    return "" if entity.closed else f"no line `--{boundary}--` ends the last part"
