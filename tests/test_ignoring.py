"""Suppressions that are added: where they stand, what they join, and that the result has nothing left to report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtp_ls.editing.fixing import apply
from smtp_ls.editing.ignoring import ignored
from smtp_ls.findings import Choice, Diagnostic, Repair, Severity
from smtp_ls.rules import RULES, page
from smtp_ls.trace import Trace
from tests.conftest import Project, Run
from tests.pages import examples


def silenced(text: str, *rules: str, level: Severity = Severity.WARNING) -> str:
    """The text with comments for what these rules find (all of them, if none is named) at this level or above."""
    choice = Choice(frozenset(RULES) - {*rules, "unused-suppression"}) if rules else Choice()
    done = ignored(Trace(text), Trace, choice, level)
    assert done.left == ()
    after = apply(text, [Repair("", done.edits, safe=True)])[0]
    assert loud(after, choice, level) == []
    return after


def loud(text: str, choice: Choice, level: Severity) -> list[Diagnostic]:
    return [each for each in Trace(text).diagnostics(choice) if each.severity >= level]


EHLO = "C: EHLO client.example.org\n"
BLANK = "C: MAIL FROM: <a@b.example>\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (EHLO + BLANK, f"{EHLO}# smtp-ls: ignore[space-after-colon]\n{BLANK}"),
        (EHLO + BLANK.strip(), f"{EHLO}# smtp-ls: ignore[space-after-colon]\n{BLANK.strip()}"),
        (f"C: EHLO a.example\r\n{BLANK.strip()}\r\n",
         f"C: EHLO a.example\r\n# smtp-ls: ignore[space-after-colon]\r\n{BLANK.strip()}\r\n"),
        # it joins a comment that covers the same
        (f"{EHLO}# smtp-ls: ignore[mail-before-ehlo]\n{BLANK}", f"{EHLO}# smtp-ls: ignore[space-after-colon]\n{BLANK}"),
        (f"# smtp-ls: ignore[mail-before-ehlo]\n{BLANK}",
         f"# smtp-ls: ignore[mail-before-ehlo, space-after-colon]\n{BLANK}"),
        (f"# as it should be smtp-ls: ignore[mail-before-ehlo]\n\n# more\n{BLANK}",
         f"# as it should be smtp-ls: ignore[mail-before-ehlo, space-after-colon]\n\n# more\n{BLANK}"),
        # what suppresses nothing goes
        (f"# smtp-ls: ignore[nested-mail]\n{EHLO}C: QUIT\n", f"{EHLO}C: QUIT\n"),
        (f"# smtp-ls: ignore-file[nested-mail, space-after-colon]\n{EHLO}{BLANK}",
         f"# smtp-ls: ignore-file[space-after-colon]\n{EHLO}{BLANK}"),
        # nothing is found
        (f"{EHLO}C: QUIT\n", f"{EHLO}C: QUIT\n"),
    ],
)  # fmt: skip
def test_a_comment_stands_above_the_line(text: str, expected: str):
    assert silenced(text, "space-after-colon", "mail-before-ehlo", "nested-mail") == expected


def test_rules_of_one_line_share_a_comment():
    assert silenced(BLANK, "space-after-colon", "mail-before-ehlo").startswith(
        "# smtp-ls: ignore[mail-before-ehlo, space-after-colon]\nC: MAIL"
    )


BEGUN = """\
S: 220 mx.example.com ESMTP
C: EHLO client.example.org
S: 250 mx.example.com
C: MAIL FROM:<a@b.example>
S: 250 ok
C: RCPT TO:<c@d.example>
S: 250 ok
"""


@pytest.mark.parametrize("label", ["C: ", ""])
def test_what_is_in_mail_data_is_ignored_above_data(label: str):
    """A comment amid the lines of the bare form would be one of them."""
    begun = BEGUN if label else BEGUN.replace("C: ", "").replace("S: ", "")
    text = f"{begun}{label}DATA\n{label[:0]}{'S: ' if label else ''}354 go\n{label}.x\n{label}.y\n{label}.\n"
    after = silenced(text, "unstuffed-dot")
    assert after == text.replace(f"{label}DATA", f"# smtp-ls: ignore[unstuffed-dot]\n{label}DATA")


def test_what_the_bare_form_says_in_auth_is_ignored_for_the_file():
    """Where every line is an answer no comment can stand, and a session without greeting has no place for one."""
    text = (
        "EHLO client.example.org\nAUTH LOGIN\n334 VXNlcm5hbWU6\nno-body@x\n334 UGFzc3dvcmQ6\n*\n501 ok\nQUIT\n221 bye\n"
    )
    after = silenced(text, "auth-login-raw")
    assert after == f"# smtp-ls: ignore-file[auth-login-raw]\n{text}"


def test_what_the_bare_form_says_in_auth_is_ignored_for_the_session():
    """A greeting has place above it."""
    text = "220 a.example\nEHLO client.example.org\n250 AUTH LOGIN\nAUTH LOGIN\n334 VXNlcm5hbWU6\nno-body@x\n235 ok\n"
    after = silenced(text, "auth-login-raw")
    assert after == f"# smtp-ls: ignore[auth-login-raw]\n{text}"


def test_what_the_end_shows_is_ignored_above_the_last_line():
    text = f"{BEGUN}### two\n{BEGUN}"
    after = silenced(text, "missing-quit")
    assert after.count("# smtp-ls: ignore[missing-quit]\nS: 250 ok\n") == 2


def test_a_level_says_what_is_ignored():
    text = "C: HELO a.example\nC: QUIT\n"
    assert silenced(text, level=Severity.ERROR) == text
    assert "ignore[" in silenced(text, "helo-used", level=Severity.INFORMATION)


def test_a_log_has_no_comments():
    """Nothing is changed, and what is left is told."""
    text = " -> MAIL FROM: <a@b.example>\n<-  250 ok\n"
    done = ignored(Trace(text), Trace, Choice(), Severity.WARNING)
    assert done.edits == ()
    assert "space-after-colon" in {each.rule for each in done.left}


PAGES = sorted({each.text for name in RULES for each in examples(page(name))})


def test_the_sessions_of_the_pages_can_be_silenced():
    """Those in our own notation (one in four, to be quick); and what is added is all needed."""
    for text in PAGES[::4]:
        if Trace(text).dialect.shown.native:
            silenced(text)


PIECES = st.sampled_from(
    [
        *("C: EHLO a.example", "C: MAIL FROM: <a@b.example>", "C: RCPT TO:<c@d.example>", "C: DATA", "C: .x", "C: ."),
        *(
            "S: 220 a.example",
            "S: 250 ok",
            "S: 354 go",
            "S: 221 bye",
            "S: 599 x",
            "C: QUIT",
            "C: BDAT 3",
            "C: FOO",
            "",
            "x",
        ),
        *("### title", "# smtp-ls: ignore[nested-mail]", "# smtp-ls: ignore[space-after-colon]", "# text", "@x = y"),
        *(
            "# smtp-ls: ignore-file[nested-mail]",
            "# smtp-ls: partial",
            "C: AUTH LOGIN",
            "S: 334 VXNlcm5hbWU6",
            "C: raw",
        ),
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=14).map("\n".join))
def test_whatever_is_found_can_be_ignored(text: str):
    """And then nothing is found any more, unused suppressions included."""
    if Trace(text).dialect.shown.native:
        silenced(text)


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_adds_them_and_the_check_is_clean(run: Run, project: Project):
    path = project.write("a.smtp", EHLO + BLANK)
    only = "--select", "space-after-colon,unused-suppression"
    assert run("--check", "--add-ignore", "a.smtp", *only) == (0, "1 finding ignored in 1 file.\n", "")
    assert path.read_text() == f"{EHLO}# smtp-ls: ignore[space-after-colon]\n{BLANK}"
    assert run("--check", "a.smtp", *only).code == 0
    assert run("--check", "--add-ignore", "a.smtp", *only) == (0, "0 findings ignored in 0 files.\n", "")


def test_the_fences_of_a_document_get_comments_as_indented_as_they_are(run: Run, project: Project):
    path = project.write("a.md", f"text\n\n  ```smtp\n  {EHLO}  {BLANK}  ```\n")
    assert run("--check", "--add-ignore", "a.md", "--select", "space-after-colon", "-q").code == 0
    assert f"  {EHLO}  # smtp-ls: ignore[space-after-colon]\n  {BLANK}" in path.read_text()


def test_a_log_is_told_of_and_exit_2(run: Run, project: Project):
    text = " -> EHLO a.example\n<-  250 ok\n -> MAIL FROM: <a@b.example>\n<-  250 ok\n"
    path = project.write("log.smtp", text)
    project.write("a.smtp", EHLO + BLANK)
    code, out, err = run("--check", "--add-ignore", "a.smtp", "log.smtp", "--select", "space-after-colon")
    assert (code, out) == (2, "1 finding ignored in 1 file.\n")
    assert err == (
        "smtp-ls: error: log.smtp: no comment can ignore 1 finding: the dialect swaks has no comments of ours; "
        "per-file-ignores in the configuration can\n"
    )
    assert path.read_text() == text


def test_configuration_and_level_say_what_is_ignored(run: Run, project: Project):
    path = project.write("a.smtp", EHLO + BLANK)
    project.write("smtp-ls.toml", 'select = ["space-after-colon"]\n[severity]\nspace-after-colon = "hint"\n')
    assert run("--check", "--add-ignore", "a.smtp").out == "0 findings ignored in 0 files.\n"
    assert run("--check", "--add-ignore", "a.smtp", "--show", "hint").out == "1 finding ignored in 1 file.\n"
    assert "ignore[space-after-colon]" in path.read_text()
