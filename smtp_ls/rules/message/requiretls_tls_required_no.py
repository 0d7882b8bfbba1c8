"""MAIL demands TLS with REQUIRETLS, and the header says `TLS-Required: No`.

The two contradict each other: one asks that the message goes over TLS or not at all, the other that it goes in any
case. The parameter wins, and the field is ignored. Leave one of them out.

## Good

    # smtp-ls: tls=implicit
    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> REQUIRETLS
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: TLS-Required: No
    C: .
    C: QUIT

Without the parameter, the field holds:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: TLS-Required: No
    C:
    C: hello
    C: .
    C: QUIT

## Bad

    # smtp-ls: tls=implicit
    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> REQUIRETLS
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: TLS-Required: No
       ^^^^^^^^^^^^ REQUIRETLS on MAIL makes this field void
    C:
    C: hello
    C: .
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import MAIL, Severity
from smtp_ls.message import header, uncommented
from smtp_ls.rules.message_gates import transaction
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step


@rule("requiretls-tls-required-no", "message:tls-required", severity=Severity.HINT, rfc="8689#4.1", always=True)
def check(step: Step) -> Iterator[Found]:
    """Both are there."""
    field, mail = header(message_of(step).header).first("tls-required"), transaction(step.before)
    if field is None or mail is None or mail.parameter("REQUIRETLS") is None:
        return
    if uncommented(field.raw).strip().lower() == "no":
        what = "REQUIRETLS on MAIL makes this field void (RFC 8689 section 4.1)"
        yield Found(what, field.named, field.lines[0].place, related=((MAIL, "TLS is demanded here"),))
