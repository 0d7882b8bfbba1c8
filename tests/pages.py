"""Reads the sessions out of a rule's page: Good ones, Bad ones with carets, Fixed ones."""

import re
from typing import NamedTuple

_CARETS = re.compile(r"^(?P<before> *)(?P<carets>\^+)(?: (?P<message>.*))?$")

_CR = "␍"
"""How a page shows the CR at the end of a line."""


class Mark(NamedTuple):
    """What a caret line says: a 0-based line, 0-based columns, and the beginning of the message."""

    line: int
    start: int
    end: int
    message: str


class Example(NamedTuple):
    """One session of a page: its section, its text and what is to be found in it."""

    section: str
    text: str
    marks: tuple[Mark, ...]


def examples(page: str) -> list[Example]:
    """All sessions of a page, in order."""
    found, section = [], ""
    block: list[str] = []
    for line in [*page.split("\n"), "## "]:
        if line.startswith("    ") or (not line.strip() and block):
            block.append(line[4:])
            continue
        if block:
            found.append(_example(section, block))
            block = []
        if line.startswith("## "):
            section = line[3:].strip()
    return found


def _example(section: str, block: list[str]) -> Example:
    while block and not block[-1].strip():
        block.pop()
    lines: list[str] = []
    marks = []
    for line in block:
        carets = _CARETS.match(line)
        if carets and lines:
            start, end = carets.span("carets")
            marks.append(Mark(len(lines) - 1, start, end, carets["message"] or ""))
        else:
            lines.append(line)
    text = "".join(f"{line}\n" for line in lines)
    return Example(section, text.replace(f"{_CR}\n", "\r\n"), tuple(marks))
