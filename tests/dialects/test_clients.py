"""swaks, curl, msmtp, Perl's Net::SMTP, s-nail, mutt, smtp-source and others: who speaks, and the traps of each."""

import textwrap

import pytest

from smtp_ls.events import Blank, Note
from smtp_ls.trace import Trace
from tests.dialects.splits import detected, pieces, spoken

SWAKS = """
    === Trying mx.example.org:25...
    === Connected to mx.example.org.
    <-  220 mx.example.org ESMTP
     -> EHLO me.example.org
    <-  250-mx.example.org
    <-  250 STARTTLS
     -> STARTTLS
    <-  220 go on
    === TLS started with cipher TLSv1.3
     ~> MAIL FROM:<ann@example.org>
    <~* 550 5.7.1 not you
    *~> QUIT
    <~  221 bye
    === Connection closed with remote host.
    """


def test_swaks_marks_tls_and_what_it_did_not_expect():
    assert detected(SWAKS) == "swaks"
    assert spoken("swaks", SWAKS) == [
        "(connect)",
        "(connect)",
        "S: 220 mx.example.org ESMTP",
        "C: EHLO me.example.org",
        "S: 250-mx.example.org",
        "S: 250 STARTTLS",
        "C: STARTTLS",
        "S: 220 go on",
        "(tls)",
        "C: MAIL FROM:<ann@example.org>",
        "S: 550 5.7.1 not you",
        "C: QUIT",
        "S: 221 bye",
        "(close)",
    ]


def test_swaks_says_things_that_are_no_smtp():
    """A time-out, the header of a proxy, octets in hexadecimal."""
    text = """
        === Connected to mx.example.org.
         -> PROXY TCP4 192.0.2.1 192.0.2.2 4000 25
        <-  220 mx.example.org
        <   0000: 32 32 30 20  6d 78 2e 65  220 mx.e
         -> NOOP
          > 0000: 4e 4f 4f 50  0d 0a        NOOP..
        <** Timeout (30 secs) waiting for server response
        *** No authentication type succeeded
        ===               commonName=[mail quit data]
        """
    assert spoken("swaks", text) == ["(connect)", "S: 220 mx.example.org", "C: NOOP", "(close)"]


@pytest.mark.parametrize("mark", ["<** ", "<~* ", ""])
def test_swaks_gave_up_waiting_for_a_reply(mark: str):
    """What comes behind its time-out may answer anything, so that no reply is missing."""
    text = f"""
        === Connected to mx.example.org.
        <-  220 mx.example.org
         -> NOOP
        {mark}Timeout (30 secs) waiting for server response
         -> QUIT
        <-  221 bye
        """
    text = textwrap.dedent(text)
    hinted = text if mark else text.replace("<-  ", "").replace(" -> ", "")
    assert [each.rule for each in Trace(hinted, dialect="swaks" if mark else "swaks-no-hints").diagnostics()] == []
    assert "reply-count-mismatch" in {each.rule for each in Trace(text.replace("Timeout", "Hm")).diagnostics()}


def test_swaks_mail_data():
    """A blank line may have lost its last blank; `lines sent` stands for all of it."""
    assert spoken("swaks", " -> DATA\n ->\n -> ..x\n -> .") == ["C: DATA", "C: ", "C: ..x", "C: ."]
    assert spoken("swaks", " -> DATA\n<-  354 go\n -> 12 lines sent\n<-  250 ok")[2] == "E: "


def test_swaks_without_hints_is_bare_between_its_notes():
    text = """
        === Trying mx.example.org:25...
        === Connected to mx.example.org.
        220 mx.example.org
        QUIT
        === response in 0.002s
        221 bye
        """
    assert detected(text) == "swaks"
    said = ["(connect)", "(connect)", "B: 220 mx.example.org", "B: QUIT", "B: 221 bye"]
    assert spoken("swaks-no-hints", text) == said


@pytest.mark.parametrize(
    ("host", "port", "loopback"),
    [("mx.example.org:25", 25, False), ("[2001:db8::1]:587", 587, False), ("127.0.0.1:2525", 0, True)],
)
def test_swaks_names_the_port_before_it_connects(host: str, port: int, loopback: bool):  # noqa: FBT001
    text = f"=== Trying {host}...\n=== Connected to {host.rpartition(':')[0]}.\n<-  220 mx.example.org\n -> QUIT\n"
    given = Trace(text).session(3).given
    assert (given.port, given.loopback) == (port, loopback)


