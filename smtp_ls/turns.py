"""Work done in turns: a generator that yields whenever something else may be done, and returns what came of it."""

from collections.abc import Generator
from typing import TypeVar

T = TypeVar("T")
Turns = Generator[None, None, T]
"""What is worked on must not change between two turns; nobody else may look at what is made."""


def at_once(turns: Turns[T]) -> T:
    """What comes of it, for whoever has nothing else to do."""
    while True:
        try:
            next(turns)
        except StopIteration as end:
            found: T = end.value
            return found
