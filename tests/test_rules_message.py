"""The rules about messages as a whole: the same mistake in every way of writing, what is left alone, and edits."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime, getaddresses, parsedate_to_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smtp_ls.events import MessageLine
from smtp_ls.findings import Severity
from smtp_ls.message import Header, entities, header, media_type, uncommented
from smtp_ls.rules import RULES
from smtp_ls.rules.message.dates import date_flaw
from smtp_ls.rules.message.mailboxes import mailboxes
from smtp_ls.trace import Trace
from tests.table import tabled
from tests.test_trace import check_edits

DATE, FROM = "Date: Tue, 24 Nov 2026 10:00:00 +0000", "From: alice@example.org"
OURS = {name for name, meta in RULES.items() if meta.family == "message"} | {
    "empty-message", "early-dot-then-text", "nul-in-data", "control-char-in-data", "size-mismatch",
    "message-over-ehlo-size",
}  # fmt: skip
QUIET = {"missing-message-id"}
"""Said of nearly every message here, as a hint."""


# --- ways of writing a session with this message ----------------------------------------------------------------------

TALK = [
    ("S", "220 mx.example.com ESMTP"), ("C", "EHLO client.example.org"), ("S", "250 mx.example.com"),
    ("C", "MAIL FROM:<alice@example.org>"), ("S", "250 2.1.0 Ok"), ("C", "RCPT TO:<bob@example.net>"),
    ("S", "250 2.1.5 Ok"), ("C", "DATA"), ("S", "354 Go ahead"),
]  # fmt: skip
AFTER = [("S", "250 2.0.0 Ok"), ("C", "QUIT"), ("S", "221 2.0.0 Bye")]


def stuffed(lines: list[str]) -> list[str]:
    return [f".{line}" if line.startswith(".") else line for line in lines]


def marked(client: str, server: str, lines: list[str], *, wire: bool = True) -> str:
    """A session whose lines bear a mark of who speaks."""
    shown = stuffed(lines) if wire else lines
    talk = [*TALK, *(("C", line) for line in [*shown, "."]), *AFTER]
    return "".join(f"{client if side == 'C' else server}{text}\n" for side, text in talk)


def smtplib(lines: list[str]) -> str:
    """What Python's smtplib prints: the whole message on one line."""
    out = []
    for side, text in TALK:
        out.append(f"send: '{text}\\r\\n'" if side == "C" else f"reply: b'{text}\\r\\n'")
    sent = repr("\r\n".join([*stuffed(lines), ".", ""]).encode("utf-8", "surrogateescape"))
    out.append(f"send: {sent}")
    out += [f"send: '{text}\\r\\n'" if side == "C" else f"reply: b'{text}\\r\\n'" for side, text in AFTER]
    return "".join(f"{line}\n" for line in out)


def exim_script(lines: list[str]) -> str:
    """The input of Exim's test client, with what is expected."""
    talk = [*TALK, *(("C", line) for line in [*stuffed(lines), "."]), *AFTER]
    return "client 127.0.0.1 PORT_S\n" + "".join(
        f"{text}\n" if side == "C" else f"??? {text[:3]}\n" for side, text in talk
    )


WAYS = {
    "labelled": lambda lines: marked("C: ", "S: ", lines),
    "bare": lambda lines: marked("", "", lines),
    "swaks": lambda lines: marked(" -> ", "<-  ", lines),
    "msmtp": lambda lines: marked("--> ", "<-- ", lines),
    "perl": lambda lines: marked("Net::SMTP=GLOB(0x55d0c8)>>> ", "Net::SMTP=GLOB(0x55d0c8)<<< ", lines, wire=False),
    "smtplib": smtplib,
}


SELDOM = frozenset({"envelope-header-mismatch"})
"""Our rules that are off unless selected."""


def found(text: str) -> list[str]:
    """The names of our rules that find something, those of hints that are always said left out."""
    trace = Trace(text, seldom=SELDOM)
    assert not trace.failures
    return sorted(each.rule for each in trace.diagnostics() if each.rule in OURS - QUIET)


