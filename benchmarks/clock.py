"""Starts processes and says what they took, by the wall and by the processor, whose time a busy machine spoils less."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import mean, median
from time import perf_counter
from typing import NamedTuple

BIN = Path(sys.executable).parent
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
"""Without PYTHONDONTWRITEBYTECODE above all: a cold start reads compiled modules."""


class Took(NamedTuple):
    """Seconds: on the wall, and of the processor's time outside the kernel."""

    wall: float
    user: float


def once(command: list[str]) -> Took:
    """Run a command to its end, its output thrown away. RuntimeError: it did not exit with 0."""
    out = os.open(os.devnull, os.O_RDWR)
    try:
        since = perf_counter()
        actions = [(os.POSIX_SPAWN_DUP2, out, number) for number in (0, 1, 2)]
        process = os.posix_spawn(command[0], command, ENVIRONMENT, file_actions=actions)
        _, status, used = os.wait4(process, 0)
        wall = perf_counter() - since
    finally:
        os.close(out)
    if status:
        raise RuntimeError(f"exit code {os.waitstatus_to_exitcode(status)}: {' '.join(command)}")
    return Took(wall, used.ru_utime)


def compare(commands: Mapping[str, list[str]], rounds: int) -> dict[str, Took]:
    """Each command's time (the median on the wall, the mean of the processor's), all of them in turn in every round.

    One round before counts for nothing: it compiles the modules and fills the disk's cache.
    """
    took: dict[str, list[Took]] = {name: [] for name in commands}
    for each in range(rounds + 1):
        for name, command in commands.items():
            spent = once(command)
            if each:
                took[name].append(spent)
    return {name: Took(median(it.wall for it in all_), mean(it.user for it in all_)) for name, all_ in took.items()}


@contextmanager
def one_core() -> Iterator[None]:
    """Within it, this process and those that it starts share one core, where the system knows how."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    all_cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(all_cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, all_cores)
