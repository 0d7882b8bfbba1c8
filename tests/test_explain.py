"""`smtp-ls explain`: what people write leads to the pages they mean, printed for a terminal, as Markdown or as JSON."""

import json
import re
from collections.abc import Callable

import pytest

from smtp_ls.commands.options import EXPLAIN
from smtp_ls.pages import LANGUAGES, Topic, language
from smtp_ls.report.paragraphs import paragraphs
from smtp_ls.report.terminal import Paint
from smtp_ls.report.visible import width
from smtp_ls.rules import RULES
from smtp_ls.topics import all_topics, meant, near, topics
from tests.conftest import Run

GMAIL = (
    "550-5.7.26 This mail has been blocked because the sender is\n"
    "550-5.7.26 unauthenticated. Gmail requires all\n"
    "550 5.7.26 senders to authenticate with either SPF or DKIM. x - gsmtp"
)
BOUNCE = (
    "status=bounced (host mx.example.net said: 550-5.7.26 This mail has been blocked because the "
    "550-5.7.26 sender is unauthenticated. (in reply to end of DATA command))"
)


def keys(*found: Topic) -> list[str]:
    return [f"{topic.kind} {topic.key}" for topic in found]


# --- topics as people write them --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # names, in any case
        ("EHLO", ["verb EHLO"]),
        ("ehlo", ["verb EHLO"]),
        ("mail from", ["verb MAIL"]),
        ("RCPT TO", ["verb RCPT"]),
        ("NOTIFY", ["parameter NOTIFY"]),
        ("chunk-size", ["parameter chunk-size"]),
        ("8bitmime", ["extension 8BITMIME"]),
        ("XOAUTH2", ["mechanism XOAUTH2"]),
        ("scram-sha-256", ["mechanism SCRAM-SHA-256"]),
        ("message-id", ["header Message-ID"]),
        ("data-without-rcpt", ["rule data-without-rcpt"]),
        ("gmail-app-password", ["provider gmail-app-password"]),
        (".", ["verb DATA"]),
        # several meanings, the likeliest first
        ("AUTH", ["verb AUTH", "parameter AUTH", "extension AUTH"]),
        ("SIZE", ["parameter SIZE", "extension SIZE"]),
        ("VRFY", ["verb VRFY", "extension VRFY"]),
        # codes
        ("550", ["reply 550"]),
        ("5.7.26", ["enhanced 5.7.26"]),
        ("x.7.26", ["enhanced X.7.26"]),
        ("550 5.7.26", ["reply 550", "enhanced 5.7.26"]),
        ("557", ["reply 557"]),
        ("5.7.999", ["enhanced 5.7.999"]),
        ("4.2.2 mailbox full", ["enhanced 4.2.2", "provider mailbox-full"]),
        # a parameter with its value
        ("BODY=8BITMIME", ["parameter BODY", "extension 8BITMIME"]),
        ("AUTH=LOGIN", ["parameter AUTH", "extension AUTH=", "mechanism LOGIN"]),
        # what the client says
        ("MAIL FROM:<a@b> SIZE=1", ["verb MAIL", "parameter SIZE"]),
        ("C: RCPT TO:<a@b> NOTIFY=NEVER", ["verb RCPT", "parameter NOTIFY"]),
        ("AUTH PLAIN AGEAYg==", ["verb AUTH", "mechanism PLAIN"]),
        ("BDAT 100 LAST", ["verb BDAT", "parameter LAST"]),
        ("Subject: hello", ["header Subject"]),
        # what the server says
        (GMAIL, ["reply 550", "enhanced 5.7.26", "provider gmail-unauthenticated"]),
        (GMAIL.split("\n")[2], ["reply 550", "enhanced 5.7.26"]),
        (BOUNCE, ["reply 550", "enhanced 5.7.26", "provider gmail-unauthenticated"]),
        (
            "550-5.7.26 This mail is unauthenticated, which poses a security risk to the",
            ["reply 550", "enhanced 5.7.26", "provider gmail-unauthenticated"],
        ),
        ("<** 503 5.5.1 Error: nested MAIL command", ["reply 503", "enhanced 5.5.1", "provider nested-mail"]),
        ("250-SIZE 1000", ["reply 250", "extension SIZE"]),
        ("250-AUTH=LOGIN PLAIN", ["reply 250", "extension AUTH"]),
        ("250 OK", ["reply 250"]),
        ("Application-specific password required", ["provider gmail-app-password"]),
        # our own notation
        ("# smtp-ls: ignore", ["notation # smtp-ls: ignore"]),
        ("# smtp-ls: ignore[nested-mail]", ["notation # smtp-ls: ignore", "rule nested-mail"]),
        ("# smtp-ls: tls=implicit", ["notation tls"]),
        ("# smtp-ls: partial", ["notation partial"]),
        ("# anything", ["notation #"]),
        ("### A title", ["notation ###"]),
        ("@server = smtp://127.0.0.1", ["notation @server"]),
        ("@sender = a@b", ["notation @variable"]),
        ("{{sender}}", ["notation {{name}}"]),
        ("{{$env.HOME}}", ["notation {{$env.NAME}}"]),
        ("{{file:a.eml}}", ["notation {{file:PATH}}"]),
        ("S: 4xx", ["notation S: 2xx"]),
        ("S: 450|550", ["notation S: 4xx|5xx"]),
        ("S: 354", ["notation S: 250", "reply 354"]),
        ("S: 250-STARTTLS", ["notation S: 250-SIZE", "reply 250", "extension STARTTLS"]),
        ("S: 250 /queued/", ["notation S: 250 /regex/", "reply 250"]),
        ("S: ...", ["notation S: ..."]),
        # nothing
        ("", []),
        ("hello", []),
        ("EHLLO", []),
        ("999", []),
    ],
)  # fmt: skip
def test_a_topic_is_understood_as_it_is_written(text: str, expected: list[str]):
    assert keys(*topics(text)) == expected


