"""What stands at a place, what that stands in, and so on up to the file: what an editor selects as one asks for more.

Rule 1: each area lies in the next, and is smaller than it.
"""

import re
from collections.abc import Iterator

from smtp_ls.events import Command, Event, column
from smtp_ls.extents import Extent, block_extent, exchange_extent, session_extent, transaction_extent
from smtp_ls.findings import Point, Span
from smtp_ls.folds import sections
from smtp_ls.hovering.tokens import tokens
from smtp_ls.naming.names import names
from smtp_ls.naming.origins import whole
from smtp_ls.text import without_end
from smtp_ls.trace import Trace

_Area = tuple[Point, Point]
"""Where it begins and where it ends."""

_WORDS = (re.compile(r"\w+"), re.compile(r"[\w-]+"), re.compile(r"\S+"))
"""What people call a word: letters and digits, those with hyphens, and whatever stands between blanks."""


def areas(trace: Trace, place: Point) -> list[_Area]:
    """The areas about a place, the smallest first; the last is the whole file."""
    around = [each for each in (*_on_line(trace, place), *_of_lines(trace, place)) if each[0] <= place <= each[1]]
    chain: list[_Area] = []
    for start, end in sorted(around, key=_size):
        if start < end and (not chain or (start <= chain[-1][0] and chain[-1][1] <= end and (start, end) != chain[-1])):
            chain.append((start, end))
    everything = (Point(0, 0), _end(trace))
    return chain if chain and chain[-1] == everything else [*chain, everything]


def _size(area: _Area) -> tuple[int, int]:
    start, end = area
    return end.line - start.line, end.column - start.column


def _end(trace: Trace) -> Point:
    """Where the file ends."""
    if not trace.lines or trace.lines[-1].endswith(("\n", "\r")):
        return Point(len(trace.lines), 0)
    return Point(len(trace.lines) - 1, len(trace.lines[-1]))


def _on_line(trace: Trace, place: Point) -> Iterator[_Area]:
    """What of its line a place stands in."""
    line = place.line
    if line >= len(trace.lines):
        return
    text = without_end(trace.lines[line])
    spans = [each.span for each in tokens(trace, line)]
    spans += [each.columns for each in names(trace, line)]
    for event in trace.said(line):
        spans += [whole(event), *_argument(event), *_words(event)]
    for start, end in (*spans, Span(0, len(text))):
        yield Point(line, start), Point(line, end)


def _words(event: Event) -> Iterator[Span]:
    for pattern in _WORDS:
        for found in pattern.finditer(event.text):
            yield Span(column(event, found.start()), column(event, found.end()))


def _argument(event: Event) -> Iterator[Span]:
    """What stands behind a command's verb."""
    if isinstance(event, Command) and event.argument:
        start = event.text.find(event.argument, len(event.verb))
        yield Span(column(event, start), column(event, start + len(event.argument)))


def _of_lines(trace: Trace, place: Point) -> Iterator[_Area]:
    """The lines that belong together about a place."""
    said = trace.said(place.line)
    if not said:
        return
    event = next((each for each in said if place.column <= whole(each).end), said[-1])
    extents: list[Extent | None] = []
    block = block_extent(trace, place.line)
    if block is not None:
        extents += [Extent(first, last) for first, last, _ in sections(trace, block.first, block.last + 1)]
        extents.append(block)
    extents += [
        exchange_extent(trace, place.line, event),
        transaction_extent(trace, place.line, event.key),
        session_extent(trace, place.line),
    ]
    for each in extents:
        if each is not None:
            yield Point(each.first, 0), Point(each.last, len(without_end(trace.lines[each.last])))
