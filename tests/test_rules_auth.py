"""AUTH exchanges, chunks and hidden line ends where pages do not suffice: notations, masks, and no secret told."""

from base64 import b64encode

import pytest

from smtp_ls.findings import Severity
from smtp_ls.rules import RULES
from smtp_ls.trace import Trace
from tests.table import tabled
from tests.test_rules_order import OPEN, QUIT, bare, swaks

HELLO = """\
S: 220 mx.example.com ESMTP
C: EHLO client.example.org
S: 250-mx.example.com
S: 250-CHUNKING
S: 250 AUTH PLAIN LOGIN CRAM-MD5 EXTERNAL XOAUTH2 OAUTHBEARER SCRAM-SHA-256
"""
CHUNKED = OPEN.replace("S: 250 mx.example.com", "S: 250-mx.example.com\nS: 250 CHUNKING")


def encoded(text: str) -> str:
    """A text in base64."""
    return b64encode(text.encode()).decode()


def found(text: str, least: Severity = Severity.WARNING) -> list[tuple[int, str]]:
    """What is found: 1-based lines and rules, less what is said of every session without TLS."""
    trace = Trace(text)
    assert not trace.failures
    silent = ("plaintext-auth-without-tls", "credentials-in-file")
    return [
        (each.start.line + 1, each.rule)
        for each in trace.diagnostics()
        if each.severity >= least and each.rule not in silent
    ]


FAILED = f"{CHUNKED}C: BDAT 7\nC: hello\nS: 452 4.3.1 No\n"
MISTAKES = {
    "auth-success-code": (f"{HELLO}C: AUTH EXTERNAL =\nS: 250 2.7.0 Ok\n{QUIT}", 7),
    "auth-ir-server-first": (f"{HELLO}C: AUTH CRAM-MD5 =\nS: 235 2.7.0 Ok\n{QUIT}", 6),
    "auth-mechanism-syntax": (f"{HELLO}C: AUTH PLAIN,LOGIN\nS: 235 2.7.0 Ok\n{QUIT}", 6),
    "auth-equals": (f"{HELLO}C: AUTH=EXTERNAL\nS: 235 2.7.0 Ok\n{QUIT}", 6),
    "auth-challenge-not-base64": (f"{HELLO}C: AUTH LOGIN\nS: 334 Username:\nC: *\nS: 501 5.7.0 Ok\n{QUIT}", 7),
    "auth-cancel-not-501": (f"{HELLO}C: AUTH EXTERNAL\nS: 334 Cg==\nC: *\nS: 250 2.0.0 Ok\n{QUIT}", 9),
    "auth-unfinished": (f"{HELLO}C: AUTH EXTERNAL\nS: 334 Cg==\nC: RSET\nS: 235 2.7.0 Ok\n{QUIT}", 8),
    "data-after-refusal": (f"{OPEN}C: DATA\nS: 451 4.3.0 No\nC: Subject: x\nS: 221 2.0.0 Bye\n", 10),
    "bdat-after-failure": (f"{FAILED}C: BDAT 0 LAST\nS: 250 2.0.0 Ok\n{QUIT}", 12),
    "rset-needed-after-bdat-failure": (
        f"{FAILED}C: MAIL FROM:<a@example.org>\nS: 250 2.1.0 Ok\nC: RSET\nS: 250 2.0.0 Ok\n{QUIT}",
        12,
    ),
    "bdat-no-last": (f"{CHUNKED}C: BDAT 7\nC: hello\nS: 250 2.0.0 Ok\n{QUIT}", 12),
}


@tabled("notation", [str, bare, swaks])
@tabled("mistake", MISTAKES)
def test_a_mistake_is_found_in_every_notation(mistake: str, notation):
    """One finding, on the same line."""
    session, line = MISTAKES[mistake]
    assert found(notation(session)) == [(line, mistake)]


@pytest.mark.parametrize("word", ["undefined", "null", "None", "nil", "[object Object]"])
@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER"])
def test_words_for_no_value_are_found(mechanism: str, word: str):
    """As a password or a token, and in the place of anything else that would be said of the line."""
    sent = {
        "PLAIN": f"\0alice\0{word}",
        "LOGIN": word,
        "XOAUTH2": f"user=alice\1auth=Bearer {word}\1\1",
        "OAUTHBEARER": f"n,a=alice,\1auth=Bearer {word}\1\1",
    }[mechanism]
    rules = {rule for _, rule in found(f"C: EHLO x.example.org\nC: AUTH {mechanism} {encoded(sent)}\nC: QUIT\n")}
    assert "auth-placeholder-credentials" in rules


def test_a_response_names_no_mechanism():
    """Whatever words are in it."""
    text = f"{HELLO}C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: my LOGIN name\nS: 501 5.5.2 No\n{QUIT}"
    assert [line for line, rule in found(text, Severity.INFORMATION) if rule == "auth-ir-server-first"] == []
    assert sum(rule == "mech-obsolete" for _, rule in found(text, Severity.INFORMATION)) == 1