def test_swaks_that_did_not_connect_is_no_session():
    assert detected("=== Trying mx.example.org:25...\n*** Error connecting to mx.example.org:25:") == "none"


def test_curl_verbose_with_and_without_stamps():
    text = """
        *   Trying 192.0.2.9:25...
        * Connected to mx.example.org (192.0.2.9) port 25
        < 220 mx.example.org
        12:00:01.000002 > EHLO me
        12:00:01.000003 [0-0] < 334\x20
        } [62 bytes data]
        250 what curl printed for the reply itself
        * Closing connection
        """
    assert detected(text) == "curl-verbose"
    assert spoken("curl-verbose", text) == ["(connect)", "S: 220 mx.example.org", "C: EHLO me", "S: 334 ", "(close)"]


def test_curl_trace_rows_belong_to_the_heading_above():
    text = """
        12:00:01.000001 == Info: Connected to mx.example.org (192.0.2.9) port 25
        12:00:01.000002 <= Recv header, 22 bytes (0x16)
        0000: 220 mx.example.org
        => Send header, 9 bytes (0x9)
        0000: EHLO me
        => Send data, 14 bytes (0xe)
        0000: Subject: x..y.
        <= Recv data, 8 bytes (0x8)
        0000: 250 ok
        """
    assert detected(text) == "curl-trace"
    assert spoken("curl-trace", text) == ["(connect)", "S: 220 mx.example.org", "C: EHLO me", "D: Subject: x..y."]


def test_curl_trace_goes_on_in_the_next_row():
    """The rows that go on say nothing again, and hide what may be a password; a row that begins a line is none."""
    long = "AUTH PLAIN " + "x" * 53
    rows = f"=> Send header, 90 bytes (0x5a)\n0000: {long}\n0040: yyyy"
    assert spoken("curl-trace", rows) == [f"C: {long}", "(secret)"]
    assert _events(f"=> Send header, 6 bytes (0x6)\n0000: RSET\n{rows}")[1:] == [long + "yyyy"]
    full = "NOOP " + "x" * 59
    assert _events(f"=> Send header, 72 bytes (0x48)\n0000: {full}\n0042: RSET") == [full, "RSET"]


def test_curl_trace_in_hexadecimal():
    def row(offset: int, octets: bytes) -> str:
        shown = "".join(chr(octet) if 32 <= octet < 127 else "." for octet in octets)
        return f"{offset:04x}: {octets.hex(' ') + ' ':48}{shown}\n"

    def block(wire: bytes) -> str:
        rows = (row(at, wire[at : at + 16]) for at in range(0, len(wire), 16))
        return f"=> Send header, {len(wire)} bytes ({len(wire):#x})\n{''.join(rows)}"

    longer = ["NOOP " + "x" * length for length in (9, 11, 80)]
    lines = ["EHLO me.example.org", "QUIT", "RCPT TO:<a@b.c>", *longer]
    for line in lines:
        assert _events(block(f"{line}\r\n".encode())) == [line], line


def _events(text: str) -> list[str]:
    """The client's lines, joined."""
    trace = Trace("== Info: Connected to mx.example.org\n" + text, dialect="curl-trace")
    said = [event for line in range(len(trace.lines)) for event in trace.said(line)]
    return [event.text for event in said if not isinstance(event, Note | Blank)]


def test_msmtp_prints_its_settings_and_the_certificate():
    text = """
        host = mx.example.org
        from = ann@example.org
        <-- 220 mx.example.org
        --> STARTTLS
        <-- 220 go on
        TLS session parameters:
        TLS certificate information:
            Subject:
        --> EHLO me
        """
    assert detected(text) == "msmtp-debug"
    assert spoken("msmtp-debug", text) == [
        "S: 220 mx.example.org",
        "C: STARTTLS",
        "S: 220 go on",
        "(tls)",
        "C: EHLO me",
    ]


PERL = """
    Net::SMTP>>> Net::SMTP(3.1)
    Net::SMTP=GLOB(0xabc123)<<< 220 mx.example.org
    Net::SMTP=GLOB(0xabc123)>>> STARTTLS
    Net::SMTP=GLOB(0xabc123)<<< 220 go on
    Net::SMTP::_SSL=GLOB(0xabc123)<<< 334 VXNlcjo=
    Net::SMTP::_SSL=GLOB(0xabc123)<<< (decoded) User:
    Net::SMTP::_SSL=GLOB(0xabc123)>>> (decoded) ann
    Net::SMTP::_SSL=GLOB(0xabc123)>>> YW5u
    Net::SMTP::_SSL=GLOB(0xabc123)>>>
    """


