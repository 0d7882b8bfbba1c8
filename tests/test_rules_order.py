"""The same mistake is found in every notation, where the session shows enough for it, and nowhere else."""

import pytest

from smtp_ls.findings import Severity
from smtp_ls.trace import Trace
from tests.table import tabled

HELLO = """\
S: 220 mx.example.com ESMTP
C: EHLO client.example.org
S: 250 mx.example.com
"""
OPEN = f"""\
{HELLO}C: MAIL FROM:<alice@example.org>
S: 250 2.1.0 Ok
C: RCPT TO:<bob@example.net>
S: 250 2.1.5 Ok
"""
QUIT = """\
C: QUIT
S: 221 2.0.0 Bye
"""
MESSAGE = """\
C: Date: Tue, 24 Nov 2026 10:00:00 +0000
C: From: alice@example.org
C:
"""


def bare(session: str) -> str:
    """The session without labels."""
    return "".join(f"{line[3:]}\n" for line in session.splitlines())


def swaks(session: str) -> str:
    """The session as swaks prints it."""
    marks = {"C": " -> ", "S": "<-  "}
    return "".join(f"{marks[line[0]]}{line[3:]}\n" for line in session.splitlines())


def found(text: str) -> list[tuple[int, str]]:
    """What is found at warning and above: 1-based lines and rules."""
    trace = Trace(text)
    assert not trace.failures
    return [(each.start.line + 1, each.rule) for each in trace.diagnostics() if each.severity >= Severity.WARNING]


MISTAKES = {
    "nothing": (f"{OPEN}C: DATA\nS: 354 Go ahead\n{MESSAGE}C: hello\nC: .\nS: 250 2.0.0 Ok\n{QUIT}", []),
    "mail-before-ehlo": (f"{HELLO.splitlines()[0]}\nC: MAIL FROM:<alice@example.org>\nS: 250 Ok\n{QUIT}", [2]),
    "nested-mail": (f"{OPEN}C: MAIL FROM:<carol@example.org>\nS: 250 2.1.0 Ok\nC: RSET\nS: 250 Ok\n{QUIT}", [8]),
    "rcpt-before-mail": (f"{HELLO}C: RCPT TO:<bob@example.net>\nS: 250 2.1.5 Ok\nC: RSET\nS: 250 Ok\n{QUIT}", [4]),
    "data-without-rcpt": (f"{HELLO}C: DATA\nS: 354 Go ahead\n{MESSAGE}C: hello\nC: .\nS: 250 2.0.0 Ok\n{QUIT}", [4]),
    "command-after-quit": (f"{HELLO}{QUIT}C: NOOP\nS: 250 2.0.0 Ok\n", [6]),
    "command-after-421": (f"{HELLO}C: NOOP\nS: 421 Closing\nC: NOOP\nS: 250 2.0.0 Ok\n{QUIT}", [6]),
    "missing-quit": (f"{HELLO}C: NOOP\nS: 250 2.0.0 Ok\n", [5]),
    "quit-not-221": (f"{HELLO}C: QUIT\nS: 250 Bye\n", [5]),
    "unexpected-reply-code": (f"{HELLO}C: NOOP\nS: 354 Go ahead\n{QUIT}", [5]),
    "reply-without-command": (f"{HELLO}S: 250 Ok\n{QUIT}", [4]),
    "multiline-code-mismatch": (f"{HELLO}C: NOOP\nS: 250-Ok\nS: 251 Ok\n{QUIT}", [6]),
    "multiline-not-terminated": (f"{HELLO}C: NOOP\nS: 250-Ok\n{QUIT}", [5]),
    "unstuffed-dot": (f"{OPEN}C: DATA\nS: 354 Go ahead\n{MESSAGE}C: .hidden\nC: .\nS: 250 2.0.0 Ok\n{QUIT}", [13]),
    "smtp-multiple-final-replies": (
        f"{OPEN}C: DATA\nS: 354 Go ahead\n{MESSAGE}C: hello\nC: .\nS: 250 Ok\nS: 250 Ok\n{QUIT}", [16],
    ),
    "no-greeting": (f"C: EHLO client.example.org\nS: 220 mx.example.com ESMTP\nS: 250 mx.example.com\n{QUIT}", [1]),
    "command-after-554-greeting": (f"S: 554 mx.example.com No mail\nC: NOOP\nS: 250 2.0.0 Ok\n{QUIT}", [2]),
    "bdat-size-mismatch": (
        OPEN.replace("S: 250 mx.example.com", "S: 250-mx.example.com\nS: 250 CHUNKING")
        + f"C: BDAT 3 LAST\nC: hello\nS: 500 5.5.2 lo\n{QUIT}", [9],
    ),
}  # fmt: skip


