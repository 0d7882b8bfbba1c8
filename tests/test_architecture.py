"""The laws that no compiler holds: which way imports point, what a cold start loads, what is generated is fresh."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from smtp_ls.rules import RULES, page

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "smtp_ls"

LAYERS = (
    {"text", "errors", "patterns", "placeholders", "protocol", "records", "regular", "rfcs", "turns"},
    {"findings", "events", "envelope", "message", "syntax"},
    {"session"},
    {"dialects"},
    {"reading"},
    {"rules"},
    {"folding", "written", "trace", "publishing", "secrets", "outline", "extents", "folds"},
    {"project", "pages"},
    {"redacting", "editing"},
    {"linting"},
    {"topics", "completing", "hovering", "naming", "areas", "signatures", "links", "colouring"},
    {"hinting"},
    {"features", "report", "pygments_lexer"},
    {"server", "commands"},
    {"cli"},
    {"__main__"},
)
"""Bottom to top: a module imports from its own layer and those below; its name is the part after `smtp_ls.`."""

STRANGERS = (
    {"completing", "hovering"},
    {"completing", "naming"},
    {"features", "report"},
    {"server", "commands"},
)
"""Modules of one layer that do not know each other."""

LEVEL = {name: level for level, layer in enumerate(LAYERS) for name in layer}
FOREIGN = {
    "pygls": {"server"},
    "lsprotocol": {"features", "server"},
    "attrs": {"features", "server"},
    "cattrs": {"features", "server"},
    "pygments": {"pygments_lexer"},
}
"""Packages that only some parts may import."""

LONGEST = 400
GENERATED = ("enerated by", ": generated")
"""What the first line of a generated module says."""


class Arrow(NamedTuple):
    """An import: the module that imports and what it imports, with the whole dotted names, and the 1-based line."""

    source: str
    target: str
    line: int

    def __str__(self) -> str:
        return f"{self.source}:{self.line} imports {self.target}"


def modules() -> Iterator[tuple[str, Path]]:
    """Every module by its dotted name."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


NAMES = dict(modules())


@cache
def arrows() -> list[Arrow]:
    """Every import in the package, those inside functions and for the type checker too."""
    return list(imported())


