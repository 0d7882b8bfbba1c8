"""Logs that went through something else: times, numbers, quotation or indentation before every line; logs in logs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtp_ls.dialects import detect, detect_again
from smtp_ls.findings import Point
from smtp_ls.text import split_lines
from smtp_ls.trace import Trace
from tests.readings import sequence

DIALOG = (
    "220 mx.example.org ESMTP", "EHLO client.example.org", "250-mx.example.org", "250 SIZE 1000",
    "MAIL FROM:<ann@example.org>", "250 Ok", "RCPT TO:<bob@example.org>", "550 5.1.1 nobody", "DATA", "354 go",
    "Subject: log", "", "> 250 quoted", " indented", ".", "250 Ok", "QUIT", "221 Bye",
)  # fmt: skip
READ = "220 EHLO 250- 250 MAIL 250 RCPT 550 DATA 354 b*4 . 250 QUIT 221"


def marked(client: str, server: str) -> str:
    """The dialog with a mark before each line."""
    sending = False
    lines = []
    for line in DIALOG:
        speaks = line[:3].isdigit() and not sending
        lines.append(((server if speaks else client) + line).rstrip())
        sending = line.startswith("354") or (sending and line != ".")
    return "\n".join(lines) + "\n"


LOGS = {
    "bare": marked("", ""),
    "native": marked("C: ", "S: "),
    "swaks": marked(" -> ", "<-  "),
    "msmtp-debug": marked("--> ", "<-- "),
    "arrows-angle": marked(">>> ", "<<< "),
    "angles": marked("> ", "< "),
    "python-smtplib": "send: 'ehlo me\\r\\n'\nreply: b'250-mx\\r\\n'\nreply: b'250 DSN\\r\\n'\nsend: 'quit\\r\\n'\n",
    "curl-verbose": "* Connected to mx.example.org\n< 220 mx.example.org\n> EHLO me\n< 250 Ok\n> QUIT\n< 221 Bye\n",
    "mutt-debug": "[2026-01-02 03:04:05] 4< 220 mx.example.org\n[2026-01-02 03:04:05] 4> EHLO me\n",
}
PREFIXES = {
    "ts": "Jan 02 03:04:05 ",
    "docker": "2026-01-02T03:04:05.678901234Z ",
    "bracketed": "[2026-01-02 03:04:05] ",
    "clock": "03:04:05.678 ",
    "epoch": "1767323045.678901 ",
    "journal": "Jan 02 03:04:05 host probe[471]: ",
    "logger": "2026-01-02T03:04:05.678+00:00 host probe: ",
    "logging": "2026-01-02 03:04:05,678 DEBUG [main] mail.Session - ",
    "compose": "mail-1  | ",
    "numbers": "   12\t",
    "grep": "12:",
    "quoted": "> ",
    "quoted twice": "> > ",
    "colour": "\x1b[32m",
    "quoted journal": "> Jan 02 03:04:05 host probe[471]: ",
}


OWN_TIMES = {"native": ("labelled", "mailkit")}
"""Dialects with the same labels, before which times stand anyway."""


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("name", LOGS)
def test_a_prefix_changes_nothing(name: str, prefix: str):
    """The dialect, its sessions and what is said are those of the log without it; columns are those of the line."""
    plain = Trace(LOGS[name])
    trace = Trace("".join(PREFIXES[prefix] + line for line in split_lines(LOGS[name])))
    assert plain.dialect.name == name
    assert trace.dialect.name in (name, *OWN_TIMES.get(name, ()))
    assert (trace.sessions, sequence(trace)) == (plain.sessions, sequence(plain))
    for line, text in enumerate(trace.lines):
        for event in trace.said(line):
            if event.columns is None:
                assert text[event.at : event.at + len(event.text)] == event.text


@pytest.mark.parametrize("name", sorted(LOGS.keys() - {"native"}))
@pytest.mark.parametrize("blanks", ["    ", "\t"])
def test_indentation_changes_nothing(name: str, blanks: str):
    """As forums want it; an empty line stays empty. Indented labels are an RFC's."""
    text = "".join(blanks + line if line.strip() else line for line in split_lines(LOGS[name]))
    assert detect(split_lines(text)).name == name
    assert sequence(Trace(text)) == sequence(Trace(LOGS[name]))


def test_prose_about_a_quotation():
    """A reply by mail."""
    quoted = "".join("> " + line for line in split_lines(LOGS["bare"]))
    trace = Trace(f"Ann wrote:\n{quoted}\nThe recipient is wrong.\n")
    assert (trace.dialect.name, sequence(trace)) == ("bare", READ)


