"""The commands `format` and `redact`: what they write, what they say, and their exit codes."""

import errno
import json
import os

import pytest

from smtp_ls.commands.options import FORMAT, REDACT
from smtp_ls.commands.redaction import RedactOptions
from smtp_ls.commands.reformatting import FormatOptions
from tests.conftest import Project, Run

UNTIDY = "C:ehlo client.example.org\nC:quit\n"
TIDY = "C: EHLO client.example.org\nC: QUIT\n"
LOG = " -> ehlo client.example.org\n<-  250 ok\n"


@pytest.fixture
def files(project: Project) -> Project:
    project.write("untidy.smtp", UNTIDY)
    project.write("tidy.smtp", TIDY)
    return project


def text(project: Project, name: str) -> str:
    return (project.root / name).read_bytes().decode()


@pytest.mark.parametrize(("command", "shape"), [(FORMAT, FormatOptions), (REDACT, RedactOptions)])
def test_every_option_has_its_field(command, shape):
    assert {option.field for option in command.options} == set(shape._fields) - {"paths"}


@pytest.mark.parametrize("command", [FORMAT, REDACT])
def test_help_names_every_option(run: Run, command):
    outcome = run(command.name, "--help")
    assert (outcome.code, outcome.err) == (0, "")
    assert all(option.flag in outcome.out for option in command.options)


# --- format -----------------------------------------------------------------------------------------------------------


def test_files_are_formatted_in_place(files: Project, run: Run):
    assert run("format", ".") == (0, "1 file reformatted, 1 file left unchanged.\n", "")
    assert text(files, "untidy.smtp") == TIDY
    assert run("format", "untidy.smtp") == (0, "1 file left unchanged.\n", "")
    assert run("format", "untidy.smtp", "-q") == (0, "", "")


@pytest.mark.usefixtures("files")
def test_check_names_what_would_change(run: Run):
    assert run("format", "--check", ".") == (
        1,
        "Would reformat: untidy.smtp\n1 file would be reformatted, 1 file already formatted.\n",
        "",
    )
    assert run("format", "--check", "tidy.smtp") == (0, "1 file already formatted.\n", "")


def test_a_difference_is_printed_and_nothing_written(files: Project, run: Run):
    code, out, err = run("format", "--diff", "untidy.smtp")
    assert code == 1
    assert out.startswith("--- untidy.smtp\n+++ untidy.smtp\n@@ -1,2 +1,2 @@\n-C:ehlo")
    assert err == "smtp-ls: note: 1 file would be reformatted\n"
    assert text(files, "untidy.smtp") == UNTIDY
    assert run("format", "--diff", "tidy.smtp") == (0, "", "smtp-ls: note: 1 file already formatted\n")


def test_a_difference_shows_no_secret(project: Project, run: Run):
    project.write("a.smtp", "C:ehlo a.example\nC:auth plain AGFsaWNlAGh1bnRlcjI=\n")
    outcome = run("format", "--diff", "a.smtp")
    assert "AGFsaWNlAGh1bnRlcjI=" not in outcome.out
    assert "+C: AUTH PLAIN ********************\n" in outcome.out


def test_standard_input_goes_to_standard_output(run: Run, project: Project):  # noqa: ARG001
    octets = b"\xef\xbb\xbf" + UNTIDY.replace("\n", "\r\n").encode() + b"# \xff\r\n"
    outcome = run("format", "-", stdin=octets)
    assert (outcome.code, outcome.err) == (0, "")
    assert os.fsencode(outcome.out) == b"\xef\xbb\xbf" + TIDY.replace("\n", "\r\n").encode() + b"# \xff\r\n"
    assert run("format", "--stdin-filename", "x/new.smtp", stdin=UNTIDY.encode()) == (0, TIDY, "")
    assert run("format", "-", "--check", stdin=UNTIDY.encode()).out.startswith("Would reformat: -\n")


def test_a_log_that_is_named_is_an_error_and_one_in_a_folder_is_left_alone(project: Project, run: Run):
    project.write("log.smtp", LOG)
    project.write("tidy.smtp", TIDY)
    said = "smtp-ls: error: log.smtp: written in the dialect swaks; only our own notation is formatted\n"
    assert run("format", "log.smtp") == (2, "", said)
    note = "smtp-ls: note: 1 file in other dialects left as they are: only our own notation is formatted\n"
    assert run("format", ".") == (0, "1 file left unchanged.\n", note)
    assert run("format", "log.smtp", "--skip-other-dialects") == (0, "", note)
    assert run("format", "-", stdin=LOG.encode()).code == 2
    assert run("format", "-", "--skip-other-dialects", stdin=LOG.encode()) == (0, LOG, "")
    assert text(project, "log.smtp") == LOG


