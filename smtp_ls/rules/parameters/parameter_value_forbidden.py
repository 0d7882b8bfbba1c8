"""A parameter that takes no value has one.

SMTPUTF8, REQUIRETLS, CONPERM and CONNEG say all by being there. Leave the `=` and the value out; to say no, leave out
the parameter.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SMTPUTF8
    C: QUIT

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> XVERP=+=
    C: RCPT TO:<bob@example.net> CONNEG
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SMTPUTF8=1
                                     ^^^^^^^^^^ SMTPUTF8 takes no value
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250-8BITMIME
    250 SMTPUTF8
    MAIL FROM:<alice@example.org> smtputf8=no
                                  ^^^^^^^^^^^ SMTPUTF8 takes no value
    501 5.5.4 Syntax error
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> SMTPUTF8
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.rules.parameters.values import given
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.rules.words import source
from smtp_ls.session import Step

_NO = ("no", "0", "false", "off", "none", "n")


@rule(
    "parameter-value-forbidden", "command:odd-parameter",
    severity=Severity.ERROR, rfc="5321#4.1.1.11", instead_of=("malformed-command",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A known parameter that is a word alone, with an `=`."""
    for each, row in given(step):
        if row.value == "forbidden" and each.value is not None:
            rest = Span(each.span.start + len(each.name), each.span.end)
            # Who writes SMTPUTF8=no means the opposite of what is left without the value.
            fix = None if each.value.lower() in _NO else replace("Remove the value", rest, "")
            yield Found(f"{each.name} takes no value: to say no, leave it out{source(row.rfc)}", each.span, fix=fix)
