"""A parameter is given twice on one command.

Each may stand once; a server answers 501 to a second one, since it could not tell which of the two counts. Where both
say the same, one of them can go.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIZE=1000
    C: RCPT TO:<bob@example.net> NOTIFY=NEVER
    C: RCPT TO:<carol@example.net> NOTIFY=NEVER
    C: QUIT

A placeholder may stand for anything:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> {{one}} {{one}}
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIZE=1000 size=2000
                                               ^^^^^^^^^ SIZE is given twice
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 DSN
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net> NOTIFY=DELAY NOTIFY=FAILURE
                                           ^^^^^^^^^^^^^^ NOTIFY is given twice
    501 5.5.4 Duplicate NOTIFY
    QUIT
    221 2.0.0 Bye

Twice the same:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIZE=1000 BODY=8BITMIME size=1000
                                                             ^^^^^^^^^ SIZE is given twice
    C: QUIT

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIZE=1000 BODY=8BITMIME
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Fix, Severity, Span
from smtp_ls.protocol.parameters import PARAMETERS
from smtp_ls.rules.needs import carried
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import source
from smtp_ls.session import Step


@rule("duplicate-parameter", "command:odd-parameter", severity=Severity.ERROR, rfc="1870#6")
def check(step: Step) -> Iterator[Found]:
    """A name that has come before on this line; of an unknown one nobody knows that it may not."""
    text = step.event.text
    seen: dict[str, str | None] = {}
    for each in carried(text):
        if each.name in seen:
            row = PARAMETERS.get(each.name)
            severity = None if row is not None else Severity.WARNING
            yield Found(
                f"{each.name} is given twice: one is enough{source(row.rfc if row is not None else '')}",
                each.span,
                severity=severity,
                fix=_without(text, each.span) if seen[each.name] == each.value else None,
            )
        seen.setdefault(each.name, each.value)


def _without(text: str, span: Span) -> Fix:
    """The command without the parameter and the blanks before it."""
    return replace("Remove it", Span(len(text[: span.start].rstrip()), span.end), "")
