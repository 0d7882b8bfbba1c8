"""Shell completion: what bash offers, and that zsh and fish are told of every option."""

import shutil
import subprocess
from pathlib import Path

import pytest

from smtp_ls.commands.completions import script
from smtp_ls.commands.options import COMMANDS, SERVER, SHELLS
from smtp_ls.report import FORMATS
from smtp_ls.rules import RULES
from tests.conftest import Run

HARNESS = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 ))
_smtp_ls
(( ${#COMPREPLY[@]} )) && printf '%s\\n' "${COMPREPLY[@]}"
exit 0
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script for bash, in a file."""
    path = tmp_path_factory.mktemp("bash") / "smtp-ls"
    path.write_text(script("bash"))
    return path


def offered(loaded: Path, *words: str) -> list[str]:
    """What bash offers for the last of the words behind `smtp-ls`; a blank word begins anew."""
    command = ["bash", "--norc", "-c", HARNESS, "bash", str(loaded), "smtp-ls", *words]
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.splitlines()


needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")


@needs_bash
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([""], [command.name for command in COMMANDS]),
        (["re"], ["redact", "read"]),
        (["--che"], ["--check"]),
        (["--std"], ["--stdio"]),
        (["--completions", ""], list(SHELLS)),
        (["format", "--ch"], ["--check"]),
        (["format", "--check", "--di"], ["--diff", "--dialect"]),
        (["check", "--output-format", ""], list(FORMATS)),
        (["--check", "--output-format", "js"], ["json", "json-lines"]),
        (["--check", "--output-format", "=", "s"], ["sarif"]),
        (["--check", "--output-format", "="], list(FORMATS)),
        (["tests", "--check", "--severity", "e"], ["error"]),
        (["check", "--select", "mail-b"], ["mail-before-ehlo"]),
        (["check", "--ignore", "order,mail-b"], ["order,mail-before-ehlo"]),
        (["check", "--dialect", "swa"], ["swaks"]),
        (["explain", "--lang", ""], ["en", "id"]),
        (["explain", "STARTT"], ["STARTTLS"]),
        (["explain", "mail-before"], ["mail-before-ehlo"]),
        # files, which bash finds itself
        (["check", ""], []),
        (["--check", "te"], []),
        (["check", "--config", ""], []),
        (["check", "--exclude", "x"], []),
        (["redact", "a.smtp", ""], []),
    ],
)
def test_bash_offers_what_may_come(loaded: Path, words: list[str], expected: list[str]):
    assert offered(loaded, *words) == expected


@needs_bash
@pytest.mark.parametrize("command", [*COMMANDS, SERVER], ids=lambda command: command.name or "server")
def test_bash_offers_every_option(loaded: Path, command):
    words = [command.name, "-"] if command.name else ["-"]
    assert {option.flag for option in command.options} <= set(offered(loaded, *words))


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_is_told_of_every_option_and_rule(run: Run, shell: str):
    code, out, err = run("--completions", shell)
    assert (code, err) == (0, "")
    assert out == script(shell)
    for command in (*COMMANDS, SERVER):
        assert command.name in out
        for option in command.options:
            assert (f"-l {option.flag[2:]} " if shell == "fish" else option.flag) in out
    assert all(rule in out for rule in RULES)


@pytest.mark.parametrize(("shell", "checks"), [("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")])
def test_a_script_has_no_mistake(tmp_path: Path, shell: str, checks: str):
    """As far as the shell is here to say so."""
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell}")
    path = tmp_path / "smtp-ls"
    path.write_text(script(shell))
    subprocess.run([shell, checks, str(path)], check=True)