@tabled("notation", [str, bare, swaks])
@tabled("mistake", MISTAKES)
def test_a_mistake_is_found_in_every_notation(mistake: str, notation):
    """One finding, on the same line."""
    session, lines = MISTAKES[mistake]
    text = notation(session)
    if "not-terminated" not in mistake:  # an error that loses step silences what it leads to
        assert Trace(text).dialect.name in ("native", "bare", "swaks")
    assert found(text) == [(line, mistake) for line in lines]


REFUSED = ["MAIL FROM:<carol@example.org>", "STARTTLS", "AUTH EXTERNAL =", "ETRN example.org"]


@pytest.mark.parametrize("notation", [str, bare, swaks])
@pytest.mark.parametrize("command", REFUSED)
def test_a_mistake_that_was_refused_is_information(command: str, notation):
    """The file shows a server that knows better."""
    offers = "S: 250-mx.example.com\nS: 250-STARTTLS\nS: 250-ETRN\nS: 250 AUTH EXTERNAL"
    opened = OPEN.replace("S: 250 mx.example.com", offers)
    text = notation(f"{opened}C: {command}\nS: 503 5.5.1 Not now\nC: RSET\nS: 250 Ok\n{QUIT}")
    assert not found(text)
    severities = {each.severity for each in Trace(text).diagnostics() if "refused with 503" in each.message}
    assert severities == {Severity.INFORMATION}


@pytest.mark.parametrize(
    "text",
    [
        "RCPT TO:<bob@example.net>\n250 Ok\nDATA\n354 Go ahead\nhello\n.\n250 Ok\n",
        "C: DATA\nS: 354 Go ahead\nC: Subject: hello\n",
        "S: 250 Ok\nS: 250 Ok\nC: QUIT\nS: 221 Bye\n",
        "220 mx.example.com ESMTP\n250 mx.example.com\n250 Ok\n354 Go ahead\n250 Ok\n221 Bye\n",
        "# smtp-ls: partial\nS: 220 mx.example.com\nC: EHLO client.example.org\nS: 250-mx.example.com\n",
        "C: NOOP\nS: 250 Ok\nC: EHLO client.example.org\nS: 250 mx.example.com\n",
    ],
)
def test_an_excerpt_claims_nothing_of_what_is_not_shown(text: str):
    """Neither of what came before, nor of what came after."""
    assert not [each for each in found(text) if each[1] in MISTAKES]


def test_the_end_of_a_session_is_found_behind_each_of_them():
    """Before the next greeting, before a title, and at the end of the file."""
    text = f"{HELLO}{HELLO}### another\n{HELLO}\n# the end\n"
    assert found(text) == [(3, "missing-quit"), (6, "missing-quit"), (10, "missing-quit")]


def test_mail_data_without_its_end_is_found_on_the_line_that_opened_it():
    """Also where another session follows; the end rules of that session are silent."""
    opened = f"{OPEN}C: DATA\nS: 354 Go ahead\n{MESSAGE}C: hello\n"
    assert found(f"{opened}{HELLO}{QUIT}") == [(8, "missing-end-of-data")]
    assert found(f"{opened}### another\n{HELLO}{QUIT}") == [(8, "missing-end-of-data")]
    assert found(f"{opened}S: 250 Ok\nC: NOOP\nS: 250 Ok\n") == [(8, "missing-end-of-data")]


