"""Rules of style, habit and limits: found in every notation that shows enough, silent where a file may be right."""

import pytest

from smtp_ls.trace import Trace


def lines_of(text: str, rule: str) -> list[int]:
    """The 1-based lines on which a rule finds something."""
    trace = Trace(text)
    assert not trace.failures
    return [each.start.line + 1 for each in trace.diagnostics() if each.rule == rule]


HELLO = "220 mx.example.com ESMTP\nEHLO client.example.org\n250 mx.example.com\n"
SMTPLIB = """\
connect: ('mx.example.com', 25)
reply: b'220 mx.example.com ESMTP\\r\\n'
send: 'ehlo client.example.org\\r\\n'
reply: b'250 mx.example.com\\r\\n'
"""
OPEN = "MAIL FROM:<a@example.org>\n250 Ok\nRCPT TO:<b@example.net>\n250 Ok\n"
LIMITED = "220 mx.example.com ESMTP\nEHLO client.example.org\n250-mx.example.com\n250 LIMITS "

FOUND = {
    "blank behind a verb": ("trailing-whitespace", f"{HELLO}QUIT \n221 Bye\n", [4]),
    "blank behind a verb, in a log": ("trailing-whitespace", f"{SMTPLIB}send: 'quit \\r\\n'\n", [5]),
    "blank that a placeholder may hold": ("trailing-whitespace", "C: EHLO {{a}}\nC: MAIL FROM:<{{b}}> {{c}} \n", [2]),
    "blank for an empty response": ("trailing-whitespace", f"{HELLO}AUTH EXTERNAL \n334 \n\n235 Ok\n", []),
    "blank where an address is missing": ("trailing-whitespace", "C: EHLO a.example.org\nC: MAIL FROM: \n", []),
    "a TAB before the verb, typed": ("leading-whitespace", f"{HELLO}{OPEN}\tRSET\n250 Ok\n", [8]),
    "an indented excerpt": ("leading-whitespace", "    220 mx.example.com ESMTP\n    EHLO a.example.org\n", []),
    "a blank before the verb, in swaks": (
        "leading-whitespace", "<-  220 mx.example.com ESMTP\n ->  EHLO a.example.org\n<-  250 mx.example.com\n", [2],
    ),
    "a lone LF, in a log": ("bare-cr-lf-in-command", f"{SMTPLIB}send: 'noop\\nquit\\r\\n'\n", [5]),
    "a lone LF at the end": ("bare-cr-lf-in-command", f"{SMTPLIB}send: 'quit\\n'\n", [5]),
    "several commands at once": ("bare-cr-lf-in-command", f"{SMTPLIB}send: 'noop\\r\\nquit\\r\\n'\n", []),
    "a file with CR": ("bare-cr-lf-in-command", "C: EHLO a.example.org\rC: QUIT\r", []),
    "a backspace, typed": ("control-char-in-command", f"{HELLO}VRFY bop\x08b\n501 No\n", [4]),
    "TLS where none was begun": ("control-char-in-command", f"{HELLO}\x16\x03\x01\n500 No\n", []),
    "a TAB beside the colon": ("control-char-in-command", "C: EHLO a.example.org\nC: MAIL FROM:\t<a@c.example>\n", []),
    "Latin-1, typed": ("invalid-utf8", f"{HELLO}MAIL FROM:<gr\udcfcn@example.org>\n553 No\n", [4]),
    "Latin-1 in a NOOP": ("invalid-utf8", f"{HELLO}NOOP \udce9\n250 Ok\n", [4]),
    "letters in a VRFY": ("non-ascii-command", f"{HELLO}VRFY jörg\n501 No\n", [4]),
    "letters in an address": ("non-ascii-command", f"{HELLO}MAIL FROM:<jörg@example.org>\n501 No\n", []),
    "a range that is %": ("percent-hack", "C: EHLO a.example.org\nC: MAIL FROM:<100%sure@example.org>\n", []),
    "a UUCP path": ("percent-hack", "C: EHLO a.example.org\nC: MAIL FROM:<a!b!c@example.org>\n", [2]),
    "quotes about a blank": ("needless-quoting", 'C: EHLO a.example.org\nC: MAIL FROM:<"a b"@example.org>\n', []),
    "the same twice": ("duplicate-recipient", f"{HELLO}{OPEN}RCPT TO:<b@EXAMPLE.net>\n250 Ok\n", [8]),
    "the same, after a refusal": (
        "duplicate-recipient",
        f"{HELLO}MAIL FROM:<a@example.org>\n250 Ok\nRCPT TO:<b@c.example>\n450 No\nRCPT TO:<b@c.example>\n250 Ok\n", [],
    ),
    "HELO where EHLO was refused": (
        "helo-used", "220 mx.example.com\nEHLO a.example.org\n502 No\n" + "HELO a.example.org\n250 Ok\n" * 2, [],
    ),
    "HELO in a script behind EHLO": ("helo-used", "C: EHLO a.example.org\nC: HELO a.example.org\nC: QUIT\n", []),
    "HELO in an excerpt": ("helo-used", "# smtp-ls: partial\nC: HELO a.example.org\nS: 250 Ok\n", []),
    "QUIT after the message": (
        "unfinished-transaction", f"{HELLO}{OPEN}DATA\n354 Go\nSubject: hello\n\nhello\n.\n250 Ok\nQUIT\n221 Bye\n", [],
    ),
    "QUIT after a refused DATA": ("unfinished-transaction", f"{HELLO}{OPEN}DATA\n554 No\nQUIT\n221 Bye\n", []),
    "QUIT after RCPT": ("unfinished-transaction", f"{HELLO}{OPEN}QUIT\n221 Bye\n", [8]),
    "RSET between two messages, in a log": (
        "redundant-rset", "<-  220 mx.example.com\n -> EHLO a.example.org\n<-  250 Ok\n -> RSET\n<-  250 Ok\n", [],
    ),
    "RSET after a refused MAIL": ("redundant-rset", f"{HELLO}MAIL FROM:<a@example.org>\n550 No\nRSET\n250 Ok\n", []),
    "QUIT in the message": (
        "command-in-data", f"{HELLO}{OPEN}DATA\n354 Go\nSubject: hello\n\nhello\nQUIT\n", [13],
    ),
    "QUIT in a message with an end": (
        "command-in-data", f"{HELLO}{OPEN}DATA\n354 Go\nSubject: hello\n\nQUIT\n.\n250 Ok\nQUIT\n221 Bye\n", [],
    ),
    "one MAIL too many": (
        "limits-exceeded", f"{LIMITED}MAILMAX=1\n" + "MAIL FROM:<a@example.org>\n451 No\n" * 3 + "QUIT\n221 Bye\n", [7],
    ),
    "a limit in the former session": (
        "limits-exceeded", (f"{LIMITED}MAILMAX=1\n" + "MAIL FROM:<a@example.org>\n451 No\nQUIT\n221 Bye\n") * 2, [],
    ),
    "a limit that is none": ("limits-exceeded", f"{LIMITED}RCPTMAX=0 MAILMAX=x\n{OPEN}RCPT TO:<c@d.example>\n", []),
    "two VRFY": ("expn-vrfy-harvest", f"{HELLO}VRFY a\n252 Ok\nVRFY b\n252 Ok\nNOOP\n250 Ok\nEXPN c\n", [4, 10]),
    "private, and offered": (
        "xverp-private", "S: 220\nC: EHLO a.example.org\nS: 250-XFORWARD\nC: XFORWARD NAME=a\nS: 250\n", [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FOUND)
def test_what_a_rule_finds(case: str):
    """On these lines and no others."""
    rule, text, lines = FOUND[case]
    assert lines_of(text, rule) == lines


@pytest.mark.parametrize(("count", "accepted", "lines"), [(100, "250", []), (102, "250", [204]), (102, "550", [])])
def test_more_recipients_than_every_server_takes(count: int, accepted: str, lines: list[int]):
    """Those that were refused do not count, and it is told once."""
    recipients = "".join(f"RCPT TO:<{number}@example.net>\n{accepted} Ok\n" for number in range(count))
    session = f"{HELLO}MAIL FROM:<a@example.org>\n250 Ok\n{recipients}RSET\n250 Ok\nQUIT\n221 Bye\n"
    assert lines_of(session, "more-than-100-rcpt") == [line + 2 for line in lines]
