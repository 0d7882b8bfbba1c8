"""What each stretch of a line is, for editors to colour: verb, path, code, secret, mail data; none overlaps another.

Rule 1: a line is coloured by what it says, its events, and by nothing about it, so that lines said again cost nothing.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from smtp_ls.envelope import envelope
from smtp_ls.events import column
from smtp_ls.secrets import payload_span
from smtp_ls.session.order import HELLO, OPENING
from smtp_ls.text import without_end
from smtp_ls.trace import Trace

KINDS = (
    "verb", "path", "parameter", "keyword", "code", "enhancedCode", "secret", "body", "note",
    "label", "header", "number", "variable", "directive", "comment", "pattern", "dot",
)  # fmt: skip
"""All kinds, in the order of the legend."""


class Colour(NamedTuple):
    """A stretch of a text or a line, by 0-based characters, and its kind."""

    start: int
    end: int
    kind: str


_REMEMBERED = 500
"""Characters of the longest text whose colours are remembered."""
_WORD = re.compile(r"\S+")
_PLACEHOLDER = re.compile(r"\{\{[^{}]+\}\}")
_REPLY = re.compile(r"(?P<code>\d{3})[ -]?(?:\s*(?P<enhanced>[245]\.\d{1,3}\.\d{1,3})(?=\s|$))?")
_KEYWORD = re.compile(r"\d{3}[ -](?P<keyword>[A-Z0-9][A-Z0-9-]{2,})(?=[ =]|$)")
_PATTERN = re.compile(r"[2-5][\dxX]{2}(?:\s*\|\s*[2-5][\dxX]{2})+|[2-5](?:[xX]{2}|\d[xX])|\.\.\.$|(?<=\s)/.*/(?=\s*$)")
_FIELD = re.compile(r"(?P<name>[!-9;-~]+)[ \t]*:")


def coloured(trace: Trace, line: int) -> list[Colour]:
    """The colours of a 0-based line, by columns of the line."""
    found: list[Colour] = []
    text = without_end(trace.lines[line])
    for event in trace.said(line):
        of = _of if len(event.text) <= _REMEMBERED else _of.__wrapped__
        colours = of(event.kind, event.text, getattr(event, "verb", ""), getattr(event, "name", ""))
        if event.at and not found and event.kind not in ("note", "comment", "directive"):
            label = text[: event.at].rstrip()
            if label:
                found.append(Colour(len(label) - len(label.lstrip()), len(label), "label"))
        if event.columns is None:
            found += [Colour(event.at + each.start, event.at + each.end, each.kind) for each in colours]
        else:
            found += [Colour(column(event, each.start), column(event, each.end), each.kind) for each in colours]
        secret = payload_span(event)
        if secret is not None:
            first, last = column(event, secret.start), column(event, secret.end)
            found = [each for each in found if each.end <= first or last <= each.start]
            found.append(Colour(first, last, "secret"))
    return list(_apart(sorted(found)))


def _apart(colours: list[Colour]) -> Iterator[Colour]:
    """Without empty ones, and without what lies in another."""
    end = 0
    for each in colours:
        if each.start >= end and each.end > each.start:
            yield each
            end = each.end


@lru_cache(maxsize=4096)
def _of(kind: str, text: str, verb: str, name: str) -> tuple[Colour, ...]:
    """The colours of what is said, by characters of its text."""
    read = _READERS.get(kind)
    return tuple(read(text, verb or name)) if read is not None else ()


def _command(text: str, verb: str) -> Iterator[Colour]:
    start = len(text) - len(text.lstrip())
    yield Colour(start, start + len(verb), "verb")
    if verb in (*OPENING, "RCPT"):
        parts = envelope(text)
        keyword = _WORD.search(text, start + len(verb))
        if keyword:
            end = min(keyword.end(), max(parts.path.start, keyword.start()))
            yield Colour(keyword.start(), len(text[:end].rstrip()), "verb")
        yield Colour(*parts.path, "path")
        for each in parts.parameters:
            yield Colour(each.span.start, each.span.start + len(each.name), "parameter")
            yield Colour(each.span.start + len(each.name) + 1, each.span.end, "keyword")
        return
    words = list(_WORD.finditer(text, start + len(verb)))
    for number, word in enumerate(words):
        shape = "path" if verb in (*HELLO, "VRFY", "EXPN", "ETRN", "ATRN") and number == 0 else "keyword"
        if verb == "BDAT" and number == 0:
            shape = "number"
        if verb in ("NOOP", "HELP") or (verb in ("AUTH", "X-EXPS") and number):
            return
        yield Colour(*word.span(), shape)


def _reply(text: str, _: str) -> Iterator[Colour]:
    found = _REPLY.match(text)
    if not found:
        return
    yield Colour(*found.span("code"), "code")
    if found["enhanced"]:
        yield Colour(*found.span("enhanced"), "enhancedCode")
    keyword = _KEYWORD.match(text)
    if keyword and text.startswith("250"):
        yield Colour(*keyword.span("keyword"), "keyword")


def _expect(text: str, _: str) -> Iterator[Colour]:
    patterns = [Colour(*found.span(), "pattern") for found in _PATTERN.finditer(text)]
    yield from patterns
    for each in _reply(text, ""):
        if not any(each.start < other.end and other.start < each.end for other in patterns):
            yield each


def _body(text: str, _: str) -> Iterator[Colour]:
    field = _FIELD.match(text)
    done = 0
    if field:
        yield Colour(*field.span("name"), "header")
        done = field.end()
    for each in _PLACEHOLDER.finditer(text):
        yield Colour(done, each.start(), "body")
        yield Colour(*each.span(), "variable")
        done = each.end()
    yield Colour(done, len(text), "body")


def _directive(text: str, name: str) -> Iterator[Colour]:
    if text.startswith("@"):
        head, _, value = text.partition("=")
        yield Colour(0, len(head.rstrip()), "variable")
        yield Colour(len(text) - len(value.lstrip()), len(text), "keyword")
    else:
        yield Colour(0, len(text), "directive" if name else "comment")


_Reader = Callable[[str, str], Iterator[Colour]]


def _whole(kind: str) -> _Reader:
    return lambda text, _: iter((Colour(0, len(text.rstrip()), kind),))


_READERS: dict[str, _Reader] = {
    "command": _command,
    "reply": _reply,
    "expect": _expect,
    "body": _body,
    "chunk": _body,
    "directive": _directive,
    "comment": _whole("comment"),
    "note": _whole("note"),
    "end-of-data": _whole("dot"),
}
