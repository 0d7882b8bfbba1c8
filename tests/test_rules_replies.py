"""Rules about replies where their pages do not suffice: the same in each notation, ports, and once is enough."""

import pytest

from smtp_ls.events import Reply
from smtp_ls.findings import Choice, Point
from smtp_ls.publishing import Publisher
from smtp_ls.rules.keywords import GRAMMAR, LEGACY, PARAMETERS, STRIPPED, UNREGISTERED, flaw
from smtp_ls.rules.replying import told
from smtp_ls.rules.statuses import is_paired, is_restricted, is_well_formed
from smtp_ls.session import Step
from smtp_ls.trace import Trace
from tests.table import tabled

OFFER = ("250-mx.example.com", "250 ENHANCEDSTATUSCODES")
HELLO = ("220 mx.example.com ESMTP", "EHLO client.example.org", *OFFER)
GOODBYE = ("QUIT", "221 2.0.0 Bye")
MISTAKES = {
    "enhanced-syntax": (*HELLO, "NOOP", "250 2.00.0 Ok", *GOODBYE),
    "enhanced-on-3yz": (
        *HELLO, "MAIL FROM:<alice@example.org>", "250 2.1.0 Ok", "RCPT TO:<bob@example.net>", "250 2.1.5 Ok",
        "DATA", "354 3.0.0 Go on", ".", "250 2.0.0 Ok", *GOODBYE,
    ),
    "enhanced-line-mismatch": (*HELLO, "VRFY bob", "550-5.1.1 No", "550 5.7.1 No", *GOODBYE),
    "enhanced-missing": (*HELLO, "NOOP", "250 Ok", *GOODBYE),
    "enhanced-unregistered": (*HELLO, "NOOP", "250 2.9.9 Ok", *GOODBYE),
    "required-command-refused": (*HELLO, "RSET", "500 5.5.1 What?", *GOODBYE),
    "ehlo-keyword-params": (*HELLO[:2], "250-mx.example.com", "250-SIZE 5 5", "250 8BITMIME", *GOODBYE),
    "ehlo-reply-grammar": (*HELLO[:2], "250-mx.example.com", "250 8BIT_MIME", *GOODBYE),
    "starttls-offered-in-tls": (
        *HELLO[:2], "250-mx.example.com", "250 STARTTLS", "STARTTLS", "220 2.0.0 Ready", *HELLO[1:3], "250 STARTTLS",
        *GOODBYE,
    ),
    "vrfy-expn-exposed": (*HELLO, "VRFY bob", "250 2.1.5 <bob@example.net>", *GOODBYE),
    "too-many-rcpt-552": (
        *HELLO, "MAIL FROM:<alice@example.org>", "250 2.1.0 Ok", "RCPT TO:<bob@example.net>",
        "552 5.5.3 Too many recipients", *GOODBYE,
    ),
    "unlisted-reply-code": (*HELLO, "NOOP", "544 5.5.0 No", *GOODBYE),
}  # fmt: skip


def spoken(lines: tuple[str, ...], client: str, server: str) -> str:
    """The lines with the marks of a notation, by who says them."""
    return "".join(f"{server if line[:3].isdigit() else client}{line}\n" for line in lines)


def found(text: str) -> list[str]:
    trace = Trace(text)
    assert not trace.failures
    return [each.rule for each in trace.diagnostics()]


@tabled(("client", "server"), [("C: ", "S: "), ("", ""), (" -> ", "<-  "), ("> ", "< ")])
@tabled("name", MISTAKES)
def test_a_mistake_is_found_once_in_each_notation(name: str, client: str, server: str):
    head = "* Connected to mx.example.com (192.0.2.25) port 2525\n" if client == "> " else ""
    assert found(head + spoken(MISTAKES[name], client, server)).count(name) == 1


@pytest.mark.parametrize("name", MISTAKES)
def test_nothing_is_said_of_a_mistake_without_the_client(name: str):
    """What a server alone says may answer anything."""
    replies = tuple(line for line in MISTAKES[name] if line[:3].isdigit())
    assert name not in found(spoken(replies, "", ""))


