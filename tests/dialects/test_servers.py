"""What servers and the tools about them print: who speaks, and the traps of each."""

import pytest

from smtp_ls.dialects import named
from tests.dialects.splits import detected, pieces, spoken

POSTFIX = """
    Jan  2 03:04:05 mx postfix/smtpd[12]: connect from a.example.org[192.0.2.1]
    Jan  2 03:04:05 mx postfix/smtpd[12]: > a.example.org[192.0.2.1]: 220 mx.example.org
    Jan  2 03:04:05 mx postfix/smtpd[12]: < a.example.org[192.0.2.1]: QUIT
    Jan  2 03:04:05 mx postfix/smtpd[12]: connect to subsystem private/rewrite
    Jan  2 03:04:05 mx postfix/smtpd[12]: >>> START Recipient address RESTRICTIONS <<<
    Jan  2 03:04:05 mx postfix/smtpd[12]: NOQUEUE: reject: RCPT from a.example.org[192.0.2.1]: 550 5.1.1 no
    Jan  2 03:04:06 mx postfix/smtp[13]: < b.example.net[2001:db8::1]:25: 220 b.example.net
    Jan  2 03:04:06 mx postfix/smtp[13]: > b.example.net[2001:db8::1]:25: EHLO mx.example.org
    Jan  2 03:04:06 mx postfix/qmgr[14]: < 12
    """


def test_postfix_tells_the_side_by_the_program():
    assert detected(POSTFIX) == "postfix-smtpd-v"
    assert spoken("postfix-smtpd-v", POSTFIX) == [
        *("(connect)", "S: 220 mx.example.org", "C: QUIT", "S: 220 b.example.net", "C: EHLO mx.example.org"),
    ]
    client = POSTFIX.replace("smtpd[", "cleanup[")
    assert detected(client) == "postfix-smtp-client-v"
    keys = {said.key for _, said in pieces("postfix-smtp-client-v", client) if said.key}
    assert keys == {"smtp[13]"}


def test_postfix_transcript():
    """A mail may bring it; long lines are folded."""
    text = """
        Subject: errors

        Transcript of session follows.

         Out: 220 mx.example.org
         In:  RCPT TO:<bob@example.net>
         Out: 550 5.1.1 nobody of that name
             lives here
        Session aborted, reason: lost connection
        """
    assert detected(text) == "postfix-transcript-mail"
    assert spoken("postfix-transcript-mail", text) == [
        *("S: 220 mx.example.org", "C: RCPT TO:<bob@example.net>", "S: 550 5.1.1 nobody of that name", "(close)"),
    ]
    row = named("postfix-transcript-mail")
    assert row is not None
    assert row.joins is not None
    assert row.joins("550 nobody", "     lives here") == "550 nobody lives here"
    assert row.joins("550 nobody", " Out: 221 bye") is None


@pytest.mark.parametrize(
    "first", ["bob... Connecting to [192.0.2.1] via relay...", "Connecting to 192.0.2.1:25 . . . connected."]
)
def test_sendmail_v_and_mailx_v_do_not_mark_replies(first: str):
    text = f"{first}\n220 mx.example.org\n>>> DATA\n354  go on\n>>> .\nbob... Using cached ESMTP connection to a"
    assert detected(text) == "sendmail-v"
    assert spoken("sendmail-v", text) == ["(connect)", "S: 220 mx.example.org", "C: DATA", "S: 354  go on", "C: ."]


def test_sendmail_x_reads_a_message_before_it_connects():
    text = "7 <<< To: bob\n7 <<< [EOF]\n7 === CONNECT [192.0.2.1]\n7 <<< 220 x\n7 >>> \n8 >>> 220 y\n8 <<< QUIT"
    assert detected(text) == "sendmail-X"
    assert spoken("sendmail-X", text) == ["(connect)", "S: 220 x", "C: ", "S: 220 y", "C: QUIT"]


def test_a_bounce_shows_a_part():
    """What has no mark is sendmail's own word, and the transcript ends at the blank line."""
    text = """
           ----- Transcript of session follows -----
        ... while talking to mx.example.net.:
        >>> DATA
        <<< 550-no
        <<< 550 such user
        550 5.1.1 <bob@example.net>... User unknown
        .... while talking to mx2.example.net.:
        <<< 450 busy

        >>> quoted
        """
    assert detected(text) == "bounce-transcript"
    assert spoken("bounce-transcript", text) == [
        *("(connect)", "(connect)", "C: DATA", "S: 550-no", "S: 550 such user", "(connect)", "S: 450 busy"),
    ]


def test_arrows_are_bound_by_the_first_reply():
    text = "<<< 220 mx.example.org\n>>> QUIT <<< 221 bye\nRelay test 1"
    assert detected(text) == "arrows-angle"
    assert spoken("arrows-angle", text) == ["S: 220 mx.example.org", "C: QUIT", "S: 221 bye"]
    assert spoken("arrows-angle", ">>> 220 mx.example.org\n<<< QUIT") == ["S: 220 mx.example.org", "C: QUIT"]
    row = named("arrows-angle")
    assert row is not None
    assert row.joins is not None
    assert row.joins("RCPT TO:<bob@example.net> \\", "    NOTIFY=NEVER") == "RCPT TO:<bob@example.net> NOTIFY=NEVER"
    assert row.joins("NOOP", "    NOTIFY=NEVER") is None


HARAKA = "2026-01-02 03:04:05.0  [{}] [01234567-89AB-CDEF-0123-456789ABCDEF] [core] {}"