def test_a_server_program_stands_for_all_its_replies():
    assert len(topics("gmail")) > 10
    assert {topic.kind for topic in topics("Postfix")} == {"provider"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["mail", "from"], ["verb MAIL"]),
        (["MAIL", "FROM:<a@b>", "SIZE=1"], ["verb MAIL", "parameter SIZE"]),
        (["from"], ["header From"]),
        (["550", "5.7.26"], ["reply 550", "enhanced 5.7.26"]),
        (["EHLO", "HELO", "EHLO"], ["verb EHLO", "verb HELO"]),
        (["auth", "plain"], ["verb AUTH", "mechanism PLAIN"]),
        (["503", "5.5.1", "Error:", "nested", "MAIL"], ["reply 503", "enhanced 5.5.1"]),
        (["EHLO", "client.example.org"], ["verb EHLO"]),
    ],
)  # fmt: skip
def test_words_are_topics_one_by_one_or_one_line(words: list[str], expected: list[str]):
    found, unknown = meant(words)
    assert (keys(*found), unknown) == (expected, "")


def test_every_topic_is_found_by_its_key():
    assert not [topic for topic in all_topics() if topic not in topics(topic.key)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("EHLLO", "EHLO"), ("notifi", "NOTIFY"), ("data-without-rctp", "data-without-rcpt"), ("mesage-id", "Message-ID")],
)
def test_an_unknown_topic_has_near_ones(text: str, expected: str):
    assert expected in near(text)
    assert len(near(text)) <= 3


def test_what_is_far_from_everything_has_none():
    assert near("qqqqqqqqqqqq") == ()
    assert near("") == ()


# --- the command ------------------------------------------------------------------------------------------------------

SHOWN = {"verb": ["RCPT"], "codes": ["550 5.7.26"], "rule": ["space-after-colon"]}
"""What the golden files show, by their names."""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", SHOWN)
def test_a_page_on_a_terminal(run: Run, snapshot: Callable[[str, str], None], name: str, lang: str):
    """Without colours, as in a pipe; the width is that of a terminal of which nothing is known."""
    outcome = run("explain", "--lang", lang, *SHOWN[name])
    assert (outcome.code, outcome.err) == (0, "")
    snapshot(f"explain-{name}.{lang}", outcome.out)


def test_a_page_in_colours(run: Run, snapshot: Callable[[str, str], None]):
    snapshot("explain-verb.color", run("explain", "--lang", "en", "--color", "always", "NOOP").out)


def test_markdown_is_what_hover_shows(run: Run):
    outcome = run("explain", "--lang", "en", "--format", "markdown", "550", "5.1.1")
    assert outcome.code == 0
    assert outcome.out.startswith("# 550 (reply code)\n\n")
    assert "\n\n# 5.1.1 Bad destination mailbox address (enhanced status code)\n\n" in outcome.out


def test_json_has_a_page_an_object(run: Run):
    pages = json.loads(run("explain", "--lang", "en", "--format", "json", "AUTH").out)
    assert [(each["kind"], each["key"]) for each in pages] == [
        ("verb", "AUTH"),
        ("parameter", "AUTH"),
        ("extension", "AUTH"),
    ]
    assert set(pages[0]) == {"kind", "key", "title", "summary", "markdown", "url"}
    assert pages[0]["url"] == "https://www.rfc-editor.org/rfc/rfc4954#section-4"


def test_an_unknown_topic_is_a_job_that_cannot_be_done(run: Run):
    outcome = run("explain", "EHLO", "EHLLO")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        'smtp-ls: error: unknown topic "EHLLO"; did you mean EHLO, LHLO or HELO? smtp-ls explain --list names all\n'
    )
    assert run("explain", "qqqqqqqqqqqq").code == 2


def test_help_names_every_option(run: Run):
    outcome = run("explain", "--help")
    assert (outcome.code, outcome.err) == (0, "")
    assert all(option.flag in outcome.out for option in EXPLAIN.options)
    assert "explain TOPIC..." in run("--help").out


