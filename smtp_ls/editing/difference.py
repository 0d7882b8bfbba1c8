"""The unified diff of a file and its mended text.

Rule 1: lines are compared as they are and printed as they may be shown (masked). Rule 2: the work is that of one pass,
since fixes are small and far apart; `difflib` takes minutes for a log whose lines repeat themselves.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

CONTEXT = 3
"""How many equal lines are printed about a change; as many must follow it before two texts are in step again."""

_FARTHEST = 500
"""How many lines may be added and removed in one place before the rest of the file counts as changed."""


class _Change(NamedTuple):
    """Lines of the old text and the lines of the new one that stand in their place (0-based, ends not included)."""

    start: int
    end: int
    new_start: int
    new_end: int


def diff(path: str, before: Sequence[str], after: Sequence[str], shown: tuple[Sequence[str], Sequence[str]]) -> str:
    """The difference of two lists of lines (with their ends), printed from `shown`: the same lines, masked."""
    hunks = "".join(_hunk(group, *shown) for group in _grouped(_changes(before, after)))
    return f"--- {path}\n+++ {path}\n{hunks}" if hunks else ""


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[_Change]:
    old = new = 0
    while old < len(before) or new < len(after):
        if before[old : old + 1] == after[new : new + 1]:
            old, new = old + 1, new + 1
            continue
        change = _Change(old, *_in_step(before, after, old, new))
        yield change
        old, new = change.end, change.new_end


def _in_step(before: Sequence[str], after: Sequence[str], old: int, new: int) -> tuple[int, int, int]:
    """The nearest lines from which on the texts are equal again: the old one, where the new text was, the new one."""
    for distance in range(1, _FARTHEST):
        for added in range(distance + 1):
            end, new_end = old + distance - added, new + added
            if end > len(before) or new_end > len(after):
                continue
            if before[end : end + CONTEXT] == after[new_end : new_end + CONTEXT]:
                return end, new, new_end
    return len(before), new, len(after)


def _grouped(changes: Iterator[_Change]) -> Iterator[list[_Change]]:
    """The changes that share a hunk, since the lines about them touch."""
    group: list[_Change] = []
    for change in changes:
        if group and change.start - group[-1].end > 2 * CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _hunk(group: list[_Change], old: Sequence[str], new: Sequence[str]) -> str:
    start = max(0, group[0].start - CONTEXT)
    end = min(len(old), group[-1].end + CONTEXT)
    new_start = group[0].new_start - (group[0].start - start)
    new_end = group[-1].new_end + (end - group[-1].end)
    out = [f"@@ -{_span(start, end)} +{_span(new_start, new_end)} @@\n"]
    at = start
    for change in group:
        out += _marked(" ", old[at : change.start])
        out += _marked("-", old[change.start : change.end])
        out += _marked("+", new[change.new_start : change.new_end])
        at = change.end
    out += _marked(" ", old[at:end])
    return "".join(out)


def _span(start: int, end: int) -> str:
    """Lines as a hunk's head names them: 1-based, and an empty span by the line before it."""
    length = end - start
    return f"{start + 1}" if length == 1 else f"{start + bool(length)},{length}"


def _marked(mark: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield mark + (line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
