"""What a keystroke costs: edits of a trace as a person makes them, and the diagnostics asked for after each."""

import gc
import random
from collections.abc import Iterator
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

from smtp_ls.findings import Choice, Point
from smtp_ls.publishing import Publisher
from smtp_ls.text import without_end
from smtp_ls.trace import Trace


class Latency(NamedTuple):
    """Milliseconds: half of the edits took no longer, 95 of 100 did not, and the longest did."""

    half: float
    most: float
    longest: float

    def __str__(self) -> str:
        return f"{self.half:.2f} / {self.most:.2f} / {self.longest:.2f} ms"


class Edits(NamedTuple):
    """An edit and what follows it: the edit alone by the processor's time, then with diagnostics, by both clocks."""

    alone: Latency
    published: Latency
    on_the_wall: Latency


def latencies(text: str, *, edits: int = 200, rounds: int = 3) -> Edits:
    """Type, delete, and split and join lines all over the text; of each figure the median of the rounds."""
    measured = [_round(text, edits, seed) for seed in range(rounds)]
    return Edits(*(_median([each[kind] for each in measured]) for kind in range(3)))


def _median(rounds: list[Latency]) -> Latency:
    return Latency(*(median(figures) for figures in zip(*rounds, strict=True)))


def _round(text: str, edits: int, seed: int) -> Edits:
    trace = Trace(text)
    publisher = Publisher(trace)
    trace.edited = publisher.forget
    publisher.diagnostics(Choice())
    gc.collect()
    alone, published, wall = [], [], []
    for start, end, new in _typed(trace, edits, random.Random(seed)):
        on_the_wall, since = perf_counter(), process_time()
        trace.edit(start, end, new)
        alone.append(process_time() - since)
        publisher.diagnostics(Choice())
        published.append(process_time() - since)
        wall.append(perf_counter() - on_the_wall)
    figures = ([1000 * each for each in seconds] for seconds in (alone, published, wall))
    return Edits(*map(latency, figures))


def latency(milliseconds: list[float]) -> Latency:
    """What half of the figures, 95 of 100, and all of them do not exceed."""
    ordered = sorted(milliseconds)
    return Latency(ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100], ordered[-1])


def _typed(trace: Trace, edits: int, draw: random.Random) -> Iterator[tuple[Point, Point, str]]:
    """Edits in the text as it is when each is asked for; every one is taken back by the next."""
    for _ in range(edits // 2):
        line = draw.randrange(len(trace.lines))
        length = len(without_end(trace.lines[line]))
        column = draw.randrange(length + 1)
        here = Point(line, column)
        new = draw.choice(("x", "<", " ", "é", "\n", "# \n", "C: NOOP\nS: 250 Ok\n"))
        if "\n" in new[1:]:
            here = Point(line, 0)
        yield here, here, new
        ends = new.count("\n")
        yield here, Point(line + ends, 0) if ends else Point(line, here.column + len(new)), ""
