r"""Texts that a tool wrote with escapes, turned into the lines that were on the wire, each character with its column.

Rule 1: a line on the wire ends at CRLF and at nothing else, so a bare LF or CR stays in the text, as evidence.
"""

import re
from collections.abc import Callable, Iterator

from smtp_ls.regular import Pattern

Wire = list[tuple[str, tuple[int, ...]]]
"""Lines without their CRLF; for each offset in the text, and for its end, the 0-based column in the file's line."""
Pieces = Iterator[tuple[str, int]]
"""What an escape means, character by character, each with its offset in the escape."""

_BACKSLASH = Pattern(
    r"(?P<octets>(?:\\x[89A-Fa-f][0-9A-Fa-f])+)"
    r"|\\x(?P<octet>[0-7][0-9A-Fa-f])|\\u(?P<unit>[0-9A-Fa-f]{4})|\\u\{(?P<scalar>[0-9A-Fa-f]{1,6})\}"
    r"|\\U(?P<wide>[0-9A-Fa-f]{8})|\\(?P<letter>.)"
)
_LETTERS = {"r": "\r", "n": "\n", "t": "\t", "0": "\0", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}
_WRITTEN_CRLF = Pattern("<CRLF>")
_ENTITY = Pattern(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&#039;": "'", "&#39;": "'"}


def literal(text: str, at: int) -> Wire:
    """The wire lines of a Python, Ruby, Go or JavaScript literal that stands at column `at`, its quotes included.

    `b"` begins a literal too. A literal that was cut short may lack its closing quote.
    """
    start = 1 if text.startswith("b") else 0
    quote, inside = text[start : start + 1], text[start + 1 :].rstrip()
    return wire_lines(*replaced(inside.removesuffix(quote), at + start + 1, _BACKSLASH, _backslash))


def written_crlf(text: str, at: int) -> Wire:
    """The wire lines of a text in which each CRLF is written out as `<CRLF>`."""
    return wire_lines(*replaced(text, at, _WRITTEN_CRLF, lambda _: iter((("\r", 0), ("\n", 0)))))


def html(text: str, at: int) -> tuple[str, tuple[int, ...]]:
    """A text with HTML's character references replaced, and its columns."""
    return replaced(text, at, _ENTITY, _entity)


def placeholder(name: str, at: int, end: int) -> tuple[str, tuple[int, ...]]:
    """`{{name}}` for what the tool does not show of columns `at` to `end`, so that no syntax rule fires there."""
    text = "{{" + name + "}}"
    return text, (*[at] * len(text), end)


def replaced(
    text: str, at: int, escape: Pattern | re.Pattern[str], meaning: Callable[[re.Match[str]], Pieces]
) -> tuple[str, tuple[int, ...]]:
    """The text at column `at` with its escapes replaced by what they mean, and the columns of the result."""
    parts: list[str] = []
    columns: list[int] = []
    done = 0
    for found in escape.finditer(text):
        start = found.start()
        parts.append(text[done:start])
        columns.extend(range(at + done, at + start))
        for character, offset in meaning(found):
            parts.append(character)
            columns.append(at + start + offset)
        done = found.end()
    parts.append(text[done:])
    columns.extend(range(at + done, at + len(text) + 1))
    return "".join(parts), tuple(columns)


def wire_lines(text: str, columns: tuple[int, ...]) -> Wire:
    """The text cut at each CRLF; a text without one is one line."""
    lines: Wire = []
    start = 0
    while True:
        end = text.find("\r\n", start)
        if end < 0:
            break
        lines.append((text[start:end], columns[start : end + 1]))
        start = end + 2
    if start < len(text) or not lines:
        lines.append((text[start:], columns[start:]))
    return lines


def _backslash(found: re.Match[str]) -> Pieces:
    run = found["octets"]
    if run:
        offset = 0
        for character in bytes.fromhex(run.replace("\\x", "")).decode("utf-8", "surrogateescape"):
            yield character, offset
            offset += 4 * len(character.encode("utf-8", "surrogateescape"))
        return
    letter = found["letter"]
    if letter:
        yield _LETTERS.get(letter, letter), 0
        return
    number = int(found["octet"] or found["unit"] or found["scalar"] or found["wide"], 16)
    # Half of a surrogate pair, or nothing at all, is shown as written.
    yield (chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else found[0][1], 0)


def _entity(found: re.Match[str]) -> Pieces:
    meaning = _ENTITIES.get(found[0])
    if meaning is None:
        from html import unescape  # noqa: PLC0415  (its table is large, and only rare letters need it)

        meaning = unescape(found[0])
    for character in meaning:
        yield character, 0
