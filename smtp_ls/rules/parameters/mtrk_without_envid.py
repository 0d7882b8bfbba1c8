"""MAIL asks for tracking with MTRK, but has no ENVID.

Who tracks a message names it by its envelope identifier, so that MTRK must not come without ENVID.

## Good

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> MTRK=Y2VydGlmaWVyLTIwLW9jdGV0cyE ENVID=1@example.org
    C: QUIT

A placeholder may stand for anything:

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> MTRK={{certifier}} {{envid}}
    C: QUIT

## Bad

    C: EHLO client.example.org
    C: MAIL FROM:<alice@example.org> MTRK=Y2VydGlmaWVyLTIwLW9jdGV0cyE
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ MTRK needs ENVID beside it
    C: QUIT
"""

from collections.abc import Iterator

from smtp_ls.envelope import envelope
from smtp_ls.findings import Severity
from smtp_ls.protocol.parameters import PARTNERS
from smtp_ls.rules.parameters.values import given
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule("mtrk-without-envid", "parameter:MTRK", severity=Severity.ERROR, rfc="3885#3.2")
def check(step: Step) -> Iterator[Found]:
    """A parameter without its partner; a placeholder may be it."""
    names = {parameter.name for parameter in envelope(step.event.text).parameters}
    for each, _ in given(step, *PARTNERS):
        partner = PARTNERS[each.name]
        if partner not in names and not any("{{" in name for name in names):
            yield Found(f"{each.name} needs {partner} beside it (RFC 3885 section 3.2)", each.span)
