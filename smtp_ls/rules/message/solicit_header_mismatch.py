"""SOLICIT on MAIL and the `Solicitation` field name different classes.

A sender of advertising labels it with keywords, in the header and, where the server offers NO-SOLICITING, on MAIL as
well. The server may refuse by what MAIL says, and the recipient filters by what the header says, so they have to agree.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SOLICIT=org.example:ADV,net.example:ADLT
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: Solicitation: net.example:ADLT, org.example:ADV
    C:
    C: hello
    C: .
    C: QUIT

The order is free, and so is a field without the parameter:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: Solicitation: net.example:ADLT
    C:
    C: hello
    C: .
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SOLICIT=org.example:ADV
    C: RCPT TO:<bob@example.net>
    C: DATA
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C: Solicitation: net.example:ADLT
                     ^^^^^^^^^^^^^^^^ MAIL names other classes
    C:
    C: hello
    C: .
    C: QUIT
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import MAIL, Severity
from smtp_ls.message import header, uncommented
from smtp_ls.rules.message_gates import transaction
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import message_of
from smtp_ls.session import Step

_SEPARATOR = re.compile(r"[\s,]+")


@rule("solicit-header-mismatch", "message:solicitation", severity=Severity.WARNING, rfc="3865#2.3", always=True)
def check(step: Step) -> Iterator[Found]:
    """Both name classes, and not the same ones."""
    field, mail = header(message_of(step).header).first("solicitation"), transaction(step.before)
    value = mail.parameter("SOLICIT") if mail is not None else None
    if field is None or not value or "{{" in value + field.raw:
        return
    if _classes(value) != _classes(uncommented(field.raw)):
        line, span = field.at_value()
        what = "MAIL names other classes with SOLICIT: the two have to agree (RFC 3865 section 2.3)"
        yield Found(what, span, line.place, related=((MAIL, "SOLICIT is said here"),))


def _classes(value: str) -> set[str]:
    return {each.lower() for each in _SEPARATOR.split(value.strip()) if each}
