"""What fixes put where: another line's text, new lines with their labels, one right answer or a choice."""

import pytest

from smtp_ls.editing.fixing import apply
from smtp_ls.findings import Repair
from smtp_ls.trace import Trace


def repair(text: str, rule: str) -> Repair | None:
    """The fix of the first finding of a rule; None if it has none."""
    found = [each for each in Trace(text, seldom=frozenset({rule})).diagnostics() if each.rule == rule]
    assert found, [each.rule for each in Trace(text).diagnostics()]
    return found[0].fix


def mended(text: str, rule: str) -> str:
    """The text once the fix of a rule's first finding is applied."""
    fix = repair(text, rule)
    assert fix is not None
    return apply(text, [fix])[0]


OPEN = "C: EHLO a.example.org\nC: MAIL FROM:<a@example.org>\n"
INSERTED = {
    "a label": ("C: EHLO a.example.org\nC: RCPT TO:<b@example.net>\nC: QUIT\n", "rcpt-before-mail", 1,
                ["C: MAIL FROM:<alice@example.org>"]),
    "a tight label": ("C:EHLO a.example.org\nC:RCPT TO:<b@example.net>\nC:QUIT\n", "rcpt-before-mail", 1,
                      ["C:MAIL FROM:<alice@example.org>"]),
    "no label": ("EHLO a.example.org\nRCPT TO:<b@example.net>\nQUIT\n", "rcpt-before-mail", 1,
                 ["MAIL FROM:<alice@example.org>"]),
    "CRLF": ("EHLO a.example.org\r\nRCPT TO:<b@example.net>\r\nQUIT\r\n", "rcpt-before-mail", 1,
             ["MAIL FROM:<alice@example.org>"]),
    "several, in order": ("C: DATA\nC: .\nC: QUIT\n", "data-without-rcpt", 0,
                          ["C: EHLO client.example.org", "C: MAIL FROM:<alice@example.org>",
                           "C: RCPT TO:<bob@example.net>"]),
    "LMTP": ("# smtp-ls: protocol=lmtp\nC: MAIL FROM:<a@example.org>\nC: QUIT\n", "mail-before-ehlo", 1,
             ["C: LHLO client.example.org"]),
    "the EHLO above": ("C: EHLO a.example.org\nC: STARTTLS\nC: NOOP\nC: QUIT\n", "ehlo-missing-after-starttls", 2,
                       ["C: EHLO a.example.org"]),
    "the client's label below a reply": ("S: 220 mx.example.com ESMTP\nC: EHLO a.example.org\nS: 250 mx.example.com\n",
                                         "missing-quit", 3, ["C: QUIT"]),
    "above a comment": ("S: 220\nC: EHLO a.example.org\nS: 250\n# over\n", "missing-quit", 3, ["C: QUIT"]),
    "above the dot": (f"{OPEN}C: RCPT TO:<b@example.net>\nC: DATA\nC: QUIT\n",
                      "command-in-data", 4, ["C: ."]),
    "more recipients": (f"{OPEN}C: RCPT TO:<b@c.example>,<c@c.example>; d@c.example\n",
                        "multiple-recipients-in-rcpt", 3, ["C: RCPT TO:<c@c.example>", "C: RCPT TO:<d@c.example>"]),
}  # fmt: skip


@pytest.mark.parametrize("case", INSERTED)
def test_new_lines_are_written_as_the_lines_about_them(case: str):
    """With the label and the line end of their neighbours, and the other lines as they were."""
    text, rule, at, added = INSERTED[case]
    lines = mended(text, rule).splitlines(keepends=True)
    end = "\r\n" if "\r\n" in text else "\n"
    assert lines[at : at + len(added)] == [f"{line}{end}" for line in added]
    rest = lines[:at] + lines[at + len(added) :]
    if case != "more recipients":
        assert "".join(rest) == text


def test_a_last_line_without_an_end_gets_one_below_it():
    """QUIT goes on a line of its own."""
    assert mended("EHLO a.example.org\nNOOP", "missing-quit") == "EHLO a.example.org\nNOOP\nQUIT"


def test_another_lines_text_is_mended_in_its_own_columns():
    """SMTPUTF8 and BODY go to the end of MAIL, before the blanks that stand there."""
    text = "C: EHLO a.example.org\nC: MAIL FROM:<a@example.org>  \nC: RCPT TO:<björn@example.net>\nC: QUIT\n"
    assert "\nC: MAIL FROM:<a@example.org> SMTPUTF8  \n" in mended(text, "smtputf8-missing")
    text = (
        "EHLO a.example.org\nMAIL FROM:<a@example.org>\nRCPT TO:<b@example.net>\nDATA\n"
        "Subject: hello\n\nGrüße\n.\nQUIT\n"
    )
    assert "\nMAIL FROM:<a@example.org> BODY=8BITMIME\n" in mended(text, "8bit-without-8bitmime")


