"""Measures the budgets of docs/architecture.md and prints a table: what, the budget, what was measured, the verdict.

Rule 1: a budget is a ratio within one run, since machines differ and are busy; verdicts go by the processor's time.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks import transcripts
from benchmarks.clock import BIN, ENVIRONMENT, Took, compare, one_core
from benchmarks.edits import latencies
from benchmarks.server import measured

LONG = 108_000
"""Lines of the long files."""
SHORT = 30
"""Lines of the short files."""

COLD, FLOOR_YAMLLINT, AIM_YAMLLINT, FLOOR_PYFLAKES, AIM_PYFLAKES, OCTETS = 7, 6, 12, 1.8, 3.5, 400
KEYSTROKE = {1_000: 3, 100_000: 15}
"""Milliseconds of 95 keystrokes of 100, by the lines of the file."""


class Row(NamedTuple):
    """A line of the table."""

    what: str
    budget: str
    measured: str
    verdict: str = ""


def main() -> None:
    """Measure everything, row by row as it comes; with names of parts after the command, those parts only."""
    wanted = sys.argv[1:]
    with TemporaryDirectory() as folder:
        for part in (cold, throughput, memory, keystrokes, editor):
            if not wanted or part.__name__ in wanted:
                for row in part(Path(folder)):
                    print(f"{row.what:48} {row.budget:24} {row.measured:36} {row.verdict}", flush=True)


def cold(folder: Path) -> Iterator[Row]:
    """A process that checks one short file, against one that does nothing."""
    session = _written(folder / "short.smtp", transcripts.sessions(SHORT))  # one whole session
    module = _written(folder / "short.py", transcripts.python(SHORT))
    took = compare(
        {
            "python": [sys.executable, "-c", "pass"],
            "smtp-ls": [str(BIN / "smtp-ls"), "--check", session],
            "ruff": [str(BIN / "ruff"), "check", "--isolated", "--no-cache", module],
        },
        rounds=20,
    )
    ratio = took["smtp-ls"].user / took["python"].user
    wall = took["smtp-ls"].wall / took["python"].wall
    yield Row(
        "--check of a short file, cold",
        f"<= {COLD} x python -c pass",
        f"{ratio:.1f} x ({wall:.1f} x on the wall)",
        "met" if ratio <= COLD else "MISSED",
    )
    yield Row("", "", f"{_ms(took['smtp-ls'])}, python {_ms(took['python'])}, ruff {_ms(took['ruff'])}")


def throughput(folder: Path) -> Iterator[Row]:
    """Long files on one core, against linters of other languages."""
    session = _written(folder / "long.smtp", transcripts.sessions(LONG))
    document = _written(folder / "long.yaml", transcripts.yaml(LONG))
    module = _written(folder / "long.py", transcripts.python(LONG))
    with one_core():
        took = compare(
            {
                "smtp-ls": [str(BIN / "smtp-ls"), "--check", session],
                "yamllint": [sys.executable, "-m", "yamllint", document],
                "pyflakes": [sys.executable, "-m", "pyflakes", module],
                "ruff": [str(BIN / "ruff"), "check", "--isolated", "--no-cache", module],
            },
            rounds=3,
        )
    for rival, floor, aim in (("yamllint", FLOOR_YAMLLINT, AIM_YAMLLINT), ("pyflakes", FLOOR_PYFLAKES, AIM_PYFLAKES)):
        ratio = took[rival].user / took["smtp-ls"].user
        wall = took[rival].wall / took["smtp-ls"].wall
        yield Row(
            f"--check of {LONG:,} lines, against {rival}",
            f">= {floor} x, aim {aim} x",
            f"{ratio:.1f} x ({wall:.1f} x on the wall)",
            "aim met" if ratio >= aim else "met" if ratio >= floor else "MISSED",
        )
    for name, spent in took.items():
        yield Row("", "", f"{name}: {LONG / spent.user:,.0f} lines/s")


MEMORY = """
import sys, tracemalloc
from smtp_ls.text import decode
from smtp_ls.trace import Trace
with open(sys.argv[1], "rb") as file:
    text = decode(file.read())
Trace(text[:20000]).diagnostics()
tracemalloc.start()
trace = Trace(text)
trace.diagnostics()
octets = tracemalloc.get_traced_memory()[0] - len(text)
print(octets / len(trace.lines))
"""


def memory(folder: Path) -> Iterator[Row]:
    """What a trace keeps of a line, the line itself not counted."""
    session = _written(folder / "long.smtp", transcripts.sessions(LONG))
    command = [sys.executable, "-c", MEMORY, session]
    octets = float(subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout)
    verdict = "met" if octets <= OCTETS else "MISSED"
    yield Row("memory of a line, over its text", f"<= {OCTETS} octets", f"{octets:.0f} octets", verdict)


def keystrokes(_folder: Path) -> Iterator[Row]:
    """Edits of short and long files."""
    for lines, budget in KEYSTROKE.items():
        for kind, text in (("clean", transcripts.sessions), ("wrong", transcripts.wrong_sessions)):
            if kind == "wrong" and lines > 1_000:
                continue
            took = latencies(text(lines))
            verdict = "met" if took.published.most <= budget else "MISSED"
            what = f"keystroke in {lines:,} {kind} lines, p50 / p95 / max"
            yield Row(what, f"p95 <= {budget} ms", str(took.published), verdict)
            yield Row("", "", f"{took.on_the_wall} on the wall")
            yield Row("", "", f"{took.alone} without diagnostics")


def editor(folder: Path) -> Iterator[Row]:
    """A server asked over its standard streams, beside one that does nothing."""
    for each in measured(folder):
        if each.budget is None:
            yield Row(each.what, "", each.shown)
        else:
            verdict = "met" if each.measured <= each.budget else "MISSED"
            yield Row(each.what, f"<= {each.budget:g}", each.shown, verdict)


def _written(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def _ms(took: Took) -> str:
    return f"{1000 * took.user:.0f} ms"


if __name__ == "__main__":
    main()
