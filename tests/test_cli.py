"""The command: exit codes, options and their mistakes, what goes to which stream, and that no secret gets out."""

import errno
import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from smtp_ls import __version__, linting
from smtp_ls.cli import main
from smtp_ls.commands.options import CHECK, READ, SERVER, CheckOptions, Command, ReadOptions, ServerOptions, parse
from smtp_ls.findings import Choice, Diagnostic, Edit, Point, Related, Repair, Severity
from smtp_ls.redacting import redacted
from smtp_ls.report import FORMATS
from smtp_ls.secrets import Masks
from smtp_ls.trace import Trace
from tests.conftest import Outcome, Project, Run

CLEAN = "C: EHLO client.example.org\nC: QUIT\n"
WARNING = "C: EHLO client.example.org\nC: MAIL FROM: <a@example.org>\nC: QUIT\n"
MENDED = WARNING.replace(": <", ":<")
ERROR = "C: MAIL FROM:<a@example.org>\nC: QUIT\n"
RULES = "--select", "space-after-colon,mail-before-ehlo"
"""The rules that these tests are about: others come and go."""


@pytest.fixture
def files(project: Project) -> Project:
    project.write("clean.smtp", CLEAN)
    project.write("warning.smtp", WARNING)
    project.write("error.smtp", ERROR)
    return project


def check(run: Run, *arguments: str, stdin: bytes = b"") -> Outcome:
    outcome: Outcome = run("--check", *RULES, *arguments, stdin=stdin)
    return outcome


# --- which command ----------------------------------------------------------------------------------------------------


def test_the_version_is_told(run: Run) -> None:
    assert run("--version") == (0, f"smtp-ls {__version__}\n", "")


@pytest.mark.parametrize("arguments", [["--help"], ["check", "-h"], ["--check", "--help"], ["read", "--help"]])
def test_help_names_every_option(run: Run, arguments: list[str]) -> None:
    outcome = run(*arguments)
    command = {"--help": SERVER, "read": READ}.get(arguments[0], CHECK)
    assert (outcome.code, outcome.err) == (0, "")
    assert all(option.flag in outcome.out for option in command.options)


@pytest.mark.usefixtures("files")
def test_check_has_two_spellings(run: Run) -> None:
    expected = run("--check", *RULES, "error.smtp")
    assert expected.code == 1
    assert run("check", *RULES, "error.smtp") == expected
    assert run(*RULES, "error.smtp", "--check") == expected


def test_the_module_is_the_command(files: Project) -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    command = [sys.executable, "-m", "smtp_ls", "--check", *RULES, "error.smtp"]
    assert subprocess.run(command, check=False, capture_output=True, cwd=files.root, env=environment).returncode == 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], {}),
        (["--stdio"], {}),
        (["--tcp", "127.0.0.1:2525"], {"tcp": ("127.0.0.1", 2525)}),
        (["--tcp", "2525"], {"tcp": ("", 2525)}),
        (["--ws=[::1]:80"], {"ws": ("::1", 80)}),
        (["--log-file", "a.log", "--log-level=debug"], {"log_file": "a.log", "log_level": "debug"}),
    ],
)
def test_the_server_is_started_where_it_is_asked(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str], expected: dict[str, object]
) -> None:
    seen: dict[str, object] = {}
    module = type(sys)("smtp_ls.server")
    module.start = lambda **asked: seen.update(asked) or 7  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "smtp_ls.server", module)
    assert run(*arguments).code == 7
    assert {name: value for name, value in seen.items() if value} == expected


DEAR = (
    *("argparse", "asyncio", "attr", "dataclasses", "difflib", "importlib.metadata", "json", "lsprotocol"),
    *("multiprocessing", "pathlib", "pathspec", "pygls", "regex", "tempfile", "tomllib"),
)
"""What takes long to import and a plain run does not need."""


def test_a_plain_run_imports_nothing_dear(files: Project) -> None:
    script = f"""
import sys
from smtp_ls.cli import main
main(["--check", "clean.smtp"])
print([name for name in {DEAR} if name in sys.modules])
"""
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    command = [sys.executable, "-c", script]
    ran = subprocess.run(command, check=True, capture_output=True, cwd=files.root, env=environment)
    assert ran.stdout.splitlines()[-1] == b"[]"


