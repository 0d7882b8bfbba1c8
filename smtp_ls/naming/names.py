"""The names on a line: mailboxes and domains in commands, replies, address fields and variables; and the variables.

Rule 1: a name is a token of its own there: `bob@example.net` does not stand in `rob.bob@example.net.example`. Rule 2:
no name stands in a message's text, in a comment or in what an AUTH exchange says.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from smtp_ls.dialects import NONE
from smtp_ls.envelope import envelope, path_parts
from smtp_ls.events import Command, Directive, Event, Reply, column
from smtp_ls.findings import Point, Span
from smtp_ls.folding import BODY, NOTHING
from smtp_ls.hovering.token import session_at
from smtp_ls.protocol.parameters import ATTRIBUTES
from smtp_ls.session.order import HELLO, OPENING
from smtp_ls.trace import Trace

MAILBOX, DOMAIN, VARIABLE = "mailbox", "domain", "variable"

_FILLED = r"\{\{[^{}]*\}\}"
_LOCAL = r"""(?:"(?:[^"\\]|\\.)*"|(?!')[^\s<>()\[\],;:\\"@]+)"""
_LABEL = rf"(?:[\w-]|{_FILLED})+"
_ADDRESS = re.compile(rf"{_LOCAL}@(?P<domain>\[[^\]\s]*\]|{_LABEL}(?:\.{_LABEL})*)")
_HOST = re.compile(r"(?<![\w@.+-])(?:[\w-]+\.)+[^\W\d_][\w-]*(?![\w@+-])")
"""A word with dots in it whose last label begins with a letter: a domain in a text that may hold anything."""
_WORD = re.compile(r"\S+")
_PLACEHOLDER = re.compile(r"\{\{\s*(?P<name>[A-Za-z_][\w.-]*)\s*\}\}")
_DEFINED = re.compile(r"@(?P<name>[A-Za-z_][\w.-]*)\s*=")
_FIELD = re.compile(r"(?P<name>[!-9;-~]+)[ \t]*:")
_FIELDS = frozenset(
    "from sender reply-to to cc bcc resent-from resent-sender resent-to resent-cc resent-bcc return-path delivered-to"
    " envelope-to errors-to disposition-notification-to return-receipt-to apparently-to mail-reply-to".split()
)
"""Fields of addresses (RFC 5322 section 3.6, RFC 4021), in lower case."""
_FOLDS = 100
"""How many lines up the first line of a folded field is looked for."""
_CONTENT = BODY + NOTHING
_XTEXTS = ("ORCPT", "AUTH", "SUBMITTER", "ALT-ADDRESS")
"""Parameters whose value holds a mailbox as xtext (RFC 3461 section 4)."""
_XCHAR = re.compile(r"\+([0-9A-F]{2})")


class Word(NamedTuple):
    """A name in a text."""

    kind: str
    """MAILBOX, DOMAIN or VARIABLE."""
    key: str
    """What it has in common with the same name elsewhere."""
    text: str
    """As it is written, xtext decoded."""
    span: Span
    """In the event's text."""
    xtext: bool = False
    """It is written as xtext (RFC 3461 section 4)."""
    defines: bool = False
    """It is a variable's definition."""


class Name(NamedTuple):
    """A name that an event says."""

    word: Word
    event: Event

    @property
    def columns(self) -> Span:
        """Where it stands in the line; an empty span where the line does not show it."""
        return Span(column(self.event, self.word.span.start), column(self.event, self.word.span.end))


def name_at(trace: Trace, place: Point) -> Name | None:
    """The name at a place or ending there; of several the shortest, as the domain of a mailbox is."""
    covering = []
    for each in names(trace, place.line):
        start, end = each.columns
        if start <= place.column <= end and start < end:
            covering.append((place.column == end, end - start, each))
    return min(covering, key=lambda each: each[:2])[2] if covering else None


def names(trace: Trace, line: int) -> list[Name]:
    """The names on a 0-based line."""
    if trace.dialect is NONE:
        return []
    return [Name(word, event) for event in trace.said(line) for word in _words(trace, line, event)]


def _words(trace: Trace, line: int, event: Event) -> tuple[Word, ...]:
    if isinstance(event, Command):
        return _of_command(event.text, event.verb)
    if isinstance(event, Reply):
        return _of_reply(event.text)
    if isinstance(event, Directive):
        return _of_directive(event.text)
    if event.kind in ("comment", "note", "blank"):
        return ()
    if event.kind in ("body", "chunk") and "@" in event.text and _in_address_field(trace, line, event):
        return _of_field(event.text)
    return tuple(_variables(event.text))


# --- commands ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _of_command(text: str, verb: str) -> tuple[Word, ...]:
    return (*_named(text, verb), *_variables(text))


def _named(text: str, verb: str) -> Iterator[Word]:
    """The names in a command."""
    if verb in OPENING or verb == "RCPT":
        parts = envelope(text)
        yield from _of_path(text, parts.path)
        for each in parts.parameters:
            if each.name in _XTEXTS and each.value:
                yield from _of_value(text, each.value_span, typed=each.name == "ORCPT")
        return
    words = [Span(*found.span()) for found in _WORD.finditer(text)][1:]
    if verb in HELLO:
        for word in words[:1]:
            yield from _domain(text, word)
    elif verb in ("VRFY", "EXPN"):
        for word in words[:1]:
            yield from _of_path(text, word) if "@" in text else ()
    elif verb in ("ETRN", "ATRN"):
        for word in words:
            yield from _domain(text, Span(word.start + text.startswith(("@", "#"), word.start), word.end))
    elif verb in ATTRIBUTES:
        yield from _anywhere(text, len(verb))