CONNECTED = [
    ("* Connected to mx.example.com (192.0.2.25) port 25 (#0)\n", "> ", "< ", True),
    ("* Connected to mx.example.com (192.0.2.25) port 587 (#0)\n", "> ", "< ", False),
    ("* Connected to mx.example.com (192.0.2.25) port 2525 (#0)\n", "> ", "< ", False),
    ("Connected to smtp://mx1.example.com:25/?starttls=always\n", "C: ", "S: ", True),
    ("@server = smtp://mx1:25\n", "C: ", "S: ", True),
    ("@server = smtp://[2001:db8::25]:25\n", "C: ", "S: ", True),
    ("@server = smtp://mx1\n", "C: ", "S: ", False),
    ("# smtp-ls: protocol=smtp\n", "C: ", "S: ", True),
    ("# smtp-ls: protocol=submission\n@server = smtp://mx1:25\n", "C: ", "S: ", False),
]


@pytest.mark.parametrize(("head", "client", "server", "is_relay"), CONNECTED)
def test_the_port_of_a_connection_tells_what_a_server_is_for(head: str, client: str, server: str, *, is_relay: bool):
    lines = (*HELLO[:2], "250-mx.example.com", "250-8BITMIME", "250 BURL imap", *GOODBYE)
    assert ("submission-only-extension" in found(head + spoken(lines, client, server))) == is_relay


NEAR = [
    ("=== Connected to 127.0.0.1.\n", True),
    ("=== Connected to localhost.\n", True),
    ("=== Connected to ::1.\n", True),
    ("=== Connected to mx.example.com.\n", False),
    ("=== Connected to localhost.example.com.\n", False),
]


@pytest.mark.parametrize(("head", "is_near"), NEAR)
def test_a_server_on_this_host_may_offer_passwords_without_tls(head: str, *, is_near: bool):
    lines = (*HELLO[:2], "250-mx.example.com", "250 AUTH PLAIN", *GOODBYE)
    assert ("plaintext-auth-offered" not in found(head + spoken(lines, " -> ", "<-  "))) == is_near


def test_the_same_offer_is_judged_once_in_a_session():
    """Before TLS and after it, and when EHLO is said twice."""
    offer = ("250-mx.example.com", "250-STARTTLS", "250-CLIENTID", "250-SIZE big", "250 AUTH=LOGIN")
    after = tuple(line for line in offer if "STARTTLS" not in line)
    hello = HELLO[1]
    lines = (HELLO[0], hello, *offer, hello, *offer, "STARTTLS", "220 2.0.0 Ready", hello, *after, *GOODBYE)
    names = found(spoken(lines, "C: ", "S: "))
    assert [
        names.count(name) for name in ("ehlo-unregistered-keyword", "ehlo-keyword-params", "ehlo-reply-grammar")
    ] == [1] * 3


FLAWS = {
    "8BITMIME": "", "size 1000": "", "SIZE ": "", "AUTH CRAM-MD5 X-MY_OWN": "", "LIMITS MAILMAX=1 OTHER": "",
    "XWHATEVER !": "",
    "X_PIPE_CONNECT": "",
    "XVERP=Courier": "", "{{keyword}}": "", "...": "", "<list of keywords>": "", "": "", "MT-PRIORITY MIXER": "",
    "AUTH=LOGIN": LEGACY, "auth=login": LEGACY, "X-EXPS=LOGIN": LEGACY,
    "8BITMIME:": GRAMMAR, " SIZE": GRAMMAR, "SIZE  5": GRAMMAR, "SIZE=5": GRAMMAR,
    "PRDR": UNREGISTERED, "OK": UNREGISTERED, "CLIENTID 1": UNREGISTERED,
    "SIZE ten": PARAMETERS, "DSN yes": PARAMETERS, "LIMITS": PARAMETERS, "LIMITS RCPTMAX=0": PARAMETERS,
    "LIMITS RCPTMAX=1000000": PARAMETERS, "LIMITS MAILMAX": PARAMETERS, "AUTH PLAIN,LOGIN": PARAMETERS,
    "XXXXXXXA": STRIPPED, "XXXXXXXX": STRIPPED,
}  # fmt: skip


