"""A recipient is named twice in one transaction.

It is allowed, and most servers deliver the message once; some deliver it twice. In LMTP each RCPT that was accepted
gets a reply of its own after the message, a second one too.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 450 4.2.1 Try again
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

Another name, even if only its case differs, and another transaction:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: RCPT TO:<Bob@example.net>
    C: RSET
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: RSET
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: RCPT TO:<carol@example.net>
    C: RCPT TO:<bob@EXAMPLE.net> NOTIFY=NEVER
               ^^^^^^^^^^^^^^^^^ this recipient was named before
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    250 2.1.5 Ok
    RCPT TO:<bob@example.net>
            ^^^^^^^^^^^^^^^^^ this recipient was named before
    250 2.1.5 Ok
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator
from functools import lru_cache

from smtp_ls.envelope import envelope
from smtp_ls.findings import MAIL, Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("duplicate-recipient", "command:rcpt-again", severity=Severity.HINT, rfc="2033#4.2")
def check(step: Step) -> Iterator[Found]:
    """The same address, among those of this transaction that are accepted or presumed so."""
    text, mail = step.event.text, step.known.mail
    if mail is None or "{{" in text:
        return
    address = _address(text)
    if address and any(each.accepted and _address(each.path) == address for each in mail.recipients):
        yield Found(
            "this recipient was named before in this transaction",
            envelope(text).path,
            related=((MAIL, "the transaction was opened here"),),
        )


@lru_cache(maxsize=4096)
def _address(text: str) -> str:
    """The address of a RCPT line; its domain, which may be in any case, in lower case (RFC 5321 section 2.4)."""
    path = envelope(text).path
    local, at, domain = text[path.start : path.end].rpartition("@")
    return local + at + domain.lower()
