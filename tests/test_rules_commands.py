"""The rules about command lines, addresses and parameters, row by row, and one mistake in several notations."""

import pytest

from smtp_ls.findings import Diagnostic, Severity
from smtp_ls.trace import Trace
from tests.table import tabled

NAME_64 = "n" * 64


def diagnostics(text: str) -> list[Diagnostic]:
    """What is found in a text."""
    trace = Trace(text)
    found = trace.diagnostics()
    assert not trace.failures
    return found


def on_line(session: str, line: int) -> list[tuple[str, str]]:
    """Rule and severity of what is found on a 0-based line."""
    return [(each.rule, each.severity.word) for each in diagnostics(session) if each.start.line == line]


def told(command: str) -> list[tuple[str, str]]:
    """What is found on a command in a script where it is in order; warnings and errors."""
    verb = command.partition(" ")[0].upper()
    before = "" if verb in ("EHLO", "HELO") else "C: EHLO client.example.org\n"
    before += "C: MAIL FROM:<alice@example.org>\n" if verb == "RCPT" else ""
    loud = ("warning", "error")
    return [each for each in on_line(f"{before}C: {command}\nC: QUIT\n", before.count("\n")) if each[1] in loud]


ERROR, WARNING = "error", "warning"

# --- addresses --------------------------------------------------------------------------------------------------------

# What the path is, what MAIL and RCPT say of it (None: nothing)
PATHS = [
    # Local parts
    ("<a@example.org>", None),
    ("<a.b.c@example.org>", None),
    ("<.a@example.org>", "invalid-mailbox"),
    ("<a.@example.org>", "invalid-mailbox"),
    ("<a..b@example.org>", "invalid-mailbox"),
    ("<a+b@example.org>", None),
    ("<!#$%&'*+-/=?^_`{|}~@example.org>", None),
    ("<a b@example.org>", "invalid-mailbox"),
    ('<"a b"@example.org>', None),
    ('<""@example.org>', None),
    ('<"a@b"@example.org>', None),
    ("<a@b@example.org>", "invalid-mailbox"),
    ('<"a\\"b"@example.org>', None),
    ('<"a"b"@example.org>', "invalid-mailbox"),
    ('<"a\\b"@example.org>', None),
    ('<"ab\\"@example.org>', "invalid-mailbox"),
    ('<"a\\,b"@example.org>', None),
    ("<a\\,b@example.org>", "invalid-mailbox"),
    ('<"a\tb"@example.org>', "control-char-in-command"),
    ('<"a".b@example.org>', "invalid-mailbox"),
    ("<a(remark)@example.org>", "invalid-mailbox"),
    ("<a%b.example@example.org>", None),
    ("<host!a@example.org>", None),
    # Brackets and blanks
    ("<a@example.org >", "invalid-mailbox"),
    ("< a@example.org>", "invalid-mailbox"),
    ("a@example.org", "missing-angle-brackets"),
    ("<a@example.org", "unbalanced-brackets"),
    ("a@example.org>", "unbalanced-brackets"),
    ("Alice <a@example.org>", "display-name-in-path"),
    # Missing parts
    ("<a>", "unqualified-local-part"),
    ("<@example.org>", "invalid-mailbox"),
    ("<a@>", "invalid-domain"),
    # Source routes
    ("<@x.example.org,@y.example.org:a@example.org>", ("source-route", WARNING)),
    ("<@x.example.org:a@example.org>", ("source-route", WARNING)),
    ("<@x.example.org,y.example.org:a@example.org>", "invalid-mailbox"),
    ("<@x.example.org, @y.example.org:a@example.org>", "invalid-mailbox"),
    # Domains
    ("<a@org>", ("non-fqdn", WARNING)),
    ("<a@example.org.>", "invalid-domain"),
    ("<a@.example.org>", "invalid-domain"),
    ("<a@exa_mple.org>", "underscore-in-domain"),
    ("<a@-example.org>", "invalid-domain"),
    ("<a@example-.org>", "invalid-domain"),
    ("<a@exa--mple.org>", None),
    ("<a@10.20.30.40>", ("unbracketed-ip", WARNING)),
    ("<a@123.example.org>", None),
    ("<a@xn--e1afmkfd.example>", None),
    ("<a@#3221225985>", "hash-literal"),
    # Literals
    ("<a@[192.0.2.1]>", None),
    ("<a@[192.0.2.256]>", "invalid-address-literal"),
    ("<a@[192.0.2]>", "invalid-address-literal"),
    ("<a@[192.000.002.001]>", None),
    ("<a@[IPv6:2001:db8::1]>", None),
    ("<a@[ipv6:2001:db8::1]>", None),
    ("<a@[2001:db8::1]>", "ipv6-literal-without-tag"),
    ("<a@[IPv6:2001:db8:0:0:0:0:0:1]>", None),
    ("<a@[IPv6:2001:db8:0:0:0:0:1]>", "invalid-address-literal"),
    ("<a@[IPv6:1:2:3:4:5:6:7::]>", "invalid-address-literal"),
    ("<a@[IPv6:1:2:3:4:5:6::]>", None),
    ("<a@[IPv6:::]>", None),
    ("<a@[IPv6:::1]>", None),
    ("<a@[IPv6:::ffff:192.0.2.1]>", None),
    ("<a@[IPv6:1:2:3:4:5:6:192.0.2.1]>", None),
    ("<a@[IPv6:1:2:3:4:5::192.0.2.1]>", "invalid-address-literal"),
    ("<a@[IPv6:2001:db8::1::2]>", "invalid-address-literal"),
    ("<a@[IPv6:fe80::1%eth0]>", "invalid-address-literal"),
    ("<a@[IPv6:12345::]>", "invalid-address-literal"),
    ("<a@[IPv6:]>", "invalid-address-literal"),
    ("<a@[x400:foo]>", ("unknown-literal-tag", WARNING)),
    ("<a@[ 192.0.2.1 ]>", "invalid-address-literal"),
    # Lengths: the RFC asks servers to take so much, and says of more that it SHOULD be avoided
    (f"<{NAME_64}@example.org>", None),
    (f"<{NAME_64}n@example.org>", ("local-part-too-long", WARNING)),
    # Beyond ASCII
    ("<имя@example.org>", "smtputf8-missing"),
    ("<用户@例子.example>", "smtputf8-missing"),
    ("<a@bücher.example>", "smtputf8-missing"),
    ('<"ü b"@example.org>', "smtputf8-missing"),
    ('<"\\ü"@example.org>', "invalid-mailbox"),
    ("<д..д@example.org>", "invalid-mailbox"),
]  # fmt: skip


