"""What counts as a valid line, where a wrong one stops being one, and what is offered there: tables and examples."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pytest

from smtp_ls import syntax
from smtp_ls.patterns import FULL
from tests.table import tabled

# Path, in which command, and whether it is valid: RFC 5321 4.1.2, 4.1.3, RFC 6531 3.3; "utf8": with SMTPUTF8 only.
# The numbers are those of the project's protocol facts on addresses. Rows 77, 78 and 85 are about lengths: see below.
PATHS = [
    (1, "<alice@example.com>", "mail rcpt", "valid"),
    (2, "<a.b.c@example.com>", "mail rcpt", "valid"),
    (3, "<.alice@example.com>", "mail rcpt", "invalid"),
    (4, "<alice.@example.com>", "mail rcpt", "invalid"),
    (5, "<a..b@example.com>", "mail rcpt", "invalid"),
    (6, "<a+tag@example.com>", "mail rcpt", "valid"),
    (7, "<!#$%&'*+-/=?^_`{|}~@example.com>", "mail rcpt", "valid"),
    (8, "<alice smith@example.com>", "mail rcpt", "invalid"),
    (9, '<"alice smith"@example.com>', "mail rcpt", "valid"),
    (10, '<""@example.com>', "mail rcpt", "valid"),
    (11, '<"a@b"@example.com>', "mail rcpt", "valid"),
    (12, "<a@b@example.com>", "mail rcpt", "invalid"),
    (13, '<"a\\"b"@example.com>', "mail rcpt", "valid"),
    (14, '<"a"b"@example.com>', "mail rcpt", "invalid"),
    (15, '<"a\\b"@example.com>', "mail rcpt", "valid"),
    (16, '<"abc\\"@example.com>', "mail rcpt", "invalid"),
    (17, '<"Joe\\,Smith"@example.com>', "mail rcpt", "valid"),
    (18, "<Joe\\,Smith@example.com>", "mail rcpt", "invalid"),
    (19, '<"a\tb"@example.com>', "mail rcpt", "invalid"),
    (20, '<"a".b@example.com>', "mail rcpt", "invalid"),
    (21, "<a(comment)@example.com>", "mail rcpt", "invalid"),
    (22, "<alice@example.com >", "mail rcpt", "invalid"),
    (23, "< alice@example.com>", "mail rcpt", "invalid"),
    (24, "alice@example.com", "mail rcpt", "invalid"),
    (25, "<alice@example.com", "mail rcpt", "invalid"),
    (26, "Alice <alice@example.com>", "mail rcpt", "invalid"),
    (27, "<alice>", "mail rcpt", "invalid"),
    (28, "<@example.com>", "mail rcpt", "invalid"),
    (29, "<alice@>", "mail rcpt", "invalid"),
    (30, "<>", "mail", "valid"),
    (31, "<>", "rcpt", "invalid"),
    (32, "< >", "mail", "invalid"),
    (33, "<Postmaster>", "rcpt", "valid"),
    (34, "<postmaster>", "rcpt", "valid"),
    (35, "<POSTMASTER@example.com>", "rcpt", "valid"),
    (36, "<Postmaster>", "mail", "invalid"),
    (37, "<@a.example,@b.example:c@d.example>", "mail rcpt", "valid"),
    (38, "<@a.example:c@d.example>", "mail rcpt", "valid"),
    (39, "<@a.example,b.example:c@d.example>", "mail rcpt", "invalid"),
    (40, "<@a.example, @b.example:c@d.example>", "mail rcpt", "invalid"),
    (41, "<alice%example.org@example.com>", "mail rcpt", "valid"),
    (42, "<host!alice@example.com>", "mail rcpt", "valid"),
    (43, "<alice@localhost>", "mail rcpt", "valid"),
    (44, "<alice@com>", "mail rcpt", "valid"),
    (45, "<alice@example.com.>", "mail rcpt", "invalid"),
    (46, "<alice@.example.com>", "mail rcpt", "invalid"),
    (47, "<alice@exa_mple.com>", "mail rcpt", "invalid"),
    (48, "<alice@-example.com>", "mail rcpt", "invalid"),
    (49, "<alice@example-.com>", "mail rcpt", "invalid"),
    (50, "<alice@exa--mple.com>", "mail rcpt", "valid"),
    (51, "<alice@1.2.3.4>", "mail rcpt", "valid"),
    (52, "<alice@123.com>", "mail rcpt", "valid"),
    (53, "<alice@xn--e1afmkfd.example>", "mail rcpt", "valid"),
    (54, "<alice@[192.0.2.1]>", "mail rcpt", "valid"),
    (55, "<alice@[192.0.2.256]>", "mail rcpt", "invalid"),
    (56, "<alice@[192.0.2]>", "mail rcpt", "invalid"),
    (57, "<alice@[192.000.002.001]>", "mail rcpt", "valid"),
    (58, "<alice@[IPv6:2001:db8::1]>", "mail rcpt", "valid"),
    (59, "<alice@[ipv6:2001:db8::1]>", "mail rcpt", "valid"),
    (60, "<alice@[2001:db8::1]>", "mail rcpt", "valid"),
    (61, "<alice@[IPv6:2001:db8:0:0:0:0:0:1]>", "mail rcpt", "valid"),
    (62, "<alice@[IPv6:2001:db8:0:0:0:0:1]>", "mail rcpt", "invalid"),
    (63, "<alice@[IPv6:1:2:3:4:5:6:7::]>", "mail rcpt", "invalid"),
    (64, "<alice@[IPv6:1:2:3:4:5:6::]>", "mail rcpt", "valid"),
    (65, "<alice@[IPv6:::]>", "mail rcpt", "valid"),
    (66, "<alice@[IPv6:::1]>", "mail rcpt", "valid"),
    (67, "<alice@[IPv6:::ffff:192.0.2.1]>", "mail rcpt", "valid"),
    (68, "<alice@[IPv6:1:2:3:4:5:6:192.0.2.1]>", "mail rcpt", "valid"),
    (69, "<alice@[IPv6:1:2:3:4:5::192.0.2.1]>", "mail rcpt", "invalid"),
    (70, "<alice@[IPv6:2001:db8::1::2]>", "mail rcpt", "invalid"),
    (71, "<alice@[IPv6:fe80::1%eth0]>", "mail rcpt", "invalid"),
    (72, "<alice@[IPv6:12345::]>", "mail rcpt", "invalid"),
    (73, "<alice@[IPv6:]>", "mail rcpt", "invalid"),
    (74, "<alice@[x400:foo]>", "mail rcpt", "valid"),
    (75, "<alice@#3221225985>", "mail rcpt", "invalid"),
    (76, "<alice@[ 192.0.2.1 ]>", "mail rcpt", "invalid"),
    (79, "<пользователь@example.com>", "mail rcpt", "utf8"),
    (80, "<用户@例子.example>", "mail rcpt", "utf8"),
    (81, "<alice@bücher.example>", "mail rcpt", "utf8"),
    (82, '<"üser name"@example.com>', "mail rcpt", "utf8"),
    (83, '<"\\ü"@example.com>', "mail rcpt", "invalid"),
    (84, "<д..д@example.com>", "mail rcpt", "invalid"),
]


@tabled(("number", "path", "where", "verdict"), PATHS)
def test_paths(number: int, path: str, where: str, verdict: str) -> None:
    """Each path is judged as an argument, as part of its line, and with SMTPUTF8."""
    for verb in where.split():
        line = {"mail": "MAIL FROM:", "rcpt": "RCPT TO:"}[verb] + path
        argument = {"mail": "Reverse-path", "rcpt": "rcpt-path"}[verb]
        for rule, text in ((verb, line), (argument, path)):
            assert syntax.matches(rule, text) is (verdict == "valid"), f"row {number} as {rule}"
            assert syntax.matches(rule, text, utf8=True) is (verdict != "invalid"), f"row {number} as {rule}, SMTPUTF8"
            assert syntax.viable(rule, text, utf8=True) == len(text) or verdict == "invalid"


@pytest.mark.parametrize(
    "path",
    [
        "<" + "a" * 64 + "@example.com>",  # row 77: 64 octets, the maximum
        "<" + "a" * 65 + "@example.com>",  # row 78: one too long
        "<" + "\u00e9" * 33 + "@example.com>",  # row 85: 33 characters, but 66 octets
    ],
)
def test_lengths_are_not_grammar(path: str) -> None:
    """RFC 5321 4.5.3.1 limits octets; a rule of its own warns of that."""
    assert syntax.matches("mail", "MAIL FROM:" + path, utf8=True)


# RFC 5321 4.1.1.1, RFC 6531 3.7.1
EHLO = [
    ("EHLO client.example.com", True),
    ("EHLO [192.0.2.1]", True),
    ("EHLO [IPv6:2001:db8::1]", True),
    ("EHLO 192.0.2.1", True),
    ("EHLO localhost", True),
    ("EHLO client_1.example.com", False),
    ("EHLO client.example.com.", False),
    ("EHLO ", False),
    ("EHLO", False),
    ("EHLO client.example.com extra", False),
    ("EHLO b\u00fccher.example", False),
    ("EHLO xn--bcher-kva.example", True),
    ("EHLO [127.0.0.1", False),
]


@pytest.mark.parametrize(("line", "valid"), EHLO)
def test_ehlo(*, line: str, valid: bool) -> None:
    """EHLO and LHLO take the same argument, and SMTPUTF8 changes nothing; HELO takes no literal."""
    assert syntax.matches("ehlo", line) is valid
    assert syntax.matches("ehlo", line, utf8=True) is valid
    assert syntax.matches("lhlo", line.replace("EHLO", "LHLO")) is valid
    assert syntax.matches("helo", line.replace("EHLO", "HELO")) is (valid and "[" not in line)


# The shape of MAIL and RCPT lines, and the column where a wrong one goes wrong: RFC 5321 3.3, 4.1.1.2, 4.1.1.3
SHAPES = [
    ("mail", "MAIL FROM:<a@example.com>", None),
    ("mail", "mail from:<a@example.com>", None),
    ("mail", "MAIL FROM: <a@example.com>", 10),
    ("mail", "MAIL FROM :<a@example.com>", 9),
    ("mail", "MAIL  FROM:<a@example.com>", 5),
    ("mail", "MAIL FROM<a@example.com>", 9),
    ("mail", "MAIL FROM:a@example.com", 10),
    ("mail", "MAIL FROM:<a@example.com>SIZE=1", 25),
    ("mail", "MAIL FROM:<a@example.com>  SIZE=1", 26),
    ("mail", "MAIL FROM:<a@example.com> ", 26),  # strict: the caller strips trailing blanks
    ("mail", "MAIL FROM:<a@example.com> SIZE = 1", 31),
    ("rcpt", "RCPT TO:<a@example.com>,<b@example.com>", 23),
    ("rcpt", "RCPT FROM:<a@example.com>", 5),
    ("mail", "MAIL TO:<a@example.com>", 5),
    ("mail", "FROM:<a@example.com>", 0),
]


@pytest.mark.parametrize(("rule", "line", "column"), SHAPES)
def test_shapes(rule: str, line: str, column: int | None) -> None:
    """A wrong line is viable up to the character that makes it wrong."""
    assert syntax.matches(rule, line) is (column is None)
    assert syntax.viable(rule, line) == (len(line) if column is None else column)


VALID = {
    "data": ["DATA", "data"],
    "bdat": ["BDAT 0", "BDAT 86 LAST", "BDAT 1 last"],
    "burl": ["BURL imap://alice@imap.example.com/Drafts;uidvalidity=1/;uid=25;urlauth=submit+alice:internal:91ab LAST"],
    "rset": ["RSET"],
    "vrfy": [
        *("VRFY postmaster", "VRFY john.smith", "VRFY a@b.example", "VRFY <a@b.example>", "VRFY <a>", 'VRFY "a b"'),
        "VRFY user SMTPUTF8",
    ],
    "expn": ["EXPN staff", "EXPN Example-People", "EXPN staff SMTPUTF8"],
    "help": ["HELP", "HELP MAIL", "HELP MAIL FROM:<a>"],
    "noop": ["NOOP", "NOOP x", "NOOP {anything} at all"],
    "quit": ["QUIT"],
    "starttls": ["STARTTLS"],
    "auth": ["AUTH PLAIN", "AUTH PLAIN AHVzZXIAc2VjcmV0", "AUTH EXTERNAL =", "auth scram-sha-256 biwsbj11c2Vy"],
    "etrn": ["ETRN example.com", "ETRN @example.com", "ETRN #queue_1"],
    "atrn": ["ATRN", "ATRN example.org", "ATRN example.org,example.com"],
    "turn": ["TURN"],
    "send": ["SEND FROM:<alice@example.com>"],
    "soml": ["SOML FROM:<alice@example.com>"],
    "saml": ["SAML FROM:<>"],
    "verb": ["VERB", "VERB on"],
    "onex": ["ONEX"],
    "xclient": ["XCLIENT NAME=spike.example.org ADDR=192.0.2.2", "XCLIENT NAME=[UNAVAILABLE] ADDR=IPV6:2001:db8::1"],
    "xforward": ["XFORWARD NAME=spike.example.org ADDR=192.0.2.2 PROTO=ESMTP"],
    "x-exps": ["X-EXPS GSSAPI", "X-EXPS NTLM TlRMTVNTUAAB"],
    "x-anonymoustls": ["X-ANONYMOUSTLS"],
    "xexch50": ["XEXCH50 2048 2"],
    "x-link2state": ["X-LINK2STATE LAST CHUNK={...}"],
    "xusr": ["XUSR"],
    "xadr": ["XADR"],
    "xsta": ["XSTA"],
    "mail": [
        *("MAIL FROM:<>", "MAIL FROM:<a@b.example> SMTPUTF8 SIZE=5", "MAIL FROM:<a@b.example> XVERP=+="),
        "MAIL FROM:<a@b.example> MTRK=Y2VydGlmaWVyLTIwLW9jdGV0cyE=:86400 ENVID=x",
    ],
    "rcpt": ["RCPT TO:<Postmaster>", "RCPT TO:<b@c.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;b@c.example"],
    "size-value": ["0", "12345678901234567890"],
    "body-value": ["7BIT", "8bitmime", "BINARYMIME"],
    "ret-value": ["FULL", "hdrs"],
    "envid-value": ["QQ314159", "a+3Db"],
    "notify-value": ["NEVER", "success", "SUCCESS,FAILURE,DELAY"],
    "orcpt-value": ["rfc822;Bob@example.org", "utf-8;a\\x{e9}@b.example"],
    "auth-value": ["<>", "e+3Dmc2@example.com"],
    "by-value": ["120;R", "-5;N", "+120;rt"],
    "holdfor-value": ["1", "999999999"],
    "holduntil-value": ["2027-01-01T00:00:00Z", "2027-12-31t23:59:60.25+01:00"],
    "mt-priority-value": ["0", "9", "-9"],
    "mtrk-value": ["Y2VydGlmaWVyLTIwLW9jdGV0cyE:86400", "Y2VydGlmaWVyLTIwLW9jdGV0cyE=", "QQ==:1"],
    "solicit-value": ["net.example:ADV", "a,b_c"],
    "submitter-value": ["bob@almamater.example"],
    "transid-value": ["<12345@claremont.example>"],
    "rrvs-value": ["2014-04-03T23:01:00Z", "2014-04-03T23:01:00Z;C"],
    "alt-address-value": ["a@example.com"],
    "xverp-value": ["+=", "-="],
    "reply-line": ["250 OK", "250-mx", "250", "334 ", "354 go ahead"],
    "greeting": ["220 mx.example.com ESMTP", "220 mx.example.com", "220-[192.0.2.1] hello"],
    "ehlo-ok": ["250-mx.example.com", "250 mx.example.com Hello, client [192.0.2.1]"],
    "ehlo-line": ["PIPELINING", "SIZE 52428800", "AUTH PLAIN LOGIN", "8BITMIME"],
    "status-code": ["2.1.5", "5.7.999"],
    "size-offer": ["", "0", "52428800"],
    "auth-offer": ["PLAIN LOGIN", "SCRAM-SHA-256-PLUS"],
    "deliverby-offer": ["", "240", "240,foo"],
    "futurerelease-offer": ["600 2027-01-01T00:00:00Z"],
    "mt-priority-offer": ["", "MIXER"],
    "limits-offer": ["MAILMAX=20 RCPTMAX=100", "FOO"],
    "no-soliciting-offer": ["", "net.example:ADV"],
    "burl-offer": ["", "imap", "imap imap://imap.example.com"],
    "smtputf8-offer": [""],
    "xclient-offer": ["NAME ADDR PORT"],
    "xforward-offer": ["NAME ADDR"],
    "x-exps-offer": ["GSSAPI NTLM"],
    "x-rcptlimit-offer": ["100"],
    "xtext": ["", "a+2B"],
    "base64": ["QUJD", "QQ==", "QUI="],
    "sasl-mech": ["PLAIN", "X" * 20],
    "initial-response": ["=", "QUJD"],
}

WRONG = {
    "data": ["DATA now"],
    "bdat": ["BDAT", "BDAT -1", "BDAT 10 END", "BDAT 10  LAST"],
    "burl": ["BURL", "BURL LAST", "BURL imap://a LAST now"],
    "vrfy": ["VRFY", "VRFY a b", "VRFY a\tb"],
    "noop": ["NOOP ", "NOOP a\tb"],
    "quit": ["QUIT now", "QUI"],
    "starttls": ["STARTTLS tls"],
    "auth": ["AUTH", "AUTH=PLAIN", "AUTH PLAIN dGVz=", "AUTH PLAIN a b", "AUTH PLAIN ", "AUTH SCRAM_SHA@1"],
    "etrn": ["ETRN", "ETRN exa_mple.com"],
    "atrn": ["ATRN localhost", "ATRN a.example, b.example"],
    "xclient": ["XCLIENT", "XCLIENT NAME", "XCLIENT NAME=a=b"],
    "xexch50": ["XEXCH50 2048"],
    "size-value": ["", "10MB", "1" * 21],
    "body-value": ["8BIT", "\u017fize", "7B\u0131T"],
    "ret-value": ["HEADERS", ""],
    "envid-value": ["a+3d", "a=b", ""],
    "notify-value": ["NEVER,FAILURE", "SUCCESS, FAILURE", ""],
    "orcpt-value": ["bob@x.example", "rfc822;", ";x"],
    "auth-value": ["<a@b.example>", "alice", ""],
    "by-value": ["120", "120;X", "R", ";R"],
    "holdfor-value": ["0", "01", "1000000000"],
    "holduntil-value": ["2027-13-01T00:00:00Z", "2027-01-01 00:00:00Z", "2027-01-01T24:00:00Z"],
    "mt-priority-value": ["+3", "07", "10", "-0", ""],
    "mtrk-value": ["", "a:", "=:1", "AA==="],
    "rrvs-value": ["2014-04-03", "2014-04-03T23:01:00.5Z", "2014-04-03T23:01:00Z;X"],
    "reply-line": ["199 x", "25 x", "2500", "260 x", "250=x"],
    "greeting": ["220", "220 mx_1.example.com", "250 mx.example.com"],
    "ehlo-line": ["AUTH=LOGIN", "-X", ""],
    "status-code": ["3.1.1", "2.01.5", "2.1", "2.1.5.1"],
    "size-offer": ["10M"],
    "smtputf8-offer": ["x"],
    "sasl-mech": ["", "X" * 21],
    "base64": ["", "=", "A", "AAA", "AA=A", "AAAA="],
}


@tabled(("rule", "text"), [(rule, text) for rule, texts in VALID.items() for text in texts])
def test_valid(rule: str, text: str) -> None:
    """One example at least of every command, parameter value, offer and reply."""
    assert syntax.matches(rule, text)
    assert syntax.matches(rule, text, utf8=True)
    assert syntax.viable(rule, text) == len(text)
    assert syntax.END in syntax.expected(rule, text)


@tabled(("rule", "text"), [(rule, text) for rule, texts in WRONG.items() for text in texts])
def test_wrong(rule: str, text: str) -> None:
    """The mistakes that the rules of the linter are about."""
    assert not syntax.matches(rule, text)
    assert not syntax.matches(rule, text, utf8=True)
    assert syntax.END not in syntax.expected(rule, text)


EXPECTED = [
    ("mail", "MAIL", (" FROM:",)),
    ("mail", "MAIL ", ("FROM:",)),
    ("mail", "MAIL FR", ("OM:",)),
    ("mail", "MAIL FROM:", ("<",)),
    ("mail", "MAIL FROM:<", ("a letter or digit", ">", "@", '"')),
    ("mail", "MAIL FROM:<a@b.example", (">", ".", "-", "a letter or digit")),
    ("mail", "MAIL FROM:<a@b.example>", ("a blank", "the end of the line")),
    ("rcpt", "RCPT TO:<", ("a letter or digit", "Postmaster>", "@", '"')),
    ("rcpt", "RCPT TO:<bob", ("@", ".", "a letter or digit")),
    ("ehlo", "EHLO ", ("a letter or digit", "[")),
    ("bdat", "BDAT ", ("a digit",)),
    ("bdat", "BDAT 10", (" LAST", "the end of the line", "a digit")),
    ("bdat", "BDAT 10 ", ("LAST",)),
    ("quit", "", ("QUIT",)),
    ("quit", "QUIT", ("the end of the line",)),
    ("quit", "QUIT ", ()),
    ("auth", "AUTH PLAIN AA", ("=", "a letter or digit")),
    ("auth", "AUTH PLAIN AA=", ("=",)),
    ("body-value", "", ("7BIT", "8BITMIME", "BINARYMIME")),
    ("body-value", "8b", ("ITMIME",)),
    ("notify-value", "SUCCESS,", ("SUCCESS", "FAILURE", "DELAY")),
    ("notify-value", "NEVER", ("the end of the line",)),
    ("by-value", "120;", ("N", "R")),
    ("holduntil-value", "2027-01-01", ("T",)),
    ("mail", "MAIL FROM:{{path}}", ("a blank", "the end of the line")),
]


@tabled(("rule", "prefix", "tokens"), EXPECTED)
def test_expected(rule: str, prefix: str, tokens: tuple[str, ...]) -> None:
    """Words and marks that continue the line, then descriptions; none where the line is wrong already."""
    assert syntax.expected(rule, prefix) == tuple(tokens)


PLACEHOLDERS = [
    ("mail", "MAIL FROM:<{{sender}}>"),
    ("mail", "MAIL FROM:{{path}}"),
    ("mail", "MAIL FROM:{{path}} SIZE={{size}}"),
    ("mail", "MAIL FROM:{{path}} SIZE={{size}} BODY={{body}} {{more}}"),
    ("mail", "MAIL FROM:<{{user}}@{{domain}}>{{parameters}}"),
    ("mail", "MAIL {{from}}"),
    ("mail", "{{line}}"),
    ("rcpt", "RCPT TO:<bob{{suffix}}@b.example>"),
    ("rcpt", "RCPT TO:<{{$env.USER}}@b.example>"),
    ("rcpt", "RCPT TO:<{{ spaced name }}>"),
    ("ehlo", "EHLO {{name}}"),
    ("ehlo", "EHLO [{{address}}]"),
    ("ehlo", "EHLO [IPv6:{{address}}]"),
    ("bdat", "BDAT {{n}}"),
    ("bdat", "BDAT {{n}} {{last}}"),
    ("auth", "AUTH {{mechanism}} {{response}}"),
    ("auth", "AUTH PLAIN {{a-response-of-some-length}}"),
    ("auth", "AUTH {{a-mechanism-with-a-very-long-name}}"),
    ("vrfy", "VRFY {{who}}"),
    ("burl", "BURL imap://{{user}}@imap.example.com/{{path}} LAST"),
    ("reply-line", "{{code}} {{text}}"),
    ("ehlo-ok", "250-{{host}}"),
    ("size-value", "{{a_name_longer_than_twenty_digits}}"),
    ("by-value", "{{seconds-from-now}};R"),
    ("holduntil-value", "{{date}}T00:00:00Z"),
    ("notify-value", "SUCCESS,{{other}}"),
    ("orcpt-value", "rfc822;{{address}}"),
    ("status-code", "{{class}}.1.1"),
    ("body-value", "{{body}}"),
]


@tabled(("rule", "text"), PLACEHOLDERS)
def test_placeholders(rule: str, text: str) -> None:
    """A placeholder may stand for whatever makes the line valid."""
    assert syntax.matches(rule, text)
    assert syntax.viable(rule, text) == len(text)


@pytest.mark.parametrize(
    ("rule", "text", "column"),
    [
        ("mail", "MAIL FROM: <{{sender}}>", 10),
        ("mail", "MAIL FROM:<{{sender}}> SIZE = {{n}}", 28),
        ("mail", "MAIL FROM:{{sender}}  SIZE={{n}}", 21),
        ("rcpt", "RCPT TO:<{{a}}@@b.example>", 15),
        ("auth", "AUTH PLAIN {{a-response-of-some-length}} x", 40),
        ("quit", "QUIT {{now}}", 4),
    ],
)
def test_wrong_beside_a_placeholder(rule: str, text: str, column: int) -> None:
    """Columns are those of the text with its placeholders."""
    assert not syntax.matches(rule, text)
    assert syntax.viable(rule, text) == column


def test_stand_ins_keep_the_length() -> None:
    """Every text to try is as long as the one with placeholders, so that columns stay right."""
    for text in ("{{a}}", "x{{a}}y{{bcd}}z", "{{a}}{{b}}{{c}}", "{{", "{{}}", "a}}b{{c}}"):
        tried = list(syntax.stand_ins(text))
        assert all(len(filled) == len(text) for filled in tried)
        assert len(tried) == len(set(tried)) <= 28
    assert list(syntax.stand_ins("<{{a}}>"))[:4] == ["<11111>", "<aaaaa>", "<a@aaa>", "<<a@a>>"]
    assert list(syntax.stand_ins("no {{}} here")) == []


def test_unknown_rule() -> None:
    """A rule that the grammar does not export is a mistake of the caller."""
    for question in (syntax.matches, syntax.viable, syntax.expected):
        with pytest.raises(KeyError):
            question("no-such-rule", "")


def test_long_lines_stay_linear() -> None:
    """10,000 characters that nearly match are judged at once, whatever the rule.

    There is no clock in it: patterns that look back again and again would never come to an end.
    """
    fillings = (
        *("a", "a-", "a.", "-", "1", "<", "@a", ",@a", '"', "\\", "A=", " A=A"),
        *(" X==", "+3D", ":", "a:", "=", " ", "\u00e9"),
    )
    heads = (
        *("", "MAIL FROM:<", 'MAIL FROM:<"', "MAIL FROM:<@a", "MAIL FROM:<a@b>", "RCPT TO:<a@[IPv6:"),
        *("AUTH PLAIN ", "NOOP x"),
    )
    for head, filling in itertools.product(heads, fillings):
        line = head + filling * (10_000 // len(filling)) + "\x00"
        verb = line[:4].lower()
        for rule in {verb} & FULL.keys() or FULL:
            assert not syntax.matches(rule, line, utf8=True)
        if verb in FULL:
            assert 0 < syntax.viable(verb, line[:2000], utf8=True) <= 2000


def test_import_is_light() -> None:
    """The module and a valid line need neither `regex` nor `typing`: the start of the command is budgeted."""
    code = (
        "import re, sys; before = set(sys.modules); from smtp_ls import syntax; "
        "assert syntax.matches('mail', 'MAIL FROM:<a@b.example>'); "
        "print(*sorted({name.partition('.')[0] for name in set(sys.modules) - before}))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["__future__", "smtp_ls"]