@tabled("says", FLAWS)
def test_what_is_wrong_with_a_line_of_an_ehlo_reply(says: str):
    assert flaw(says) == FLAWS[says]


@pytest.mark.parametrize(
    ("text", "well_formed", "restricted"),
    [
        ("2.1.5", True, False), ("4.7.1", True, False), ("4.1.1", True, False), ("4.1.2", True, True),
        ("5.2.2", True, False), ("2.1.1", True, True), ("5.9.9", True, False), ("5.07.1", False, False),
        ("5.7", False, False), ("1.0.0", False, False), ("5.7.1000", False, False),
    ],
)  # fmt: skip
def test_enhanced_codes(text: str, *, well_formed: bool, restricted: bool):
    assert is_well_formed(text) == well_formed
    assert is_restricted(text) == restricted


@pytest.mark.parametrize(
    ("code", "text", "paired"),
    [(550, "5.1.1", True), (553, "5.1.1", False), (553, "5.1.4", True), (554, "5.7.17", True), (250, "2.0.0", True)],
)
def test_reply_codes_of_enhanced_codes(code: int, text: str, *, paired: bool):
    assert is_paired(code, text) == paired


def test_an_ordinary_reply_opens_no_gate_of_its_text():
    """Nearly every reply of a log is such: no rule is asked about what it says."""
    trace = Trace(spoken((*HELLO, "NOOP", "250 2.0.0 Ok: queued as 4711", *GOODBYE), "C: ", "S: "))
    before, (reply,) = trace.session(5), trace.said(5)
    assert isinstance(reply, Reply)
    asked = before.pending[0]
    assert told(Step(before, reply, trace.session(6), asked), reply) == []


MISSING = "S: 220 mx.example.com\nC: EHLO a.example.org\nS: 250-mx.example.com\nS: 250 ENHANCEDSTATUSCODES\n"


def test_a_missing_enhanced_code_is_told_once_a_session():
    """And again in the next one; an edit of the first makes the next the first."""
    text = f"{MISSING}C: NOOP\nS: 250 Ok\nC: NOOP\nS: 250 Ok\nC: QUIT\nS: 221 Bye\n"
    trace = Trace(text * 2)
    publisher = Publisher(trace)
    trace.edited = publisher.forget

    def missing() -> list[int]:
        return [each.start.line for each in publisher.diagnostics(Choice()) if each.rule == "enhanced-missing"]

    assert missing() == [5, 15]
    trace.edit(Point(5, 7), Point(5, 7), "2.0.0 ")
    assert missing() == [7, 15]
    trace.edit(Point(5, 7), Point(5, 13), "")
    assert missing() == [5, 15]


SILENCE = {
    "$ nc mx.example.com 25": True,
    "user@host:~$ ncat -v mx.example.com 25": True,
    "$ /usr/bin/netcat mx.example.com smtp": True,
    "$ openssl s_client -connect mx.example.com:465": True,
    "$ nc -C mx.example.com 25": False,
    "$ nc -vC mx.example.com 25": False,
    "$ ncat --crlf mx.example.com 25": False,
    "$ openssl s_client -crlf -connect mx.example.com:465": False,
    r"$ printf 'EHLO a.example.org\r\n' | nc mx.example.com 25": False,
    "$ telnet mx.example.com 25": False,
}


@pytest.mark.parametrize(("command", "is_told"), SILENCE.items())
def test_programs_that_send_lf_alone(command: str, is_told: bool):  # noqa: FBT001
    """Where nothing was answered."""
    text = f"{command}\n220 mx.example.com ESMTP\nEHLO a.example.org\n"
    assert (("nc-without-crlf", 0) in [(each.rule, each.start.line) for each in Trace(text).diagnostics()]) == is_told
    assert "nc-without-crlf" not in [each.rule for each in Trace(f"{text}250 mx.example.com\n").diagnostics()]