@tabled("verb", ["MAIL FROM:", "RCPT TO:"])
@tabled(("path", "verdict"), PATHS)
def test_a_path_gets_one_finding_if_it_is_wrong_and_none_if_not(verb: str, path: str, verdict: object):
    """Each wrong part has one cause; the same in MAIL and RCPT."""
    expected = [] if verdict is None else [(verdict, ERROR) if isinstance(verdict, str) else verdict]
    assert told(verb + path) == expected


@pytest.mark.parametrize(
    ("command", "verdict"),
    [
        ("MAIL FROM:<>", []),
        ("RCPT TO:<>", [("null-forward-path", ERROR)]),
        ("MAIL FROM:< >", [("invalid-mailbox", ERROR)]),
        ("RCPT TO:<Postmaster>", []),
        ("RCPT TO:<postmaster>", []),
        ("RCPT TO:<POSTMASTER@example.org>", []),
        ("MAIL FROM:<Postmaster>", [("postmaster-bare-in-mail", ERROR)]),
        ("MAIL FROM:<имя@example.org> SMTPUTF8", []),
        (f"MAIL FROM:<{'é' * 33}@example.org> SMTPUTF8", [("local-part-too-long", WARNING)]),
    ],
)
def test_some_paths_are_judged_by_their_verb(command: str, verdict: list[tuple[str, str]]):
    """The empty path and Postmaster; octets count, not letters."""
    assert told(command) == verdict