# --- mistakes on the command line -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chek"], 'unknown command "chek"; did you mean "check"?'),
        (["clean.smtp"], "clean.smtp is no command; to lint it: smtp-ls --check clean.smtp"),
        (["--stido"], 'unknown option --stido; did you mean "--stdio"?'),
        (["--stdio", "clean.smtp"], "the server takes no path; to lint it: smtp-ls --check clean.smtp"),
        (["--stdio", "--ws", "a:1"], "--stdio, --tcp and --ws exclude each other"),
        (["--tcp", "smtp"], '--tcp: "smtp" is not HOST:PORT'),
        (["--tcp", "a:99999"], '--tcp: "a:99999" is not HOST:PORT'),
        (["check"], "check needs a path: a file, a folder, or - for standard input"),
        (["check", "--sevrity", "error", "."], 'unknown option --sevrity; did you mean "--severity"?'),
        (["check", "--severity", "eror", "."], '--severity: unknown value "eror"; did you mean "error"? it is one of'),
        (["check", "--output-format", "xml", "."], '--output-format: unknown value "xml"; it is one of full, concise'),
        (["check", "--output-format"], "--output-format needs a value: --output-format FORMAT"),
        (["check", "--config", "--fix", "."], "--config needs a value: --config FILE"),
        (["check", "--fix=yes", "."], "--fix takes no value"),
        (["check", "--jobs", "0", "."], '--jobs: "0" is no number above 0'),
        (["check", "--jobs", "two", "."], '--jobs: "two" is no number above 0'),
        (
            ["check", "--select", "mail-befor-ehlo", "."],
            '--select: unknown rule "mail-befor-ehlo"; did you mean "mail-b',
        ),
        (["check", "--exclude", "[z-a]", "."], '--exclude: "[z-a]" is no glob'),
        (["check", "--dialect", "swax", "."], '--dialect: unknown dialect "swax"; did you mean "swaks"?'),
        (["check", "--config", "x.toml", "--isolated", "."], "--config and --isolated exclude each other"),
        (["check", "--config", "x.toml", "."], "x.toml: No such file or directory"),
        (["check", "--statistics", "--output-format", "junit", "."], "--statistics has no junit format: use full,"),
        (["check", "--stdin-filename", "a.smtp", "clean.smtp"], "--stdin-filename names standard input: give - as"),
        (["check", "--output-file", "no/folder", "clean.smtp"], "no/folder: No such file or directory"),
        (["read"], "read needs one file, or - for standard input"),
        (["read", "nope.smtp"], "nope.smtp: No such file or directory"),
        (["read", "-q", "clean.smtp"], "unknown option -q"),
    ],
)
@pytest.mark.usefixtures("files")
def test_a_mistake_is_one_line_and_exit_2(run: Run, arguments: list[str], message: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"smtp-ls: error: {message}")
    assert err.count("\n") == 1


@pytest.mark.parametrize(("command", "shape"), [(CHECK, CheckOptions), (READ, ReadOptions), (SERVER, ServerOptions)])
def test_every_option_has_its_field(command: Command, shape: type) -> None:
    fields = {option.field for option in command.options} - {"version"}
    assert fields == set(shape._fields) - {"paths"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["a", "--fix", "b"], {"paths": ("a", "b"), "fix": True}),
        (["--config=a=b", "x"], {"paths": ("x",), "config": "a=b"}),
        (["--", "--fix", "-"], {"paths": ("--fix", "-")}),
        (["-q", "-"], {"paths": ("-",), "quiet": True}),
        (["--ignore", "order, syntax", "--ignore=ALL", "x"], {"paths": ("x",), "ignore": ("order", "syntax", "ALL")}),
        (["--jobs", "2", "--jobs", "3", "x"], {"paths": ("x",), "jobs": 3}),
        (["--show", "hint", "x"], {"paths": ("x",), "show": Severity.HINT}),
    ],
)
def test_options_are_read(arguments: list[str], expected: dict[str, object]) -> None:
    assert parse(CHECK, arguments) == expected