@pytest.mark.parametrize(
    "text",
    [
        "> From the shore\n> 250 people came\n> by boat.\n",
        "03:04:05 200 GET /\n03:04:06 404 GET /x\n",
        "Jan 02 03:04:05 mx postfix/qmgr[7]: 4F1A2: removed\nJan 02 03:04:06 mx postfix/smtpd[8]: connect from a\n",
        "2026-01-02 03:04:05 1a2b3c-00 <= ann@example.org\n2026-01-02 03:04:05 1a2b3c-00 Completed\n",
        "    250\n    300\n    350\n",
        "12: +OK ready\n13: USER ann\n14: +OK\n15: QUIT\n",
    ],
)
def test_what_is_no_dialog_is_none(text: str):
    assert detect(split_lines(text)).name == "none"


def test_an_arrow_is_no_quotation():
    """Where `<` stands too. Mail data that is shown tells other tools from those that leave it out."""
    assert detect(split_lines(LOGS["angles"])).name == "angles"
    hidden = "< 220 mx.example.org\n> EHLO me\n< 250 Ok\n> DATA\n< 354 go\n> .\n< 250 Ok\n"
    assert detect(split_lines(hidden)).name == "symfony-mailer"
    assert sequence(Trace(LOGS["angles"])) == READ
    assert sequence(Trace(marked("\u2192 ", "\u2190 "))) == READ


def test_an_angle_that_comes_makes_arrows_of_quotations():
    """`<` at the beginning of a line tells it, whatever comes behind."""
    trace = Trace("".join("> " + line for line in split_lines(LOGS["bare"])) + "hello\n")
    trace.edit(Point(len(trace.lines) - 1, 0), Point(len(trace.lines) - 1, 0), "<")
    assert trace.dialect is detect(trace.lines)


@pytest.mark.parametrize("blank", [">", "> "])
def test_a_line_with_nothing_but_its_decoration_is_blank(blank: str):
    """What a word is hangs on the next line that is not."""
    answered = ["220 mx.example.org ESMTP", "EHLO me.example.org", "250 Ok", "FROB it", blank, "500 What?", "QUIT"]
    lines = [line if line == blank else f"> {line}" for line in answered]
    trace = Trace("\n".join(lines) + "\n")
    assert sequence(trace) == "220 EHLO 250 FROB 500 QUIT"
    trace.edit(Point(5, 2), Point(5, 99), "It went on.")
    assert sequence(trace) == sequence(Trace(trace.text))


QUOTED = ("<-  250 Ok", "=== Connected to mx.example.org.", "* Connected to mx", "<-- 220 mx", "reply: b'250 Ok\\r\\n'",
          "  SMTP<< 220 mx", "CLIENT -> SERVER: EHLO me", "<<< 550 no", "Server: 250 Ok", "C: QUIT", "S: 250 Ok",
          "   ----- Transcript of session follows -----", "123 <<< 220 mx")  # fmt: skip


@pytest.mark.parametrize("quoted", QUOTED)
@pytest.mark.parametrize(("name", "mark"), [("bare", ""), ("native", "C: ")])
def test_a_log_in_the_mail_data_is_no_other_dialect(name: str, mark: str, quoted: str):
    """Nor in prose or a comment above the dialog."""
    log = LOGS[name].replace(f"{mark} indented\n", f"{mark}{quoted}\n")
    assert Trace(log).dialect.name == name
    assert sequence(Trace(log)) == READ
    assert detect(split_lines(f"# {quoted}\n{LOGS[name]}")).name == name


@given(st.data())
def test_an_edit_finds_the_dialect_that_a_new_reading_finds(data: st.DataObject):
    """Also where decorations come and go."""
    pieces = ["> ", "03:04:05 ", "S: 250 Ok", "250 Ok", "QUIT", "< 354 go", "> text", "> .", "    ", "<-  220 mx", "\n"]
    log = data.draw(st.sampled_from(sorted(LOGS)))
    prefix = data.draw(st.sampled_from(["", *PREFIXES.values()]))
    trace = Trace("".join(prefix + line for line in split_lines(LOGS[log])))
    for _ in range(4):
        line = data.draw(st.integers(0, len(trace.lines)))
        column = data.draw(st.sampled_from([0, 2, 99]))
        text = "".join(data.draw(st.lists(st.sampled_from(pieces), max_size=3)))
        trace.edit(Point(line, column), Point(line + data.draw(st.integers(0, 1)), column), text)
        fresh = detect(trace.lines)
        assert trace.dialect is fresh
        assert detect_again(trace.lines) is fresh
        assert sequence(trace) == sequence(Trace(trace.text))
