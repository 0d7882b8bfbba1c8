"""The value of ENVID has more than 100 characters.

Servers need not keep a longer one. A client that submits mail should stay within 38, since relays may add to it.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> ENVID=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    C: QUIT

In a log that is only part of a session:

    # smtp-ls: protocol=submission
    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> ENVID=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> ENVID=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ENVID has 101 characters; 100 are allowed
    C: QUIT

In a log that is only part of a session:

    # smtp-ls: protocol=submission
    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> ENVID=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ENVID has 39 characters; 38 are best
    C: QUIT
"""  # noqa: E501

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.parameters.values import given
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_SUBMITTED = 38
"""Characters (RFC 3461 section 5.4)."""


@rule("envid-too-long", "parameter:ENVID", severity=Severity.WARNING, rfc="3461#4.4")
def check(step: Step) -> Iterator[Found]:
    """Over the limit; in submission, over what is advised."""
    for each, row in given(step, "ENVID"):
        value, most = each.value or "", row.max_value or 0
        if "{{" in value:
            continue
        if len(value) > most:
            yield Found(
                f"ENVID has {len(value)} characters; {most} are allowed (RFC 3461 section 4.4)", each.value_span
            )
        elif len(value) > _SUBMITTED and step.before.given.protocol == "submission":
            message = f"ENVID has {len(value)} characters; {_SUBMITTED} are best in submission (RFC 3461 section 5.4)"
            yield Found(message, each.value_span, severity=Severity.HINT)
