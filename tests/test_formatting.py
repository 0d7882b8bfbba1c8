"""Formatting: what it changes line by line, what it must not, and that the result reads as the file did."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smtp_ls.editing.fixing import apply
from smtp_ls.editing.formatting import LAYOUT, formatted
from smtp_ls.events import Command
from smtp_ls.findings import Edit, Point, Repair
from smtp_ls.rules import RULES, page
from smtp_ls.trace import Trace
from tests.pages import examples

SESSIONS = (Path(__file__).parent / "sessions.txt").read_text(encoding="utf-8")


def mended(text: str) -> str:
    """The text, formatted."""
    return apply(text, [Repair("", tuple(formatted(Trace(text))), safe=True)])[0]


# --- lines ------------------------------------------------------------------------------------------------------------

EHLO = "C: EHLO client.example.org\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # labels
        ("C:QUIT", "C: QUIT"),
        ("S:250 ok", "S: 250 ok"),
        ("C:NOOP  ", "C: NOOP"),
        # verbs and keywords
        ("C: quit", "C: QUIT"),
        ("C: mail from:<Alice@Example.org> size=1000", "C: MAIL FROM:<Alice@Example.org> SIZE=1000"),
        ("C: MAIL From:<a@b.example> body=8bitmime ret=hdrs", "C: MAIL FROM:<a@b.example> BODY=8BITMIME RET=HDRS"),
        ("C: MAIL FROM:<a@b.example> envid=aB+2b", "C: MAIL FROM:<a@b.example> ENVID=aB+2b"),
        (
            "C: rcpt to:<Bob@b.example> notify=success,delay orcpt=rfc822;Bob@b.example",
            "C: RCPT TO:<Bob@b.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;Bob@b.example",
        ),
        ('C: rcpt to:<"Two  Blanks"@b.example>', 'C: RCPT TO:<"Two  Blanks"@b.example>'),
        ("C: auth plain dGVzdAB0ZXN0ADEyMzQ=", "C: AUTH PLAIN dGVzdAB0ZXN0ADEyMzQ="),
        ("C: auth xoauth2", "C: AUTH XOAUTH2"),
        ("C: bdat 0 last", "C: BDAT 0 LAST"),
        ("C: burl imap://a.example/b last", "C: BURL imap://a.example/b LAST"),
        ("C: vrfy smtputf8", "C: VRFY smtputf8"),
        ("C: vrfy Smith smtputf8", "C: VRFY Smith SMTPUTF8"),
        ("C: xclient name=a addr=[UNAVAILABLE]", "C: XCLIENT NAME=a ADDR=[UNAVAILABLE]"),
        ("C: noop Two  blanks", "C: NOOP Two  blanks"),
        ("C: help rcpt", "C: HELP rcpt"),
        # blanks that the grammar does not have
        ("C: EHLO   client.example.org", "C: EHLO client.example.org"),
        ("C:    EHLO client.example.org", "C: EHLO client.example.org"),
        ("C: mail  from:<a@b.example>  size=1", "C: MAIL FROM:<a@b.example> SIZE=1"),
        ("C: noop   Two  blanks", "C: NOOP Two  blanks"),
        # placeholders
        ("C: mail from:<{{a  b}}>   {{more}}", "C: MAIL FROM:<{{a  b}}> {{more}}"),
        ("C: auth {{mechanism}} {{payload}}", "C: AUTH {{mechanism}} {{payload}}"),
        ("C: mail from:<a@b.example> {{name}}=1", "C: MAIL FROM:<a@b.example> {{name}}=1"),
        # replies and expectations
        ("S: 250 Ok \t", "S: 250 Ok"),
        ("S: 250-mx.example.com  Hello", "S: 250-mx.example.com  Hello"),
        ("S: 334 ", "S: 334 "),
        ("S: 334  ", "S: 334  "),
        ("S: 2XX", "S: 2xx"),
        ("S: 4XX | 5xx", "S: 4xx|5xx"),
        ("S: ...  ", "S: ..."),
        ("S: 250 2.1.5 ", "S: 250 2.1.5"),
        ("S: 250 /Queued  as/ ", "S: 250 /Queued  as/"),
        # our own lines
        ("###Title", "### Title"),
        ("###   Title  of it ", "### Title  of it"),
        ("###", "###"),
        ("#### no title", "#### no title"),
        ("@name=value", "@name = value"),
        ("@name  =   two  words ", "@name = two  words"),
        ("@name=", "@name ="),
        ("# a comment  ", "# a comment"),
        ("#smtp-ls:partial", "# smtp-ls: partial"),
        ("##  smtp-ls:  tls = none ", "# smtp-ls: tls=none"),
        ("# smtp-ls: ignore[a,b ,c]", "# smtp-ls: ignore[a, b, c]"),
        ("# because smtp-ls: ignore[a,b]", "# because smtp-ls: ignore[a,b]"),
    ],
)
def test_a_line_is_laid_out(line: str, expected: str):
    assert mended(f"{EHLO}{line}\n").removeprefix(EHLO).removeprefix("\n") == f"{expected}\n"


@pytest.mark.parametrize(
    "line",
    [
        "C: mail from: <a@b.example>",
        "C: mail  from:a@b.example",
        "C: rcpt to:<a@b.example>,<c@d.example>",
        "C: ehlo",
        "C: quit  now",
        "C: ehlo\tclient.example.org",
        "C: frobnicate  it",
        "C: bdat  5",
        "C: auth plain not base64",
        "S: no reply  ",
        "S: 250x  ",
        "a note that nobody said  ",
        "C:\tquit",
    ],
)
def test_a_mistake_is_left_alone(line: str):
    """It may be what is tested, and formatting is no fix."""
    assert mended(f"{EHLO}{line}\n") == f"{EHLO}{line}\n"


REFUSED = "S: 220 mx.example.com ESMTP\nC: EHLO  client.example.org\nS: {0} no\nC: QUIT\nS: 221 bye\n"


def test_blanks_that_a_server_refuses_are_left_alone():
    """A test of blanks would test nothing without them."""
    assert mended(REFUSED.format(501)) == REFUSED.format(501)
    assert mended(REFUSED.format(250)) == REFUSED.format(250).replace("  ", " ")


@pytest.mark.parametrize("where", ["ignore[double-space]\n", "ignore[]\n", "ignore-file[double-space]\n"])
def test_blanks_with_a_suppression_are_left_alone(where: str):
    """They are there on purpose, and the suppression would suppress nothing without them."""
    text = f"# smtp-ls: {where}C: ehlo  client.example.org\nC: QUIT\n"
    assert mended(text) == text


# --- what is not laid out ---------------------------------------------------------------------------------------------

MESSAGE = """\
C: DATA
S: 354 go
C:Subject:  quit  \n\
C:  two blanks \n\
C: \n\
C:
unlabelled  \n\
# amid it  \n\
@amid=it
C:.
S: 250 ok
"""


def test_mail_data_keeps_all_but_its_labels():
    """The blank behind a label is no part of it, so an empty line is `C:`."""
    begun = f"{EHLO}C: MAIL FROM:<a@b.example>\nC: RCPT TO:<c@d.example>\n"
    expected = MESSAGE.replace("C:Subject", "C: Subject").replace("C: \n", "C:\n").replace("C:.", "C: .")
    assert mended(begun + MESSAGE) == begun + expected


def test_a_chunk_keeps_its_octets():
    begun = f"{EHLO}C: MAIL FROM:<a@b.example>\nC: RCPT TO:<c@d.example>\n"
    chunk = "C: bdat 11 last\nC:quit  \nC:a \n"
    assert mended(begun + chunk) == begun + "C: BDAT 11 LAST\nC: quit  \nC: a \n"


def test_an_answer_in_auth_keeps_its_blanks():
    text = f"{EHLO}C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC:dGVzdA==  \nS: 334 \nC: \nS: 535 no\n"
    assert mended(text) == text.replace("C:dGVz", "C: dGVz").replace("C: \n", "C:\n")


BARE = """\
Trying 192.0.2.1...  \n\
220 mx.example.com ESMTP  \n\
ehlo  client.example.org
250-mx.example.com \n\
250 AUTH LOGIN


