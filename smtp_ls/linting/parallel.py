"""Work shared among processes, its results in the order of the work; imported only with `--jobs` above 1."""

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Work = TypeVar("Work")
Result = TypeVar("Result")


def in_order(work: Callable[[Work], Result], pieces: Iterable[Work], jobs: int) -> Iterator[Result]:
    """`map(work, pieces)` on so many processes; they end when the iterator does, or is thrown away."""
    with multiprocessing.Pool(jobs, initializer=_quietly) as pool:
        yield from pool.imap(work, pieces, chunksize=4)


def _quietly() -> None:
    """Leave Ctrl-C to the process that started us: one line for the user, not one a process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