@pytest.mark.parametrize("arguments", [[], ["--lang", "fr", "EHLO"], ["--format", "html", "EHLO"], ["--nothing"]])
def test_a_wrong_usage_is_told(run: Run, arguments: list[str]):
    outcome = run("explain", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("smtp-ls: error: ")


@pytest.mark.parametrize(("variable", "value"), [("LC_ALL", "id_ID.UTF-8"), ("LC_MESSAGES", "id"), ("LANG", "id_ID")])
def test_the_language_is_that_of_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch, variable: str, value: str):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert "## Balasan" not in run("explain", "--format", "markdown", "NOOP").out
    monkeypatch.setenv(variable, value)
    assert "## Balasan" in run("explain", "--format", "markdown", "NOOP").out
    assert "## Replies" in run("explain", "--format", "markdown", "--lang", "en", "NOOP").out


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("id", "id"), ("id-ID", "id"), ("ID_id.UTF-8", "id"), ("en-GB", "en"), ("ido", "en"), ("", "en")],
)
def test_a_locale_is_one_of_our_languages(locale: str, expected: str):
    assert language(locale) == expected


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_names_every_topic(run: Run, lang: str):
    listed = json.loads(run("explain", "--list", "--format", "json", "--lang", lang).out)
    assert [Topic(each["kind"], each["key"]) for each in listed] == list(all_topics())
    lines = run("explain", "--list", "--lang", lang).out.splitlines()
    assert len([line for line in lines if line.startswith("  ")]) == len(listed)
    assert run("explain", "--list", "--format", "markdown", "--lang", lang).out.count("\n- `") == len(listed)


def test_the_rules_are_listed_with_severity_state_fix_and_link(run: Run):
    table = json.loads(run("explain", "--rules", "--format", "json").out)
    assert [(each["name"], each["severity"], each["on"], each["fix"], each["url"]) for each in table] == [
        (meta.name, meta.severity.word, meta.on, meta.fix, meta.url) for meta in RULES.values()
    ]
    shown = run("explain", "--rules", "--lang", "en").out
    for name, meta in RULES.items():
        line = rf"^  {name} +{meta.severity.word} +{'on' if meta.on else 'off'} +\[[ *-]\]  \S.*?"
        assert re.search(rf"{line}(?:  {re.escape(meta.url)})$" if meta.url else f"{line}$", shown, re.MULTILINE)
    markdown = run("explain", "--rules", "--format", "markdown", "--lang", "en").out
    assert len(markdown.splitlines()) == len(RULES) + 2
    assert len({line.replace("\\|", "").count("|") for line in markdown.splitlines()}) == 1


# --- Markdown on a terminal -------------------------------------------------------------------------------------------


def shown(markdown: str, columns: int = 40, *, color: bool = False) -> str:
    return paragraphs(markdown, Paint(on=color), columns, underline=not color)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("# Title", "Title\n=====\n"),
        ("## `S: 250`\n\ntext", "S: 250\n------\n\ntext\n"),
        ("one\ntwo", "one two\n"),
        ("- one\n- two\n\nthree", "- one\n- two\n\nthree\n"),
        ("- " + "word " * 9, "- word word word word word word word\n  word word\n"),
        ("a `b  c`, **d** and *e*.", "a b  c, d and e.\n"),
        ("2 * 3 * 4, `*` and a*b*c", "2 * 3 * 4, * and a*b*c\n"),
        ("[RFC](https://example.org/x).", "RFC <https://example.org/x>.\n"),
        ("```smtp\nC: QUIT\n\n# note\n```\ntext", "    C: QUIT\n\n    # note\ntext\n"),
        ("a:\n\n    C: QUIT\n       ^^ here\n\n    C: NOOP", "a:\n\n    C: QUIT\n       ^^ here\n\n    C: NOOP\n"),
        ("`NMAS_AUTHEN` and snake_case_word", "NMAS_AUTHEN and snake_case_word\n"),
        ("x" * 50 + " y", "x" * 50 + "\ny\n"),
        ("é" * 20 + " " + "漢" * 10 + " z", "é" * 20 + "\n" + "漢" * 10 + " z\n"),
        ("", "\n"),
    ],
)  # fmt: skip
def test_markdown_becomes_text(markdown: str, expected: str):
    assert shown(markdown) == expected


def test_colours_take_no_columns():
    """What is printed in colours is the same text, but for the underlines of headings."""
    text = "A `code` and **strong words** of many *kinds* in a paragraph that is longer than the terminal is wide."
    plain = re.sub(r"\x1b\[[\d;]*m", "", shown(text, color=True))
    assert plain == shown(text)
    assert "\x1b[36mcode\x1b[0m" in shown(text, color=True)
    assert max(map(width, plain.splitlines())) <= 40


def test_no_line_is_wider_than_reading_is_easy():
    assert max(map(len, shown("word " * 100, 300).splitlines())) <= 100
    assert max(map(len, shown("word " * 100, 1).splitlines())) > 1