# --- exit codes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["clean.smtp"], 0),
        (["warning.smtp"], 1),
        (["error.smtp"], 1),
        (["."], 1),
        (["warning.smtp", "--severity", "error"], 0),
        (["warning.smtp", "--severity", "error", "--strict"], 1),
        (["error.smtp", "--exit-zero"], 0),
        (["error.smtp", "nope.smtp"], 2),
        (["error.smtp", "nope.smtp", "--exit-zero"], 2),
        (["error.smtp", "--ignore", "mail-before-ehlo"], 0),
        (["warning.smtp", "--diff"], 1),
        (["error.smtp", "--diff"], 0),
        (["warning.smtp", "--fix"], 0),
        (["error.smtp", "--fix"], 1),
        (["clean.smtp", "--show-files"], 0),
        (["nope.smtp", "--show-files"], 2),
    ],
)
@pytest.mark.usefixtures("files")
def test_the_exit_code(run: Run, arguments: list[str], code: int) -> None:
    assert check(run, *arguments).code == code


@pytest.mark.usefixtures("files")
def test_the_other_files_are_linted_and_printed_all_the_same(run: Run) -> None:
    outcome = check(run, "nope.smtp", "error.smtp", "--output-format", "concise")
    assert outcome.err == "smtp-ls: error: nope.smtp: no such file or folder\n"
    assert outcome.out.startswith("error.smtp:1:4: error: ")


def test_nothing_to_lint_is_said_and_no_error(project: Project, run: Run) -> None:
    (project.root / "empty").mkdir()
    assert check(run, "empty") == (0, "", "smtp-ls: warning: there is nothing to lint\n")
    assert json.loads(check(run, "empty", "--output-format", "json").out) == []


def test_a_wrong_configuration_is_exit_2_and_said_once(files: Project, run: Run) -> None:
    files.write("smtp-ls.toml", "strikt = true\n")
    outcome = check(run, "clean.smtp", "error.smtp")
    assert outcome.code == 2
    assert outcome.err.endswith('smtp-ls.toml: unknown key "strikt"; did you mean "strict"?\n')
    assert outcome.err.count("\n") == 1


@pytest.mark.usefixtures("files")
def test_a_fault_of_ours_is_exit_2_and_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(Trace):
        def diagnostics(self, choice: Choice = Choice()) -> list[Diagnostic]:
            if "MAIL" in self.text:
                raise KeyError(self.text)
            return super().diagnostics(choice)

    monkeypatch.setattr(linting, "Trace", Broken)
    outcome = check(run, ".")
    assert outcome.code == 2
    assert outcome.err.splitlines()[0].startswith(
        "smtp-ls: error: error.smtp: internal error: KeyError at test_cli.py:"
    )
    assert "example.org" not in outcome.err
    assert "1 file checked" in outcome.out


@pytest.mark.usefixtures("files")
def test_a_rule_that_fails_is_exit_2(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Flawed(Trace):
        def diagnostics(self, choice: Choice = Choice()) -> list[Diagnostic]:
            self.failed("double-space", ValueError(self.text))
            return super().diagnostics(choice)

    monkeypatch.setattr(linting, "Trace", Flawed)
    outcome = check(run, "error.smtp", "--output-format", "concise", "-q")
    assert outcome.code == 2
    assert outcome.err.endswith("internal error: ValueError in the rule double-space; please report it\n")
    assert "mail-before-ehlo" in outcome.out


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (KeyboardInterrupt(), (130, "")),
        (BrokenPipeError(), (141, "")),
        (
            OSError(errno.ENOSPC, "No space left on device"),
            (2, "smtp-ls: error: cannot write: No space left on device\n"),
        ),
        (RecursionError("C: AUTH PLAIN secret"), (2, "smtp-ls: error: internal error: RecursionError at ")),
    ],
)
@pytest.mark.usefixtures("files")
def test_however_it_ends_it_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, expected: tuple[int, str]
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("smtp_ls.commands.checking.render", fail)
    outcome = check(run, "error.smtp")
    assert outcome.code == expected[0]
    assert outcome.err.startswith(expected[1])
    assert "secret" not in outcome.err


def test_a_reader_that_goes_away_is_no_noise(project: Project) -> None:
    project.write("error.smtp", f"### again\n{ERROR}" * 1000)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    command = [sys.executable, "-m", "smtp_ls", "--check", *RULES, "error.smtp"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=project.root, env=environment, **pipes) as running:  # type: ignore[call-overload]
        assert running.stdout.readline().startswith(b"error[mail-before-ehlo]")
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 141


