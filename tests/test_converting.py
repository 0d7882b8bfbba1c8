"""Logs of every kind in our own notation: the same said by the same, the same found, nothing lost."""

from pathlib import Path

import pytest

from smtp_ls.editing.converting import native
from smtp_ls.events import Event
from smtp_ls.findings import Severity
from smtp_ls.text import decode
from smtp_ls.trace import Trace

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
EXAMPLES = Path(__file__).parents[1] / "examples"
SPEAKING = ("command", "reply", "expect", "body", "chunk", "sasl-response")

UNLIKE = {
    "aiosmtpd-log": "AUTH payloads are not shown, so that what follows AUTH is taken for one",
    "curl-trace": "mail data comes as dumps of blocks, not lines",
    "expect-script": "expectations are regular expressions of another kind",
    "exim-client-script": "expectations are prefixes",
    "chamuyero": "expectations are globs",
    "james-mpt": "expectations are regular expressions of another kind",
    "opensmtpd-smtpscript": "expectations are words, `ok` and the like",
    "python-smtplib": "a bare LF cannot be shown in our notation but as an escape",
    "curl-test-data": "mail data stands apart from the commands",
    "rfc-pc": "the roles turn in the middle",
    "exim-v": "debug output comes in between",
    "tshark-packet-list": "packets hold parts of what is said",
}
"""Dialects of which something is written otherwise, and why."""


def said(trace: Trace) -> list[tuple[str, str]]:
    """Who says what, session by session, mail data as on the wire; what stands for mail data is left out."""
    found: dict[str, list[tuple[str, str]]] = {}
    shown = trace.dialect.shown.content
    for line in range(len(trace.lines)):
        for event in trace.said(line):
            if event.kind in SPEAKING and event.text != "...":
                found.setdefault(event.key, []).append(spoken(event, shown))
    return [each for session in found.values() for each in session]


def spoken(event: Event, shown: str) -> tuple[str, str]:
    """One thing said."""
    stuffed = "." if shown == "displayed" and event.kind == "body" and event.text.startswith(".") else ""
    return "server" if event.kind in ("reply", "expect") else event.kind, stuffed + event.text


def loud(trace: Trace) -> set[str]:
    """What is found at warning and above."""
    return {each.rule for each in trace.diagnostics() if each.severity >= Severity.WARNING}


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.smtp")), ids=lambda path: path.name)
def test_an_example_says_the_same_in_our_notation(path: Path):
    trace = Trace(decode(path.read_bytes()))
    again = Trace(native(trace))
    assert again.dialect.name == "native"
    assert said(again) == said(trace)
    assert loud(again) <= loud(trace)
    assert native(again) == again.text


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")
def test_every_genuine_file_says_the_same_in_our_notation():
    """But for the dialects that we cannot follow in all; in none is anything new found."""
    for path in sorted(each for each in CORPUS.rglob("*") if each.is_file()):
        trace = Trace(decode(path.read_bytes()))
        again = Trace(native(trace))
        assert again.dialect.name == ("none" if trace.dialect.name == "none" else "native"), path
        assert loud(again) <= loud(trace), path
        if trace.dialect.name not in UNLIKE:
            assert sorted(said(again)) == sorted(said(trace)), path


def test_what_the_log_does_not_show_is_said_to_be_left_out():
    log = "<-  220 mx.example.com ESMTP\n -> EHLO client.example.org\n<-  250 mx.example.com\n"
    log += " -> MAIL FROM:<a@example.org>\n<-  250 ok\n -> RCPT TO:<b@example.net>\n<-  250 ok\n -> DATA\n"
    log += "<-  354 go\n -> 12 lines sent\n<-  250 ok\n -> QUIT\n<-  221 bye\n"
    text = native(Trace(log))
    assert "C: ...\nC: .\nS: 250 ok\n" in text
    assert not loud(Trace(text))


def test_notes_become_comments():
    text = native(Trace("=== Connected to mx.example.com.\n<-  220 mx.example.com\n -> QUIT\n<-  221 bye\n"))
    assert text == "# === Connected to mx.example.com.\nS: 220 mx.example.com\nC: QUIT\nS: 221 bye\n"
