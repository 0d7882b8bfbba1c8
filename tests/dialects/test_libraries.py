"""smtplib, nodemailer, PHPMailer, JavaMail, Ruby, MailKit, lettre, aiosmtpd: who speaks, escapes, traps of each."""

import pytest

from smtp_ls.dialects import named
from smtp_ls.dialects.quoted import html, literal, written_crlf
from tests.dialects.splits import detected, pieces, spoken

SMTPLIB = r"""
    connect: to ('mx.example.org', 25) None
    reply: b'220 mx.example.org\r\n'
    reply: retcode (220); Msg: b'mx.example.org'
    connect: b'mx.example.org'
    send: 'mail FROM:<ann@example.org>\r\n'
    12:00:01.000002 send: "rcpt TO:<o'neil@example.org>\r\n"
    data: (354, b'go')
    send: b'Subject: caf\xc3\xa9\r\n\r\n..\r\n.\r\n'
    Traceback (most recent call last):
    """


def test_smtplib_says_several_lines_in_one_literal():
    assert detected(SMTPLIB) == "python-smtplib"
    assert spoken("python-smtplib", SMTPLIB) == [
        "(connect)",
        "S: 220 mx.example.org",
        "C: mail FROM:<ann@example.org>",
        "C: rcpt TO:<o'neil@example.org>",
        "C: Subject: café",
        "C: ",
        "C: ..",
        "C: .",
    ]


def test_a_bare_line_feed_stays_in_the_text():
    assert spoken("python-smtplib", r"send: b'a\nb\r\n.\r\n'") == ["C: a\nb", "C: ."]


@pytest.mark.parametrize(
    ("written", "lines", "columns"),
    [
        (r"'a\r\n'", ["a"], [(1, 2)]),
        (r"b'a\tb'", ["a\tb"], [(2, 3, 5, 6)]),
        (r"'\xc3\xa9x'", ["éx"], [(1, 9, 10)]),
        (r"'\xffx'", ["\udcffx"], [(1, 5, 6)]),
        (r'"\u00e9\u{1F600}\"\\"', ['é😀"\\'], [(1, 7, 16, 18, 20)]),
        (r"'a\r\nb\r\n'", ["a", "b"], [(1, 2), (6, 7)]),
        (r"'\r\n.\r\n'", ["", "."], [(1,), (5, 6)]),
        (r"'cut", ["cut"], [(1, 2, 3, 4)]),
        ("''", [""], [(1,)]),
        (r"'\ud800\U00110000'", ["uU"], [(1, 7, 17)]),
    ],
)
def test_literals(written: str, lines: list[str], columns: list[tuple[int, ...]]):
    """Each character knows the column at which its escape begins."""
    wire = literal(written, 0)
    assert [text for text, _ in wire] == lines
    assert [where for _, where in wire] == columns


def test_other_escapes():
    assert written_crlf("a<CRLF>.<CRLF>", 4) == [("a", (4, 5)), (".", (11, 12))]
    assert html("&lt;a&gt; &eacute;&#64;&nope;", 1)[0] == "<a> é@&nope;"
    assert html("&lt;a", 1)[1] == (1, 5, 6)


def test_ruby_draws_its_arrows_the_other_way_round():
    text = r"""
        Connection opened: mx.example.org:25
        -> "220 mx.example.org\r\n"
        <- "EHLO \e[0m\r\n"
        TLS connection started
        writing message from String
        wrote 53 bytes
        #<Net::SMTPFatalError: 550 no>
        """
    assert detected(text) == "ruby-net-smtp"
    assert spoken("ruby-net-smtp", text) == ["(connect)", "S: 220 mx.example.org", "C: EHLO \x1b[0m", "(tls)"]


def test_mailkit_is_native_but_for_its_first_line_or_its_stamps():
    text = "Connected to smtp://mx.example.org:25/?starttls=always\nS: 220 mx.example.org\nC: AUTH PLAIN ********\nC:"
    assert detected(text) == detected("2026-01-02T03:04:05Z S: 220 mx.example.org") == "mailkit"
    assert spoken("mailkit", text) == ["(connect)", "S: 220 mx.example.org", "C: AUTH PLAIN ********", "C: "]
    assert spoken("mailkit", "2026-01-02T03:04:05.123Z C: QUIT") == ["C: QUIT"]