def _of_path(text: str, path: Span) -> Iterator[Word]:
    _, local, domain = path_parts(text, path)
    if domain.start < domain.end:
        yield from _mailbox(text, Span(local.start, domain.end))
        yield from _domain(text, domain)
    elif local.start < local.end:
        yield from _mailbox(text, local)


def _mailbox(text: str, span: Span, decoded: str = "") -> Iterator[Word]:
    said = decoded or text[span.start : span.end]
    if not _PLACEHOLDER.fullmatch(said):
        yield Word(MAILBOX, _mailbox_key(said), said, span, bool(decoded))


def _domain(text: str, span: Span, *, xtext: bool = False) -> Iterator[Word]:
    said = text[span.start : span.end]
    if said and not _PLACEHOLDER.fullmatch(said):
        yield Word(DOMAIN, said.casefold(), said, span, xtext)


def _mailbox_key(text: str) -> str:
    """What equal mailboxes have in common: the local part as it is, but for Postmaster (RFC 5321 section 4.1.1.3)."""
    local, at, domain = text.rpartition("@")
    if not at:
        local, domain = domain, ""
    return f"{local.lower() if local.lower() == 'postmaster' else local}{at}{domain.casefold()}"


def _of_value(text: str, span: Span, *, typed: bool) -> Iterator[Word]:
    """The names in the value of a parameter; with a type before it (RFC 3461 section 4.2), behind that."""
    start = text.find(";", *span) + 1 if typed else span.start
    value = text[start : span.end]
    decoded = _from_xtext(value)
    if _ADDRESS.fullmatch(decoded):
        yield from _mailbox(text, Span(start, span.end), decoded)
        if "@" in value:
            yield from _domain(text, Span(start + value.rindex("@") + 1, span.end), xtext=True)


def _from_xtext(text: str) -> str:
    """What xtext stands for (RFC 3461 section 4)."""
    return _XCHAR.sub(lambda found: chr(int(found[1], 16)), text)


def to_xtext(text: str) -> str:
    """A text as xtext, of which only what is ASCII can be."""
    return "".join(f"+{ord(each):02X}" if each in "+= " else each for each in text)


# --- other texts ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _of_reply(text: str) -> tuple[Word, ...]:
    return (*_anywhere(text, 4 if text[:3].isdigit() else 0), *_variables(text))


@lru_cache(maxsize=1024)
def _of_field(text: str) -> tuple[Word, ...]:
    start = 0 if text[:1] in (" ", "\t") else text.find(":") + 1
    return (*_addresses(text, start), *_variables(text))


@lru_cache(maxsize=1024)
def _of_directive(text: str) -> tuple[Word, ...]:
    found = _DEFINED.match(text)
    if not found:
        return tuple(_variables(text))
    name = Word(VARIABLE, found["name"], found["name"], Span(*found.span("name")), defines=True)
    return (name, *_anywhere(text, found.end()), *_variables(text))


def _anywhere(text: str, start: int) -> Iterator[Word]:
    """The names in a text that may hold anything else."""
    yield from _addresses(text, start)
    if "." in text:
        for found in _HOST.finditer(text, start):
            if text.rfind("{{", 0, found.start()) <= text.rfind("}}", 0, found.start()):
                yield from _domain(text, Span(*found.span()))


def _addresses(text: str, start: int) -> Iterator[Word]:
    if "@" in text:
        for found in _ADDRESS.finditer(text, start):
            yield from _mailbox(text, Span(*found.span()))
            yield from _domain(text, Span(*found.span("domain")))


def _variables(text: str) -> Iterator[Word]:
    if "{{" in text:
        for found in _PLACEHOLDER.finditer(text):
            yield Word(VARIABLE, found["name"], found["name"], Span(*found.span("name")))


# --- mail data --------------------------------------------------------------------------------------------------------


def _in_address_field(trace: Trace, line: int, event: Event) -> bool:
    """Does a line of mail data belong to a header field that holds addresses?"""
    content = session_at(trace, line, event.key).content
    if content is None or not content.header:
        return False
    said = trace.said(line)
    above = said[: next((number for number, each in enumerate(said) if each is event), 0)]
    if any(each.kind == event.kind and not each.text.strip() for each in above):
        return False  # a log may have the whole message on one line
    field = _FIELD.match(_unfolded(trace, line, event, above))
    return field is not None and field["name"].lower() in _FIELDS


def _unfolded(trace: Trace, line: int, event: Event, above: tuple[Event, ...]) -> str:
    """The first line of the field that goes on in an event (RFC 5322 section 2.2.3)."""
    said: tuple[Event, ...] = (*above, event)
    for number in range(line, max(line - _FOLDS, -1), -1):
        if number != line:
            said = trace.said(number)
        for each in reversed(said):
            if each.key == event.key and each.kind == event.kind and each.text[:1] not in (" ", "\t"):
                return each.text
        if trace.index[number] not in _CONTENT:
            break
    return ""