@pytest.mark.parametrize(
    ("content", "code"), [("", 0), ("\n\n", 0), ("# a comment\n### a title\n", 0), ("no session at all\n", 2)]
)
def test_a_file_in_which_nobody_speaks_yet_is_no_error(project: Project, run: Run, content: str, code: int):
    project.write("new.smtp", content)
    assert run("format", "new.smtp").code == code
    assert text(project, "new.smtp") == content


def test_the_fences_of_a_document_are_formatted(project: Project, run: Run):
    document = "# Title  \n\n  ```smtp\n  C:quit\n  C:noop\n  ```\n\n```smtp\n -> quit\n<-  221 bye\n```\n"
    project.write("a.md", document)
    assert run("format", "a.md").code == 0
    assert text(project, "a.md") == document.replace("C:quit", "C: QUIT").replace("C:noop", "C: NOOP")


def test_what_is_excluded_is_not_formatted(files: Project, run: Run):
    files.write("smtp-ls.toml", 'exclude = ["untidy.smtp"]\n')
    assert run("format", ".").out == "1 file left unchanged.\n"
    assert run("format", "untidy.smtp", "--force-exclude").err == "smtp-ls: warning: there is nothing to format\n"
    assert run("format", "untidy.smtp").out == "1 file reformatted.\n"


def test_the_dialect_may_be_said(project: Project, run: Run):
    project.write("a.smtp", "> quit\n< 221 bye\nquit\n")
    assert run("format", "a.smtp", "--dialect", "bare").code == 0
    assert text(project, "a.smtp") == "> quit\n< 221 bye\nQUIT\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["format"], "format needs a path: a file, a folder, or - for standard input"),
        (["format", "nope.smtp"], "nope.smtp: no such file or folder"),
        (["format", "--stdin-filename", "a", "b"], "--stdin-filename names standard input: give - as a path"),
        (["format", "--chek", "."], 'unknown option --chek; did you mean "--check"?'),
        (["redact"], "redact needs a path: a file, a folder, or - for standard input"),
        (["redact", "tidy.smtp", "untidy.smtp"], "redact writes one file to standard output; for several: --in-place"),
        (["redact", "."], ". is a folder: redact it with --in-place or --diff"),
        (["redact", "--in-place", "--diff", "."], "--in-place and --diff exclude each other"),
        (["check", "--add-ignore", "--fix", "."], "--add-ignore goes with neither --fix nor --diff nor --statistics"),
        (["check", "--add-ignore", "-"], "--add-ignore changes files, not standard input"),
        (["--completions", "tcsh"], '--completions: unknown value "tcsh"'),
    ],
)
@pytest.mark.usefixtures("files")
def test_a_mistake_is_one_line_and_exit_2(run: Run, arguments: list[str], message: str):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"smtp-ls: error: {message}")
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", [["format"], ["redact", "--in-place"]])
def test_the_other_files_are_done_all_the_same(files: Project, run: Run, command: list[str]):
    files.write("login.smtp", LOGIN)
    code, _, err = run(*command, "nope.smtp", "untidy.smtp", "login.smtp")
    assert code == 2
    assert err.startswith("smtp-ls: error: nope.smtp: no such file or folder\n")
    assert (text(files, "untidy.smtp"), text(files, "login.smtp")) != (UNTIDY, LOGIN)


@pytest.mark.parametrize("command", [["format"], ["redact", "--in-place"], ["check", "--add-ignore"]])
def test_a_file_that_cannot_be_written_is_exit_2(
    project: Project, run: Run, monkeypatch: pytest.MonkeyPatch, command: list[str]
):
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    project.write("a.smtp", UNTIDY + LOGIN)
    monkeypatch.setattr(os, "replace", refuse)
    outcome = run(*command, "a.smtp")
    assert outcome.code == 2
    assert "smtp-ls: error: a.smtp: cannot write: Permission denied\n" in outcome.err
    assert text(project, "a.smtp") == UNTIDY + LOGIN