@pytest.mark.parametrize(
    ("command", "verdict"),
    [
        ("EHLO client.example.org", []),
        ("EHLO [192.0.2.1]", []),
        ("EHLO [IPv6:2001:db8::1]", []),
        ("EHLO 192.0.2.1", [("unbracketed-ip", WARNING)]),
        ("EHLO localhost", []),
        ("EHLO mybox", [("non-fqdn", WARNING)]),
        ("EHLO client_1.example.org", [("underscore-in-domain", WARNING)]),
        ("EHLO client.example.org.", [("invalid-domain", ERROR)]),
        ("EHLO ", [("missing-argument", ERROR)]),
        ("EHLO client.example.org more", [("extra-argument", WARNING)]),
        ("EHLO bücher.example", [("non-ascii-ehlo-name", ERROR)]),
        ("EHLO xn--bcher-kva.example", []),
        ("EHLO [127.0.0.1", [("invalid-address-literal", ERROR)]),
        ("EHLO [bücher.example]", [("invalid-address-literal", ERROR)]),
        ("HELO [192.0.2.1]", []),
        ("HELO [2001:db8::1]", [("ipv6-literal-without-tag", ERROR)]),
        ("ehlo client.example.org ", []),
    ],
)
def test_the_name_of_the_client(command: str, verdict: list[tuple[str, str]]):
    """EHLO, HELO and LHLO take one name."""
    assert told(command) == verdict


# --- the shape of a line ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "verdict"),
    [
        ("mail from:<a@example.org>", []),
        ("MAIL FROM:<a@example.org> ", []),
        ("MAIL FROM:<a@example.org>\t", []),
        ("QUIT ", []),
        ("NOOP   ", []),
        ("MAIL FROM: <a@example.org>", [("space-after-colon", WARNING)]),
        ("MAIL FROM : <a@example.org>", [("space-before-colon", ERROR), ("space-after-colon", WARNING)]),
        ("MAIL FROM :<a@example.org>", [("space-before-colon", ERROR)]),
        ("MAIL  FROM:<a@example.org>", [("double-space", WARNING)]),
        ("MAIL FROM<a@example.org>", [("missing-colon", ERROR)]),
        ("MAIL FROM:<a@example.org>SIZE=1", [("malformed-command", ERROR)]),
        ("MAIL FROM:<a@example.org>  SIZE=1", [("double-space", WARNING)]),
        ("MAIL FROM:<a@example.org> SIZE = 1", [("parameter-value-missing", ERROR)]),
        ("RCPT TO:<a@example.org>,<b@example.org>", [("multiple-recipients-in-rcpt", ERROR)]),
        ("RCPT TO:<a@example.org> <b@example.org>", [("multiple-recipients-in-rcpt", ERROR)]),
        ("RCPT TO:a@example.org b@example.org", [("multiple-recipients-in-rcpt", ERROR)]),
        ("RCPT FROM:<a@example.org>", [("wrong-path-keyword", ERROR)]),
        ("MAIL TO:<a@example.org>", [("wrong-path-keyword", ERROR)]),
        ("MAIL\tFROM:<a@example.org>", [("control-char-in-command", ERROR)]),
        ("RSET now", [("unexpected-argument", ERROR)]),
        ("RSET  now", [("unexpected-argument", ERROR)]),
        ("VRFY", [("missing-argument", ERROR)]),
        ("VRFY a.b@example.org", []),
        ("NOOP one two", []),
        ("HELP\x01", [("control-char-in-command", ERROR)]),
    ],
)
def test_the_shape_of_a_line(command: str, verdict: list[tuple[str, str]]):
    """One blank where the grammar has one, none elsewhere; what trails is forgiven."""
    assert told(command) == verdict


MISSPELT = {
    "labelled": "S: 220 mx.example.com ESMTP\nC: EHLO client.example.org\nS: 250 mx.example.com\nC: MALI FROM:<>\n",
    "bare": "220 mx.example.com ESMTP\nEHLO client.example.org\n250 mx.example.com\nMALI FROM:<>\n",
    "script": "C: EHLO client.example.org\nC: NOOP\nC: RSET\nC: MALI FROM:<>\n",
    "swaks": "<-  220 mx.example.com ESMTP\n -> EHLO client.example.org\n<-  250 mx.example.com\n -> MALI FROM:<>\n",
}


