"""What other programs read of this repository: hooks of pre-commit, action, problem matcher, manual page."""

import io
import json
import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
import yaml

from smtp_ls.commands.options import COMMANDS, SERVER, parse
from smtp_ls.findings import Diagnostic, Point, Severity
from smtp_ls.report import Checked, ReportOptions, render
from tests.conftest import Project, Run
from tests.test_report import rendered

ROOT = Path(__file__).parent.parent
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
MATCHER = json.loads((ROOT / "editors" / "problem-matchers" / "smtp-ls.json").read_text(encoding="utf-8"))
BY_NAME = {command.name: command for command in COMMANDS}

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")


# --- pre-commit -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_runs_a_command_that_there_is(hook: dict[str, str]):
    assert {"id", "name", "description", "entry", "language", "files"} <= hook.keys()
    assert hook["language"] == "python"
    program, first, *rest = hook["entry"].split()
    assert program == "smtp-ls"
    parse(BY_NAME[first.lstrip("-")], rest)


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_is_given_sessions_only(hook: dict[str, str]):
    assert re.search(hook["files"], "tests/a.smtp")
    assert not re.search(hook["files"], "tests/a.smtp.bak")


def test_the_hook_that_formats_leaves_logs_alone(project: Project, run: Run):
    """It is given every file by name."""
    project.write("log.smtp", " -> quit\n<-  221 bye\n")
    (entry,) = (hook["entry"] for hook in HOOKS if hook["id"] == "smtp-ls-format")
    assert run(*entry.split()[1:], "log.smtp").code == 0


# --- the action -------------------------------------------------------------------------------------------------------


def scripts() -> list[str]:
    """What the steps of the action run."""
    return [step["run"] for step in ACTION["runs"]["steps"]]


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/usr/bin/env bash\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_the_action_takes_what_it_names():
    assert ACTION["runs"]["using"] == "composite"
    assert set(ACTION["inputs"]) == {"paths", "args", "version"}
    for step in ACTION["runs"]["steps"]:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]  # an input that is put into a script is a part of it
        for value in step["env"].values():
            for name in re.findall(r"inputs\.(\w+)", value):
                assert name in ACTION["inputs"]


@needs_bash
@pytest.mark.parametrize(
    ("paths", "args", "expected"),
    [
        (".", "", ["--", "."]),
        (
            "a b.smtp\n\ntests\n",
            "--strict  --select order",
            ["--strict", "--select", "order", "--", "a b.smtp", "tests"],
        ),
        ("$(touch hacked); *", "", ["--", "$(touch hacked); *"]),
    ],
)
def test_the_action_lints(tmp_path: Path, paths: str, args: str, expected: list[str]):
    """Blanks in a name, empty lines and what a shell would run are all the same to it."""
    program(tmp_path / "venv" / "bin" / "smtp-ls", "printf '%s\\n' \"$@\"; exit 1")
    environment = os.environ | {"ARGS": args, "PATHS": paths, "PLACE": str(tmp_path / "venv")}
    command = ["bash", "--norc", "-c", scripts()[1]]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert ran.stdout.splitlines() == ["--check", "--output-format", "github", *expected]
    assert not (tmp_path / "hacked").exists()


@needs_bash
@pytest.mark.parametrize(("version", "expected"), [("", "/the/checkout"), ("1.2", "smtp-ls==1.2")])
def test_the_action_installs_its_own_checkout_or_a_version(tmp_path: Path, version: str, expected: str):
    python = '[ "$1" != -m ] || { mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; printf "%s\\n" "$@"; }'
    program(tmp_path / "bin" / "python3", python)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"VERSION": version, "CHECKOUT": "/the/checkout", "PLACE": str(tmp_path / "venv")}
    command = ["bash", "--norc", "-c", scripts()[0]]
    ran = subprocess.run(
        command, check=True, capture_output=True, text=True, env=environment | {"PATH": path}, cwd=tmp_path
    )
    assert ran.stdout.splitlines()[:2] == ["-m", "venv"]
    assert ran.stdout.splitlines()[-1] == expected


# --- the problem matcher ----------------------------------------------------------------------------------------------


def matched(line: str) -> dict[str, str] | None:
    """What the matcher makes of a line; a regular expression of JavaScript that is one of Python too."""
    (pattern,) = MATCHER["problemMatcher"][0]["pattern"]
    found = re.match(pattern["regexp"], line)
    return found and {name: found[number] for name, number in pattern.items() if name != "regexp"}


@pytest.mark.parametrize(
    "path",
    [
        "a.smtp",
        "tests/a b.smtp",
        r"C:\logs\a.smtp",
        "C:/a b/c.smtp",
        "odd:1:2.smtp",
        "a: error: b.smtp",
        "[x] (1).smtp",
    ],
)
@pytest.mark.parametrize("severity", list(Severity))
def test_the_matcher_knows_concise_lines(path: str, severity: Severity):
    found = Diagnostic(
        "8bit-without-8bitmime", severity, "a message: with [marks] and 1:2: error: x", Point(6, 3), Point(6, 9)
    )
    out = io.StringIO()
    render([Checked(path, (found,))], out, ReportOptions("concise", Severity.HINT))
    assert matched(out.getvalue().rstrip("\n")) == {
        "file": path,
        "line": "7",
        "column": "4",
        "severity": severity.word,
        "message": found.message,
        "code": found.rule,
    }


def test_the_matcher_knows_every_finding_and_nothing_else():
    lines = rendered("concise", level=Severity.HINT).splitlines()
    assert all(matched(line) for line in lines)
    assert any(line.endswith("[*]") for line in lines)
    for line in ("1 file checked: no findings.", "smtp-ls: error: a.smtp: no such file or folder", "a.smtp:1: text"):
        assert matched(line) is None


# --- the manual page --------------------------------------------------------------------------------------------------

PAGE = ROOT / "docs" / "man" / "smtp-ls.1"


def test_the_manual_page_has_every_option():
    text = PAGE.read_text(encoding="utf-8").replace("\\-", "-")
    for command in (*COMMANDS, SERVER):
        assert command.summary in text
        for option in command.options:
            assert f"\\fB{option.flag}\\fR" in text


@pytest.mark.skipif(shutil.which("groff") is None, reason="there is no groff")
def test_the_manual_page_has_no_mistake():
    command = ["groff", "-man", "-Tutf8", "-ww", str(PAGE)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    assert ran.stderr == ""
    assert "[OPTION...] TOPIC..." in ran.stdout
