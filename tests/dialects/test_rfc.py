"""Dialogs as RFCs print them: labels of four kinds, remarks, elided lines, and lines that go on."""

import pytest

from smtp_ls.dialects import named
from tests.dialects.splits import detected, spoken

REPLY, VERB = "220 mx.example.org ready", "NOOP"


@pytest.mark.parametrize(
    ("name", "server", "client"),
    [("rfc-cs", "S", "C"), ("rfc-sr", "R", "S"), ("rfc-ms", "S", "M"), ("rfc-pc", "P", "C")],
)
def test_the_label_that_carries_the_codes_is_the_server(name: str, server: str, client: str):
    text = f"   {server}: {REPLY}\n   {client}: EHLO client.example.org\n   {client}: {VERB}"
    assert detected(text) == name
    assert spoken(name, text) == [f"S: {REPLY}", "C: EHLO client.example.org", f"C: {VERB}"]


def test_a_stage_stands_where_a_line_should():
    """The first server line has no code then, and labels may be at the margin."""
    text = "S: <wait for connection on port 25>\nC: <open connection to server>\nS: 220 ok\nC: <starts TLS negotiation>"
    assert spoken("rfc-cs", text) == ["(connect)", "S: 220 ok", "(tls)"]
    assert spoken("rfc-cs", "  C: <html>") == ["C: <html>"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("  S: MAIL FROM:<ann@example.org><CRLF>", "MAIL FROM:<ann@example.org>"),
        ("  S: MAIL FROM:<ann@example.org> <CRLF>", "MAIL FROM:<ann@example.org>"),
        ("  S: Subject: x<CR><LF>", "Subject: x"),
        ("  S: <CRLF>.<CRLF>", "."),
        ("  S: a <CRLF> b", "a <CRLF> b"),
        ("  S:", ""),
    ],
)
def test_the_client_may_write_its_line_ends_out(line: str, said: str):
    assert spoken("rfc-sr", line) == [f"C: {said}"]


def test_the_server_may_speak_of_line_ends():
    assert spoken("rfc-sr", "  R: 354 end with <CRLF>.<CRLF>") == ["S: 354 end with <CRLF>.<CRLF>"]


def test_lines_without_a_label():
    """Below the client's they may be mail data; below the server's, and where something is left out, never."""
    text = """
        C: Received: from a.example.org;
           1 Jan 2026 00:00:00 +0000
        S: 220 mx.example.org, the server of
        all examples
         ...
        C: AUTH PLAIN
         (a remark that is
          not closed in its line)
        [...TLS negotiation...]
        """
    assert spoken("rfc-cs", text) == [
        "C: Received: from a.example.org;",
        "U:    1 Jan 2026 00:00:00 +0000",
        "S: 220 mx.example.org, the server of",
        "C: AUTH PLAIN",
        "U:  (a remark that is",
        "U:   not closed in its line)",
        "(tls)",
    ]


@pytest.mark.parametrize(
    ("text", "following", "joined"),
    [
        ("RCPT TO:<bob@example.net> \\", "   NOTIFY=NEVER", "RCPT TO:<bob@example.net> NOTIFY=NEVER"),
        ("RCPT TO:<bob@example.net>", "   NOTIFY=NEVER", "RCPT TO:<bob@example.net> NOTIFY=NEVER"),
        (
            "BURL imap://ann@example.org/out",
            "  ;uid=2:internal:00 LAST",
            "BURL imap://ann@example.org/out;uid=2:internal:00 LAST",
        ),
        ("AUTH PLAIN AGFu", "    bgBwdw==", "AUTH PLAIN AGFubgBwdw=="),
        ("250 2.0.0 taken for", "delivery", "250 2.0.0 taken for delivery"),
        ("334 AGFu", "    bgBw", "334 AGFubgBw"),
        ("DATA", " ...", None),
        ("AUTH PLAIN", " (a remark", None),
        ("NOOP", "   S: 250 ok", None),
        ("NOOP", "", None),
    ],
)
def test_a_line_goes_on_in_the_next(text: str, following: str, joined: str | None):
    row = named("rfc-cs")
    assert row is not None
    assert row.joins is not None
    assert row.joins(text, following) == joined


def test_two_blanks_after_a_label():
    """RFC 2645 has them everywhere; elsewhere the second is mail data."""
    assert spoken("rfc-pc", "P:  220 ok\nC:  EHLO a.example.org") == ["S: 220 ok", "C: EHLO a.example.org"]
    assert spoken("rfc-cs", "S:  220 ok\nC:  a message") == ["S: 220 ok", "C:  a message"]