@pytest.mark.parametrize("notation", MISSPELT)
def test_the_same_mistake_in_every_notation(notation: str):
    """Only the columns differ."""
    session = MISSPELT[notation]
    last = session.splitlines()[3]
    found = [each for each in diagnostics(session) if each.rule == "unknown-command"]
    assert [(each.start.line, each.start.column) for each in found] == [(3, last.index("MALI"))]
    assert found[0].fix is not None
    assert found[0].fix.edits[0].text == "MAIL"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("GET / HTTP/1.1", "HTTP"),
        ("Subject: hello", "header field"),
        ("\x16\x03\x01\x02\x00\x01", "TLS"),
        ("\\x16\\x03\\x01\\x02\\x00", "TLS"),
        (".", "dot"),
        ("START TLS", "STARTTLS"),
        ("RCPTTO:<b@example.org>", "RCPT TO"),
        ("HELLO client.example.org", "HELO"),
        ("aGVsbG8gd29ybGQ=", "no SMTP command"),
    ],
)
def test_what_is_no_command_is_explained(line: str, says: str):
    """Browsers, header fields, TLS and verbs that are nearly right."""
    session = f"S: 220 mx.example.com ESMTP\nC: EHLO client.example.org\nS: 250 mx.example.com\nC: {line}\nS: 250 Ok\n"
    found = [each for each in diagnostics(f"{session}C: QUIT\nS: 221 Bye\n") if each.start.line == 3]
    assert [each.rule for each in found] == ["unknown-command"]
    assert says in found[0].message


def test_what_may_be_a_secret_is_never_repeated():
    """A password in a command's place stays out of every message."""
    secret = "aHVudGVyMjpzZWNyZXQ="
    for line in (secret, f"PASS {secret}", f"AUTH PLAIN{secret}", f"AUTH PLAIN {secret}!"):
        for each in diagnostics(f"C: EHLO client.example.org\nC: {line}\nC: QUIT\n"):
            assert secret[:8] not in each.message


# --- parameters -------------------------------------------------------------------------------------------------------


def parameters(verb: str, words: str) -> list[tuple[str, str]]:
    """What is found of parameters in a script, where nothing is known of the server."""
    return told(f"MAIL FROM:<a@example.org> {words}" if verb == "MAIL" else f"RCPT TO:<b@example.org> {words}")


