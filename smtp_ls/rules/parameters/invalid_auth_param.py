"""The value of the parameter AUTH is no mailbox in xtext, and not `<>`.

AUTH tells who submitted the message: `AUTH=alice@example.org` or, if nobody can tell, `AUTH=<>`. A mailbox has no
brackets here; some clients write them all the same, which is a warning. It is written in xtext, with `+2B` for `+` and
`+3D` for `=`.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<e=mc2@example.org> AUTH=e+3Dmc2@example.org
    C: QUIT

In a script:

    C: EHLO client.example.org
    C: MAIL FROM:<> AUTH=<>
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> AUTH=<alice@example.org>
                                          ^^^^^^^^^^^^^^^^^^^ the mailbox has no brackets here
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH EXTERNAL
    MAIL FROM:<alice@example.org> AUTH=alice
                                       ^^^^^ the value is a mailbox in xtext, or <>
    501 5.5.4 Syntax error
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> AUTH=alice@example.org
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls import syntax
from smtp_ls.findings import Severity
from smtp_ls.rules.parameters.values import encoded, slips, wrong
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.session import Step

_SECTION = "(RFC 4954 section 5)"


@rule("invalid-auth-param", "parameter:AUTH", severity=Severity.ERROR, rfc="4954#5", instead_of=("malformed-command",))
def check(step: Step) -> Iterator[Found]:
    """In brackets, with a slip of xtext, or no mailbox at all."""
    for each, value in wrong(step, "AUTH"):
        span, inside = each.value_span, value[1:-1]
        if value[0] == "<" and value[-1] == ">" and syntax.matches("auth-value", inside):
            fix = replace("Remove the brackets", span, inside)
            message = f"the mailbox has no brackets here {_SECTION}"
            yield Found(message, span, fix=fix, severity=Severity.WARNING)
        else:
            yield Found(
                f"the value is a mailbox in xtext, or <> {_SECTION}", span, fix=encoded(slips(value), span.start)
            )
