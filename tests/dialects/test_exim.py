"""What Exim prints when it delivers and receives, and the scripts of its test suite."""

import pytest

from smtp_ls.trace import Trace
from tests.dialects.splits import detected, drawn, pieces, spoken

CALLOUT = """
    SMTP<< rcpt to:<bob@example.net>
    Connecting to mx.example.net [192.0.2.1]:25 ... connected
       SMTP<< 220 mx.example.net
       SMTP>> EHLO a.example.org
       SMTP<< 250-mx.example.net
    read response data: size=17
              250- 8BITMIME
              250 HELP
       SMTP|> MAIL FROM:<>
       SMTP>> RCPT TO:<bob@example.net>
       SMTP+> QUIT
       SMTP(close)>>
    SMTP>| 250 Accepted
    SMTP>- flush
    """


def test_exim_receives_and_delivers_in_one_file():
    """The text tells the direction; debugging may stand between the lines of a reply."""
    assert detected(CALLOUT) == "exim-v"
    assert spoken("exim-v", CALLOUT) == [
        "C: rcpt to:<bob@example.net>",
        "(connect)",
        "S: 220 mx.example.net",
        "C: EHLO a.example.org",
        "S: 250-mx.example.net",
        "S: 250- 8BITMIME",
        "S: 250 HELP",
        "C: MAIL FROM:<>",
        "C: RCPT TO:<bob@example.net>",
        "C: QUIT",
        "(close)",
        "S: 250 Accepted",
    ]
    keys = [said.key for _, said in pieces("exim-v", "SMTP<< quit\n  SMTP<< 220 x\n  SMTP>> QUIT\nSMTP>> 221 bye")]
    assert keys == ["receiving", "delivering", "delivering", "receiving"]


@pytest.mark.parametrize(
    "line",
    [
        "  SMTP>> (writing message)",
        "  SMTP(closed)<<",
        "  SMTP(TLS shutdown)>>",
        "cmdlog: '220:EHLO:250-:QUIT'",
        ">>Headers received:",
        ">>>>>>>>>>>>>>>> Exim pid=12 terminating with rc=0 >>>>>>>>>>>>>>>>",
        "  550 not wanted here",
        "         250 no reply is open",
    ],
)
def test_exim_says_things_that_are_no_smtp(line: str):
    assert spoken("exim-v", line) == []


def test_exim_ends_mail_data():
    assert spoken("exim-v", "  SMTP+> .") == ["C: ."]
    assert spoken("exim-v", '  SMTP>> writing message and terminating "."') == ["C: ."]


def test_exim_bh_debugs_between_bare_replies():
    text = """
        >>> host in host_lookup? no (option unset)
        **** SMTP testing session as if from host 192.0.2.7
        **** This is not for real!
        220 mx.example.org
        >>> deny: condition test succeeded
        LOG: rejected RCPT <bob@example.net>
        550 no
        """
    assert detected(text) == "exim-bh-debug"
    assert spoken("exim-bh-debug", text) == ["(connect)", "B: 220 mx.example.org", "B: 550 no"]
    assert detected(">>> host in host_lookup? no\nLOG: last command was QUIT") == "none"


def test_exim_test_client_repeats_what_it_expects():
    text = """
        Connecting to 192.0.2.1 port PORT_D... connected
        ??? 220
        <<< 220 mx.example.org
        >>> STARTTLS
        <<< 220 go on
        Succeeded in starting TLS
        >>> DATA
        >>>
        ????554 no
        ???*
        Expected EOF read
        End of script
        """
    assert detected(text) == "exim-test-client-stdout"
    assert spoken("exim-test-client-stdout", text) == [
        *("(connect)", "S: 220 mx.example.org", "C: STARTTLS", "S: 220 go on", "(tls)", "C: DATA", "C: ", "(close)"),
    ]


SCRIPT = r"""
    # a comment
    exim -bd -oX PORT_D
    ****
    client-gnutls \
     -t2 \
     HOSTIPV4 PORT_D
    ??? 220
    EHLO a.example.org
    ??? 250-
    ??? 250-SIZE
    ??? 3
    # no comment

    +++ 2
    >>> NOO
    ???250
    <<< a-file
    ???*
    ****
    killdaemon
    3 exim -bs
    RSET
    ****
    """


def test_exim_client_script():
    assert detected(SCRIPT) == "exim-client-script"
    assert spoken("exim-client-script", SCRIPT) == [
        *(
            "(close)",
            "(connect)",
            "X: 220",
            "C: EHLO a.example.org",
            "X: 250-",
            "X: 250-SIZE",
            "X: 3",
            "C: # no comment",
        ),
        *("C: ", "C: NOO", "C: ???250", "C: <<< a-file", "(close)", "(close)", "(connect)", "C: RSET", "(close)"),
    ]
    assert [said.value for _, said in pieces("exim-client-script", "client x\n??? 250-A\n??? 3\n????554")][1:] == [
        *("250", "3xx", "554"),
    ]


@pytest.mark.parametrize("head", ["exim -bs", "exim -bh 192.0.2.1", "3 exim -bs", "exim -DX=y -d-all+acl -bs"])
def test_exim_reads_what_follows(head: str):
    """A digit before it is the exit status that is expected."""
    text = f"{head}\nDATA\n\n.\n****"
    assert detected(text) == "exim-bs-input"
    assert spoken("exim-bs-input", text) == ["(connect)", "C: DATA", "C: ", "C: .", "(close)"]


def test_exim_server_script_holds_the_beginnings_of_commands():
    text = "server PORT_S 2\n220 ESMTP\nMAIL FROM:\n>LF>250 ok\n<12 x\nAUTH PLAIN AGEAYg==\n*sleep 1\n.\n*eof\n****"
    assert detected(text) == "exim-server-script"
    assert spoken("exim-server-script", text) == [
        *("(connect)", "S: 220 ESMTP", "C: MAIL FROM:{{rest}}", "S: 250 ok", "C: 12 x", "C: AUTH PLAIN AGEAYg=="),
        *("C: .", "(close)", "(close)"),
    ]
    assert detected("server /tmp/a_socket\n>LF>220 ready\n<QUIT") == "none"


def test_exim_bh_shows_mail_data_where_it_was_typed():
    text = """
        **** SMTP testing session as if from host 192.0.2.7
        220 mx.example.org
        EHLO a.example.org
        250 mx.example.org
        MAIL FROM:<>
        250 ok
        RCPT TO:<bob@example.org>
        >>> using ACL
        250 ok
        DATA
        354 go on
        hello
        .
        LOG: in
        250 ok
        """
    trace = Trace(drawn(text))
    assert [trace.said(line)[0].kind for line in range(11, 15)] == ["body", "end-of-data", "note", "reply"]


def test_a_daemon_puts_its_processes_before_the_lines():
    """A reply's lines have seven blanks where Exim receives and nine where it delivers; others may come between."""
    lines = [
        "4711 SMTP>> 250-mx.example.net",
        "10:00:00 4712   SMTP<< 250-mx.example.com",
        "4711        250 HELP",
        "10:00:00 4712          250 SIZE",
        "4712   SMTP(close)>>",
    ]
    assert detected("\n".join(lines)) == "exim-v"
    assert [(said.key, said.text) for _, said in pieces("exim-v", "\n".join(lines))] == [
        ("receiving 4711", "250-mx.example.net"),
        ("delivering 4712", "250-mx.example.com"),
        ("receiving 4711", "250 HELP"),
        ("delivering 4712", "250 SIZE"),
        ("delivering 4712", "4712   SMTP(close)>>"),
    ]
