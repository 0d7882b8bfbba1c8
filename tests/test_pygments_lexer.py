"""The lexer for Pygments: it colours as the server does, in every dialect, and loses no character."""

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments import highlight
from pygments.formatters import HtmlFormatter, NullFormatter
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename, guess_lexer
from pygments.token import Comment, Generic, Keyword, Name, Number, String
from pygments.util import OptionError

from smtp_ls.colouring import KINDS, coloured
from smtp_ls.pygments_lexer import TOKENS, SmtpLexer
from smtp_ls.trace import Trace

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.smtp"))


def found(text: str, **options: str) -> list[tuple[object, str]]:
    """The tokens that are coloured."""
    tokens = SmtpLexer(**options).get_tokens(text)
    return [(token, value) for token, value in tokens if value.strip() and token in {*TOKENS.values(), *SHADES}]


SHADES = {Generic.Inserted, Generic.Error, Generic.Subheading, Name.Tag}


def test_native():
    """Verbs, paths, parameters, codes by what they say, and who speaks."""
    assert found("C: MAIL FROM:<a@example.org> SIZE=9\nS: 250 2.1.0 Ok\nC: DATA\nS: 550 No\n") == [
        (Name.Label, "C:"),
        (Keyword, "MAIL"),
        (Keyword, "FROM:"),
        (Name.Namespace, "<a@example.org>"),
        (Name.Attribute, "SIZE"),
        (Name.Builtin, "9"),
        (Name.Tag, "S:"),
        (Generic.Inserted, "250"),
        (Number.Float, "2.1.0"),
        (Name.Label, "C:"),
        (Keyword, "DATA"),
        (Name.Tag, "S:"),
        (Generic.Error, "550"),
    ]


def test_the_arrow_of_a_log_tells_no_side_but_the_text_does():
    """Ruby prints `<-` before what the client says."""
    text = '<- "EHLO x.example.org\\r\\n"\n-> "250 mx.example.com\\r\\n"\n'
    assert found(text, dialect="ruby-net-smtp") == [
        (Name.Label, "<-"),
        (Keyword, "EHLO"),
        (Name.Namespace, "x.example.org"),
        (Name.Tag, "->"),
        (Generic.Inserted, "250"),
    ]


def test_mail_data_is_told_from_what_looks_like_a_reply():
    """No pattern could: the session decides."""
    text = "C: DATA\nS: 354 Go on\nC: Subject: 250\nC:\nC: 250 Ok, MAIL me\nC: .\nS: 250 Ok\n"
    assert found(text)[4:] == [
        (Name.Label, "C:"),
        (Name.Property, "Subject"),
        (String.Heredoc, " 250"),
        (Name.Label, "C:"),
        (Name.Label, "C:"),
        (String.Heredoc, "250 Ok, MAIL me"),
        (Name.Label, "C:"),
        (TOKENS["dot"], "."),
        (Name.Tag, "S:"),
        (Generic.Inserted, "250"),
    ]


def test_a_secret_is_told():
    """So that a style can hide it."""
    assert (Name.Exception, "AGFsaWNlAHNlY3JldA==") in found("C: AUTH PLAIN AGFsaWNlAHNlY3JldA==\n")


def test_headings_and_comments():
    """A session's title is a heading."""
    text = "### Alice\n# a remark\n# smtp-ls: partial\nC: NOOP\n"
    assert found(text)[:3] == [
        (Generic.Subheading, "### Alice"),
        (Comment.Single, "# a remark"),
        (Comment.Preproc, "# smtp-ls: partial"),
    ]


def test_every_kind_has_a_token():
    """Or a file would not be coloured at all."""
    assert set(TOKENS) == set(KINDS)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_it_colours_what_the_server_colours(path: Path):
    """The same stretches, in every dialect of the examples."""
    text = path.read_text(encoding="utf-8")
    trace = Trace(text)
    starts = [0]
    for line in trace.lines:
        starts.append(starts[-1] + len(line))
    wanted = [
        (starts[number] + each.start, trace.lines[number][each.start : each.end])
        for number in range(len(trace.lines))
        for each in coloured(trace, number)
    ]
    tokens = list(SmtpLexer().get_tokens_unprocessed(text))
    assert [(at, value) for at, token, value in tokens if token in {*TOKENS.values(), *SHADES}] == wanted


@given(st.text(alphabet=st.sampled_from("CS: 2504\n\r\t.<>@#{}=-AUTHDMILFROéN'\\"), max_size=200))
def test_no_character_is_lost(text: str):
    """Whatever the text is."""
    assert highlight(text, SmtpLexer(stripnl=False, ensurenl=False), NullFormatter()) == text.replace(
        "\r\n", "\n"
    ).replace("\r", "\n")


def test_it_is_found_by_its_name_and_its_files():
    """By the entry point."""
    assert isinstance(get_lexer_by_name("smtp"), SmtpLexer)
    assert isinstance(get_lexer_for_filename("session.smtp"), SmtpLexer)
    assert [each.value for each in entry_points(group="pygments.lexers", name="SMTP")] == [
        "smtp_ls.pygments_lexer:SmtpLexer"
    ]


def test_it_is_guessed_of_sessions_only():
    """A greeting and a hello are enough, prose about them is not."""
    assert isinstance(guess_lexer("S: 220 mx.example.com ESMTP\nC: EHLO x.example.org\n"), SmtpLexer)
    assert SmtpLexer.analyse_text("Simple Mail Transfer Protocol\n220 pages\n") == 0


def test_an_unknown_dialect_is_refused():
    """As Pygments refuses other options."""
    with pytest.raises(OptionError, match="there is no dialect swax"):
        SmtpLexer(dialect="swax")


def test_pygmentize(tmp_path: Path):
    """The command that everybody has."""
    file = tmp_path / "session.smtp"
    file.write_text("S: 220 mx.example.com ESMTP\nC: QUIT\n", encoding="utf-8")
    command = [sys.executable, "-m", "pygments", "-f", "html", str(file)]
    made = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert '<span class="k">QUIT</span>' in made


def test_html():
    """As Sphinx and Markdown do it."""
    made = highlight("C: RCPT TO:<b@example.net>\nS: 550 5.1.1 No\n", get_lexer_by_name("smtp"), HtmlFormatter())
    assert '<span class="ge' not in made
    assert '<span class="gr">550</span>' in made
    assert '<span class="nn">&lt;b@example.net&gt;</span>' in made


def test_it_costs_nothing_to_be_found():
    """Pygments loads every plugin when it looks for a lexer: ours must not load the server."""
    program = "import sys; import smtp_ls.pygments_lexer; print(*sys.modules)"
    names = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert {name for name in names if name.startswith("smtp_ls")} == {"smtp_ls", "smtp_ls.pygments_lexer"}