MISTAKES = [
    ([], ["empty-message"]),
    (["hello"], ["no-headers"]),
    (["", DATE, FROM, "", "hello"], ["no-headers"]),
    ([FROM, "", "hello"], ["missing-date"]),
    ([DATE, "", "hello"], ["missing-from"]),
    (["Subject: hello", "", "x"], ["missing-date", "missing-from"]),
    ([DATE, FROM, "hello Bob", "", "how are you?"], ["missing-header-body-separator"]),
    ([DATE, FROM, "Subject : hello", "", "x"], ["malformed-header"]),
    ([DATE, FROM, "Reply To: a@example.org", "X-Mailer: none", "", "x"], ["malformed-header"]),
    ([DATE, FROM, "Subject: one", "  \t", " two", "", "x"], ["folded-blank-line"]),
    ([DATE, FROM, FROM, "", "x"], ["duplicate-header"]),
    ([DATE, "From: a@example.org, alice@example.org", "", "x"], ["multi-from-without-sender"]),
    ([DATE, "From: bob@example.org", "", "x"], ["envelope-header-mismatch"]),
    (["Date: Mon, 24 Nov 2026 10:00:00 +0000", FROM, "", "x"], ["invalid-date"]),
    ([DATE, FROM, "Message-ID: x@example.org", "", "x"], ["invalid-message-id"]),
    ([DATE, FROM, "Bcc: carol@example.net", "", "x"], ["bcc-header"]),
    ([DATE, FROM, "Return-Path: <alice@example.org>", "", "x"], ["return-path-in-submission"]),
    ([DATE, FROM, "Received: from a.example.org", "", "x"], ["received-malformed"]),
    ([DATE, FROM, "Subject: =?UTF-8?Q?x y?=", "", "x"], ["encoded-word-error"]),
    ([DATE, FROM, "TLS-Required: Yes", "", "x"], ["tls-required-header"]),
    ([DATE, FROM, "Content-Type: text/html", "", "x"], ["mime-missing-version"]),
    ([DATE, FROM, "MIME-Version: 1.0", "Content-Type: multipart/mixed", "", "x"], ["mime-boundary"]),
    ([DATE, FROM, "MIME-Version: 1.0", "Content-Transfer-Encoding: 8-bit", "", "x"], ["invalid-cte"]),
    ([DATE, FROM, "MIME-Version: 1.0", "Content-Transfer-Encoding: base64", "", "x?"], ["base64-body-error"]),
    ([DATE, FROM, "Subject: K\u00e4se", "", "x"], ["8bit-header"]),
    ([DATE, FROM, "", "a\x00b", "\x00"], ["nul-in-data"]),
    ([DATE, FROM, "", "a\x07b", "\x08"], ["control-char-in-data"]),
]  # fmt: skip


@tabled("way", WAYS)
@tabled(("lines", "expected"), MISTAKES)
def test_a_mistake_is_found_in_every_way_of_writing(way: str, lines: list[str], expected: list[str]):
    """With the same rules, whether the message is shown stuffed, displayed or escaped."""
    assert found(WAYS[way](lines)) == expected


