"""Sessions of every day, all valid, as labelled files, as typed and without the server: no false alarm."""

from pathlib import Path

import pytest

from smtp_ls.findings import Severity
from smtp_ls.trace import Trace
from tests.test_rules_rows import bare, swaks

SESSIONS = Path(__file__).parent / "everyday.txt"


def sessions() -> dict[str, str]:
    """Name and form -> session; those that are labelled throughout are written in other ways too."""
    table = {}
    for entry in SESSIONS.read_text(encoding="utf-8").split("%%%% ")[1:]:
        name, _, text = entry.partition("\n")
        table[name] = text
        if all(line.startswith(("C:", "S:")) for line in text.splitlines()) and "S: 220" in text:
            table[f"{name} [bare]"] = bare(text)
            table[f"{name} [swaks]"] = swaks(text)
    return table


def loud(text: str) -> list[str]:
    """What a clean run would show."""
    trace = Trace(text)
    assert not trace.failures
    return [f"{each.start.line + 1}:{each.rule}" for each in trace.diagnostics() if each.severity >= Severity.WARNING]


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in sessions().items()])
def test_nothing_is_wrong(text: str):
    """A false alarm costs more than a missed hint."""
    assert loud(text) == []