SECRET = "Tr0ub4dor-and-3"
PLACES = [
    "AUTH {}",
    "AUTH={}",
    "AUTH PLAIN={}",
    "AUTH PLAIN {}",
    "AUTH PLAIN {} {}",
    "AUTH LOGIN {}",
    "AUTH CRAM-MD5 {}",
    "AUTH XOAUTH2 {}",
    "AUTH OAUTHBEARER {}",
    "AUTH SCRAM-SHA-256 {}",
    "AUTH LOGIN\nS: 334 UGFzc3dvcmQ6\nC: {}",
    "AUTH CRAM-MD5\nS: 334 PDFAeC5leGFtcGxlLm9yZz4=\nC: {}",
    "AUTH XOAUTH2\nS: 334 Cg==\nC: {}",
    "AUTH SCRAM-SHA-256 biwsbj11c2VyLHI9YWJj\nS: 334 cj14eXo=\nC: {}",
]


@tabled("place", PLACES)
@tabled(
    "shape", ["{}", "\0alice\0{}", "alice {}", "user=alice^Aauth=Bearer {}^A^A", "n,,n=alice,r={}", "c=biws,r={},p={}"]
)
def test_no_message_tells_a_secret(place: str, shape: str):
    """Neither as it is nor in base64, in any case of letters."""
    text = shape.format(*[SECRET] * 2)
    for offers in (HELLO, "S: 220 mx.example.com\nC: EHLO client.example.org\nS: 250 mx.example.com\n"):
        for sent in (encoded(text), text.replace("\0", "").replace(" ", "")):
            session = f"{offers}C: {place.format(*[sent] * 2)}\nS: 535 5.7.8 No\n{QUIT}"
            trace = Trace(session)
            assert not trace.failures
            for each in trace.diagnostics():
                told = " ".join((each.message, each.fix.title if each.fix else "")).lower()
                assert SECRET.lower() not in told
                assert sent.lower() not in told


@tabled("mask", ["********", "<base64>", "[credentials hidden]", "{{password}}", "xxxxxxxx", "..."])
@tabled("mechanism", ["PLAIN", "CRAM-MD5", "XOAUTH2", "OAUTHBEARER", "SCRAM-SHA-256", "LOGIN"])
def test_what_is_masked_is_not_judged(mechanism: str, mask: str):
    """In any place of an exchange."""
    text = f"{HELLO}C: AUTH {mechanism}\nS: 334 {mask}\nC: {mask}\nS: 235 2.7.0 Ok\n{QUIT}"
    assert found(text) == []


@pytest.mark.parametrize(
    "challenge",
    ["VXNlcm5hbWU6", "VXNlciBOYW1lAA==", "", "eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIiwic2NoZW1lcyI6ImJlYXJlciBtYWMiL"],
)
def test_base64_that_was_cut_is_a_challenge(challenge: str):
    """Logs cut long lines."""
    assert found(f"{HELLO}C: AUTH LOGIN\nS: 334 {challenge}\nC: {{{{user}}}}\nS: 535 5.7.8 No\n{QUIT}") == []


def test_a_scram_exchange_is_followed_by_its_nonce():
    """From the first message to the last, with and without an initial response."""
    first, second = "n,,n=alice,r=abc", "r=abcdef,s=c2FsdA==,i=4096"
    final = "c=biws,r={},p=cHJvb2Y="
    for begin in (f"C: AUTH SCRAM-SHA-256 {encoded(first)}", f"C: AUTH SCRAM-SHA-256\nS: 334\nC: {encoded(first)}"):
        for nonce, expected in (("abcdef", 0), ("abc", 1), ("xyz", 1)):
            sent = encoded(final.format(nonce))
            text = f"{HELLO}{begin}\nS: 334 {encoded(second)}\nC: {sent}\nS: 501 5.5.2 No\n{QUIT}"
            rules = [rule for _, rule in found(text, Severity.INFORMATION)]
            assert rules.count("auth-scram-structure") == expected