# --- what is printed --------------------------------------------------------------------------------------------------


def test_a_clean_run_is_silent_but_for_its_last_line(files: Project, run: Run) -> None:
    (files.root / "error.smtp").unlink()
    (files.root / "warning.smtp").unlink()
    assert check(run, ".") == (0, "1 file checked: no findings.\n", "")
    assert check(run, ".", "--quiet") == (0, "", "")


def test_what_fails_a_run_is_shown_and_show_shows_more(files: Project, run: Run) -> None:
    files.write("smtp-ls.toml", '[severity]\nspace-after-colon = "hint"\n')
    concise = "warning.smtp", "--output-format", "concise"
    assert check(run, *concise).out == "1 file checked: no findings (1 quieter, see --show).\n"
    assert check(run, *concise, "--show", "hint").out.startswith("warning.smtp:2:14: hint: ")
    assert check(run, *concise, "--severity", "hint").code == 1
    assert check(run, *concise, "--severity", "hint").out.startswith("warning.smtp:2:14: hint: ")
    assert json.loads(check(run, "warning.smtp", "--output-format", "json").out)[0]["severity"] == "hint"


@pytest.mark.usefixtures("files")
def test_statistics_count_instead_of_listing(run: Run) -> None:
    assert check(run, ".", "--statistics", "-q").out == (
        "1  error        [ ]  mail-before-ehlo\n1  warning      [*]  space-after-colon\n"
    )
    listed = json.loads(check(run, ".", "--statistics", "--output-format", "json").out)
    assert [each["code"] for each in listed] == ["mail-before-ehlo", "space-after-colon"]


def test_an_output_file_holds_the_report(files: Project, run: Run) -> None:
    outcome = check(run, ".", "--output-format", "json", "--output-file", "report.json")
    assert outcome == (1, "", "")
    assert len(json.loads((files.root / "report.json").read_text())) == 2