def imported() -> Iterator[Arrow]:
    """The same, as they are found."""
    for name, path in NAMES.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (Arrow(name, each.name, node.lineno) for each in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert not node.level, f"{name}:{node.lineno}: imports are absolute"
                assert node.module
                for each in node.names:
                    whole = f"{node.module}.{each.name}"
                    yield Arrow(name, whole if whole in NAMES else node.module, node.lineno)


def part(module: str) -> str:
    """The part of the package that a module belongs to: `smtp_ls.rules.order` is in `rules`; "" is the package."""
    return module.removeprefix("smtp_ls").strip(".").partition(".")[0]


def top(module: str) -> str:
    """The package that a module belongs to."""
    return module.partition(".")[0]


def test_every_module_has_a_layer():
    """A new module is put into LAYERS, so that someone has thought about where it belongs."""
    assert {part(name) for name in NAMES} - {""} <= set(LEVEL)


def test_no_import_points_upwards():
    """What is below does not know what is above: it can be read, and tested, without it."""
    inner = [arrow for arrow in arrows() if top(arrow.target) == "smtp_ls" and part(arrow.target)]
    top_layer = len(LAYERS)
    upwards = [
        str(arrow) for arrow in inner if LEVEL.get(part(arrow.source), top_layer) < LEVEL.get(part(arrow.target), 0)
    ]
    assert not upwards
    strange = [str(arrow) for arrow in inner if {part(arrow.source), part(arrow.target)} in STRANGERS]
    assert not strange


def test_only_the_server_speaks_lsp():
    """One module knows pygls, and below the features nothing knows the protocol's types."""
    wrong = [
        str(arrow)
        for arrow in arrows()
        if top(arrow.target) in FOREIGN and part(arrow.source) not in FOREIGN[top(arrow.target)]
    ]
    assert not wrong


def test_a_rule_sees_a_step_and_nothing_else():
    """It imports facts, the session and the words of findings; never the trace, a dialect or a configuration."""
    may = set().union(*LAYERS[: LEVEL["dialects"]]) | {"reading", "rules"}
    wrong = [
        str(arrow)
        for arrow in arrows()
        if part(arrow.source) == "rules" and top(arrow.target) == "smtp_ls" and part(arrow.target) not in may
    ]
    assert not wrong


GENERATORS = re.findall(r"python (\S+\.py) --check$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
"""What `make fresh` runs."""


@pytest.mark.parametrize("script", GENERATORS)
def test_what_is_generated_is_fresh(script: str):
    """If this fails: `make generate`."""
    outcome = subprocess.run([sys.executable, script, "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, f"run `make generate`: {outcome.stdout}{outcome.stderr}"


def test_every_rule_has_a_page():
    """`explain`, hover and the documentation show it."""
    assert not [name for name in RULES if not page(name).strip()]


def test_no_module_needs_a_table_of_contents():
    """A module that grew too long is two modules."""
    long = {name: count(path) for name, path in NAMES.items() if count(path) > LONGEST and not is_generated(path)}
    assert not long


def count(path: Path) -> int:
    """How many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def is_generated(path: Path) -> bool:
    """Does the first line say so?"""
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    return any(sign in first for sign in GENERATED)


def test_the_architecture_is_told_in_120_lines():
    """It is read before anything else, so it has to be short."""
    assert count(ROOT / "docs" / "architecture.md") <= 120


CLEAN = """\
S: 220 mx.example.com ESMTP
C: EHLO client.example.org
S: 250-mx.example.com
S: 250 PIPELINING
C: MAIL FROM:<alice@example.org>
C: RCPT TO:<bob@example.net>
C: RSET
S: 250 2.1.0 Ok
S: 250 2.1.5 Ok
S: 250 2.0.0 Ok
C: QUIT
S: 221 2.0.0 Bye
"""
WRONG = CLEAN.replace("FROM:<", "FROM: <")
SERVING = {"pygls", "lsprotocol", "attr", "attrs", "cattrs", "asyncio", "importlib.metadata", "tomllib"}
DEAR = {"argparse", "dataclasses", "inspect", "json", "logging", "multiprocessing", "pathlib", "pathspec", "subprocess"}
LOADED = """
import os, sys
before = set(sys.modules)
from smtp_ls.cli import main
code = main(sys.argv[1:])
print(code, *sorted(set(sys.modules) - before), file=sys.stderr)
"""


def loaded(folder: Path, text: str) -> tuple[int, set[str]]:
    """The exit code of `--check` of a file with this text, and the modules that the run imported."""
    (folder / "session.smtp").write_text(text)
    command = [sys.executable, "-c", LOADED, "--check", "session.smtp"]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stderr
    code, *names = said.split()
    return int(code), set(names)


def test_a_clean_file_costs_little(tmp_path: Path):
    """Nor is `regex` needed for lines that are right, nor `email` without mail data."""
    code, names = loaded(tmp_path, CLEAN)
    assert code == 0
    assert not names & (SERVING | DEAR | {"regex", "email"})
    assert not reading_matter(names)
    rules = sorted(name for name in names if name.startswith("smtp_ls.rules."))
    assert len(rules) < 30, rules


def test_a_wrong_file_costs_no_server(tmp_path: Path):
    """Whatever is found, the protocol of editors is not needed to say so."""
    code, names = loaded(tmp_path, WRONG)
    assert code == 1
    assert not names & SERVING
    assert not reading_matter(names)


def reading_matter(names: set[str]) -> list[str]:
    """The modules that make pages: nobody reads one while linting."""
    return sorted(
        name for name in names if name.startswith(("smtp_ls.pages", "smtp_ls.topics", "smtp_ls.report.explain"))
    )
