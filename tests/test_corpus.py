"""Genuine files of every dialect: read as a person listed them, and without an exception. Skipped without a corpus."""

from pathlib import Path

import pytest

from smtp_ls.outline import outline
from smtp_ls.text import decode
from smtp_ls.trace import Trace
from tests.readings import sequence

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
READINGS = [
    line.rstrip("\n").split("\t")
    for line in (Path(__file__).parent / "readings.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus is not here")]


def read(path: Path) -> Trace:
    """A corpus file, read."""
    return Trace(decode(path.read_bytes()))


@pytest.mark.parametrize(("file", "dialect", "sessions", "wanted"), READINGS, ids=[row[0] for row in READINGS])
def test_a_file_is_read_as_a_person_lists_it(file: str, dialect: str, sessions: str, wanted: str):
    """The dialect, the number of sessions, and the sequence of commands and replies."""
    trace = read(CORPUS / file)
    assert dialect in (trace.dialect.name, *trace.dialect.aliases)
    assert trace.sessions == int(sessions)
    assert sequence(trace) == wanted


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*/*")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_file_is_judged_without_an_exception(path: Path):
    """No rule fails, and the text is kept to the octet."""
    trace = read(path)
    trace.diagnostics()
    outline(trace)
    assert not trace.failures
    assert trace.text == decode(path.read_bytes())
