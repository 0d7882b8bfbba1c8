"""Lines in which a text stands, found block by block in a file of any length.

Rule 1: a block of lines is searched as one text, at the speed of C; only a block with a hit is looked at line by line.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

_BLOCK = 512
"""Lines of a block."""
EVERYWHERE = 1 << 40
"""More lines than a file has."""


def lines_with(
    lines: Sequence[str], texts: Sequence[str], *, any_case: bool = False, about: int = 0, far: int = EVERYWHERE
) -> Iterator[int]:
    """The 0-based lines that hold one of the texts, block by block: that about a line first, then its neighbours.

    With `any_case` the texts are given case-folded. The lines of a block come in order. `far`: how many lines above and
    below the search goes, in whole blocks.
    """
    for first in _outwards(len(lines), about, far):
        block = lines[first : first + _BLOCK]
        whole = "".join(block)
        if any_case:
            whole = whole.casefold()
        wanted = [text for text in texts if text in whole]
        if not wanted:
            continue
        for number, line in enumerate(block, first):
            said = line.casefold() if any_case else line
            for text in wanted:
                if text in said:
                    yield number
                    break


def _outwards(count: int, about: int, far: int) -> Iterator[int]:
    """The first lines of the blocks, the nearest first."""
    middle = min(max(about, 0), max(count - 1, 0)) // _BLOCK * _BLOCK
    above = range(middle - _BLOCK, max(middle - far, 0) - 1, -_BLOCK)
    below = range(middle + _BLOCK, min(middle + far + 1, count), _BLOCK)
    near = chain.from_iterable(zip_longest(above, below))
    return chain((middle,) if count else (), (each for each in near if each is not None))
