"""A command that takes no argument has one.

DATA, RSET, QUIT and STARTTLS stand alone on their line; servers answer 501 to anything behind them.

## Good

    C: EHLO client.example.org
    C: NOOP keep the connection
    C: RSET
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    HELP DATA
    214 2.0.0 See RFC 5321
    QUIT
    221 2.0.0 Bye

## Bad

    C: EHLO client.example.org
    C: RSET all
            ^^^ RSET takes no argument
    C: QUIT now please
            ^^^^^^^^^^ QUIT takes no argument

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 STARTTLS
    STARTTLS tls1.3
             ^^^^^^ STARTTLS takes no argument
    501 5.5.4 Syntax: STARTTLS
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: RSET
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import argument_span, command_of, source, verb_span
from smtp_ls.session import Step


@rule(
    "unexpected-argument", "command:malformed",
    severity=Severity.ERROR, rfc="5321#4.1.1", instead_of=("malformed-command", "double-space"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """Words after a verb that has none."""
    verb, argument, end = command_of(step).verb, argument_span(step.event), verb_span(step.event).end
    if VERBS[verb].max_args == 0 and argument.end > argument.start > end:
        fix = replace("Remove the argument", Span(end, argument.end), "")
        yield Found(f"{verb} takes no argument{source(VERBS[verb].rfc)}", argument, fix=fix)
