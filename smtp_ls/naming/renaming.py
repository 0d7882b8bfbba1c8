"""A name renamed wherever it stands: the edits, or why it cannot be.

Rule 1: all places change or none. Rule 2: a command that was valid stays so, and a chunk keeps its announced size: the
number on its BDAT line changes with it.
"""

import re
from typing import NamedTuple

from smtp_ls.events import Command, column
from smtp_ls.findings import OPENED, Edit, Point, Span
from smtp_ls.naming.names import DOMAIN, MAILBOX, VARIABLE, Word, to_xtext
from smtp_ls.naming.occurrences import Occurrence, Reach, occurrences
from smtp_ls.publishing.places import Places
from smtp_ls.reading import command_parts
from smtp_ls.syntax import matches
from smtp_ls.text import octets
from smtp_ls.trace import Trace

RESERVED = ("server", "tls", "protocol", "timeout")
"""Variables whose names mean something (LANGUAGE section 1)."""
MOST = 20_000
"""How many places are renamed at most."""
_VARIABLE = re.compile(r"[A-Za-z_][\w.-]*")
_PLAIN = re.compile(r"[!#-&(-\[\]-~]*")
"""What no log escapes: visible ASCII but quotes and the backslash."""


class Renaming(NamedTuple):
    """What renaming comes to: the edits in their order, or one sentence that says why it cannot be."""

    edits: tuple[Edit, ...] = ()
    objection: str = ""


def can_rename(name: Word) -> bool:
    """Has this name been chosen by somebody who could choose another?"""
    if name.kind == VARIABLE:
        return name.key not in RESERVED
    return name.key != "postmaster"


def rename(trace: Trace, name: Word, wanted: str) -> Renaming:
    """Give a name, where all it stands in the file, another text."""
    text = wanted.strip()
    if name.kind == MAILBOX:
        text = text.removeprefix("<").removesuffix(">") if text.startswith("<") else text
    objection = _objection(trace, name, text)
    if objection:
        return Renaming(objection=objection)
    found = occurrences(trace, name, Reach(most=MOST + 1))
    if len(found) > MOST:
        return Renaming(objection=f"it stands in more than {MOST} places")
    for each in found:
        objection = _spoils(each, text)
        if objection:
            return Renaming(objection=objection)
    edits = [_edit(each, text) for each in found]
    return Renaming(tuple(sorted([*edits, *_chunk_sizes(trace, found, text)], key=lambda each: each.start)))


def _objection(trace: Trace, name: Word, text: str) -> str:
    """Why a name cannot be called so, whatever stands about it."""
    if not can_rename(name):
        return f"{name.text} cannot be renamed: the name has a meaning of its own"
    if name.kind == MAILBOX and not matches("Mailbox", text, utf8=True):
        return f"{text or 'nothing'} is no mailbox, as in local-part@domain (RFC 5321 section 4.1.2)"
    if name.kind == DOMAIN and not any(matches(rule, text, utf8=True) for rule in ("Domain", "address-literal")):
        return f"{text or 'nothing'} is neither a domain nor an address literal (RFC 5321 section 4.1.2)"
    if name.kind != VARIABLE:
        return ""
    if not _VARIABLE.fullmatch(text):
        return f"{text or 'nothing'} is no name for a variable: a letter, then letters, digits, _ . and -"
    if text in RESERVED:
        return f"{text} is reserved: it says how a script is run"
    if text != name.key and occurrences(trace, Word(VARIABLE, text, text, Span(0, 0)), Reach(most=1)):
        return f"there is a variable {text} already"
    return ""


def _spoils(place: Occurrence, text: str) -> str:
    """Why a name cannot be called so in one of its places."""
    event = place.name.event
    if event.columns is not None and not _PLAIN.fullmatch(text):
        return f"{text} would have to be escaped in line {place.line + 1}"
    if place.name.word.xtext and not text.isascii():
        return f"{text} cannot stand in the parameter in line {place.line + 1}: xtext is ASCII (RFC 3461 section 4)"
    if not isinstance(event, Command) or not event.valid:
        return ""
    start, end = place.name.word.span
    changed = event.text[:start] + _written(place.name.word, text) + event.text[end:]
    return "" if command_parts(changed)[1] else f"with {text} line {place.line + 1} would be no valid {event.verb}"


def _written(word: Word, text: str) -> str:
    return to_xtext(text) if word.xtext else text


def _edit(place: Occurrence, text: str) -> Edit:
    start, end = place.name.columns
    return Edit(Point(place.line, start), Point(place.line, end), _written(place.name.word, text))


def _chunk_sizes(trace: Trace, found: list[Occurrence], text: str) -> list[Edit]:
    """The announced sizes of the chunks whose lines become longer or shorter."""
    added: dict[int, int] = {}
    for line, (word, event) in found:
        if event.kind == "chunk":
            opened = Places(trace, line, key=event.key).line(OPENED)
            if opened is not None:
                difference = octets(text) - octets(event.text[slice(*word.span)])
                added[opened] = added.get(opened, 0) + difference
    return [edit for line, difference in added.items() if difference for edit in _resized(trace, line, difference)]


def _resized(trace: Trace, line: int, difference: int) -> list[Edit]:
    for event in trace.said(line):
        if isinstance(event, Command) and event.verb == "BDAT" and event.columns is None:
            size = re.compile(r"\s*\S+\s+(\d{1,18})").match(event.text)
            if size:
                start, end = (Point(line, column(event, each)) for each in size.span(1))
                return [Edit(start, end, str(max(int(size[1]) + difference, 0)))]
    return []
