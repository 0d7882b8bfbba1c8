"""Hexadecimal dumps in logs: `0000: 41 55 54 48  AUTH` and the like, whose octets are written twice."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_ROW = re.compile(r".{0,40}?\b[0-9a-fA-F]{4,8}:? +(?P<pairs>(?:[0-9a-fA-F]{2}(?: +|$)){1,32})")


class Octet(NamedTuple):
    """An octet of a dump: its value, its line, and the columns of its two digits and of its character (or -1)."""

    value: int
    line: int
    digits: int
    character: int


def row(line: str, number: int) -> list[Octet]:
    """The octets of a 0-based line (without its end) of a dump; nothing if it is none."""
    found = _ROW.match(line)
    if not found:
        return []
    begin = found.start("pairs")
    pairs = [(int(pair[0], 16), begin + pair.start()) for pair in re.finditer(r"\S\S", found["pairs"])]
    count = len(pairs)
    while count and not _shows(line[len(line) - count :], pairs[:count]):
        count -= 1  # the text behind the octets may begin as they go on
    if not count:
        return [Octet(value, number, digits, -1) for value, digits in pairs] if found.end() == len(line) else []
    at = len(line) - count
    return [Octet(value, number, digits, at + n) for n, (value, digits) in enumerate(pairs[:count])]


def _shows(text: str, pairs: list[tuple[int, int]]) -> bool:
    """Are these the characters of the octets, with another mark for what is not printable?"""
    return all(
        character == chr(value) or not 0x20 < value < 0x7F for character, (value, _) in zip(text, pairs, strict=True)
    )


def dumps(lines: list[str]) -> Iterator[list[Octet]]:
    """The dumps of a file, each of the rows that follow one another."""
    octets: list[Octet] = []
    for number, line in enumerate(lines):
        found = row(line.rstrip("\r\n"), number)
        if not found and octets:
            yield octets
            octets = []
        octets += found
    if octets:
        yield octets