def smtplib(body: str) -> str:
    """A session as smtplib logs it, with this escaped mail data before its end."""
    lines = [
        "send: 'ehlo client.example.org\\r\\n'", "reply: b'250 mx.example.com\\r\\n'",
        "send: 'mail FROM:<alice@example.org>\\r\\n'", "reply: b'250 2.1.0 Ok\\r\\n'",
        "send: 'rcpt TO:<bob@example.net>\\r\\n'", "reply: b'250 2.1.5 Ok\\r\\n'",
        "send: 'data\\r\\n'", "reply: b'354 Go ahead\\r\\n'",
        f"send: b'Date: Tue, 24 Nov 2026 10:00:00 +0000\\r\\nFrom: alice@example.org\\r\\n\\r\\n{body}\\r\\n.\\r\\n'",
        "reply: b'250 2.0.0 Ok\\r\\n'", "send: 'quit\\r\\n'", "reply: b'221 2.0.0 Bye\\r\\n'",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("hello\\r\\nworld", ""),
        ("hello\\r\\n..\\r\\nMAIL FROM:<x@example.org>", ""),
        ("hello\\nworld", "bare-lf-in-data"),
        ("hello\\rworld\\nagain", "bare-lf-in-data"),
        ("hello\\r\\nMAIL FROM:<x@example.org>\\nbye", "bare-lf-in-data"),
        ("hello\\n.\\nworld", "smuggling-eod"),
        ("hello\\n.\\r\\nworld", "smuggling-eod"),
        ("hello\\r\\n.\\nworld", "smuggling-eod"),
        ("hello\\r.\\rworld", "smuggling-eod"),
        ("hello\\r.\\r\\nworld", "smuggling-eod"),
        ("hello\\r\\n.\\r\\r\\nworld", "smuggling-eod"),
        ("a\\nb\\n.\\r\\nMAIL FROM:<x@example.org>\\r\\nRCPT TO:<y@example.org>", "smtp-smuggling"),
        ("a\\n.\\nmail from:<x@example.org>\\nrcpt to:<y@example.org>", "smtp-smuggling"),
        ("a\\r\\n.\\nEHLO x.example.org", "smtp-smuggling"),
    ],
)
def test_one_finding_for_hidden_line_ends(body: str, rule: str):
    """The most specific rule speaks, once."""
    hidden = ("bare-lf-in-data", "smuggling-eod", "smtp-smuggling")
    assert [name for _, name in found(smtplib(body)) if name in hidden] == ([rule] if rule else [])


def test_edits_within_escaped_mail_data_are_followed():
    """The flags of a block are part of its state."""
    text = smtplib("a\\n.\\r\\nMAIL FROM:<x@example.org>")
    trace = Trace(smtplib("a"))
    trace.edit_lines(8, 9, text.splitlines(keepends=True)[8])
    assert trace.diagnostics() == Trace(text).diagnostics()


REFUSED_CHUNKS = {
    "552 5.3.4 Too big": ["rset-needed-after-bdat-failure"],
    "501 5.5.4 Syntax error": ["nested-mail"],
    "503 5.5.1 No recipients": ["nested-mail"],
}


@pytest.mark.parametrize("refusal", REFUSED_CHUNKS)
def test_a_command_refused_for_its_syntax_or_place_fails_no_message(refusal: str):
    """Only a chunk that was refused does."""
    text = f"{CHUNKED}C: BDAT 7\nC: hello\nS: {refusal}\nC: MAIL FROM:<a@example.org>\nS: 250 2.1.0 Ok\n"
    rules = [rule for line, rule in found(text) if line == 12]
    assert rules == REFUSED_CHUNKS[refusal]