@tabled(
    ("verb", "words", "verdict"),
    [
        ("MAIL", "SIZE=1", []),
        ("MAIL", "size=1 body=7bit smtputf8 ret=full", []),
        ("MAIL", "SIZE=1.5", ["invalid-size-value"]),
        ("MAIL", "SIZE=-1", ["invalid-size-value"]),
        ("MAIL", "SIZE=123456789012345678901", ["invalid-size-value"]),
        ("MAIL", "SIZE", ["parameter-value-missing"]),
        ("MAIL", "SIZE=", ["parameter-value-missing"]),
        ("MAIL", "SIZE= 1", ["parameter-value-missing"]),
        ("MAIL", "SIZE=1 SIZE=1", ["duplicate-parameter"]),
        ("MAIL", "SIZE=1 FOO", ["unknown-parameter"]),
        ("MAIL", "X-FOO=1", []),
        ("MAIL", "{{all}}", []),
        ("MAIL", "SIZE={{n}} ENVID={{id}} BODY={{body}} RET={{ret}} AUTH={{who}} BY={{by}} HOLDFOR={{n}}", []),
        ("MAIL", "MT-PRIORITY={{n}} MTRK={{m}} {{envid}}", []),
        ("MAIL", "SMTPUTF8=yes", ["parameter-value-forbidden"]),
        ("MAIL", "NOTIFY=NEVER", ["parameter-on-wrong-command"]),
        ("MAIL", "BODY=8BIT", ["invalid-body-value"]),
        ("MAIL", "RET=HEADERS", ["invalid-ret"]),
        ("MAIL", "ENVID=a+3d", ["invalid-xtext"]),
        ("MAIL", "ENVID=a=b", ["invalid-xtext"]),
        ("MAIL", "ENVID=a+", ["invalid-xtext"]),
        ("MAIL", "AUTH=<>", []),
        ("MAIL", "AUTH=<a@example.org>", ["invalid-auth-param"]),
        ("MAIL", "AUTH=a=b@example.org", ["invalid-auth-param"]),
        ("MAIL", "BY=120;RT", []),
        ("MAIL", "BY=+0;N", []),
        ("MAIL", "BY=-1;R", ["invalid-by"]),
        ("MAIL", "BY=1234567890;R", ["invalid-by"]),
        ("MAIL", "HOLDFOR=0", ["invalid-hold"]),
        ("MAIL", "HOLDUNTIL=2026-13-01T00:00:00Z", ["invalid-hold"]),
        ("MAIL", "HOLDFOR=1 HOLDUNTIL=2026-12-01T00:00:00Z", ["invalid-hold"]),
        ("MAIL", "MT-PRIORITY=-0", ["invalid-mt-priority"]),
        ("MAIL", "MT-PRIORITY=07", ["invalid-mt-priority"]),
        ("MAIL", "MT-PRIORITY=9", []),
        ("MAIL", "MTRK=abcd:60 ENVID=1", []),
        ("MAIL", "MTRK=abc=:60", ["mtrk-without-envid"]),
        ("MAIL", "XVERP=+=", []),
        ("MAIL", "REQUIRETLS", ["requiretls-without-tls"]),
        ("RCPT", "NOTIFY=success,failure", []),
        ("RCPT", "NOTIFY=NEVER,DELAY", ["invalid-notify"]),
        ("RCPT", "NOTIFY=SUCCESS, DELAY", ["invalid-notify"]),
        ("RCPT", "ORCPT=rfc822;b@example.org", []),
        ("RCPT", "ORCPT=b@example.org", ["invalid-orcpt"]),
        ("RCPT", "ORCPT=rfc822;b=c@example.org", ["invalid-orcpt"]),
        ("RCPT", f"ORCPT=rfc822;{'b' * 490}@example.org", ["invalid-orcpt"]),
        ("RCPT", "SIZE=1", ["parameter-on-wrong-command"]),
        ("RCPT", "RRVS=2014-04-03T23:01:00Z;c", []),
        ("RCPT", "RRVS=2014-04-03T23:01:00.5Z", ["invalid-rrvs"]),
        ("RCPT", "RRVS=2014-04-03T23:01:00Z;X", ["invalid-rrvs"]),
    ],
)
def test_one_wrong_parameter_is_one_finding(verb: str, words: str, verdict: list[str]):
    """The grammar's rule for each value, and the table for where it may stand."""
    assert [rule for rule, _ in parameters(verb, words)] == verdict


def session(*offers: str, then: str, hello: str = "EHLO") -> list[str]:
    """The rules that speak about one command after an EHLO reply with these offers."""
    listed = [f"S: 250-{each}" for each in offers]
    if listed:
        listed[-1] = listed[-1].replace("-", " ", 1)
    first = "S: 250-mx.example.com" if offers else "S: 250 mx.example.com"
    lines = [
        "S: 220 mx.example.com ESMTP",
        f"C: {hello} client.example.org",
        first,
        *listed,
        f"C: {then}",
        "S: 250 2.0.0 Ok",
    ]
    lines += ["C: QUIT", "S: 221 2.0.0 Bye"]
    found = diagnostics("\n".join(lines) + "\n")
    return [each.rule for each in found if each.start.line == 3 + len(offers) and each.severity >= Severity.WARNING]


@pytest.mark.parametrize(
    ("offers", "command", "verdict"),
    [
        (("SIZE",), "MAIL FROM:<a@example.org> SIZE=1", []),
        (("size 1000",), "MAIL FROM:<a@example.org> SIZE=1", []),
        (("DSN",), "MAIL FROM:<a@example.org> SIZE=1", ["extension-not-advertised"]),
        ((), "MAIL FROM:<a@example.org> SIZE=1", []),
        (("AUTH=EXTERNAL",), "MAIL FROM:<a@example.org> AUTH=<>", []),
        (("MTRK",), "MAIL FROM:<a@example.org> ENVID=1", []),
        (("8BITMIME",), "MAIL FROM:<a@example.org> BODY=BINARYMIME", ["extension-not-advertised"]),
        (("BINARYMIME", "CHUNKING"), "MAIL FROM:<a@example.org> BODY=8BITMIME", ["extension-not-advertised"]),
        (("SIZE",), "ETRN example.org", ["extension-not-advertised"]),
        (("SIZE",), "VRFY alice SMTPUTF8", ["extension-not-advertised"]),
        (("SMTPUTF8", "8BITMIME"), "VRFY alice SMTPUTF8", []),
        (("SIZE",), "VRFY alice", []),
        (("SIZE 10",), "MAIL FROM:<a@example.org> SIZE=11", ["size-exceeds-limit"]),
        (("SIZE ten",), "MAIL FROM:<a@example.org> SIZE=11", []),
        (("FOO",), "MAIL FROM:<a@example.org> FOO=1", []),
    ],
)
def test_what_is_used_must_be_offered(offers: tuple[str, ...], command: str, verdict: list[str]):
    """By the latest EHLO reply, where it shows a list at all."""
    assert session(*offers, then=command) == verdict


