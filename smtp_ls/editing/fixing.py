"""Fixes applied to a file's text until none is left, and the mended text written in its place.

Rule 1: a fix is applied whole or not at all, and two that overlap never in the same round. Rule 2: what no fix touches
keeps its octets: line ends, a byte order mark, octets that are not UTF-8.
"""

import os
from bisect import bisect_right, insort
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from smtp_ls.findings import Diagnostic, Edit, Point, Repair
from smtp_ls.text import split_lines, without_end

ROUNDS = 10
"""How often a text is mended and read again before we give up on fixes that never settle."""


class Fixed(NamedTuple):
    """A mended text, and how many fixes went into it. `settled`: no fix is left that could be applied."""

    text: str
    applied: int = 0
    settled: bool = True


class _Cut(NamedTuple):
    """An edit by offsets in the text."""

    start: int
    end: int
    text: str


def fix(text: str, lint: Callable[[str], Sequence[Diagnostic]], *, unsafe: bool) -> Fixed:
    """The text with every fix applied that may be; `lint` gives a text's diagnostics, the result's last."""
    count = 0
    for _ in range(ROUNDS):
        mended, applied = apply(text, _repairs(lint(text), unsafe=unsafe))
        if mended == text:
            return Fixed(text, count)
        text, count = mended, count + applied
    return Fixed(text, count, settled=not _repairs(lint(text), unsafe=unsafe))


def _repairs(diagnostics: Sequence[Diagnostic], *, unsafe: bool) -> list[Repair]:
    return [it.fix for it in diagnostics if it.fix is not None and (it.fix.safe or unsafe)]


def apply(text: str, repairs: Sequence[Repair]) -> tuple[str, int]:
    """The text with as many of the repairs as do not overlap, the earlier first, and how many those are."""
    starts = [0, *accumulate(map(len, split_lines(text)))]
    taken: list[_Cut] = []
    applied = 0
    for repair in sorted(repairs, key=lambda it: it.edits):
        cuts = sorted({_cut(edit, text, starts) for edit in repair.edits})
        if cuts and not _clash(cuts, taken):
            for cut in cuts:
                insort(taken, cut)
            applied += 1
    return "".join(_spliced(text, taken)), applied


def together(repairs: Sequence[Repair]) -> list[Edit]:
    """The edits of as many of the repairs as do not overlap, the earlier first, in their order."""
    taken: list[Edit] = []
    for repair in sorted(repairs, key=lambda it: it.edits):
        edits = sorted(set(repair.edits))
        if not _clash(edits, taken):
            for edit in edits:
                insort(taken, edit)
    return taken


def _cut(edit: Edit, text: str, starts: list[int]) -> _Cut:
    return _Cut(_offset(edit.start, text, starts), _offset(edit.end, text, starts), edit.text)


def _offset(point: Point, text: str, starts: list[int]) -> int:
    """The offset of a place; past a line's end it is the line's end, past the last line the end of the text."""
    if point.line >= len(starts) - 1:
        return len(text)
    start = starts[point.line]
    line = text[start : starts[point.line + 1]]
    return start + min(point.column, len(without_end(line)))


def _clash(cuts: Sequence[_Cut] | Sequence[Edit], taken: Sequence[Any]) -> bool:
    """True when one of the cuts touches a stretch that is taken, or stands where another already inserts."""
    for cut in cuts:
        before = bisect_right(taken, cut.start, key=lambda it: it.start)
        if before and (taken[before - 1].end > cut.start or taken[before - 1].start == cut.start):
            return True
        if before < len(taken) and taken[before].start < cut.end:
            return True
    return False


def _spliced(text: str, cuts: list[_Cut]) -> Iterator[str]:
    at = 0
    for cut in cuts:
        yield text[at : cut.start]
        yield cut.text
        at = cut.end
    yield text[at:]


def write(path: str, octets: bytes) -> None:
    """Put the octets in the place of a file's, at once and with its mode; a symbolic link's target is written."""
    path = os.path.realpath(path)
    beside = os.path.join(os.path.dirname(path), f".{os.path.basename(path)}.{os.getpid()}.smtp-ls")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with open(descriptor, "wb") as file:
            file.write(octets)
        os.chmod(beside, os.stat(path).st_mode & 0o7777)
        os.replace(beside, path)
    except OSError:
        if os.path.exists(beside):
            os.unlink(beside)
        raise
