"""UTF8SMTP or ALT-ADDRESS is used, which SMTPUTF8 has replaced.

UTF8SMTP was an experiment (RFC 5336), and its ALT-ADDRESS gave a second address in ASCII. The standard is SMTPUTF8,
which has no such parameter: no client and no server knows the old one any more.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-8BITMIME
    S: 250 SMTPUTF8
    C: MAIL FROM:<alice@example.org> SMTPUTF8
    S: 250 2.1.0 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

On the first line it is a name:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-utf8smtp.example.com
    250 8BITMIME
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-8BITMIME
    S: 250 UTF8SMTP
           ^^^^^^^^ SMTPUTF8 has replaced UTF8SMTP
    C: MAIL FROM:<jürgen@example.org> ALT-ADDRESS=juergen@example.org
                                      ^^^^^^^^^^^ SMTPUTF8 has no ALT-ADDRESS
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.envelope import envelope
from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.keywords import is_repeated
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import first_said
from smtp_ls.session import Step

_OLD = "ALT-ADDRESS"
_WHERE = "(RFC 6531, which obsoletes RFC 5336)"


@rule(
    "utf8smtp-used", "keyword:UTF8SMTP", "parameter:ALT-ADDRESS",
    severity=Severity.WARNING, rfc="6531", instead_of=("extension-not-advertised",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """In what a server offers, and in what a client sends."""
    event = step.event
    if isinstance(event, Reply):
        if not is_repeated(step):
            yield Found(f"SMTPUTF8 has replaced UTF8SMTP {_WHERE}", first_said(event))
        return
    parameter = envelope(event.text).parameter(_OLD)
    if parameter is not None:
        start = parameter.span.start
        yield Found(f"SMTPUTF8 has no {_OLD}: it belongs to UTF8SMTP {_WHERE}", Span(start, start + len(_OLD)))
