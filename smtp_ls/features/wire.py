"""Places as the protocol counts them, in the units agreed on with the client, and answers that are JSON already."""

from lsprotocol import types

from smtp_ls.findings import Point, Span
from smtp_ls.text import character_column, units
from smtp_ls.trace import Trace


class Written(str):
    """JSON text, for answers of which there are so many parts that lsprotocol's objects would take too long."""

    __slots__ = ()


def point(trace: Trace, position: types.Position, encoding: str) -> Point:
    """The place in characters; one past the end of its line or of the file is that end."""
    if position.line >= len(trace.lines):
        return Point(len(trace.lines), 0)
    return Point(position.line, character_column(trace.lines[position.line], position.character, encoding))


def column(trace: Trace, place: Point, encoding: str) -> int:
    """The column of a place in the client's units."""
    line = trace.lines[place.line] if place.line < len(trace.lines) else ""
    return place.column if line.isascii() else units(line[: place.column], encoding)


def stretch(trace: Trace, line: int, columns: Span, encoding: str) -> types.Range:
    """The stretch between two columns of a line."""
    return span(trace, Point(line, columns.start), Point(line, columns.end), encoding)


def span(trace: Trace, start: Point, end: Point, encoding: str) -> types.Range:
    """The stretch between two places."""
    return types.Range(
        types.Position(start.line, column(trace, start, encoding)),
        types.Position(end.line, column(trace, end, encoding)),
    )