@pytest.mark.parametrize(
    ("level", "said", "read"),
    [
        ("PROTOCOL", "C: EHLO a.example.org state=1", ["C: EHLO a.example.org"]),
        ("PROTOCOL", "C: EHLO state=1", ["C: EHLO"]),
        ("PROTOCOL", "C: state=1", ["C: "]),
        ("PROTOCOL", "S: 250 ok", ["S: 250 ok"]),
        ("DEBUG", "running ehlo hooks", []),
        ("DATA", "C: Subject: x", ["D: Subject: x"]),
        ("INFO", "client half closed connection ip=192.0.2.1", ["(close)"]),
    ],
)
def test_haraka_adds_its_state(level: str, said: str, read: list[str]):
    assert spoken("haraka-log", HARAKA.format(level, said)) == read
    assert detected(HARAKA.format(level, said)) == ("haraka-log" if level == "PROTOCOL" else "none")


EXCHANGE = r"2026-01-02T03:04:05.006Z,MX\Default MX,08DA0001,{},192.0.2.1:25,192.0.2.7:4000,{},{},{}"


def test_exchange_flattens_the_ehlo_reply():
    fields = [
        (">", '"220 mx.example.org at Fri, ""2"" Jan"', ""),
        ("<", "EHLO a.example.org", ""),
        (
            ">",
            "250  mx.example.org Hello [192.0.2.7] SIZE 9 PIPELINING AUTH NTLM LOGIN X-EXPS GSSAPI 8BITMIME XNEW",
            "",
        ),
        ("*", "", '"TLS protocol TLS1_2 negotiation succeeded, at last"'),
        (">", "334 <authentication response>", ""),
        ("-", "", "Remote"),
    ]
    lines = [EXCHANGE.format(number, *each) for number, each in enumerate(fields)]
    text = "\n".join(["#Log-type: SMTP Receive Protocol Log", *lines])
    assert detected(text) == "exchange-protocol-log"
    assert spoken("exchange-protocol-log", text) == [
        *('S: 220 mx.example.org at Fri, "2" Jan', "C: EHLO a.example.org", "S: 250-mx.example.org Hello [192.0.2.7]"),
        *("S: 250-SIZE 9", "S: 250-PIPELINING", "S: 250-AUTH NTLM LOGIN", "S: 250-X-EXPS GSSAPI", "S: 250-8BITMIME"),
        *("S: 250 XNEW", "(tls)", "S: 334 <authentication response>", "(close)"),
    ]
    for line, said in pieces("exchange-protocol-log", text):
        if said.columns is not None:  # the text after code and separator is a stretch of the line
            assert line[said.columns[4] :].startswith(said.text[4:8])


def test_opensmtpd_traces_both_sides():
    text = """
        smtp: 0x1a: >>> 220 mx.example.org
        smtp: 0x1a: <<< DATA
        smtp: 0x1a: STATE_HELO -> STATE_BODY
        <<< [MSG] ..x
        <<< [EOM]
        mta: 0x2b: >>> EHLO mx.example.org
        mta: 0x2b: <<< 250 ok
        mta: 0x2b: >>> [...99 bytes...]
        debug: smtp: 0x1a: deleting session: disconnected
        """
    assert detected(text) == "opensmtpd-trace"
    assert spoken("opensmtpd-trace", text) == [
        *("S: 220 mx.example.org", "C: DATA", "C: ..x", "C: EHLO mx.example.org", "S: 250 ok", "(close)"),
    ]
    assert [said.key for _, said in pieces("opensmtpd-trace", "smtp: 0x1a: <<< DATA\n<<< [MSG] x")] == ["0x1a", "0x1a"]


def test_maddy_names_the_port():
    text = "    conn.go:73: 4000 < smtp: 220 x\n    conn.go:73: 4000 > smtp [tls]: EHLO a\n4000 - smtp: at the end"
    assert detected(text) == "maddy"
    assert spoken("maddy", text) == ["S: 220 x", "C: EHLO a"]


def test_openssl_prints_the_session_amid_it():
    """On a terminal the server's lines end in CR CR LF: the blank line below 354 is no mail data, the next one is."""
    text = (
        "CONNECTED(00000003)\ndepth=0 CN = a\n---\nCertificate chain\n   i:CN = a\n---\n250 HELP\r\r\n---\n"
        "Post-Handshake New Session Ticket arrived:\n    Verify return code: 18\n\n---\nread R BLOCK\n"
        "DATA\n354 go on\r\r\n\nverify nothing\n---\n.\n250 ok\r\r\nDONE\n"
    )
    assert detected(text) == "openssl-s_client"
    assert spoken("openssl-s_client", text) == [
        *("(connect)", "B: 250 HELP", "B: ", "B: ---", "B: DATA", "B: 354 go on", "B: ", "B: verify nothing", "B: ---"),
        *("B: .", "B: 250 ok", "B: DONE"),
    ]


def test_a_transcript_of_the_postfix_client():
    """`Out:` is what the writer says: here smtp(8), the client."""
    text = " In:  220 mx.example.org\n Out: EHLO a.example.org\n In:  250 mx.example.org\n Out: QUIT"
    assert spoken("postfix-transcript-mail", text) == [
        *("S: 220 mx.example.org", "C: EHLO a.example.org", "S: 250 mx.example.org", "C: QUIT")
    ]


def test_haraka_delivers_under_the_number_of_the_session_that_received():
    part = "[PROTOCOL] [01234567-89AB-CDEF-0123-456789ABCDEF.1.1]"
    lines = ("[core] C: QUIT state=1", "[outbound] S: 220 mx.example.org", "[outbound] C: EHLO a.example.org")
    text = "\n".join(f"{part} {line}" for line in lines)
    assert detected(text) == "haraka-log"
    assert spoken("haraka-log", text) == ["C: QUIT", "S: 220 mx.example.org", "C: EHLO a.example.org"]
    assert len({said.key for _, said in pieces("haraka-log", text)}) == 2
