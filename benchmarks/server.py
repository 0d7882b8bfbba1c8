"""What an editor waits for: opening, typing, hovering and completing in files of 30, 1,000 and 100,000 lines."""

import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks import transcripts
from benchmarks.clock import BIN
from benchmarks.conversation import Conversation, Json
from benchmarks.edits import Latency, latency

EDITS = 300
FIVE_MEGABYTES = 5_000_000


class Measured(NamedTuple):
    """A figure: what it is of, its budget in milliseconds or as a ratio (None: there is none), what was measured."""

    what: str
    budget: float | None
    measured: float
    shown: str


def measured(folder: Path) -> Iterator[Measured]:
    """All figures, each of our server beside the same of one that does nothing."""
    for lines in (30, 1_000, 100_000):
        for kind, text in (("clean", transcripts.sessions), ("wrong", transcripts.wrong_sessions)):
            if kind == "clean" or lines == 1_000:
                yield from _typing(folder, f"{lines:,} {kind} lines", text(lines), lines)
    yield from _many_edits(folder)
    yield from _memory(folder)


def _both(folder: Path, talk: Callable[[Conversation], object]) -> tuple[object, object]:
    found = []
    for command in ([str(BIN / "smtp-ls")], [sys.executable, str(Path(__file__).parent / "idle_server.py")]):
        with Conversation(command, folder) as server:
            found.append(talk(server))
    return found[0], found[1]


class _Typing(NamedTuple):
    opened: float
    complete: float
    keystrokes: Latency
    hovers: Latency
    completions: Latency


def _typing(folder: Path, what: str, text: str, lines: int) -> Iterator[Measured]:
    rows = text.split("\n")[:-1]

    def talk(server: Conversation) -> _Typing:
        draw = random.Random(1)
        opened = server.open(text)
        complete = opened + server.request("textDocument/hover", _place(len(rows) - 2, 4))
        keystrokes = [server.change(*_key(draw, rows)) for _ in range(EDITS)]
        hovers = [server.at("textDocument/hover", draw.randrange(len(rows)), 5) for _ in range(EDITS)]
        completions = [server.at("textDocument/completion", draw.randrange(len(rows)), 3) for _ in range(EDITS)]
        return _Typing(opened, complete, *map(latency, ([*keystrokes], hovers, completions)))

    ours, idle = _both(folder, talk)
    assert isinstance(ours, _Typing)
    assert isinstance(idle, _Typing)
    long = lines > 1_000
    yield _figure(f"open {what}: first findings", 300 if long else None, ours.opened, idle.opened)
    budgets = {"keystroke": 15 if long else 3, "hover": 5, "completion": 5}
    for name, one, other in (
        ("keystroke", ours.keystrokes, idle.keystrokes),
        ("hover", ours.hovers, idle.hovers),
        ("completion", ours.completions, idle.completions),
    ):
        shown = f"{one}; idle {other}"
        yield Measured(f"{name} in {what}, p50 / p95 / max", budgets[name], one.most, shown)


def _figure(what: str, budget: float | None, one: float, other: float) -> Measured:
    return Measured(what, budget, one, f"{one:.0f} ms; idle {other:.0f} ms")


def _place(line: int, column: int) -> Json:
    return {"textDocument": {"uri": "file:///nowhere/long.smtp"}, "position": {"line": line, "character": column}}


def _key(draw: random.Random, rows: list[str]) -> list[Json]:
    """One key typed somewhere, or taken back."""
    line = draw.randrange(len(rows))
    column = draw.randrange(len(rows[line]) + 1)
    here = {"line": line, "character": column}
    if column and draw.random() < 0.5:
        rows[line] = rows[line][: column - 1] + rows[line][column:]
        return [{"range": {"start": {"line": line, "character": column - 1}, "end": here}, "text": ""}]
    new = draw.choice("xa<>: 7")
    rows[line] = rows[line][:column] + new + rows[line][column:]
    return [{"range": {"start": here, "end": here}, "text": new}]


def _many_edits(folder: Path) -> Iterator[Measured]:
    """A hundred edits in one notification, as a rename or a fix makes them."""
    text = transcripts.sessions(FIVE_MEGABYTES // 45)
    rows = text.split("\n")[:-1]

    def talk(server: Conversation) -> float:
        draw = random.Random(2)
        server.open(text)
        server.request("textDocument/hover", _place(len(rows) - 2, 4))
        server.change(*_key(draw, rows))
        return server.change(*(change for _ in range(100) for change in _key(draw, rows)))

    ours, idle = _both(folder, talk)
    assert isinstance(ours, float)
    assert isinstance(idle, float)
    yield _figure(f"100 edits at once in {len(text) / 1e6:.1f} MB", 50, ours, idle)


def _memory(folder: Path) -> Iterator[Measured]:
    """Memory after many edits, against that after few."""
    text = transcripts.sessions(1_000)
    rows = text.split("\n")[:-1]
    draw = random.Random(3)
    with Conversation([str(BIN / "smtp-ls")], folder) as server:
        server.open(text)
        resident = []
        for edits in (100, 9_900):
            for _ in range(edits):
                server.change(*_key(draw, rows))
            resident.append(server.resident)
    ratio = resident[1] / resident[0]
    yield Measured("memory after 10,000 edits, against after 100", 1.2, ratio, f"{ratio:.2f} x")