NODEMAILER = """
    [2026-01-02 03:04:05] INFO  [aB3/x] Connection established to 192.0.2.9:25
    [2026-01-02 03:04:05] DEBUG [aB3/x] S: 220 mx.example.org
    [2026-01-02 03:04:05] DEBUG [aB3/x] SMTP handshake finished
    [2026-01-02 03:04:05] DEBUG [aB3/x] C: DATA
    [2026-01-02 03:04:05] DEBUG [aB3/x] Subject: hi
    [2026-01-02 03:04:05] DEBUG [aB3/x]
    [2026-01-02 03:04:05] INFO  [aB3/x] <268 bytes encoded mime message (source size 262 bytes)>
    [2026-01-02 03:04:05] ERROR Send Error: Can't send mail: 550 5.1.1 no
    """


def test_nodemailer_does_not_label_mail_data():
    """Its own words look the same: whether they are mail data is for the session to say."""
    assert detected(NODEMAILER) == "nodemailer"
    assert spoken("nodemailer", NODEMAILER) == [
        "(connect)",
        "S: 220 mx.example.org",
        "U: SMTP handshake finished",
        "C: DATA",
        "U: Subject: hi",
        "U: ",
        "E: <268 bytes encoded mime message (source size 262 bytes)>",
    ]
    assert {said.key for _, said in pieces("nodemailer", NODEMAILER.strip())} == {"aB3/x", ""}


def test_nodemailer_without_debug_is_no_session():
    assert detected("[2026-01-02 03:04:05] INFO  [aB3] Connection established to 192.0.2.9:25") == "none"


PHPMAILER = """
    2026-01-02 03:04:05\tConnection: opening to mx.example.org:25, options=array (
                       \t                    'ssl' =>
                       \t                    250,
    2026-01-02 03:04:05\tConnection: opened
    2026-01-02 03:04:05\tSMTP INBOUND: "250-mx.example.org"
    2026-01-02 03:04:05\tSERVER -> CLIENT: 250-mx.example.org
                       \t                  250 SIZE 1000
    2026-01-02 03:04:05\tCLIENT -> SERVER: [credentials hidden]
    2026-01-02 03:04:05\tCLIENT -> SERVER:
    2026-01-02 03:04:05\tSERVER -> CLIENT:
    2026-01-02 03:04:05\tSMTP ERROR: RCPT TO command failed: 550 no
    """


def test_phpmailer_indents_a_reply_and_other_things_alike():
    """An empty server line is a lost connection; hidden credentials are a placeholder."""
    assert detected(PHPMAILER) == "phpmailer"
    assert spoken("phpmailer", PHPMAILER) == [
        "(connect)",
        "S: 250-mx.example.org",
        "S: 250 SIZE 1000",
        "C: {{credentials}}",
        "C: ",
    ]


def test_phpmailer_in_html_glues_the_lines_of_a_reply():
    """The digits of SIZE touch the next code."""
    line = "2026-01-02 03:04:05 SERVER -&gt; CLIENT: 250-mx &lt;hi&gt;250-SIZE 100250-HELP250 DSN 250 1<br>"
    assert detected(line) == "phpmailer"
    assert spoken("phpmailer", line) == ["S: 250-mx <hi>", "S: 250-SIZE 100", "S: 250-HELP", "S: 250 DSN 250 1"]
    assert spoken("phpmailer", "CLIENT -> SERVER: EHLO me<br>") == ["C: EHLO me"]


def test_javamail_marks_only_its_own_words():
    text = """
        DEBUG: Jakarta Mail version 2.0
        DEBUG SMTP: trying to connect to host "mx.example.org", port 25
        220 mx.example.org
        DEBUG SMTP: connected to host "mx.example.org", port: 25
        EHLO me
        """
    assert detected(text) == "javamail"
    assert spoken("javamail", text) == ["(connect)", "B: 220 mx.example.org", "B: EHLO me"]