def test_lines_of_a_refused_message_are_marked_once():
    """Until the next command; then what is unknown is unknown again."""
    lines = "C: From: a@example.org\nC: Subject: x\nC:\nC: hello there\nC: .\nC: RSET\nS: 250 2.0.0 Ok\nC: Subject: x\n"
    text = f"{OPEN}C: DATA\nS: 554 5.5.1 No\n{lines}{QUIT}"
    assert [pair for pair in found(text) if pair[1] in ("data-after-refusal", "unknown-command")] == [
        (10, "data-after-refusal"), (17, "unknown-command"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("note", "weak"),
    [
        ("TLS started with cipher TLSv1.3:TLS_AES_256_GCM_SHA384:256", False),
        ("TLS started with cipher TLSv1.2:ECDHE-RSA-AES256-GCM-SHA384:256", False),
        ("TLS started with cipher TLSv1:ECDHE-RSA-AES256-SHA:256", True),
        ("TLS started with cipher TLSv1.0:ECDHE-RSA-AES256-SHA:256", True),
        ("TLS started with cipher TLSv1.1:ECDHE-RSA-AES256-SHA:256", True),
        ("TLS started with cipher SSLv3:RC4-SHA:128", True),
        ("TLS started w/ cipher TLSv1/SSLv3", False),
        ("TLS started (SP_PROT_TLS1_0_SERVER)", True),
        ("TLS started (SP_PROT_TLS1_2_SERVER)", False),
    ],
)
def test_versions_of_tls(note: str, weak: bool):  # noqa: FBT001
    """As tools write them."""
    text = f"=== Connected to x.\n<-  220 mx.example.com\n -> EHLO x.example.org\n<-  250 mx.example.com\n=== {note}\n"
    rules = [rule for _, rule in found(text, Severity.INFORMATION)]
    assert ("weak-tls-version" in rules) == weak


@pytest.mark.parametrize("name", ["weak-tls-version", "mech-obsolete", "starttls-not-used"])
def test_what_is_worth_knowing_is_said_once_a_session(name: str):
    """No more than one finding in a session with several messages."""
    transaction = "C: MAIL FROM:<a@example.org>\nS: 250 2.1.0 Ok\nC: RSET\nS: 250 2.0.0 Ok\n"
    offers = HELLO.replace("CHUNKING", "STARTTLS")
    text = f"{offers}C: AUTH CRAM-MD5\nS: 535 5.7.8 No\n{offers[offers.index('C:') :]}{transaction * 3}{QUIT}"
    assert sum(rule == name for _, rule in found(text, Severity.INFORMATION)) <= 1
    assert RULES[name].severity == Severity.INFORMATION


NAMES = {
    "mx.example.com": True,
    "mail.example.org.": True,
    "[192.0.2.1]": True,
    "Hello": True,
    "localhost": False,
    "mail.localdomain": False,
    "mx.example.test": False,
    "MX.EXAMPLE.TEST,": False,
    "smtp.corp.internal": False,
    "server": False,
    "[127.0.0.1]": False,
    "[IPv6:::1]": False,
}


@pytest.mark.parametrize(("name", "public"), NAMES.items())
def test_servers_of_tests_and_of_this_host_may_do_without_tls(name: str, public: bool):  # noqa: FBT001
    """As the server calls itself in its reply to EHLO."""
    text = f"S: 220 x ESMTP\nC: EHLO a.example.org\nS: 250-{name} at your service\nS: 250-STARTTLS\nS: 250 AUTH PLAIN\n"
    text += f"C: MAIL FROM:<a@example.org>\nS: 250 2.1.0 Ok\nC: RSET\nS: 250 2.0.0 Ok\n{QUIT}"
    told = [(5, "plaintext-auth-offered"), (6, "starttls-not-used")] if public else []
    assert [each for each in found(text, Severity.INFORMATION) if each[1] in dict(told).values() or not public] == told


def test_between_servers_mail_without_tls_is_a_hint():
    """On port 25 TLS is up to both sides (RFC 3207 section 4)."""
    text = f"@server = smtp://mx.example.com:25\n{HELLO.replace('CHUNKING', 'STARTTLS')}"
    text += f"C: MAIL FROM:<a@example.org>\nS: 250 2.1.0 Ok\nC: RSET\nS: 250 2.0.0 Ok\n{QUIT}"
    assert [rule for _, rule in found(text, Severity.HINT)].count("starttls-not-used") == 1
    assert "starttls-not-used" not in [rule for _, rule in found(text, Severity.INFORMATION)]


AFTER_OFFER = {
    "C: STARTTLS\nS: 220 2.0.0 Ready\nC: EHLO a.example.org\nS: 250 AUTH PLAIN\n": False,
    "C: NOOP\nS: 250 2.0.0 Ok\nC: STARTTLS\n": False,
    "C: STARTTLS\nS: 454 4.7.0 Not now\n": True,
    "C: AUTH CRAM-MD5\nS: 535 5.7.8 No\nC: STARTTLS\nS: 220 2.0.0 Ready\n": True,
    "C: MAIL FROM:<a@example.org>\nS: 530 5.7.0 No\nC: STARTTLS\nS: 220 2.0.0 Ready\n": True,
    f"{QUIT}S: 220 mx.example.com ESMTP\nC: EHLO a.example.org\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\n": True,
    "": True,
}


@pytest.mark.parametrize(("after", "told"), AFTER_OFFER.items())
def test_an_offer_that_tls_makes_harmless_is_left_alone(after: str, told: bool):  # noqa: FBT001
    """Whether TLS begins in this session before the client logs in."""
    text = "S: 220 x ESMTP\nC: EHLO a.example.org\nS: 250-mx.example.com\nS: 250-STARTTLS\nS: 250 AUTH PLAIN\n"
    assert ("plaintext-auth-offered" in [rule for _, rule in found(text + after, Severity.INFORMATION)]) == told


@pytest.mark.parametrize(("nonce", "wrong"), [("abc", True), ("ABCdef", False), ("xyz", True)])
def test_in_a_script_the_clients_own_nonce_goes_on(nonce: str, wrong: bool):  # noqa: FBT001
    """What the server adds is not shown."""
    first, last = (b64encode(each).decode() for each in (b"n,,n=user,r=ABC", f"c=biws,r={nonce},p=AAAA".encode()))
    text = f"C: EHLO a.example.org\nC: AUTH SCRAM-SHA-256 {first}\nC: {last}\nC: QUIT\n"
    assert ("auth-scram-structure" in [rule for _, rule in found(text, Severity.WARNING)]) == wrong
