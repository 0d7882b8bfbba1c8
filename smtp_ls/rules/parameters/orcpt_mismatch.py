"""ORCPT names another recipient than RCPT, where a message is submitted.

ORCPT tells the recipient as the sender first gave it, so that a report can say whom it is about. Where the message is
new, the two are the same; only a relay, or who expands an alias, has reason to give another. It is judged after AUTH,
or in a file that says `# smtp-ls: protocol=submission`.

## Good

    # smtp-ls: protocol=submission
    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob+lists@example.net> ORCPT=rfc822;Bob+2Blists@example.net
    C: QUIT

A relay passes on what it was told:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@home.example.net> ORCPT=rfc822;bob@example.net
    C: QUIT

## Bad

    # smtp-ls: protocol=submission
    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net> ORCPT=rfc822;carol@example.net
                                       ^^^^^^^^^^^^^^^^^^^^^^^^ this is not the recipient of RCPT
    C: QUIT

In a log, after AUTH:

    # smtp-ls: tls=implicit
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-AUTH EXTERNAL
    S: 250 DSN
    C: AUTH EXTERNAL =
    S: 235 2.7.0 Ok
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net> ORCPT=rfc822;carol@example.net
                                       ^^^^^^^^^^^^^^^^^^^^^^^^ this is not the recipient of RCPT
    S: 250 2.1.5 Ok
    C: QUIT
    S: 221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls import syntax
from smtp_ls.envelope import envelope
from smtp_ls.findings import Severity
from smtp_ls.rules.parameters.values import given
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_ENCODED = re.compile(r"\+([0-9A-F]{2})")


@rule("orcpt-mismatch", "parameter:ORCPT", severity=Severity.INFORMATION, rfc="3461#4.2")
def check(step: Step) -> Iterator[Found]:
    """A valid address of type rfc822 that differs from the path in more than case."""
    if not step.known.authenticated and step.before.given.protocol != "submission":
        return
    text = step.event.text
    path = envelope(text).path
    recipient = text[path.start + 1 : path.end - 1]
    for each, row in given(step, "ORCPT"):
        kind, _, address = (each.value or "").partition(";")
        if kind.lower() != "rfc822" or "{{" in text or not syntax.matches(row.rule or "", each.value or "", utf8=True):
            continue
        if _ENCODED.sub(lambda found: chr(int(found[1], 16)), address).casefold() != recipient.casefold():
            message = "this is not the recipient of RCPT: where a message is new, it is (RFC 3461 section 4.2)"
            yield Found(message, each.value_span)
