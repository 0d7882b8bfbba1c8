"""A word on a terminal while a long run goes on; nothing when it is short, nothing in a file or a pipe."""

import sys
from collections.abc import Iterable, Iterator
from time import monotonic

from smtp_ls.report import Checked
from smtp_ls.report.tally import count

PATIENCE, PACE = 1.0, 0.1
"""After how many seconds we begin to speak, and how long a word stands."""


def progress(results: Iterable[Checked]) -> Iterator[Checked]:
    """The same results, counted on standard error, where the count is wiped before anything else is printed."""
    last = monotonic() + PATIENCE
    spoken = False
    for number, result in enumerate(results, 1):
        if spoken and (result.diagnostics or result.failure):
            spoken = _say("")
        yield result
        if monotonic() > last:
            last = monotonic() + PACE
            spoken = _say(f"{count(number, 'file')} checked")
    if spoken:
        _say("")


def _say(text: str) -> bool:
    sys.stderr.write(f"\r\x1b[K{text}")
    sys.stderr.flush()
    return bool(text)
