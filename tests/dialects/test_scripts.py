"""Scripts of James MPT, chamuyero, Expect and smtpscript: who speaks, and the codes that a pattern allows."""

import pytest

from tests.dialects.splits import detected, pieces, spoken


def values(name: str, text: str) -> list[str]:
    """The codes of each expectation."""
    return [said.value for _, said in pieces(name, text) if said.side == "expect"]


def test_james_expects_regular_expressions():
    text = """
        S: 220 mx.example.org
        C: ehlo a.example.org
        S: 250.*
        S: 250-SIZE
        S: (250|550) .*
        S: 354 end with <CRLF>.<CRLF>
        C:
        # a comment
        WAIT 10
        REINIT
        """
    assert spoken("james-mpt", text) == [
        *("S: 220 mx.example.org", "C: ehlo a.example.org", "X: 250.*", "S: 250-SIZE", "X: (250|550) .*"),
        *("S: 354 end with <CRLF>.<CRLF>", "C: ", "(connect)"),
    ]
    assert values("james-mpt", "S: 250.*\nS: (250|550) .*\nS: .*") == ["250", "250|550", ""]


def test_james_writes_line_ends_and_variables():
    said = [each for _, each in pieces("james-mpt", r"C: RSET\r\nMAIL FROM:<${who}>\r\n")]
    assert [each.text for each in said] == ["RSET", "MAIL FROM:<{{who}}>"]
    assert [each.at for each in said] == [3, 11]
    assert [each.key for _, each in pieces("james-mpt", "C: NOOP\nSESSION: 2\nC: NOOP")] == ["", "", "2"]


def test_chamuyero_plays_the_client():
    text = """
        c tcp_connect localhost:25
        c <~ 220
        c -> EHLO a.example.org
        c <... 250 HELP
        c <- 250 ok
        # a comment
        c close
        """
    assert detected(text) == "chamuyero"
    assert spoken("chamuyero", text) == [
        *("(connect)", "X: 220", "C: EHLO a.example.org", "X: 250 HELP", "S: 250 ok", "(close)"),
    ]
    assert values("chamuyero", r"c <~ 220" + "\n" + r"c <~ 5\d\d .*") == ["220", "5xx"]


def test_chamuyero_plays_the_server():
    """Another program's output is no SMTP."""
    text = r"""
        nc unix_listen a-socket
        mda |= ./program \
            -d bob
        nc -> 220 hello
        nc <~ LHLO .*
        nc <- DATA
        nc <-
        mda <- cannot do that
        """
    assert spoken("chamuyero", text) == ["(connect)", "S: 220 hello", "C: LHLO {{any}}", "C: DATA", "C: "]
    assert detected("mda = ./program\nmda <- cannot do that\nmda wait 2") == "none"


EXPECT = r"""
    #!/usr/bin/expect
    spawn telnet localhost 25
    #expect "221"
    expect {
        timeout { exit 1 }
        "ESMTP" { send "EHLO a.example.org\r" }
    }
    expect "2?? "
    send "RCPT TO:<$user>\n"
    expect "\n"
    send -- "AUTH PLAIN\r\n\r\n"
    expect -re "^5\\d\\d \"no\""
    interact
    """


def test_expect():
    assert detected(EXPECT) == "expect-script"
    assert spoken("expect-script", EXPECT) == [
        *("(connect)", "X: ESMTP", "C: EHLO a.example.org", "X: 2?? ", "C: RCPT TO:<{{user}}>", "C: AUTH PLAIN", "C: "),
        *(r'X: ^5\d\d "no"', "(partial)"),
    ]
    assert values("expect-script", EXPECT) == ["", "2xx", "5xx"]
    assert detected('spawn ssh a.example.org\nexpect "assword"\nsend "x\\r"') == "none"


def test_expect_keeps_columns():
    line = r'send "a\"$who\[b\r"'
    ((_, said),) = pieces("expect-script", line)
    assert said.text == 'a"{{who}}[b'
    assert said.columns == (6, 7, *[9] * 7, 13, 15, 16)


@pytest.mark.parametrize(
    ("word", "codes"), [("ok", "2xx|3xx"), ("helo", "250"), ("tempfail", "4xx"), ("permfail", "5xx")]
)
def test_smtpscript_expects_classes(word: str, codes: str):
    assert values("opensmtpd-smtpscript", f"  expect smtp {word}") == [codes]


def test_smtpscript_calls_what_stands_above_the_first_test_case():
    text = r"""
        proc hello {
            writeln "HELO \"a\""
        }
        test-case name "one" {
            call hello
            expect smtp
        }
        test-case name "two" {
            writeln "QUIT"
        }
        """
    assert detected(text) == "opensmtpd-smtpscript"
    assert spoken("opensmtpd-smtpscript", text) == ['C: HELO "a"', "X: ", "(connect)", "C: QUIT"]


def test_expect_blocks_may_begin_in_their_first_line():
    assert spoken("expect-script", 'expect { "220" { send "QUIT\\r" }\n  -re "421" exit\n}\n"no pattern"') == [
        *("X: 220", "C: QUIT", "X: 421"),
    ]


def test_expect_patterns_in_braces():
    text = 'spawn telnet mx.example.org 25\nsend "EHLO a.example.org\\r"\nexpect -re {250|251}\nexpect {\n}'
    assert [(said.text, said.value) for _, said in pieces("expect-script", text) if said.side == "expect"] == [
        ("250|251", "250|251")
    ]
