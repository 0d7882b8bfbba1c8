"""Lines as LSP counts them, and the columns of a line in characters, UTF-8 octets or UTF-16 units.

Rule 1: a line ends at ``\\n``, ``\\r\\n`` or ``\\r`` and at nothing else. `str.splitlines` also splits at VT, FF, FS,
GS, RS, NEL, LS and PS, which mail bodies do contain, and an editor's lines would no longer be ours.
"""

import codecs

from smtp_ls.regular import Pattern

_FOREIGN_BREAKS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_UTF_8_MARK = codecs.BOM_UTF8
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
"""Byte order mark -> codec."""
_LINE = Pattern(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def split_lines(text: str) -> list[str]:
    """The lines of a text with their line ends; joined again they are the text. No empty line after the last end."""
    if any(mark in text for mark in _FOREIGN_BREAKS):
        return _LINE.findall(text)
    return text.splitlines(keepends=True)


def without_end(line: str) -> str:
    """The line without its ``\\n``, ``\\r\\n`` or ``\\r``."""
    return line.rstrip("\r\n")


def decode(octets: bytes) -> str:
    """Any octets as text: UTF-8, with every octet that is not UTF-8 kept as a lone surrogate (PEP 383).

    A byte order mark tells of UTF-16, in which PowerShell writes what a program prints.
    """
    wide = _utf_16(octets)
    if wide:
        return octets[2:].decode(wide, "surrogatepass")
    return octets.decode("utf-8", "surrogateescape").removeprefix("\ufeff")


def encode(text: str) -> bytes:
    """The text in UTF-8, as it is on the wire; foreign octets that `decode` kept are themselves again.

    Text from elsewhere may hold other surrogates, which pass too.
    """
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def encode_like(original: bytes, text: str) -> bytes:
    """The octets of a text that takes the place of these, in their encoding and with their byte order mark, if any."""
    wide = _utf_16(original)
    if wide:
        return original[:2] + text.encode(wide, "surrogatepass")
    return (_UTF_8_MARK if original.startswith(_UTF_8_MARK) else b"") + encode(text)


def _utf_16(octets: bytes) -> str | None:
    """The codec of a file whose byte order mark says that it is UTF-16; None if it is not."""
    return _UTF_16.get(octets[:2]) if len(octets) % 2 == 0 else None


def octets(text: str) -> int:
    """How many octets the text is on the wire (UTF-8; a kept foreign octet counts one)."""
    return len(text) if text.isascii() else len(encode(text))


def units(text: str, encoding: str) -> int:
    """The length of a text in the units of an LSP position encoding: "utf-8", "utf-16" or "utf-32"."""
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-8":
        return octets(text)
    return len(text) + sum(character > "\uffff" for character in text)


def character_column(line: str, column: int, encoding: str) -> int:
    """The 0-based column in characters of a 0-based column in units; past the line's end it is the line's end.

    A column inside a character (between two surrogates or continuation octets) is the column of that character.
    """
    line = without_end(line)
    if encoding == "utf-32" or line.isascii():
        return min(column, len(line))
    for index, character in enumerate(line):
        width = units(character, encoding)
        if column < width:
            return index
        column -= width
    return len(line)