auth login
334 \n\

334 UGFzc3dvcmQ6
dGVzdA==  \n\
535 5.7.8 no
mail from:<a@b.example>
250 ok
rcpt to:<c@d.example>
250 ok
data
354 go
quit  \n\


.
250 ok
quit
221 bye
Connection closed by foreign host.  \n\
"""


def test_the_bare_form_is_ours_too():
    """An empty line is an answer after 334 and mail data after 354, and otherwise nothing."""
    assert mended(BARE) == (
        BARE.replace("ESMTP  ", "ESMTP")
        .replace("ehlo  ", "EHLO ")
        .replace("com \n", "com\n")
        .replace("\n\n\nauth login", "\n\nAUTH LOGIN")
        .replace("mail from", "MAIL FROM")
        .replace("rcpt to", "RCPT TO")
        .replace("\ndata", "\nDATA")
        .replace("\nquit\n", "\nQUIT\n")
    )


@pytest.mark.parametrize(
    "text",
    [
        " -> ehlo  a.example\n<-  250 ok \n",
        "> ehlo  a.example\n< 250 ok \n* Connected to a.example\n",
        "   C: ehlo  a.example\n   S: 250 ok \n",
        "no session  \n\n\n\nat all",
        "",
    ],
)
def test_other_dialects_are_left_alone(text: str):
    """What a tool printed is evidence."""
    assert formatted(Trace(text)) == []


# --- blank lines ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\n \nC: QUIT\n", "C: QUIT\n"),
        ("C: QUIT\n\n  \n", "C: QUIT\n"),
        ("C: QUIT", "C: QUIT\n"),
        ("C: QUIT\r\nC: QUIT", "C: QUIT\r\nC: QUIT\r\n"),
        ("C: NOOP\n\n\n\nC: QUIT\n", "C: NOOP\n\nC: QUIT\n"),
        ("C: NOOP\n  \n\nC: QUIT\n", "C: NOOP\n\nC: QUIT\n"),
        ("C: QUIT\n### b\nC: QUIT\n", "C: QUIT\n\n### b\nC: QUIT\n"),
        ("C: QUIT\r\n### b\r\nC: QUIT\r\n", "C: QUIT\r\n\r\n### b\r\nC: QUIT\r\n"),
        ("### a\nC: QUIT\n\n\n### b\nC: QUIT\n", "### a\nC: QUIT\n\n### b\nC: QUIT\n"),
        (
            "C: QUIT\n# of b\n# smtp-ls: tls=none\n### b\nC: QUIT\n",
            "C: QUIT\n\n# of b\n# smtp-ls: tls=none\n### b\nC: QUIT\n",
        ),
        ("# of a\n### a\nC: QUIT\n", "# of a\n### a\nC: QUIT\n"),
        ("@x = y\n### a\nC: QUIT\n", "@x = y\n\n### a\nC: QUIT\n"),
        ("S: 220 a\nC: QUIT\nS: 221 b\nS: 220 a\nC: QUIT\n", "S: 220 a\nC: QUIT\nS: 221 b\n\nS: 220 a\nC: QUIT\n"),
        ("S: 220 a\nC: QUIT\nS: 221 b\n### c\nS: 220 a\n", "S: 220 a\nC: QUIT\nS: 221 b\n\n### c\nS: 220 a\n"),
        ("C: QUIT\r\r\nC: QUIT\r\r\n", "C: QUIT\r\r\nC: QUIT\r\r\n"),
    ],
)
def test_blank_lines_part_sessions(text: str, expected: str):
    """One before each session, none at the ends, never two."""
    assert mended(text) == expected


def test_a_message_without_end_gets_no_blank_line():
    """It would be one of the message's."""
    for text in ("C: DATA\ntext\n### b\nC: QUIT\n", "C: DATA\nS: 354 go\nC: text"):
        assert mended(EHLO + text) == EHLO + text