LETTRE = """
    2026-01-02T03:04:05Z DEBUG lettre::transport::smtp::client::connection: << 250-mx.example.org<CRLF>
    2026-01-02T03:04:05Z DEBUG lettre::transport::smtp::client::connection: << 250-mx.example.org<CRLF>250 DSN<CRLF>
    2026-01-02T03:04:05Z DEBUG lettre::transport::smtp::client::connection: << 221 bye<CRLF>
    2026-01-02T03:04:05Z DEBUG lettre::transport::smtp::client::connection: << 220 mx.example.org<CRLF>
    Wrote: DATA<CRLF>
    Wrote: Subject: hi<CRLF><CRLF>text
    Wrote: <CRLF>.<CRLF>
    2026-01-02T03:04:05Z DEBUG lettre::transport::smtp::client::connection: connection encrypted
    """


def test_lettre_repeats_what_it_has_of_a_reply():
    """The CRLF before the dot ends the message's last line and is no line of its own."""
    assert detected(LETTRE) == "lettre"
    assert spoken("lettre", LETTRE) == [
        "S: 250-mx.example.org",
        "S: 250 DSN",
        "S: 221 bye",
        "S: 220 mx.example.org",
        "C: DATA",
        "C: Subject: hi",
        "C: ",
        "C: text",
        "C: .",
        "(tls)",
    ]


AIOSMTPD = r"""
    INFO:mail.log:Peer: ('192.0.2.7', 4000)
    DEBUG:mail.log:('192.0.2.7', 4000) << b'220 mx.example.org'
    DEBUG:mail.log:_handle_client readline: b'DATA\r\n'
    INFO:mail.log:('192.0.2.7', 4000) >> b'DATA'
    INFO:mail.log:('2001:db8::7', 4001, 0, 0) >> b'NOOP'
    DEBUG:mail.log:DATA readline: b'a\n'
    DEBUG:mail.log:('192.0.2.7', 4000) << challenge: b'334 '
    INFO:mail.log:('192.0.2.7', 4000) sender: ann@example.org
    """


def test_aiosmtpd_mail_data_belongs_to_the_connection_named_last():
    assert detected(AIOSMTPD) == "aiosmtpd-log"
    assert spoken("aiosmtpd-log", AIOSMTPD) == ["(connect)", "S: 220 mx.example.org", "C: DATA", "C: NOOP", "C: a\n"]
    keys = [said.key for _, said in pieces("aiosmtpd-log", AIOSMTPD) if said.text == "a\n"]
    assert keys == ["('2001:db8::7', 4001, 0, 0)"]


def test_aiosmtpd_mail_data_belongs_to_who_was_told_to_send_it():
    text = "\n".join(
        f"DEBUG:mail.log:{said}"
        for said in (
            "('192.0.2.7', 1) << b'354 go'",
            "('192.0.2.7', 2) << b'250 ok'",
            r"DATA readline: b'one\r\n'",
            "('192.0.2.7', 2) << b'354 go'",
            r"DATA readline: b'two\r\n'",
            r"DATA readline: b'.\r\n'",
            r"DATA readline: b'.\r\n'",
        )
    )
    said = [(each.text, each.key[-2]) for _, each in pieces("aiosmtpd-log", text) if each.side == "client"]
    assert said == [("one", "1"), ("two", "1"), (".", "1"), (".", "2")]


def test_keyed_rows_say_so():
    for name in ("nodemailer", "aiosmtpd-log"):
        row = named(name)
        assert row is not None
        assert row.keyed


TLS_FROM_THE_START = [
    ("mailkit", "Connected to smtps://mx.example.org:465/"),
    ("javamail", 'DEBUG SMTP: trying to connect to host "mx.example.org", port 465, isSSL true'),
    ("nodemailer", "[2026-01-02 03:04:05] INFO  [ab] Secure connection established to 192.0.2.1:465"),
    ("phpmailer", "2026-01-02 03:04:05\tConnection: opening to ssl://mx:465\n2026-01-02 03:04:05\tConnection: opened"),
]


@pytest.mark.parametrize(("name", "text"), TLS_FROM_THE_START)
def test_connections_with_tls_from_the_start(name: str, text: str):
    assert spoken(name, text) == ["(connect)", "(tls)"]
