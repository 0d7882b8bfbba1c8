"""The value of BODY is not one that there is.

It is 7BIT, 8BITMIME or, with the extension BINARYMIME, BINARYMIME.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> BODY=8bitmime
    C: QUIT

A placeholder may stand for anything:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> BODY={{body}}
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> BODY=8BIT
                                          ^^^^ BODY is 7BIT, 8BITMIME or BINARYMIME
    C: QUIT

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 8BITMIME
    MAIL FROM:<alice@example.org> BODY=QUOTED-PRINTABLE
                                       ^^^^^^^^^^^^^^^^ BODY is 7BIT, 8BITMIME or BINARYMIME
    501 5.5.4 Syntax error
    QUIT
    221 2.0.0 Bye

## Fixed

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> BODY=8BITMIME
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity
from smtp_ls.rules.parameters.values import wrong
from smtp_ls.rules.rule import Found, replace, rule
from smtp_ls.session import Step

_MEANT = {
    "8BIT": "8BITMIME",
    "8-BIT": "8BITMIME",
    "8BITMIM": "8BITMIME",
    "7BITMIME": "7BIT",
    "7-BIT": "7BIT",
    "BINARY": "BINARYMIME",
}


@rule("invalid-body-value", "parameter:BODY", severity=Severity.ERROR, rfc="6152#2", instead_of=("malformed-command",))
def check(step: Step) -> Iterator[Found]:
    """None of the three words."""
    for each, value in wrong(step, "BODY"):
        meant = _MEANT.get(value.upper())
        yield Found(
            "BODY is 7BIT, 8BITMIME or BINARYMIME (RFC 6152 section 2, RFC 3030 section 3)",
            each.value_span,
            fix=replace(f"Write {meant}", each.value_span, meant) if meant else None,
        )