# --- edits ------------------------------------------------------------------------------------------------------------


def test_edits_are_as_small_as_can_be():
    """An editor keeps the cursor where nothing changed."""
    edits = formatted(Trace("C:mail from:<a@b.example>  size=1\n"))
    assert edits == [
        Edit(Point(0, 2), Point(0, 2), " "),
        Edit(Point(0, 2), Point(0, 6), "MAIL"),
        Edit(Point(0, 7), Point(0, 11), "FROM"),
        Edit(Point(0, 25), Point(0, 27), " "),
        Edit(Point(0, 27), Point(0, 31), "SIZE"),
    ]


def test_a_range_is_laid_out_alone():
    text = "C: ehlo a.example\nC: noop\n\n\n\nC: quit\n"
    touched = [edit.start.line for edit in formatted(Trace(text), 1, 4)]
    assert touched == [1, 3]


# --- the result reads as the file did ---------------------------------------------------------------------------------


def read(trace: Trace) -> list[tuple[object, ...]]:
    """What the lines of a file say, but for its layout."""
    sent = ("body", "chunk", "end-of-data", "sasl-response", "note")
    found: list[tuple[object, ...]] = []
    for number in range(len(trace.lines)):
        for each in trace.said(number):
            if each.kind in sent:
                found.append((each.kind, each.text))
            elif each.kind == "directive":
                found.append((each.kind, getattr(each, "name", ""), re.sub(r"\s", "", str(getattr(each, "value", "")))))
            elif each.kind != "blank":
                text = re.sub(r"[ \t]+", " ", each.text.strip()).casefold()
                found.append((each.kind, re.sub(r" ?\| ?", "|", text)))
    return found


