"""A message taken apart: the fields of its header, what is no field, and where a stretch of a value stands.

Rule 1: it knows lines and nothing of the session about them. Rule 2: it never fails: whatever the lines are, there is
a header, perhaps an empty one. Offsets are 0-based characters.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from smtp_ls.events import MessageLine
from smtp_ls.findings import Span
from smtp_ls.protocol.fields import FIELDS
from smtp_ls.regular import Pattern

# RFC 5322 section 2.2
#   field-name = 1*ftext           (ftext: %d33-57 / %d59-126)
# and section 4.5 for what is read but not written: blanks before the colon.
_FIELD = Pattern(r"([!-9;-~]+)([ \t]*):")
_BLANKS = " \t"


class Field(NamedTuple):
    """A header field: its name as it is written, the blanks between it and its colon, and its lines."""

    name: str
    gap: int
    lines: tuple[MessageLine, ...]

    @property
    def key(self) -> str:
        """The name in lower case, by which fields are compared (RFC 5322 section 1.2.2)."""
        return self.name.lower()

    @property
    def colon(self) -> int:
        """Where the colon stands in the first line."""
        return len(self.name) + self.gap

    @property
    def raw(self) -> str:
        """What follows the colon, unfolded (RFC 5322 section 2.2.3)."""
        return unfolded(self)

    @property
    def value(self) -> str:
        """The same without the blanks about it."""
        return unfolded(self).strip()

    @property
    def named(self) -> Span:
        """Where the name stands, at the place of the first line."""
        return self.lines[0].span(0, len(self.name))

    def at(self, start: int, end: int) -> tuple[MessageLine, Span]:
        """The line and the columns of a stretch of `raw`; of one that is folded, what stands on its first line."""
        begin = self.colon + 1
        for line in self.lines:
            length = len(line.text) - begin
            if start < length or line is self.lines[-1]:
                start = min(start, length)
                return line, line.span(begin + start, begin + max(min(end, length), start))
            start, end, begin = start - length, end - length, 0
        raise AssertionError("a field has a line")

    def at_value(self) -> tuple[MessageLine, Span]:
        """The line and the columns of the value, or of the name if there is none."""
        raw = self.raw
        start = len(raw) - len(raw.lstrip())
        return self.at(start, len(raw.rstrip())) if raw.strip() else (self.lines[0], self.named)


def unfolded(field: Field) -> str:
    """What follows the colon of a field, its lines joined (RFC 5322 section 2.2.3)."""
    first, *rest = field.lines
    return first.text[field.colon + 1 :] + "".join(line.text for line in rest)


class Header(NamedTuple):
    """The lines before the first empty one: fields, and what is no field."""

    fields: tuple[Field, ...]
    """Up to where the text begins."""
    strays: tuple[MessageLine, ...] = ()
    """Lines among the fields that are neither a field nor the continuation of one."""
    text: MessageLine | None = None
    """The first line of text, where no empty line stands before it."""
    headless: bool = False
    """There are no fields: the message begins with text."""

    def first(self, key: str) -> Field | None:
        """The first field of that lower-case name."""
        return next((each for each in self.fields if each.key == key), None)

    def all(self, key: str) -> list[Field]:
        """The fields of that lower-case name."""
        return [each for each in self.fields if each.key == key]


@lru_cache(maxsize=16)
def header(lines: tuple[MessageLine, ...]) -> Header:
    """The header in these lines, the last of which stands before the empty line (or is the message's last)."""
    items = _items(lines)
    likely = [number for number, item in enumerate(items) if isinstance(item, Field) and _is_likely(item)]
    strays = [number for number, item in enumerate(items) if not isinstance(item, Field)]
    if not likely and strays:
        return Header((), headless=True)
    end = len(items)
    for number in strays:
        if not _goes_on(items, number, likely):
            end = number
            break
    fields = tuple(item for item in items[:end] if isinstance(item, Field))
    text = items[end] if end < len(items) else None
    kept = tuple(item for item in items[:end] if isinstance(item, MessageLine))
    return Header(fields, kept, text if isinstance(text, MessageLine) else None)


def _items(lines: tuple[MessageLine, ...]) -> list[Field | MessageLine]:
    """The lines as fields with their continuations, and single lines that are neither."""
    items: list[Field | MessageLine] = []
    for line in lines:
        found = _FIELD.match(line.text)
        if line.text[:1] in _BLANKS and items and isinstance(items[-1], Field):
            last = items[-1]
            items[-1] = last._replace(lines=(*last.lines, line))
        elif found and line.text[:1] not in _BLANKS:
            items.append(Field(found[1], len(found[2]), (line,)))
        else:
            items.append(line)
    return items


def _is_likely(field: Field) -> bool:
    """Is this a field that mail has, and no text with a colon in it, `Note: it rains`?"""
    return field.key in FIELDS or ("-" in field.name and field.name[0] != "-")


def _goes_on(items: list[Field | MessageLine], stray: int, likely: list[int]) -> bool:
    """Does the header go on behind a line that is no field, with fields that it has not had yet?"""
    before = {item.key for item in items[:stray] if isinstance(item, Field)}
    behind = [items[number] for number in likely if number > stray]
    return bool(behind) and not any(isinstance(each, Field) and each.key in before for each in behind)


_COMMENT_OR_STRING = Pattern(r'"(?:[^"\\]|\\.)*"?|\((?:[^()\\]|\\.)*\)', re.DOTALL)


@lru_cache(maxsize=256)
def uncommented(value: str) -> str:
    """A value with blanks in the place of its comments (RFC 5322 section 3.2.2), so that offsets stay true."""
    while "(" in value:
        less = _COMMENT_OR_STRING.sub(lambda each: each[0] if each[0][0] == '"' else " " * len(each[0]), value)
        if less == value:
            break
        value = less
    return value


class MediaType(NamedTuple):
    """The value of Content-Type: type and subtype in lower case, and the parameters by lower-case name."""

    name: str
    parameters: tuple[tuple[str, str], ...] = ()

    def parameter(self, name: str) -> str | None:
        """The value of the first parameter of that name, without its quotes."""
        return next((value for each, value in self.parameters if each == name), None)


# RFC 2045 section 5.1
#   parameter := attribute "=" value        value := token / quoted-string
_PARAMETER = Pattern(r';\s*([^\s()<>@,;:\\"/\[\]?=]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^\s;"]+)', re.DOTALL)
_QUOTED_PAIR = Pattern(r"\\(.)", re.DOTALL)


@lru_cache(maxsize=256)
def media_type(value: str) -> MediaType:
    """What Content-Type says; "" for a name where there is none."""
    value = uncommented(value)
    name = value.partition(";")[0].strip().lower()
    found = []
    for each in _PARAMETER.finditer(value):
        text = each[2]
        if text.startswith('"'):
            text = _QUOTED_PAIR.sub(r"\1", text[1:].removesuffix('"'))
        found.append((each[1].lower(), text))
    return MediaType(name, tuple(found))


class Entity(NamedTuple):
    """A part of a message, or the whole: its header and the lines of its body."""

    header: Header
    body: tuple[MessageLine, ...]
    opened: bool = True
    """A multipart: a line with its boundary has begun the first part (RFC 2046 section 5.1.1)."""
    closed: bool = True
    """A multipart: a line with its boundary and two hyphens has ended the last."""

    @property
    def type(self) -> MediaType:
        """What its Content-Type says; "text/plain" where there is none."""
        field = self.header.first("content-type")
        return MediaType("text/plain") if field is None else media_type(field.value)

    @property
    def encoding(self) -> str:
        """Its Content-Transfer-Encoding in lower case; "7bit" where there is none (RFC 2045 section 6.1)."""
        field = self.header.first("content-transfer-encoding")
        return "7bit" if field is None else uncommented(field.value).strip().lower()


_DEEPEST = 20
"""How deep parts within parts are looked at."""


def entities(head: Header, body: tuple[MessageLine, ...], depth: int = 0) -> list[Entity]:
    """A message of that header and body with all its parts, the outer ones first."""
    whole = Entity(head, body)
    boundary = whole.type.parameter("boundary") if whole.type.name.startswith("multipart/") else None
    if not boundary or depth > _DEEPEST:
        return [whole]
    parts, closed = _parts(body, boundary)
    found = [whole._replace(opened=bool(parts), closed=closed)]
    for lines in parts:
        end = next((number for number, line in enumerate(lines) if not line.text), len(lines))
        found += entities(header(lines[:end]), lines[end + 1 :], depth + 1)
    return found


def _parts(body: tuple[MessageLine, ...], boundary: str) -> tuple[list[tuple[MessageLine, ...]], bool]:
    """The lines of each part between lines with the boundary, and if the last of them was closed."""
    opening, closing = f"--{boundary}", f"--{boundary}--"
    parts: list[list[MessageLine]] = []
    for line in body:
        text = line.text.rstrip(_BLANKS) if line.text.startswith(opening) else ""
        if text == closing:
            return [tuple(part) for part in parts], True
        if text == opening:
            parts.append([])
        elif parts:
            parts[-1].append(line)
    return [tuple(part) for part in parts], False