# --- redact -----------------------------------------------------------------------------------------------------------

LOGIN = """\
C: EHLO client.example.org
C: AUTH PLAIN AGNhcmxhQGNvcnAubmV0AGh1bnRlcjIy
S: 235 2.7.0 ok
C: MAIL FROM:<carla@corp.net>
"""
REDACTED = LOGIN.replace("AGNhcmxhQGNvcnAubmV0AGh1bnRlcjIy", "AHVzZXIxQGhvc3QxLmV4YW1wbGUAcmVkYWN0ZWQtMQ==")
SECRETS = ("AGNhcmxhQGNvcnAubmV0AGh1bnRlcjIy", "hunter22")


def test_one_file_goes_to_standard_output(project: Project, run: Run):
    project.write("login.smtp", LOGIN)
    assert run("redact", "login.smtp") == (0, REDACTED, "smtp-ls: note: 1 secret replaced\n")
    assert run("redact", "login.smtp", "--addresses") == (
        0,
        REDACTED.replace("carla@corp.net", "user1@host1.example"),
        "smtp-ls: note: 1 secret, 1 address replaced\n",
    )
    assert text(project, "login.smtp") == LOGIN
    assert run("redact", "-", "-q", stdin=LOGIN.encode()) == (0, REDACTED, "")


def test_octets_that_are_no_secret_stay(run: Run, project: Project):  # noqa: ARG001
    octets = b"\xef\xbb\xbf" + LOGIN.replace("\n", "\r\n").encode() + b"# \xff"
    expected = b"\xef\xbb\xbf" + REDACTED.replace("\n", "\r\n").encode() + b"# \xff"
    assert os.fsencode(run("redact", "-", stdin=octets).out) == expected


def test_files_are_redacted_in_place(project: Project, run: Run):
    project.write("a/login.smtp", LOGIN)
    project.write("b.smtp", TIDY)
    assert run("redact", "--in-place", ".") == (0, "", "smtp-ls: note: 1 secret replaced\n")
    assert text(project, "a/login.smtp") == REDACTED
    assert run("redact", "--in-place", ".").err == "smtp-ls: note: there is nothing to redact\n"


def test_a_difference_gives_nothing_away(project: Project, run: Run):
    """Neither what AUTH sends nor a secret that is no part of the protocol."""
    project.write("login.smtp", LOGIN + "# the password is hunter22, passwd=other-one\n")
    code, out, err = run("redact", "--diff", "login.smtp")
    assert (code, err) == (1, "smtp-ls: note: 3 secrets would be replaced\n")
    assert not any(secret in out for secret in (*SECRETS, "other-one"))
    assert "-# the password is ********, passwd=*********\n" in out
    assert "+# the password is redacted-1, passwd=redacted-2\n" in out
    assert text(project, "login.smtp").startswith(LOGIN)
    project.write("clean.smtp", TIDY)
    assert run("redact", "--diff", "clean.smtp", "-q") == (0, "", "")


def test_counts_can_be_had_as_json(project: Project, run: Run):
    project.write("login.smtp", LOGIN)
    project.write("clean.smtp", TIDY)
    counts = json.loads(run("redact", "--in-place", "--addresses", "--json", ".").err)
    assert counts == {
        "secrets": 1,
        "names": 0,
        "addresses": 1,
        "files": [
            {"filename": "clean.smtp", "secrets": 0, "names": 0, "addresses": 0},
            {"filename": "login.smtp", "secrets": 1, "names": 0, "addresses": 1},
        ],
    }


def test_the_fences_of_a_document_are_redacted(project: Project, run: Run):
    fence = "".join(f"  {line}\n" for line in LOGIN.splitlines())
    project.write("a.md", f"hunter22\n\n  ```smtp\n{fence}  ```\n")
    assert run("redact", "--diff", "a.md").out.count("*" * len(SECRETS[0])) == 1
    assert run("redact", "--in-place", "a.md").code == 0
    after = text(project, "a.md")
    assert after == f"hunter22\n\n  ```smtp\n{fence}  ```\n".replace(SECRETS[0], REDACTED.splitlines()[1].split()[-1])


def test_fix_never_redacts(project: Project, run: Run):
    project.write("login.smtp", LOGIN)
    run("--check", "--fix", "--unsafe-fixes", "login.smtp")
    assert SECRETS[0] in text(project, "login.smtp")
