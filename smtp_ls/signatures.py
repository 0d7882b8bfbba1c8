"""What a command takes, as one line, and which part of it the cursor is in: a verb's form, filled in for a session.

Rule 1: forms come from the grammar (`pages.forms`), texts from the pages; which parameters there are, from what the
session's EHLO reply offers.
"""

from collections.abc import Iterator
from typing import NamedTuple

from smtp_ls.envelope import envelope
from smtp_ls.events import Command, column
from smtp_ls.findings import Point, Span
from smtp_ls.hovering.brief import link, listed
from smtp_ls.hovering.labels import label
from smtp_ls.hovering.token import offset
from smtp_ls.hovering.tokens import tokens
from smtp_ls.pages import Topic, prose
from smtp_ls.pages.forms import FORMS
from smtp_ls.pages.layout import joined
from smtp_ls.pages.page import page
from smtp_ls.pages.parameters import forms
from smtp_ls.protocol.extensions import EXTENSIONS
from smtp_ls.protocol.parameters import ATTRIBUTES, PARAMETERS, POSITIONAL, Parameter
from smtp_ls.protocol.sasl import MECHANISMS
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.session import Known
from smtp_ls.trace import Trace


class Argument(NamedTuple):
    """A part of what a verb takes."""

    name: str
    """In upper case, if it is one of those that come in any order; else empty."""
    form: str
    text: str
    """What it means, in Markdown."""


class Signature(NamedTuple):
    """The line, where its arguments stand in it and what they mean, which of them the cursor is in, and of the verb."""

    line: str
    spans: tuple[Span, ...]
    texts: tuple[str, ...]
    active: int
    """An index; as many as there are arguments, if it is in none of them."""
    text: str


def signature(trace: Trace, place: Point, lang: str) -> Signature | None:
    """What the command takes that the cursor is in; None where it is in none, or still in the verb."""
    for token in tokens(trace, place.line):
        if token.kind == "verb" and token.step is not None and isinstance(token.event, Command):
            event = token.event
            if not column(event, 0) <= place.column <= column(event, len(event.text)):
                continue  # a log may have several commands on a line
            end = offset(event, place.column)
            if event.verb in VERBS and len(f"{event.text[:end]}.".split()) > 1:
                return _signature(event, token.step.known, end, lang)
    return None


def _signature(command: Command, known: Known, end: int, lang: str) -> Signature:
    arguments = list(_arguments(command, known, lang))
    line, spans = command.verb, []
    for each in arguments:
        spans.append(Span(len(line) + 1, len(line) + 1 + len(each.form)))
        line += f" {each.form}"
    about = page(Topic("verb", command.verb), lang)
    text = joined(about.summary, link(about.url, lang)) if about else ""
    return Signature(line, tuple(spans), tuple(each.text for each in arguments), _active(command, arguments, end), text)


# --- arguments --------------------------------------------------------------------------------------------------------


def _arguments(command: Command, known: Known, lang: str) -> Iterator[Argument]:
    """What the verb takes here."""
    verb = command.verb
    if verb in ATTRIBUTES:
        listed_here = known.offers.table.get(verb, "").upper().split() if known.offers is not None else []
        for name in listed_here or ATTRIBUTES[verb]:
            yield Argument(name, f"[{name}=value]", "")
        return
    for form in _parts(FORMS[verb.lower()]):
        if form == "[parameter...]":
            yield from _parameters(verb, known, lang)
        else:
            yield Argument("", form, _text(form, command, known, lang))


def _parts(form: str) -> list[str]:
    """The parts behind the verb, cut at the blanks that stand in no brackets."""
    parts, depth = [""], 0
    for each in form:
        depth += (each in "([") - (each in ")]")
        if each == " " and not depth:
            parts.append("")
        else:
            parts[-1] += each
    return parts[1:]


def _parameters(verb: str, known: Known, lang: str) -> Iterator[Argument]:
    for row in PARAMETERS.values():
        if verb in row.commands and _is_permitted(row, known):
            yield Argument(row.name, f"[{forms(row)[0]}]", _summary("parameter", row.name, lang))


def _is_permitted(row: Parameter, known: Known) -> bool:
    """Does the server offer it? Where that is not known, is it one that servers do offer?"""
    offers = known.offers
    if offers is not None and offers.complete:
        return not offers.lacks(*row.extensions)
    if offers is not None and any(each in offers for each in row.extensions):
        return True
    return any(EXTENSIONS[each].registered and EXTENSIONS[each].status not in _RARE for each in row.extensions)


_RARE = ("obsolete", "experimental")


def _text(form: str, command: Command, known: Known, lang: str) -> str:
    """What an argument with a place of its own means."""
    name = form.strip("[]")
    if "-path>" in form:
        return joined(label(form.partition("<")[2].rstrip(">"), lang), label("null", lang) * (command.verb != "RCPT"))
    if name == "mechanism":
        return _mechanisms(command, known, lang)
    if name in POSITIONAL or name in PARAMETERS:
        return _summary("parameter", name, lang)
    if "domain" in form and command.verb in ("EHLO", "HELO", "LHLO"):
        return label("client name", lang)
    return label("mailbox", lang) if name == "mailbox" else ""


def _mechanisms(command: Command, known: Known, lang: str) -> str:
    """Those that are offered, and the one that is named."""
    offered = known.offers.table.get(command.verb, "") if known.offers is not None else ""
    named = command.argument.partition(" ")[0].upper()
    return joined(listed(offered.split()), _summary("mechanism", named, lang) if named in MECHANISMS else "")


def _summary(kind: str, key: str, lang: str) -> str:
    return (prose(kind, key, lang) or {}).get("summary", "")


# --- the cursor -------------------------------------------------------------------------------------------------------


def _active(command: Command, arguments: list[Argument], end: int) -> int:
    """The index of the argument that the first `end` characters of a command lead to."""
    fixed = [index for index, each in enumerate(arguments) if not each.name]
    behind = command.text[:end]
    nth = len(behind.split()) - 2 + behind[-1:].isspace()
    if len(fixed) == len(arguments):
        return _fixed(arguments, nth)
    if fixed and not _is_behind_path(command.text, end):
        return 0
    used = {each.partition("=")[0].upper() for each in command.text.split()[1:]}
    typed = "" if behind[-1:].isspace() else behind.split()[-1].partition("=")[0].upper()
    for index, each in enumerate(arguments):
        if each.name and (each.name.startswith(typed) if typed else each.name not in used):
            return index
    return len(arguments)


def _fixed(arguments: list[Argument], nth: int) -> int:
    """Free text and lists go on; what takes nothing has nothing active."""
    goes_on = bool(arguments) and arguments[-1].form in _ENDLESS
    return min(nth, len(arguments) - 1) if goes_on else min(nth, len(arguments))


_ENDLESS = ("[text]", "text", "[domain[,domain]...]")


def _is_behind_path(text: str, end: int) -> bool:
    """Does this column come after the path of a MAIL or RCPT line, and a blank?"""
    path = envelope(text).path
    return path.start < path.end < end
