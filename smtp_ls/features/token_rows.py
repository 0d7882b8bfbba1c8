"""The semantic tokens of a file, line by line, each kept as the protocol writes it until its line is read again.

Rule 1: a row is what a line's tokens are but for how far the line stands below the token before, so that it moves with
its line. Rule 2: what has changed since it was told last is known by lines, and no token need be compared.
"""

from array import array
from itertools import count

from smtp_ls.colouring import KINDS, coloured
from smtp_ls.text import units
from smtp_ls.trace import Edited, Trace
from smtp_ls.turns import Turns

NUMBERS = {kind: number for number, kind in enumerate(KINDS)}
"""The kinds of tokens as the protocol has them: by their places in the legend."""

SLICE, _WRITTEN = 500, 10_000
"""How many lines are coloured, and how many are written, in one turn (some 5 ms)."""

_RESULTS = count(1)
_WIDTH = 5
"""Numbers of a token."""
_NONE = array("I", (0,))


class TokenRows:
    """The rows of one trace. It has to be told of the trace's edits, by `forget`."""

    def __init__(self, trace: Trace) -> None:
        self._rows: list[str | None] = [None] * len(trace.lines)
        self._counts = _NONE * len(trace.lines)
        """How many tokens each line has, where its row is known."""
        self.told = ""
        """Names the answer that was told last."""
        self._told_counts = array("I")
        self._head = self._tail = 0
        """How many lines at either end are as they were then."""

    def forget(self, trace: Trace, edited: Edited) -> None:
        """Forget the lines that were read again."""
        first, last, _, stop = edited
        before, now = len(self._rows), len(trace.lines)
        shift = now - before
        below = before if stop >= now else max(stop + 1 - shift, min(last, before))
        added = below + shift - first
        self._rows[first:below] = [None] * added
        self._counts[first:below] = _NONE * added
        self._head = min(self._head, first)
        self._tail = min(self._tail, before - below)

    def colour(self, trace: Trace, first: int, last: int, encoding: str) -> Turns[None]:
        """Make the rows of the lines from `first` up to, not including, `last`."""
        rows, made, line = self._rows, 0, first
        while True:
            try:
                line = rows.index(None, line, last)
            except ValueError:
                return
            rows[line] = self._row(trace, line, encoding)
            made += 1
            if made % SLICE == 0:
                yield

    def _row(self, trace: Trace, line: int, encoding: str) -> str:
        text = trace.lines[line]
        plain, before, numbers = text.isascii(), 0, []
        colours = coloured(trace, line)
        for start, end, kind in colours:
            place = start if plain else units(text[:start], encoding)
            length = end - start if plain else units(text[start:end], encoding)
            numbers.append(f"{place - before},{length},{NUMBERS[kind]},0")
            before = place
        self._counts[line] = len(colours)
        return ",0,".join(numbers)

    def written(self, first: int, last: int, above: int = 0) -> Turns[str]:
        """The tokens of lines whose rows are made, as the protocol has them behind a token on the line `above`."""
        parts = []
        for number, row in enumerate(self._rows[first:last]):
            if row:
                line = first + number
                parts.append(f"{line - above},{row}")
                above = line
            if number % _WRITTEN == _WRITTEN - 1:
                yield
        return ",".join(parts)

    def remember(self) -> str:
        """All is told now; the name of this answer."""
        self.told = str(next(_RESULTS))
        self._told_counts = self._counts[:]
        self._head = self._tail = len(self._rows)
        return self.told

    def changes(self) -> Turns[str]:
        """What has changed since all was told, as the protocol's edits: at most one. All rows are made."""
        first = self._head
        stop, old_stop = len(self._rows) - self._tail, len(self._told_counts) - self._tail
        if first >= stop and first >= old_stop:
            return ""
        for line in range(stop, len(self._rows)):  # the token below stands otherwise below the one before it
            stop, old_stop = stop + 1, old_stop + 1
            if self._counts[line]:
                break
        start = _WIDTH * sum(self._counts[:first])
        gone = _WIDTH * sum(self._told_counts[first:old_stop])
        above = next((line for line in range(first - 1, -1, -1) if self._counts[line]), 0)
        new = yield from self.written(first, stop, above)
        return f'{{"start":{start},"deleteCount":{gone},"data":[{new}]}}' if gone or new else ""
