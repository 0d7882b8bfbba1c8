"""What tests share: golden files, a project folder to run the command in, and the command itself.

Golden files stand in `tests/snapshots/`. When an output changes on purpose, `pytest --update-snapshots` writes them
anew; read the difference before you commit it. How many examples hypothesis draws is a matter of the profile: a test
that wants more or fewer says so in proportion, `@settings(max_examples=3 * settings().max_examples)`. They are the same
ones in each run, so that CI says what your machine said; new ones are drawn by `make explore` alone.
"""

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

from smtp_ls.cli import main

settings.register_profile("quick", max_examples=25, deadline=None, derandomize=True, database=None)
settings.register_profile("thorough", max_examples=500, deadline=None, derandomize=True, database=None)
settings.register_profile("explore", max_examples=3000, deadline=None, print_blob=True)
settings.load_profile("quick")

SNAPSHOTS = Path(__file__).parent / "snapshots"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option that writes golden files anew."""
    parser.addoption("--update-snapshots", action="store_true", help="write the golden files anew")


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a golden file, by name."""

    def compare(name: str, text: str) -> None:
        golden = SNAPSHOTS / name
        if request.config.getoption("--update-snapshots"):
            golden.parent.mkdir(parents=True, exist_ok=True)
            golden.write_bytes(text.encode())
        expected = golden.read_bytes().decode() if golden.exists() else ""
        assert text == expected, f"{golden.name} differs; if that is right: pytest --update-snapshots"

    return compare


class Project:
    """A repository in a folder of its own, which is the current one."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / ".git").mkdir()

    def write(self, name: str, text: str | bytes) -> Path:
        """A file, with the folders that it needs."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An empty project; what the environment says of colours is forgotten."""
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


class Outcome(NamedTuple):
    """What a run of the command came to; octets that are not UTF-8 are kept as surrogates."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in this process, with these arguments and this standard input."""

    def run_main(*arguments: str, stdin: bytes = b"") -> Outcome:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        with monkeypatch.context() as streams:
            streams.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            streams.setattr(sys, "stdout", out)
            streams.setattr(sys, "stderr", err)
            code = main(arguments)
        return Outcome(code, *(os.fsdecode(_octets(stream)) for stream in (out, err)))

    return run_main


def _octets(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue()