PROPER = [
    [DATE, FROM, "", "hello"],
    [DATE, FROM, "Subject: a header alone"],
    [DATE, FROM, "X-Odd:", " folded", "Subject:", "", "", ".x", "..x", "", ""],
    ["X-First: 1", DATE.upper(), FROM.lower(), "", "x"],
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("lines", PROPER)
def test_a_proper_message_is_clean_in_every_way_of_writing(way: str, lines: list[str]):
    """Nothing is said of it at warning and above."""
    trace = Trace(WAYS[way](lines), seldom=SELDOM)
    assert not [each for each in trace.diagnostics() if each.severity >= Severity.WARNING]


@pytest.mark.parametrize("way", WAYS)
def test_a_finding_stands_on_the_words_it_is_about(way: str):
    """Its columns are those of the file, whatever stands before the text, and a stuffed dot counts."""
    text = WAYS[way]([DATE, FROM, "Bcc: carol@example.net", "", "x"])
    finding = next(each for each in Trace(text).diagnostics() if each.rule == "bcc-header")
    line = text.split("\n")[finding.start.line]
    assert line[finding.start.column : finding.end.column] == "Bcc"


def test_a_script_of_exim_may_leave_fields_to_others():
    """What a script lacks is information."""
    trace = Trace(exim_script(["Subject: test", "", "x"]))
    levels = {each.rule: each.severity for each in trace.diagnostics() if each.rule in OURS}
    assert levels == {"missing-date": Severity.INFORMATION, "missing-from": Severity.INFORMATION}


@pytest.mark.parametrize(
    "lines",
    [
        ["...", "", "x"],
        ["Subject: x", "...", "", "hello"],
        ["Subject: x", "", "[...]"],
        ["Subject: x", "<snip>", "", "hello"],
        ["Subject: x", "", "<snip>"],
        ["Blah blah blah...", "...etc. etc. etc."],
        ["(message goes here)"],
        ["{{file:message.eml}}"],
        ["{{header}}", "Subject: x", "", "hello"],
        ["Subject: x", "", "{{body}}"],
        ["Date: {{date}}", FROM, "Message-ID: {{id}}", "", "x"],
        [DATE, FROM, "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary={{b}}", "", "x"],
    ],
)
def test_what_is_left_out_is_no_mistake(lines: list[str]):
    """An abbreviated message and one with placeholders is left alone, at warning and above."""
    text = "".join(
        f"{'S' if side == 'S' else 'C'}: {line}\n"
        for side, line in [*TALK, *(("C", line) for line in [*lines, "."]), *AFTER]
    )
    loud = [each.rule for each in Trace(text).diagnostics() if each.severity >= Severity.WARNING]
    assert not [rule for rule in loud if rule in OURS]


def test_a_submission_server_may_add_what_is_missing():
    """After AUTH it is information (RFC 6409 section 8.2)."""
    text = marked("C: ", "S: ", ["Subject: x", "", "hello"])
    text = text.replace("C: MAIL", "C: AUTH EXTERNAL =\nS: 235 2.7.0 Ok\nC: MAIL")
    levels = {each.severity for each in Trace(text).diagnostics() if each.rule.startswith("missing-")}
    assert levels == {Severity.INFORMATION}


def test_hidden_mail_data_is_no_empty_message():
    """As curl leaves it out."""
    marks = {"C": "> ", "S": "< "}
    talk = [*TALK, ("", "} [62 bytes data]"), *AFTER]
    trace = Trace("".join(f"{marks.get(side, '')}{text}\n" for side, text in talk))
    assert trace.dialect.shown.content == "hidden"
    assert not [each for each in trace.diagnostics() if each.rule in OURS]


# --- a message taken apart --------------------------------------------------------------------------------------------


def taken(*texts: str) -> Header:
    return header(tuple(MessageLine(text, len(texts) - number) for number, text in enumerate(texts)))


def test_where_a_stretch_of_a_folded_value_stands():
    """On the line that it begins on, without what stands on others."""
    field = taken("Subject: one", " two", "\tthree").fields[0]
    assert field.value == "one two\tthree"
    for word, line in (("one", 0), ("two", 1), ("three", 2)):
        start = field.raw.index(word)
        at, span = field.at(start, start + len(word))
        assert at is field.lines[line]
        assert at.text[span.start : span.end] == word


@pytest.mark.parametrize(
    ("texts", "fields", "strays", "text", "headless"),
    [
        (["From: a", "hello"], ["from"], [], "hello", False),
        (["From: a", "wrapped", "To: b"], ["from", "to"], ["wrapped"], None, False),
        (["From: a", "hello", "From: b"], ["from"], [], "hello", False),
        (["hello", "From: a"], ["from"], ["hello"], None, False),
        (["Note: it rains", "and more"], [], [], None, True),
        (["Note: it rains"], ["note"], [], None, False),
        ([" x", "y"], [], [], None, True),
        ([], [], [], None, False),
    ],
)
def test_where_a_header_ends(
    texts: list[str], fields: list[str], strays: list[str], text: str | None, *, headless: bool
):
    """Fields that go on behind a line make it one of theirs; text does not."""
    head = taken(*texts)
    assert [each.key for each in head.fields] == fields
    assert [each.text for each in head.strays] == strays
    assert (head.text and head.text.text) == text
    assert head.headless == headless


def test_the_parts_of_a_message():
    """Each with its header and its lines; a boundary counts only as a whole line."""
    body = [
        "--b",
        "Content-Type: multipart/mixed; boundary=c",
        "",
        "--c",
        "",
        "x",
        "--c--",
        "--bb",
        "--b ",
        "",
        "y",
        "--b--",
    ]
    lines = tuple(MessageLine(text, 20 - number) for number, text in enumerate(body))
    found = entities(taken('Content-Type: Multipart/Mixed; boundary="b"'), lines)
    assert [each.type.name for each in found] == ["multipart/mixed", "multipart/mixed", "text/plain", "text/plain"]
    assert [each.closed for each in found] == [True] * 4
    assert [each.body[0].text for each in found[2:]] == ["x", "y"]


@pytest.mark.parametrize(
    ("value", "parameters"),
    [
        ("text/plain", []),
        ("text/plain; charset=utf-8", [("charset", "utf-8")]),
        ('a/b; x="c;\\"d"; y = e (f; g=h)', [("x", 'c;"d'), ("y", "e")]),
        ('a/b; x="unended', [("x", "unended")]),
        ("", []),
    ],
)
def test_the_parameters_of_a_media_type(value: str, parameters: list[tuple[str, str]]):
    """Quoted or not, without comments."""
    assert list(media_type(value).parameters) == parameters


@given(st.text(alphabet='()"\\ab,', max_size=30))
def test_a_value_without_comments_is_as_long(value: str):
    """So that offsets stay true."""
    assert len(uncommented(value)) == len(value)


# --- dates and mailboxes, with the standard library as the oracle -----------------------------------------------------


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(9998, 12, 31)),  # noqa: DTZ001
    st.integers(-14 * 60, 14 * 60),
)
def test_every_date_is_one(when: datetime, offset: int):
    """As the standard library writes it; with another day of the week it is none."""
    when = when.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset)))
    text = format_datetime(when)
    assert date_flaw(text) is None
    assert date_flaw(f" {text} (comment (nested))") is None
    assert parsedate_to_datetime(text) == when
    day = format_datetime((when.astimezone(UTC) + timedelta(days=1)).replace(tzinfo=when.tzinfo))[:3]
    if day != text[:3]:
        flaw = date_flaw(day + text[3:])
        assert flaw is not None
        assert (flaw.start, flaw.end, flaw.better) == (0, 3, text[:3])