def test_after_helo_there_are_no_extensions():
    """The parameters are one finding each, and never two for one cause."""
    assert session(then="MAIL FROM:<a@example.org> SIZE=1", hello="HELO") == ["esmtp-after-helo"]


def test_a_mistake_that_was_refused_is_only_information():
    """A negative test passes."""
    text = "S: 220 mx.example.com ESMTP\nC: EHLO client.example.org\nS: 250 mx.example.com\n"
    text += "C: MAIL FROM:a\nS: 501 5.5.4 No\n"
    found = [each for each in diagnostics(text) if each.start.line == 3]
    assert [(each.rule, each.severity) for each in found] == [("missing-angle-brackets", Severity.INFORMATION)]
    assert "refused with 501, as it should be" in found[0].message


# --- fixes ------------------------------------------------------------------------------------------------------------

WRONG = [
    "EHLO  client.example.org.",
    "EHLO bücher.example more",
    "EHLO [2001:db8::1]",
    "EHLO 192.0.2.1",
    "MAIL FROM : <a@example.org>",
    "MAIL FROM a@example.org",
    "MAIL  FORM:<a@example.org>",
    "MAIL FROM:Alice <a@example.org> SIZE = 1 BODY=8BIT ENVID=a=b+c",
    "MAIL FROM:<a@example.org SIZE=1",
    "MAIL FROM:<<a@example.org>>",
    "MAIL FROM:<a@10.0.0.1> RET=HEADERS AUTH=<a@example.org> MT-PRIORITY=+3",
    "MAILFROM:<a@example.org>",
    "QIUT",
    "RCPT TO:b@example.org ORCPT=b@example.org",
    "RSET all",
]


@pytest.mark.parametrize("command", WRONG)
def test_fixes_settle_and_leave_nothing_to_fix(command: str):
    """Applied again and again they come to an end, and what is left has no fix."""
    from smtp_ls.editing.fixing import fix  # noqa: PLC0415

    verb = command.partition(" ")[0]
    before = "" if verb == "EHLO" else "C: EHLO client.example.org\n"
    before += "C: MAIL FROM:<alice@example.org>\n" if verb == "RCPT" else ""
    fixed = fix(f"{before}C: {command}\nC: QUIT\n", diagnostics, unsafe=False)
    assert fixed.settled
    assert fixed.applied
    assert not [each for each in diagnostics(fixed.text) if each.fix is not None]


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        ("EHLO client.example.org", "malformed-command"),
        ("MAIL FROM:<alice@example.org>", "malformed-command"),
        ("MAIL FROM:<alice@example.org> SIZE=20", "invalid-size-value"),
        ("MAIL FROM:<alice@example.org> BODY=8BITMIME", "invalid-body-value"),
        ("QUIT", "malformed-command"),
    ],
)
def test_a_blank_of_another_sort_behind_a_command_is_found(command: str, rule: str):
    """A no-break space, as from a web page, is sent as it is; nobody sees it."""
    hello = (
        "S: 220 mx.example.com ESMTP\nC: EHLO client.example.org\nS: 250-mx.example.com\nS: 250-SIZE\nS: 250 8BITMIME\n"
    )
    found = [each for each in Trace(f"{hello}C: {command}\u00a0\nS: 250 Ok\n").diagnostics() if each.start.line == 5]
    assert rule in {each.rule for each in found}
