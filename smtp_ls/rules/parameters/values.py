"""The values of parameters, judged by the grammar's rule for each: what the rules of this family share."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from smtp_ls import syntax
from smtp_ls.envelope import EsmtpParameter
from smtp_ls.findings import Change, Fix, Span
from smtp_ls.protocol.parameters import PARAMETERS, Parameter
from smtp_ls.rules.needs import carried
from smtp_ls.rules.words import command_of
from smtp_ls.session import Step


def given(step: Step, *names: str) -> Iterator[tuple[EsmtpParameter, Parameter]]:
    """The parameters of those names that stand on a verb that takes them, with their rows; without names all known."""
    for each in carried(step.event.text):
        row = PARAMETERS.get(each.name)
        if row is not None and command_of(step).verb in row.commands and (not names or each.name in names):
            yield each, row


def wrong(step: Step, *names: str) -> Iterator[tuple[EsmtpParameter, str]]:
    """Those of them whose value is none that the grammar has, with the value; no value at all is for another rule."""
    for each, row in given(step, *names):
        if each.value and row.rule is not None and not syntax.matches(row.rule, each.value, utf8=True):
            yield each, each.value


# --- xtext (RFC 3461 section 4) ---------------------------------------------------------------------------------------

_NOT_XTEXT = re.compile(r"\+(?![0-9A-F]{2})(?:[0-9A-Fa-f]{2})?|=|[^\x21-\x7e]")


class Slip(NamedTuple):
    """A piece of a value that is no xtext, by its columns in the value, and what it should be ("": nobody can tell)."""

    span: Span
    mended: str


def slips(value: str) -> list[Slip]:
    """All that keeps a value from being xtext; nothing where it has a placeholder."""
    if "{{" in value:
        return []
    found = []
    for piece in _NOT_XTEXT.finditer(value):
        text = piece[0]
        if text == "+":
            mended = "+2B"
        elif text == "=":
            mended = "+3D"
        else:
            mended = text.upper() if text[0] == "+" else ""
        found.append(Slip(Span(*piece.span()), mended))
    return found


def encoded(found: list[Slip], at: int) -> Fix | None:
    """The fix for all slips of a value that stands at a column, if there is one for each."""
    if not found or not all(slip.mended for slip in found):
        return None
    changes = tuple(Change(Span(at + slip.span.start, at + slip.span.end), slip.mended) for slip in found)
    return Fix("Encode it as xtext", changes)
