"""A parameter of MAIL or RCPT is known to no extension.

Mostly the name is misspelt. A server answers 555 to what it does not know. Private parameters begin with X and are only
worth a hint; what the EHLO reply itself lists is taken as known.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-SIZE
    S: 250 PRIORITY
    C: MAIL FROM:<alice@example.org> SIZE=1000 PRIORITY=3
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A placeholder may stand for anything:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> {{parameters}}
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIEZ=1000 BODY=8BITMIME
                                     ^^^^ no extension has a parameter SIEZ; did you mean SIZE?
    C: RCPT TO:<bob@example.net> X-PRIORITY=1
                                 ^^^^^^^^^^ X-PRIORITY is private
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 SIZE
    MAIL FROM:<alice@example.org> SIZE=10 MB
                                          ^^ no extension has a parameter MB
    555 5.5.4 Unsupported option: MB
    QUIT
    221 2.0.0 Bye

## Fixed, if you like

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SIZE=1000 BODY=8BITMIME
    C: RCPT TO:<bob@example.net> X-PRIORITY=1
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.protocol.parameters import PARAMETERS
from smtp_ls.protocol.verbs import distance
from smtp_ls.rules.needs import carried
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import command_of
from smtp_ls.session import Step

_MOST_EDITS = 2


@rule("unknown-parameter", "command:odd-parameter", severity=Severity.WARNING, rfc="5321#4.1.1.11")
def check(step: Step) -> Iterator[Found]:
    """A name in no table and not in the EHLO reply."""
    offers = step.known.offers
    for each in carried(step.event.text):
        name = each.name
        if name in PARAMETERS or (offers is not None and name in offers):
            continue
        span = Span(each.span.start, each.span.start + len(name))
        if name[0] == "X":
            message = f"{name} is private: only servers that agreed to it know it (RFC 5321 section 4.1.5)"
            yield Found(message, span, severity=Severity.HINT)
        else:
            meant = _nearest(name, command_of(step).verb)
            question = f"; did you mean {meant}?" if meant else " (RFC 5321 section 4.1.1.11)"
            fix = replace(f"Write {meant}", span, meant, safe=False) if meant else None
            yield Found(f"no extension has a parameter {name}{question}", span, fix=fix)


def _nearest(name: str, verb: str) -> str:
    """The parameter of this verb that was meant, "" if none is near."""
    most = min(_MOST_EDITS, len(name) // 2)
    near = [(distance(name, row.name), row.name) for row in PARAMETERS.values() if verb in row.commands]
    edits, best = min(near)
    return best if edits <= most else ""