@given(st.text(alphabet="Mon, 1234:+ovJan()GT\u0660", max_size=40))
def test_a_date_is_judged_whatever_it_is(text: str):
    """And what is wrong stands within it."""
    flaw = date_flaw(text)
    assert flaw is None or 0 <= flaw.start <= flaw.end <= len(text)


NAMES = st.sampled_from(["", "Alice ", '"Smith, A." ', "A (x, y) ", "=?UTF-8?Q?x?= "])


@given(st.lists(st.tuples(NAMES, st.sampled_from(["a@example.org", "b.c@example.net"])), min_size=1, max_size=4))
def test_mailboxes_are_counted_as_others_do(parts: list[tuple[str, str]]):
    """Names, comments and quotes are no addresses."""
    value = ", ".join(f"{name}<{address}>" if name else address for name, address in parts)
    assert mailboxes(value) == [address for _, address in getaddresses([value])]
    assert mailboxes(f"Team: {value};") == [address for _, address in parts]


# --- whatever stands there, and edits ---------------------------------------------------------------------------------

LINES = [
    "C: ", "C:", "C: Date: Tue, 24 Nov 2026 10:00:00 +0000", "C: Date: x", "C: From: alice@example.org",
    "C: From: a@example.org, b@example.org", "C: Subject : x", "C: Subject: =?UTF-8?Q?x", "C:  folded", "C:   ",
    "C: hello", "C: Gr\u00fc\u00dfe", "C: ..x", "C: .", "C: ...", "C: a\x07b", "C: MIME-Version: 1.0",
    "C: Content-Type: multipart/mixed; boundary=b", "C: --b", "C: --b--", "C: Content-Transfer-Encoding: base64",
    "C: {{x}}", "C: Bcc: c@example.net", "C: second part of a text", "C: QUIT", "S: 250 Ok", "S: 354 go", "C: DATA",
    "C: MAIL FROM:<> SMTPUTF8 SIZE=10", "C: MAIL FROM:<a@example.org>", "C: RCPT TO:<b@example.net>", "C: BDAT 20 LAST",
    "# a comment", "C: EHLO c.example.org",
]  # fmt: skip
OPENING = [f"{side}: {text}" for side, text in TALK]
EDITS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 3), st.lists(st.sampled_from(LINES), max_size=3)), max_size=6
)


def unlabelled(lines: list[str]) -> list[str]:
    return [line[2:].removeprefix(" ") if line[1:2] == ":" else line for line in lines]


@given(st.lists(st.sampled_from(LINES), max_size=30), EDITS)
def test_an_edited_message_equals_one_read_anew(lines: list[str], edits: list[tuple[int, int, list[str]]]):
    """What a message as a whole shows follows every edit of one of its lines."""
    check_edits([*OPENING, *lines], edits)


@given(st.lists(st.sampled_from(LINES), max_size=30), EDITS)
def test_an_edited_bare_message_equals_one_read_anew(lines: list[str], edits: list[tuple[int, int, list[str]]]):
    """In the bare form too."""
    changed = [(first, count, unlabelled(new)) for first, count, new in edits]
    check_edits(unlabelled([*OPENING, *lines]), changed)


@settings(max_examples=2 * settings().max_examples)
@given(st.lists(st.text(alphabet=' \t:=?<>@,;()"\\-.{}bdateFrom\x00\x0c\u00fc\udc80', max_size=30), max_size=8))
def test_no_message_makes_a_rule_fail(lines: list[str]):
    """Whatever is written in it; and no column lies outside its line."""
    trace = Trace(marked("C: ", "S: ", lines))
    for each in trace.diagnostics():
        assert 0 <= each.start.column <= each.end.column <= len(trace.lines[each.start.line])
    assert not trace.failures


@pytest.mark.parametrize("parameters", [" SIZE=20", " SIZE=20\t", "\tSIZE=20", " SIZE=20\tBODY=8BITMIME", " SIZE=20 "])
def test_a_size_is_read_whatever_blank_stands_about_it(parameters: str):
    """The blank is for another rule."""
    text = marked("C: ", "S: ", [DATE, FROM, "", "hello"])
    text = text.replace("MAIL FROM:<alice@example.org>", f"MAIL FROM:<alice@example.org>{parameters}")
    assert "size-mismatch" in {each.rule for each in Trace(text).diagnostics()}