@pytest.mark.parametrize(
    ("flags", "environment", "colorful"),
    [
        ([], {}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ([], {"FORCE_COLOR": ""}, False),
        (["--output-file", "report"], {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colours(
    files: Project,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    flags: list[str],
    environment: dict[str, str],
    colorful: bool,  # noqa: FBT001
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    text = check(run, "error.smtp", *flags).out
    report = files.root / "report"
    assert ("\x1b[" in (report.read_text() if report.exists() else text)) is colorful


@pytest.mark.usefixtures("files")
def test_jobs_change_nothing_that_is_printed(run: Run) -> None:
    assert check(run, ".", "nope.smtp", "--jobs", "2") == check(run, ".", "nope.smtp")


@pytest.mark.usefixtures("files")
def test_files_are_shown(run: Run) -> None:
    assert check(run, ".", "--show-files", "--exclude", "error.*").out == "clean.smtp\nwarning.smtp\n"


def test_settings_are_shown_as_a_configuration(files: Project, run: Run) -> None:
    path = files.write("smtp-ls.toml", 'strict = true\n[severity]\nspace-after-colon = "hint"\n')
    text = check(run, ".", "--show-settings", "--dialect", "swaks").out
    assert f"# Configuration: {path}" in text
    files.write("shown/smtp-ls.toml", text)
    again = check(run, "--config", "shown/smtp-ls.toml", ".", "--show-settings").out
    assert again.splitlines()[2:] == text.splitlines()[2:]
    assert 'dialect = "swaks"' in text
    assert 'space-after-colon = "hint"' in text


def test_a_configuration_can_be_named_or_ignored(files: Project, run: Run) -> None:
    files.write("smtp-ls.toml", "strict = true\n")
    files.write("other/relaxed.toml", '[per-file-ignores]\n"warning.smtp" = ["ALL"]\n')
    assert check(run, "warning.smtp", "--severity", "error").code == 1
    assert check(run, "warning.smtp", "--severity", "error", "--isolated").code == 0
    assert run("--check", "warning.smtp", "--config", "other/relaxed.toml").code == 0


# --- standard input and Markdown --------------------------------------------------------------------------------------


def test_standard_input_is_linted(run: Run, project: Project) -> None:  # noqa: ARG001
    outcome = check(run, "-", "--output-format", "concise", "-q", stdin=ERROR.encode())
    assert (outcome.code, outcome.out.startswith("-:1:4: error: ")) == (1, True)
    named = check(run, "--stdin-filename", "x/new.smtp", "--output-format", "concise", stdin=ERROR.encode())
    assert named.out.startswith("x/new.smtp:1:4: error: ")


def test_mended_standard_input_is_written_and_the_report_is_not_mixed_in(run: Run, project: Project) -> None:  # noqa: ARG001
    octets = b"\xef\xbb\xbf" + WARNING.replace("\n", "\r\n").encode() + b"# \xff\n"
    outcome = check(run, "-", "--fix", stdin=octets)
    assert os.fsencode(outcome.out) == octets.replace(b": <", b":<")
    assert outcome.err == "1 finding fixed.\n1 file checked: no findings.\n"


def test_what_is_excluded_by_force_comes_back_as_it_was(run: Run, project: Project) -> None:  # noqa: ARG001
    forced = "-", "--fix", "--force-exclude", "--exclude", "*.smtp", "--stdin-filename", "a.smtp"
    assert check(run, *forced, stdin=WARNING.encode()).out == WARNING


DOCUMENT = (
    "# Title\n\n  ```smtp\n  C: EHLO a.example\n  C: MAIL FROM: <a@example.org>\n  ```\n\n```smtp\nC: QUIT\n```\n"
)


def test_fences_of_markdown_are_linted_in_place(run: Run, project: Project) -> None:
    project.write("readme.md", DOCUMENT)
    lines = check(run, "readme.md", "--output-format", "concise").out.splitlines()
    assert lines[0].startswith("readme.md:5:16: warning: ")
    assert check(run, "readme.md").out.splitlines()[3:5] == [
        "5 |   C: MAIL FROM: <a@example.org>",
        "  |                ^",
    ]
    check(run, "readme.md", "--fix")
    assert (project.root / "readme.md").read_text() == DOCUMENT.replace(": <", ":<")


# --- fixes ------------------------------------------------------------------------------------------------------------


def test_fixes_are_written(files: Project, run: Run) -> None:
    outcome = check(run, "warning.smtp", "--fix")
    assert outcome == (0, "1 finding fixed.\n1 file checked: no findings.\n", "")
    assert (files.root / "warning.smtp").read_text() == MENDED


def test_a_difference_is_printed_and_nothing_written(files: Project, run: Run) -> None:
    outcome = check(run, "warning.smtp", "--diff")
    assert outcome.out.startswith("--- warning.smtp\n+++ warning.smtp\n@@ -1,3 +1,3 @@\n")
    assert outcome.err == "smtp-ls: note: 1 fix would change 1 file\n"
    assert (files.root / "warning.smtp").read_text() == WARNING


def test_a_mistake_that_was_refused_is_not_mended_unasked(files: Project, run: Run) -> None:
    greeted = "S: 220 mx.example.com ESMTP\nC: EHLO client.example.org\nS: 250 mx.example.com\n"
    refused = f"{greeted}C: MAIL FROM: <a@example.org>\nS: 501 5.5.4 no\nC: QUIT\nS: 221 bye\n"
    path = files.write("negative.smtp", refused)
    check(run, "negative.smtp", "--fix")
    assert path.read_text() == refused
    check(run, "negative.smtp", "--fix", "--unsafe-fixes")
    assert path.read_text() == refused.replace(": <", ":<")


def test_a_file_that_cannot_be_written_is_exit_2(files: Project, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    outcome = check(run, "warning.smtp", "--fix")
    assert outcome.code == 2
    assert outcome.err == "smtp-ls: error: warning.smtp: cannot write: Permission denied\n"
    assert "space-after-colon" in outcome.out


# --- secrets ----------------------------------------------------------------------------------------------------------

PASSWORD = "AGFsaWNlAGh1bnRlcjI="
LOGIN = f"C: EHLO client.example.org\nC: auth PLAIN {PASSWORD}\nS: 235 ok\nC: QUIT\n"


class Indiscreet(Trace):
    """A trace with rules as careless as can be: their messages, related places and fixes repeat the line."""

    def diagnostics(self, choice: Choice = Choice()) -> list[Diagnostic]:  # noqa: ARG002
        """A diagnostic for each line."""
        return list(self._gossip())

    def _gossip(self) -> Sequence[Diagnostic]:
        found = []
        for number, line in enumerate(self.lines):
            start, end = Point(number, 0), Point(number, len(line) - 1)
            related = (Related(start, end, f"related to {line}"),)
            fix = Repair(
                "Say it again", (Edit(start, end, line.upper().strip().replace(PASSWORD.upper(), PASSWORD)),), safe=True
            )
            if line.strip() != fix.edits[0].text:
                found.append(
                    Diagnostic("mail-before-ehlo", Severity.ERROR, f"what is {line}", start, end, related, fix)
                )
        return found


@pytest.mark.parametrize("careless", [True, False])
@pytest.mark.parametrize(
    "arguments",
    [
        *(["--check", "login.smtp", "--show", "hint", "--output-format", name] for name in FORMATS),
        ["--check", "login.smtp", "--statistics"],
        ["--check", "login.smtp", "--diff"],
        ["--check", "login.smtp", "--diff", "--color", "always"],
        ["--check", "login.md", "--show", "hint"],
        ["--check", "login.smtp", "--fix"],
        ["read", "login.smtp"],
        ["read", "login.smtp", "--json"],
    ],
)
def test_a_secret_is_in_no_output(
    run: Run,
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    careless: bool,  # noqa: FBT001
) -> None:
    project.write("login.smtp", LOGIN)
    project.write("login.md", f"```smtp\n{LOGIN}```\n")
    if careless:
        monkeypatch.setattr(linting, "Trace", Indiscreet)
    outcome = run(*arguments)
    assert outcome.code in (0, 1)
    assert PASSWORD not in outcome.out + outcome.err
    assert "hunter2" not in outcome.out + outcome.err


def test_a_fix_keeps_the_secret_in_the_file(run: Run, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    path = project.write("login.smtp", LOGIN)
    monkeypatch.setattr(linting, "Trace", Indiscreet)
    run("--check", "login.smtp", "--fix", "-q")
    assert f"C: AUTH PLAIN {PASSWORD}\n" in path.read_text()


MASKED = [
    ("AUTH AGFsaWNlAGh1bnRlcjI=", "AUTH ********************"),
    ("AUTH hunTer2", "AUTH *******"),
    ("AUTH=AGFsaWNlAGh1bnRlcjI=", "AUTH=********************"),
    ("AUTH= PLAIN AGFs", "AUTH= PLAIN ****"),
    ("auth plain AGFs", "auth plain ****"),
    ("AUTH ABCDEFGHIJKLMNOPQRSTU", "AUTH *********************"),
    ("AUTH X-OURS", "AUTH X-OURS"),
    ("AUTH x-ours AGFs", "AUTH x-ours ****"),
    ("AUTH PLAIN =", "AUTH PLAIN ="),
    ("AUTH {{mechanism}}", "AUTH {{mechanism}}"),
    ("AUTH", "AUTH"),
]


@pytest.mark.parametrize(("line", "shown"), MASKED)
def test_what_stands_in_the_mechanisms_place_is_masked_unless_it_may_be_one(line: str, shown: str):
    """And whatever is masked is redacted, and nothing else."""
    text = f"C: EHLO client.example.org\nC: {line}\nS: 504 no\nC: QUIT\n"
    trace = Trace(text)
    assert Masks(trace).line(1) == f"C: {shown}"
    assert bool(redacted(trace).secrets) == (shown != line)


def test_secrets_are_read_when_asked_for(run: Run, project: Project) -> None:
    project.write("login.smtp", LOGIN)
    assert PASSWORD in run("read", "login.smtp", "--secrets").out


# --- progress ---------------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


def test_a_long_run_counts_on_a_terminal(files: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(3):
        files.write(f"more/{n}.smtp", CLEAN)
    monkeypatch.setattr("smtp_ls.report.progress.PATIENCE", 0)
    monkeypatch.setattr("smtp_ls.report.progress.PACE", 0)
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    main(["--check", "more"])
    assert terminal.getvalue() == ("\r\x1b[K1 file checked\r\x1b[K2 files checked\r\x1b[K3 files checked\r\x1b[K")
