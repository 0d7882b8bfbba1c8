"""A script uses a command or a parameter that is one program's own.

What begins with X is a matter between two parties who have agreed to it: `XVERP`, `XCLIENT` and `XFORWARD` are
Postfix's, others are Microsoft's and Sendmail's. Another server answers 500 or 555. If the file shows what the server
offers, nothing is said.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 XVERP
    C: MAIL FROM:<alice@example.org> XVERP
    S: 250 2.1.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

What a log shows was agreed to:

    C: XCLIENT NAME=other.example.org
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> XVERP=+=
                                     ^^^^^^^^ XVERP is private
    C: QUIT

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: XFORWARD ADDR=192.0.2.1
       ^^^^^^^^ XFORWARD is private
    S: 250
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.rules.parameters.values import given
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Step
from smtp_ls.session.order import Phase


@rule(
    "xverp-private", "parameter:XVERP", *(f"command:{name}" for name, row in VERBS.items() if row.private),
    severity=Severity.INFORMATION, rfc="5321#4.1.5",
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A private verb or parameter that we know, in a script of our own notation that shows no offers."""
    command, known, before = command_of(step), step.known, step.before
    logged = known.offers is not None or before.full or not before.shown.native
    if logged or known.phase in (Phase.UNKNOWN, Phase.GREETED):
        return
    used: list[tuple[str, Span]] = [(each.name, each.span) for each, _ in given(step, "XVERP")]
    if VERBS[command.verb].private:
        used.append((command.verb, verb_span(command)))
    for name, span in used:
        yield Found(f"{name} is private: only servers that agreed to it know it (RFC 5321 section 4.1.5)", span)