def test_perl_changes_class_with_tls():
    assert detected(PERL) == "perl-net-smtp"
    said = [line for line in spoken("perl-net-smtp", PERL) if line != "(secret)"]
    assert said == ["S: 220 mx.example.org", "C: STARTTLS", "S: 220 go on", "S: 334 VXNlcjo=", "C: YW5u", "C: "]


def test_perl_begins_with_tls():
    said = "Net::SMTP::_SSL=GLOB(0xabc)<<< 220 mx.example.org\nNet::SMTP::_SSL=GLOB(0xabc)>>> QUIT"
    assert spoken("perl-net-smtp", said) == ["(tls)", "S: 220 mx.example.org", "C: QUIT"]


def test_perl_repeats_secrets_in_clear():
    """A note that tells "secret" has the secret as its text, so that it can be masked."""
    line = "Net::SMTP=GLOB(0xabc123)>>> (decoded) hush"
    assert [(said.side, said.text, said.at) for _, said in pieces("perl-net-smtp", line)] == [("note", "hush", 38)]


def test_smtp_sink_and_smtp_source():
    """Commands look like the program's own words, so that nobody's label is put on them."""
    text = """
        smtp-source: name_mask: all
        smtp-source: <<< 220 sink
        smtp-source: DATA
        smtp-source: .
        smtp-sink: connect (AF_INET 192.0.2.7)
        smtp-sink: disconnect
        """
    assert detected(text) == "smtp-sink-v"
    assert spoken("smtp-source", text) == [
        "B: name_mask: all",
        "S: 220 sink",
        "B: DATA",
        "D: .",
        "(connect)",
        "(close)",
    ]


def test_s_nail_and_mutt_write_their_own_words_about_it():
    """s-nail prints its name before each line; mutt the time and the socket, and nothing of the message but its dot."""
    snail = """
        s-nail: Credentials: host mx.example.org:25, user ann, pass ''
        s-nail: Credentials: host mx.example.org:25, user ann, pass hunter2
        s-nail: Connecting to mx.example.org:25 ... connected.
        s-nail: >>> SERVER: 220 mx.example.org
        s-nail: >>> EHLO me
        s-nail: TLS connection using TLSv1.3 / TLS_AES_256_GCM_SHA384
        s-nail: >>>
        s-nail: ... message not sent
        """
    assert detected(snail) == "s-nail"
    assert spoken("s-nail", snail) == ["(secret)", "(connect)", "S: 220 mx.example.org", "C: EHLO me", "(tls)", "C: "]
    mutt = """
        [2026-11-24 10:00:00] Connected to mx.example.org:25 on fd=4
        [2026-11-24 10:00:00] 4< 220 mx.example.org
        [2026-11-24 10:00:00] 4> HELO me
        [2026-11-24 10:00:00] 4> .
        [2026-11-24 10:00:00] mutt_free_body: unlinking /var/tmp/mutt-1.
        """
    assert detected(mutt) == "mutt-debug"
    assert spoken("mutt-debug", mutt) == ["(connect)", "S: 220 mx.example.org", "C: HELO me", "C: ."]


def test_ssmtp_and_sendemail():
    """The latter joins the lines of a reply with commas, which may stand in them too."""
    assert detected("[<-] 220 mx\n[->] HELO me\n") == "ssmtp"
    assert spoken("ssmtp", "[<-] 220 mx\n[->] HELO me\n[->] \n") == ["S: 220 mx", "C: HELO me", "C: "]
    head = "Jan  2 03:04:05 host sendEmail[4711]: "
    text = f"{head}SUCCESS => Received: \t250-a, 250-X, 1, 250 c\n{head}INFO => Sending: \tMAIL FROM:<a@b>\n"
    assert detected(text) == "sendemail"
    assert spoken("sendemail", text) == ["S: 250-a", "S: 250-X, 1", "S: 250 c", "C: MAIL FROM:<a@b>"]
    assert spoken("sendemail", f"{head}WARNING => Received: \t550 no, 250 no") == ["S: 550 no, 250 no"]
