"""The sessions in examples/ show what they say that they show, and the README what the command really prints."""

import re
from pathlib import Path

import pytest

from smtp_ls.dialects import rows
from smtp_ls.findings import Severity
from smtp_ls.text import decode
from smtp_ls.trace import Trace
from tests.conftest import Project, Run

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
README = (ROOT / "README.md").read_text(encoding="utf-8")

SHOWS = {
    "addresses": {"ipv6-literal-without-tag", "invalid-mailbox", "underscore-in-domain", "null-forward-path"},
    "auth": {"plaintext-auth-without-tls", "credentials-in-file", "auth-mechanism-not-offered", "auth-login-raw"},
    "bdat": {"bdat-size-mismatch"},
    "clean": set(),
    "curl": {"extension-not-advertised", "non-fqdn", "credentials-in-file"},
    "extensions": {"extension-not-advertised", "stale-extension"},
    "lmtp": {"lmtp-reply-count"},
    "message": {"unstuffed-dot", "8bit-without-8bitmime", "content-line-too-long"},
    "missing-dot": {"missing-end-of-data"},
    "order": {"rcpt-before-mail", "nested-mail", "command-after-quit"},
    "parameters": {"invalid-size-value", "duplicate-parameter", "invalid-notify", "parameter-on-wrong-command"},
    "pipelining": {"pipelining-not-offered", "pipelined-after-sync"},
    "refused": set(),
    "replies": {"multiline-code-mismatch", "unexpected-reply-code", "malformed-reply", "quit-not-221"},
    "script": {"expectation-impossible", "expectation-conflict"},
    "smtplib": {"underscore-in-domain"},
    "starttls-injection": {"command-injection-after-starttls"},
    "swaks": set(),
    "syntax": {"space-after-colon", "missing-angle-brackets", "missing-colon", "unknown-command"},
}
"""What each file has at warning or above, at least; nothing: it has nothing at all there."""


def read(name: str) -> Trace:
    """An example, read."""
    return Trace(decode((EXAMPLES / f"{name}.smtp").read_bytes()))


def loud(trace: Trace) -> set[str]:
    """The rules that would fail a run."""
    return {each.rule for each in trace.diagnostics() if each.severity >= Severity.WARNING}


def test_every_example_is_tested():
    """No file without a row, no row without a file."""
    assert {path.stem for path in EXAMPLES.iterdir()} == set(SHOWS)


@pytest.mark.parametrize("name", SHOWS)
def test_an_example_shows_its_rules(name: str):
    """What it was written for is found; a clean one stays clean."""
    trace = read(name)
    assert not trace.failures
    assert SHOWS[name] <= loud(trace)
    assert SHOWS[name] or not loud(trace)


def test_a_negative_test_is_clean_because_the_server_refused():
    """Its mistakes are there to see, with the reply that makes them right."""
    found = read("refused").diagnostics()
    assert {"mail-before-ehlo", "rcpt-before-mail", "missing-angle-brackets", "unexpected-argument"} <= {
        each.rule for each in found
    }
    assert all("as it should be" in each.message for each in found if each.rule != "refused-for-earlier-line")
    assert all(each.severity <= Severity.INFORMATION for each in found)


@pytest.mark.parametrize("name", SHOWS)
def test_an_example_says_what_it_shows(name: str):
    """In a comment on its first line."""
    assert read(name).lines[0].startswith("# ")


# --- the README -------------------------------------------------------------------------------------------------------


def blocks(language: str) -> list[str]:
    """The README's fenced blocks in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_the_readme_shows_what_the_command_prints(run: Run, monkeypatch: pytest.MonkeyPatch):
    """If this fails because the output changed on purpose, paste the new one."""
    monkeypatch.chdir(ROOT)
    for block in blocks("console"):
        command, _, printed = block.partition("\n")
        assert command.startswith("$ smtp-ls ")
        assert run(*command.split()[2:], "--color", "never").out == printed


def test_the_two_commands_are_targets_and_ci_runs_the_tests():
    """README, Makefile and .ci/run say the same."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test"):
        assert f"\nmake {target} " in README
        assert f"\n{target}: " in makefile
    assert "make test\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_sessions_in_the_documents_are_clean(run: Run, monkeypatch: pytest.MonkeyPatch):
    """What we print as an example is one."""
    monkeypatch.chdir(ROOT)
    assert blocks("smtp")
    documents = [str(path.relative_to(ROOT)) for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))]
    outcome = run("--check", *documents)
    assert outcome.code == 0, outcome.out


def test_the_configuration_in_the_readme_is_one(project: Project, run: Run):
    """No key is unknown, no rule misspelt."""
    (configuration,) = blocks("toml")
    project.write("pyproject.toml", configuration)
    project.write("clean.smtp", (EXAMPLES / "clean.smtp").read_bytes())
    outcome = run("--check", "clean.smtp")
    assert (outcome.code, outcome.err) == (0, "")


def test_the_readme_names_every_dialect():
    """By the id that `--dialect` takes."""
    listed = README[README.index("## What it reads") : README.index("## Configuration")]
    assert not [row.name for row in rows() if f"`{row.name}`" not in listed]