def told(trace: Trace) -> list[tuple[object, ...]]:
    """What is found in a file, but for what is about layout."""
    return [
        (each.rule, each.severity, each.message.casefold())
        for each in trace.diagnostics()
        if each.rule not in (*LAYOUT, "command-line-too-long", "mixed-line-endings")
    ]


def wrong(trace: Trace) -> int:
    """How many commands break the grammar."""
    return sum(
        isinstance(each, Command) and not each.valid
        for number in range(len(trace.lines))
        for each in trace.said(number)
    )


def assert_reads_the_same(text: str):
    """Formatted, the text says the same, is in the same dialect, has the same findings, and stays as it is.

    Where blanks broke the grammar, what followed from that is no longer found.
    """
    after = mended(text)
    old, new = Trace(text), Trace(after)
    assert new.dialect is old.dialect
    assert read(new) == read(old)
    if wrong(old) == wrong(new):
        assert told(new) == told(old)
    assert mended(after) == after


WRITTEN = [part.partition("\n")[2] for part in SESSIONS.split("%%%% ")[1:]]
PAGES = [each.text for name in RULES for each in examples(page(name))]


@pytest.mark.parametrize("sessions", [WRITTEN, pytest.param(PAGES, marks=pytest.mark.slow)], ids=["sessions", "pages"])
def test_sessions_read_as_they_did(sessions: list[str]):
    for text in sessions:
        assert_reads_the_same(text)


@st.composite
def untidy(draw: st.DrawFn) -> str:
    """A session with its layout in disorder."""
    random = draw(st.randoms(use_true_random=False))
    out = []
    for line in draw(st.sampled_from(WRITTEN + PAGES)).splitlines():
        label, body = re.match(r"([CS]: ?|)(.*)", line, re.DOTALL).groups()  # type: ignore[union-attr]
        if random.random() < 0.3:
            label = label.strip() + random.choice(["", " ", "  "])
        if random.random() < 0.3:
            body = random.choice([body.lower(), body.upper(), body.replace(" ", "  "), f"{body} ", f"{body}  "])
        out.append(label + body + random.choice(["\n"] * 8 + ["\n\n", "\r\n", "\n \n\n", "\r", "\n###x\n", "\n#y\n"]))
    return "".join(out)[: None if random.random() < 0.5 else -1]


@settings(max_examples=2 * settings().max_examples)
@given(untidy())
def test_whatever_the_layout_it_reads_as_it_did(text: str):
    assert_reads_the_same(text)


PIECES = st.sampled_from(
    [
        *(
            "C:",
            "S:",
            "C: ",
            "S: ",
            " ",
            "  ",
            "\t",
            "\n",
            "\n",
            "\n",
            "\r\n",
            "\r",
            "###",
            "#",
            "@",
            "=",
            "{{x}}",
            ".",
        ),
        *("ehlo a.example", "mail from:<a@b.example>", "size=1", "rcpt to:<c@d.example>", "data", "bdat 5", "last"),
        *(
            "quit",
            "auth login",
            "334 ",
            "250",
            "250-",
            "2XX",
            "|",
            "220 mx.example.com",
            "354 go",
            "221 bye",
            "dGVzdA==",
        ),
        *("smtp-ls: ignore[double-space]", "smtp-ls:", "partial", "x", '"', "<", ">", "...", "/a /"),
    ]
)


@settings(max_examples=3 * settings().max_examples)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_reads_as_it_did(text: str):
    assert_reads_the_same(text)
