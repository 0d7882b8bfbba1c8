"""What stands before every line of a log that went through something else: times, line numbers, quotation, indentation.

Rule 1: a decoration is taken off only where nothing else makes sense of the lines, and what is below it does.
Rule 2: what it decorates keeps its name and its ways, and each column is that of the line as it stands.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from smtp_ls.dialects.dialect import Dialect, Said
from smtp_ls.regular import Pattern

_CLOCK = r"\d\d?:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?[AP]M)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?"
_MONTH = "[A-Z][a-z]{2}"
_DAY = (
    rf"(?:\d{{4}}[-/.]\d\d[-/.]\d\d|\d\d?[-/.](?:\d\d|{_MONTH})[-/.]\d{{2,4}}"
    rf"|(?:[A-Z][a-z]{{2}},? )?{_MONTH} {{1,2}}\d\d?(?: \d{{4}})?)"
)
_TIME = rf"(?:\[?(?:{_DAY}[T ,:_-]{{1,2}})?{_CLOCK}\]?|\[? *\d{{1,10}}\.\d{{3,9}}\]?)"
_END = r"(?: |\t|$)"
"""A decoration's own blank. Any more belong to the line: swaks writes ` -> `."""
_PROGRAM = r"[\w./-]+(?:\[\d+\])?:"

_PREFIXES = (
    Pattern(rf"{_TIME}(?: ?[|:-])?{_END}"),  # ts(1), Docker, GitHub's actions
    Pattern(rf"{_TIME} [\w.-]+ {_PROGRAM}{_END}"),  # syslog, journald
    Pattern(rf"{_TIME} (?:\[?[A-Z]{{4,8}}\]?:? +)?(?:\[[^\]]{{1,40}}\]:? )?(?:[\w.$/-]+ ?[-:|]|{_PROGRAM})?{_END}"),
    Pattern(rf"[\w.-]+ +\|{_END}|\|{_END}"),  # docker compose
    Pattern(r" *\d{1,6}(?:\t| {2}|:[ \t]?)"),  # cat -n, nl, grep -n
)
_QUOTED = Pattern(r"> ?")
_INDENTED = Pattern(r"[ \t]+(?=\S)")
_COLOUR = r"(?:\x1b\[[\d;]*[A-Za-z])+"
_COLOURED, _UNCOLOURED = Pattern(_COLOUR), Pattern(rf"{_COLOUR}$")
_DEEPEST = 3
"""A quoted log that bears times, in colours."""


class Decoration(NamedTuple):
    """What is to be taken off each line: a pattern of its beginning, and perhaps one of its end."""

    head: Pattern
    tail: Pattern | None = None

    def bounds(self, line: str) -> tuple[int, int] | None:
        """Where the text below begins and ends in a line; None if the line does not bear this decoration."""
        found = self.head.match(line)
        if not found:
            return None
        end = self.tail.search(line, found.end()) if self.tail is not None else None
        return found.end(), end.start() if end else len(line)


_DECORATIONS = (Decoration(_COLOURED, _UNCOLOURED), Decoration(_QUOTED), *(Decoration(each) for each in _PREFIXES))
_DECORATED = Pattern("|".join(f"(?:{each.head.pattern})" for each in (*_DECORATIONS, Decoration(_INDENTED))))


def is_decorated(line: str) -> bool:
    """May this line bear a decoration?"""
    return _DECORATED.match(line) is not None


def undecorated(lines: list[str], detect: Callable[[list[str], int], Dialect | None], depth: int = 0) -> Dialect | None:
    """The dialect of lines that all bear one decoration, without it; None if there is none in which they make sense.

    `detect` is asked for the dialect of the texts, and told how many decorations have been taken off.
    """
    if depth >= _DEEPEST:
        return None
    filled = [line for line in lines if line.strip()]
    for decoration in _borne(filled):
        texts = []
        for line in filled:
            bounds = decoration.bounds(line)
            if bounds is not None:
                texts.append(line[slice(*bounds)])
        if len(texts) < 2 or 2 * len(texts) < len(filled):
            continue
        row = detect(texts, depth + 1)
        if row is not None:
            return below(row, decoration)
    return None


def _borne(filled: list[str]) -> Iterator[Decoration]:
    """The decorations that may be those of these lines."""
    for each in _DECORATIONS:
        # Where `<` stands too, `>` is an arrow.
        if each.head is not _QUOTED or not any(line.startswith("<") for line in filled):
            yield each
    indented = Counter(found[0] for found in map(_INDENTED.match, filled) if found)
    if indented:
        least = min(indented, key=len)
        if all(each.startswith(least) for each in indented):
            yield _indentation(least)


@lru_cache(maxsize=64)
def _indentation(blanks: str) -> Decoration:
    return Decoration(Pattern(re.escape(blanks)))


@lru_cache(maxsize=256)
def below(row: Dialect, decoration: Decoration) -> Dialect:
    """A dialect whose lines bear a decoration, as a dialect: what is our own notation there is not ours to lay out."""
    bounds, split, joins = decoration.bounds, row.split, row.joins

    def text_of(line: str) -> str:
        found = bounds(line)
        return line if found is None else line[slice(*found)]

    def taken_off(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
        found = bounds(line)
        if found is None:
            return split(line, mode)
        at, end = found
        said, mode = split(line[at:end], mode)
        return tuple(_moved(each, at) for each in said), mode

    def joined(text: str, following: str) -> str | None:
        return joins(text, text_of(following)) if joins is not None else None

    return row._replace(
        shown=row.shown._replace(native=False),
        split=taken_off,
        label="",
        joins=joined if joins is not None else None,
        text_of=text_of if row.text_of is None else lambda line: row.text_of(text_of(line)),  # type: ignore[misc]
    )


def _moved(said: Said, by: int) -> Said:
    columns = said.columns
    return said._replace(at=said.at + by, columns=None if columns is None else tuple(column + by for column in columns))