LOG = "S: 220 mx.example.com ESMTP\nC: EHLO a.example.org\nS: 250 mx.example.com\n"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (f"{LOG}C: RCPT TO:<b@example.net>\nS: 250 Ok\nC: QUIT\nS: 221 Bye\n", "rcpt-before-mail"),
        (f"{LOG}C: DATA\nS: 503 Not now\nC: QUIT\nS: 221 Bye\n", "data-without-rcpt"),
        (LOG.replace("EHLO", "HELO") + "C: QUIT\nS: 221 Bye\n", "helo-used"),
        ("<-  220 mx.example.com ESMTP\n -> EHLO a.example.org\n<-  250 mx.example.com\n", "missing-quit"),
    ],
)
def test_a_log_gets_no_line_that_was_never_sent(text: str, rule: str):
    """A command that is added to a log would lack the reply that it got."""
    assert repair(text, rule) is None


def test_nothing_is_added_that_is_not_offered():
    """The server lists its extensions, and SMTPUTF8 is not among them."""
    offers = LOG.replace("S: 250 mx.example.com", "S: 250-mx.example.com\nS: 250 SIZE")
    session = f"{offers}C: MAIL FROM:<élise@example.org>\nS: 550 No\nC: QUIT\nS: 221 Bye\n"
    assert repair(session, "smtputf8-missing") is None


@pytest.mark.parametrize(
    ("command", "rule", "after", "kind"),
    [
        ("MAIL FROM:<a@#3221225985>", "hash-literal", "MAIL FROM:<a@[192.0.2.1]>", "safe"),
        ("MAIL FROM:<a@[ 192.0.2.1 ]>", "invalid-address-literal", "MAIL FROM:<a@[192.0.2.1]>", "safe"),
        ('MAIL FROM:<"a.b"@example.org>', "needless-quoting", "MAIL FROM:<a.b@example.org>", "safe"),
        ("MAIL FROM:<a b@example.org>", "invalid-mailbox", 'MAIL FROM:<"a b"@example.org>', "choice"),
        ('MAIL FROM:<a"b@example.org>', "invalid-mailbox", r'MAIL FROM:<"a\"b"@example.org>', "choice"),
        ("MAIL FROM:<a@bücher.example.org>", "smtputf8-missing", "MAIL FROM:<a@xn--bcher-kva.example.org>", "choice"),
        ("MAIL FROM:<é@example.org>", "smtputf8-missing", "MAIL FROM:<é@example.org> SMTPUTF8", "choice"),
        ("MAIL FROM:<a@example.org>SIZE=1", "malformed-command", "MAIL FROM:<a@example.org> SIZE=1", "safe"),
        ("MAIL <a@example.org>", "malformed-command", "MAIL FROM:<a@example.org>", "safe"),
        ("MAIL FROM:<a@example.org> SIZE=1 SIZE=1", "duplicate-parameter", "MAIL FROM:<a@example.org> SIZE=1", "safe"),
        ("MAIL FROM:<a@example.org> SIZ=1", "unknown-parameter", "MAIL FROM:<a@example.org> SIZE=1", "choice"),
        ("MAIL FROM:<@b.example:a@example.org>", "source-route", "MAIL FROM:<a@example.org>", "choice"),
        ("MAIL\tFROM:<a@example.org>\tSIZE=1", "control-char-in-command", "MAIL FROM:<a@example.org> SIZE=1", "safe"),
        ("MAIL FROM:<a@example.org> \t", "trailing-whitespace", "MAIL FROM:<a@example.org>", "safe"),
        ("mail FROM:<a@example.org>", "lower-case-verb", "MAIL FROM:<a@example.org>", "safe"),
        ("SOML FROM:<a@example.org>", "send-soml-saml", "MAIL FROM:<a@example.org>", "choice"),
    ],
)
def test_a_command_is_mended(command: str, rule: str, after: str, kind: str):
    """With one right answer (safe), or one of several (choice); and then the rule is content."""
    text = f"C: EHLO a.example.org\nC: {command}\nC: RSET\nC: QUIT\n"
    fix = repair(text, rule)
    assert fix is not None
    assert fix.safe == (kind == "safe")
    done = apply(text, [fix])[0]
    assert done == f"C: EHLO a.example.org\nC: {after}\nC: RSET\nC: QUIT\n"
    assert not [each for each in Trace(done).diagnostics() if each.rule == rule]


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        ("MAIL FROM:<a@example.org> SIZE=1 SIZE=2", "duplicate-parameter"),
        ("MAIL FROM:<a@#4294967296>", "hash-literal"),
        ('MAIL FROM:<"a"b@example.org>', "invalid-mailbox"),
        ("MAIL FROM:<@example.org>", "invalid-mailbox"),
        ("MAIL FROM:<a@straße.example.org>", "smtputf8-missing"),
        ('MAIL FROM:<"a\tb"@example.org>', "control-char-in-command"),
        ("RCPT TO:<b@example.net>,<c..d@example.net>", "multiple-recipients-in-rcpt"),
        ("QUIT.", "malformed-command"),
    ],
)
def test_what_nobody_can_know_is_not_mended(command: str, rule: str):
    """No fix where it is not certain what was meant, nor that the command would be right."""
    assert repair(f"C: EHLO a.example.org\nC: MAIL FROM:<a@example.org>\nC: {command}\n", rule) is None