def test_lmtp_answers_a_last_chunk_for_each_recipient():
    """RFC 2033 section 4.3: so that the second reply is not one too many, and a missing one is missed."""
    opened = (
        "220 mx.example.com LMTP\nLHLO client.example.org\n250-mx.example.com\n250-PIPELINING\n250-CHUNKING\n"
        "250 ENHANCEDSTATUSCODES\nMAIL FROM:<alice@example.org>\nRCPT TO:<bob@example.net>\n"
        "RCPT TO:<carol@example.net>\n"
        "250 2.1.0 Ok\n250 2.1.5 Ok\n250 2.1.5 Ok\nBDAT 7 LAST\nhello\n"
    )
    assert not found(f"{opened}250 2.0.0 Ok\n550 5.2.0 No\n{bare(QUIT)}")
    assert not found(f"{opened}452 4.2.2 Full\n250 2.0.0 Ok\n{bare(QUIT)}")
    assert [rule for _, rule in found(f"{opened}250 2.0.0 Ok\n{bare(QUIT)}")] == ["lmtp-reply-count"]
    assert found(f"{opened}250 Ok\n250 Ok\n250 Ok\n{bare(QUIT)}") == [(17, "lmtp-reply-count")]


def test_no_message_holds_a_secret():
    """A password is planted in each place where one may stand; no message repeats it, decoded or not."""
    text = (
        "C: EHLO client.example.org\nC: AUTH PLAIN AGFsaWNlAHRyb3ViYWRvdXI=\n"
        "C: AUTH LOGIN\nC: YWxpY2U=\nC: dHJvdWJhZG91cg==\nC: AUTH PLAIN troubadour&3\nC: AUTH PLAIN dHJvdWJhZG91cg\n"
        "C: BURL imap://a@example.org/x;urlauth=submit+a:internal:0123456789abcdef\n"
        "C: AUTH XOAUTH2 dXNlcj1hbGljZQFhdXRoPUJlYXJlciB0cm91YmFkb3VyAQE=\nC: QUIT\n"
    )
    diagnostics = Trace(text).diagnostics()
    assert sum(each.rule == "credentials-in-file" for each in diagnostics) == 4
    for each in diagnostics:
        for secret in ("troubadour", "dHJvdWJhZG91cg", "dHJvdWJhZG91c", "0123456789abcdef", "AGFsaWNl"):
            assert secret not in each.message


@tabled("mechanism", ["PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER"])
@tabled(
    ("pragma", "before", "expected"),
    [
        ("", "", True), ("# smtp-ls: tls=implicit\n", "", False), ("# smtp-ls: tls=none\n", "", False),
        ("# smtp-ls: tls=starttls\n", "", True), ("# smtp-ls: partial\n", "", False),
        ("@server = smtps://mx.example.com\n", "", False), ("", "C: STARTTLS\nC: EHLO client.example.org\n", False),
    ],
)  # fmt: skip
def test_a_secret_in_the_clear_is_found_unless_tls_is_told(mechanism: str, pragma: str, before: str, expected: bool):  # noqa: FBT001
    """By a pragma, a variable or STARTTLS."""
    text = f"{pragma}C: EHLO client.example.org\n{before}C: AUTH {mechanism} {{{{secret}}}}\nC: QUIT\n"
    assert any(rule == "plaintext-auth-without-tls" for _, rule in found(text)) == expected


def test_interleaved_sessions_keep_their_findings_apart():
    """Each finding stands on a line of its own session, at the end and within; so do the places that explain it."""
    greeting = "220 mx.example.com ESMTP"
    mails = ["MAIL FROM:<a@example.org>", "250 Ok", "MAIL FROM:<b@example.org>"]
    first = [greeting, "EHLO one.example.org", "250 Hi", *mails]
    second = [greeting, "EHLO two.example.org", "250 Hi", "NOOP", "354 Ok", "NOOP"]
    lines = []
    for pair in zip([*first, "250 Ok"], [*second, "250 Ok"], strict=True):
        for key, text in zip("AB", pair, strict=True):
            side = "S" if text[:3].isdigit() else "C"
            lines.append(f"[2026-11-24 09:30:13] DEBUG [{key}bcdefgh] {side}: {text}\n")
    trace = Trace("".join(lines))
    assert trace.dialect.keyed
    loud = [each for each in trace.diagnostics() if each.severity >= Severity.WARNING]
    assert [(each.start.line + 1, each.rule) for each in loud] == [
        (10, "unexpected-reply-code"), (11, "nested-mail"), (13, "missing-quit"), (14, "missing-quit"),
    ]  # fmt: skip
    assert [each.related[0].start.line + 1 for each in loud[:2]] == [8, 7]
