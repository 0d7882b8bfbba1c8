"""What refusals blame: the reply of a server in its own words, and the earlier line to which it is tied."""

import re

import pytest

from smtp_ls.findings import Choice, Diagnostic
from smtp_ls.trace import Trace
from tests.table import tabled

RULE = "refused-for-earlier-line"

GREETING = "S: 220 mx.example.com ESMTP\n"
EHLO = f"{GREETING}C: EHLO client.example.org\nS: 250-mx.example.com\n"
PLAIN = f"{EHLO}S: 250 PIPELINING\n"
LIMITED = f"{EHLO}S: 250-LIMITS RCPTMAX=2\nS: 250 SIZE 1000\n"
STARTTLS = f"{EHLO}S: 250-STARTTLS\nS: 250 SIZE 1000\n"
BOTH = f"{EHLO}S: 250-STARTTLS\nS: 250 AUTH PLAIN LOGIN\n"
AUTH = f"{EHLO}S: 250-AUTH PLAIN LOGIN\nS: 250-SMTPUTF8\nS: 250 SIZE 1000\n"
FAILED = f"{AUTH}C: AUTH PLAIN {{{{secret}}}}\nS: 535 5.7.8 Error: authentication failed\n"
LOGGED_IN = f"{AUTH}C: AUTH PLAIN {{{{secret}}}}\nS: 235 2.7.0 Welcome\n"
TLS = f"{STARTTLS}C: STARTTLS\nS: 220 2.0.0 Go ahead\n"
MAIL = "C: MAIL FROM:<alice@example.org>\nS: 250 2.1.0 Ok\n"
NO_MAIL = "C: MAIL FROM:<alice@example.org>\nS: 451 4.3.0 Try again later\n"
RCPT = "C: RCPT TO:<bob@example.net>\nS: 250 2.1.5 Ok\n"
NO_RCPT = "C: RCPT TO:<bob@example.net>\nS: 550 5.1.1 No such user\n"
HEADER = "C: Date: Tue, 24 Nov 2026 10:00:00 +0000\nC: From: alice@example.org\n"
DATA = f"{MAIL}{RCPT}C: DATA\nS: 354 Go ahead\n{HEADER}C:\nC: hello\nC: .\n"
SENT = f"{DATA}S: 250 2.0.0 Ok\n"
CHUNKING = f"{EHLO}S: 250-PIPELINING\nS: 250 CHUNKING\n"
CHUNK = "C: BDAT 7\nC: hello\n"

NEXT_MAIL = "C: MAIL FROM:<carol@example.org>\n"
NEXT_RCPT = "C: RCPT TO:<dave@example.net>\n"
TOLD_AUTH = "250-AUTH PLAIN LOGIN"

# What the client did, what the server answers, what stands on the line that it blames, and words of the reason
BLAMED = [
    # Nobody to send to
    (PLAIN + MAIL + NO_RCPT + "C: DATA", "554 5.5.1 Error: no valid recipients", "RCPT TO:<bob@example.net>",
        "was refused"),
    (PLAIN + MAIL + NO_RCPT + "C: DATA", "503 5.5.1 Error: need RCPT command", "RCPT TO:<bob@example.net>",
        "was refused"),
    (PLAIN + MAIL + NO_RCPT + "C: DATA", "503 Valid RCPT command must precede DATA", "RCPT TO:<bob", "was refused"),
    (PLAIN + MAIL + NO_RCPT + "C: DATA", "503 5.0.0 Need RCPT (recipient)", "RCPT TO:<bob", "was refused"),
    (PLAIN + MAIL + NO_RCPT + "C: DATA", "503 5.5.2 Need Rcpt command.", "RCPT TO:<bob", "was refused"),
    (PLAIN + MAIL + NO_RCPT + "C: DATA", "503 RCPT required first", "RCPT TO:<bob", "was refused"),
    (PLAIN + MAIL + NO_RCPT + "C: DATA", "503 5.5.1 Invalid command: Command not allowed at this point.",
        "RCPT TO:<bob", "was refused"),
    (PLAIN + MAIL + NO_RCPT + "C: DATA", "503 5.5.1 RCPT first. 4fb4d7f45d1cf - gsmtp", "RCPT TO:<bob", "was refused"),
    (PLAIN + MAIL + NO_RCPT + "C: DATA", "503 5.5.1 Erst der Empfänger", "RCPT TO:<bob", "was refused"),
    (PLAIN + MAIL + NO_RCPT + NEXT_RCPT + "S: 550 5.1.1 Nor he\nC: DATA", "554 no valid recipients", "dave",
        "was refused"),
    (CHUNKING + MAIL + NO_RCPT + "C: BDAT 7 LAST\nC: hello", "554 5.5.1 Error: no valid recipients", "RCPT TO:<bob",
        "was refused"),
    # No transaction
    (PLAIN + NO_MAIL + NEXT_RCPT, "503 5.5.1 Error: need MAIL command", "MAIL FROM:<alice", "was refused"),
    (PLAIN + NO_MAIL + NEXT_RCPT, "503 sender not yet given", "MAIL FROM:<alice", "was refused"),
    (PLAIN + NO_MAIL + "C: DATA", "503 Error: need RCPT command", "MAIL FROM:<alice", "was refused"),
    (PLAIN + SENT + NEXT_RCPT, "503 5.5.1 MAIL first.", "C: .", "ended the transaction"),
    (PLAIN + MAIL + RCPT + "C: RSET\nS: 250 Ok\nC: DATA", "503 5.5.1 Error: need MAIL command", "RSET",
        "ended the transaction"),
    (PLAIN + MAIL + "C: EHLO again.example.org\nS: 250 mx\n" + NEXT_RCPT, "503 Use MAIL before RCPT", "EHLO again",
        "ended"),
    (PLAIN + MAIL + RCPT + "C: RSET\nS: 250 Ok\n" + NEXT_RCPT, "503 5.5.0 Lo siento", "RSET", "ended the transaction"),
    # A transaction that is still open
    (PLAIN + MAIL + NEXT_MAIL, "503 5.5.1 Error: nested MAIL command", "MAIL FROM:<alice", "opened here"),
    (PLAIN + MAIL + NO_RCPT + NEXT_MAIL, "503 sender already given", "MAIL FROM:<alice", "opened here"),
    (PLAIN + MAIL + RCPT + NEXT_MAIL, "503 5.5.0 Sender already specified", "MAIL FROM:<alice", "opened here"),
    (PLAIN + MAIL + NEXT_MAIL, "503 Issue a reset if you want to start over", "MAIL FROM:<alice", "opened here"),
    (AUTH + MAIL + "C: AUTH PLAIN {{secret}}", "503 5.5.1 Error: MAIL transaction in progress", "MAIL FROM:<alice",
        "opened here"),
    (STARTTLS + MAIL + "C: STARTTLS", "503 not permitted in mail transaction", "MAIL FROM:<alice", "opened here"),
    # Who are you?
    (TLS + NEXT_MAIL, "503 5.5.1 Error: send HELO/EHLO first", "STARTTLS", "TLS began here"),
    (TLS + NEXT_MAIL, "503 5.5.2 Send hello first", "C: STARTTLS", "TLS began here"),
    (TLS + NEXT_MAIL, "503 HELO or EHLO required", "C: STARTTLS", "TLS began here"),
    (GREETING + "C: EHLO client.example.org\nS: 451 4.3.0 Later\n" + NEXT_MAIL,
        "503 5.0.0 Polite people say HELO first", "EHLO", "refused"),
    (GREETING + "C: HELO client\nS: 550 No\n" + NEXT_MAIL, "503 Error: send HELO first", "C: HELO client", "refused"),
    # TLS first
    (STARTTLS + NEXT_MAIL, "530 5.7.0 Must issue a STARTTLS command first", "250-STARTTLS", "offered here"),
    (STARTTLS + NEXT_MAIL, "530-5.7.0 Must issue a STARTTLS command first. For more information, go to",
        "250-STARTTLS", "offered"),
    (STARTTLS + MAIL + NEXT_RCPT, "550 encryption required", "250-STARTTLS", "offered here"),
    (PLAIN + NEXT_MAIL, "530 5.5.1 Invalid command: Must issue a STARTTLS command first", "C: EHLO client",
        "belongs behind this"),
    (BOTH + "C: AUTH PLAIN {{secret}}", "538 5.7.11 Encryption required for requested authentication mechanism",
        "250-STARTTLS", "offered"),
    (BOTH + "C: AUTH LOGIN", "538 Nej", "250-STARTTLS", "offered here"),
    (TLS + "C: EHLO client.example.org\nS: 250 mx\nC: STARTTLS", "554 5.5.1 Error: TLS already active", "C: STARTTLS",
        "TLS began here"),
    # Login first
    (AUTH + NEXT_MAIL, "530 5.7.0 Authentication required", TOLD_AUTH, "offered here"),
    (AUTH + NEXT_MAIL, "530-5.5.1 Authentication Required. Learn more at", TOLD_AUTH, "offered here"),
    (AUTH + NEXT_MAIL, "530 5.7.57 Client not authenticated to send mail. [XX.PROD.OUTLOOK.COM]", TOLD_AUTH,
        "offered here"),
    (FAILED + NEXT_MAIL, "530 5.5.1 Invalid command: Must issue an AUTH command first", "C: AUTH PLAIN",
        "did not succeed"),
    (STARTTLS + NEXT_MAIL, "530 5.7.0 Authentication required", "250-STARTTLS", "offered here"),
    (AUTH + MAIL + NEXT_RCPT, "554 5.7.1 <dave@example.net>: Relay access denied", TOLD_AUTH, "offered here"),
    (AUTH + MAIL + NEXT_RCPT, "550 relay not permitted", TOLD_AUTH, "offered here"),
    (AUTH + MAIL + NEXT_RCPT, "550 5.7.1 <dave@example.net>... Relaying denied. Proper authentication required.",
        TOLD_AUTH, "offered"),
    (AUTH + MAIL + NEXT_RCPT, "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", TOLD_AUTH,
        "offered here"),
    (AUTH + MAIL + NEXT_RCPT, "550 I cannot deliver mail for <dave@example.net>", TOLD_AUTH, "offered here"),
    (AUTH + MAIL + NEXT_RCPT, "553 5.7.1 <alice@example.org>: Sender address rejected: not logged in", TOLD_AUTH,
        "offered here"),
    (LOGGED_IN + "C: AUTH PLAIN {{secret}}", "503 5.5.1 Error: already authenticated", "C: AUTH PLAIN",
        "logged in here"),
    # Mechanisms and logins
    (AUTH + "C: AUTH CRAM-MD5", "504 5.7.4 Unrecognized authentication type", TOLD_AUTH, "on offer"),
    (AUTH + "C: AUTH CRAM-MD5", "504 CRAM-MD5 authentication mechanism not supported", TOLD_AUTH, "on offer"),
    (AUTH + "C: AUTH CRAM-MD5", "535 5.7.8 Error: authentication failed: Invalid authentication mechanism", TOLD_AUTH,
        "on offer"),
    (AUTH + "C: AUTH CRAM-MD5", "504 5.3.3 AUTH mechanism CRAM-MD5 not available", TOLD_AUTH, "on offer"),
    # What was not offered
    (PLAIN + "C: AUTH PLAIN {{secret}}", "503 AUTH command used when not advertised", "C: EHLO client",
        "does not list"),
    (PLAIN + "C: AUTH LOGIN", "503 5.5.1 Error: authentication not enabled", "C: EHLO client", "does not list"),
    (PLAIN + "C: AUTH LOGIN", "500 5.3.3 Unrecognized command 'AUTH'", "C: EHLO client", "does not list"),
    (PLAIN + "C: STARTTLS", "500 5.3.3 Unrecognized command", "C: EHLO client", "does not list"),
    (PLAIN + "C: STARTTLS", "502 5.5.1 Error: command not implemented", "C: EHLO client", "does not list"),
    (PLAIN + MAIL + RCPT + CHUNK.rstrip(), "503 BDAT command used when CHUNKING not advertised", "C: EHLO client",
        "does not list"),
    (STARTTLS + "C: AUTH PLAIN {{secret}}", "503 AUTH command used when not advertised", "250-STARTTLS",
        "offered here"),
    (TLS + "C: AUTH PLAIN {{secret}}", "503 AUTH command used when not advertised", "C: STARTTLS", "TLS began here"),
    # The name of the client, and the sender
    (GREETING + "C: EHLO localhost\nS: 250 mx\n" + MAIL + NEXT_RCPT,
     "504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname", "EHLO localhost", "this name"),
    (GREETING + "C: HELO bad_name\nS: 250 mx\n" + MAIL + NEXT_RCPT,
     "450 4.7.1 <bad_name>: Helo command rejected: Host not found", "HELO bad_name", "this name"),
    (LOGGED_IN + MAIL + NEXT_RCPT, "553 5.7.1 <alice@example.org>: Sender address rejected: not owned by user bob",
        "<alice@example.org>", "this sender"),
    (LOGGED_IN + MAIL + NEXT_RCPT, "553 5.7.1 <alice@example.org>: Sender address rejected: not owned by user bob",
        "AUTH PLAIN", "logged in here"),
    (LOGGED_IN + DATA.rstrip(), "554 5.2.252 SendAsDenied; bob@example.org not allowed to send as alice@example.org",
        "<alice", "this sender"),
    (LOGGED_IN + DATA.rstrip(), "550 5.7.60 SMTP; Client does not have permissions to send as this sender", "<alice",
        "this sender"),
    (PLAIN + MAIL + NEXT_RCPT, "450 4.1.8 <alice@example.org>: Sender address rejected: Domain not found", "<alice",
        "this sender"),
    (PLAIN + MAIL + NEXT_RCPT, "550 Sender verify failed", "<alice@example.org>", "this sender"),
    (PLAIN + MAIL + NEXT_RCPT, "550 5.7.23 The message was rejected because of Sender Policy Framework violation",
        "<alice", "this domain"),
    (PLAIN + DATA.rstrip(),
        "550-5.7.26 Unauthenticated email from example.org is not accepted due to domain's DMARC policy.",
        "From: alice", "looked at"),
    (AUTH + MAIL + "C: RCPT TO:<jürgen@example.net>", "553 5.6.7 Must declare SMTPUTF8 to permit unicode address",
        "<alice", "belongs here"),
    (AUTH + MAIL + "C: RCPT TO:<jürgen@example.net>", "553 5.6.7 Must declare SMTPUTF8 to permit unicode address",
        "250-SMTPUTF8", "offered"),
    # The message
    (AUTH + "C: MAIL FROM:<alice@example.org> SIZE=5000", "552 5.3.4 Message size exceeds fixed limit",
        "250 SIZE 1000", "the limit"),
    (AUTH + DATA.rstrip(), "552 5.3.4 Error: message file too big", "250 SIZE 1000", "the limit"),
    (AUTH + DATA.rstrip(), "552 5.2.3 Message size exceeds fixed maximum message size (1000)", "250 SIZE 1000",
        "the limit"),
    (AUTH + DATA.rstrip(), "552-5.3.4 Your message exceeded Google's message size limits. Please visit",
        "250 SIZE 1000", "the limit"),
    (AUTH + DATA.rstrip(), "550 Message too big!", "250 SIZE 1000", "the limit"),
    (AUTH + DATA.rstrip(), "552 Error: Too much mail data", "250 SIZE 1000", "the limit"),
    (AUTH + DATA.rstrip(), "552 5.3.4 Za duża", "250 SIZE 1000", "the limit"),
    (LIMITED + MAIL + RCPT + RCPT + NEXT_RCPT, "452 4.5.3 Error: too many recipients", "250-LIMITS", "says here"),
    (PLAIN + DATA.rstrip(), "550 5.5.2 mx.example.com Error: bare <LF> received", "C: DATA", "begins here"),
    (PLAIN + DATA.rstrip(), "451 See http://pobox.com/~djb/docs/smtplf.html.", "C: DATA", "begins here"),
    (PLAIN + DATA.rstrip(), "451 Bare line-feed; see http://haraka.github.io/barelf/", "C: DATA", "begins here"),
    (PLAIN + DATA.replace("C: hello", f"C: {'x' * 999}").rstrip(),
        "550 maximum allowed line length is 998 octets, got 999", "x", "this one"),
    (PLAIN + DATA.rstrip(), "500 Line too long (see RFC5321 4.5.3.1.6)", "C: DATA", "begins here"),
    (PLAIN + DATA.rstrip(), "550-5.7.1 This message is not RFC 5322 compliant because it has duplicate headers.",
        "C: DATA", "begins"),
    # Chunks
    (CHUNKING + MAIL + RCPT + CHUNK + "S: 250 7 octets\n" + NEXT_MAIL, "503 5.5.1 Error: MAIL after BDAT", "BDAT 7",
        "not the last"),
    (CHUNKING + MAIL + RCPT + CHUNK + "S: 250 7 octets\nC: DATA", "503 5.5.1 Error: DATA after BDAT", "BDAT 7",
        "sent before"),
    (CHUNKING + MAIL + RCPT + CHUNK + "S: 554 5.6.0 No\n" + CHUNK.rstrip(), "503 only RSET accepted now", "BDAT 7",
        "was refused"),
    # Pace and patience
    (PLAIN + MAIL + RCPT + "C: NOOP\nC: RSET", "554 SMTP synchronization error", "C: RSET", "sent before the reply"),
    (PLAIN + MAIL + RCPT + "C: NOOP\nC: RSET", "554 5.5.0 Error: SMTP protocol synchronization", "C: RSET",
        "before the reply"),
    ("C: EHLO client.example.org", "554 SMTP synchronization error", "C: EHLO", "too soon"),
    (PLAIN + "C: FOO\nS: 502 5.5.2 Error: command not recognized\nC: BAR",
        "421 4.7.0 mx.example.com Error: too many errors", "C: FOO", "before was"),
    (PLAIN + "C: FOO\nS: 500 unrecognized command\nC: BAR", "500 Too many unrecognized commands", "C: FOO",
        "before was"),
    (TLS + "C: EHLO client.example.org\nS: 250 mx\n" + NEXT_MAIL, "421 4.7.66 TLS 1.0 and 1.1 are not supported.",
        "C: STARTTLS", "TLS began"),
]  # fmt: skip

# What the client did and what the server answers, where what is said of the line above tells why
TOLD = [
    (GREETING + "C: EHLO bad_name", "501 Syntactically invalid EHLO argument(s)"),
    (PLAIN + "C: MAIL FROM: alice@example.org", "501 5.5.4 Syntax: MAIL FROM:<address>"),
    (PLAIN + "C: MAIL FROM: <alice@example.org>", "555 5.5.2 Syntax error, goodbye."),
    (PLAIN + "C: MAIL FROM:<alice@example.org> FOO=BAR", "555 5.5.4 Unsupported option: FOO=BAR"),
    (PLAIN + MAIL + "C: RCPT TO:<bob@exa_mple.net>", "501 5.1.3 Bad recipient address syntax"),
    (PLAIN + "C: MALI FROM:<alice@example.org>", "500 5.5.2 Error: command not recognized"),
    (CHUNKING + MAIL + RCPT + "C: BDAT 5 X", "521 5.5.4 Syntax: BDAT count [LAST]"),
    (PLAIN + "C: RSET now", "501 5.5.4 Syntax: RSET"),
    (PLAIN + MAIL + "C: RCPT TO:<bob@>", "553 5.1.3 <bob@>... Hostname required: invalid address"),
    (PLAIN + MAIL + NO_RCPT + "C: DATA", "554 5.5.1 Error: no valid recipients"),
    (PLAIN + MAIL + NEXT_MAIL, "503 5.5.1 Error: nested MAIL command"),
    (PLAIN + NO_MAIL + NEXT_RCPT, "503 5.5.1 Error: need MAIL command"),
    (TLS + NEXT_MAIL, "503 5.5.1 Error: send HELO/EHLO first"),
    (AUTH + "C: AUTH CRAM-MD5", "504 5.7.4 Unrecognized authentication type"),
    (PLAIN + "C: STARTTLS", "502 5.5.1 Error: command not implemented"),
    (STARTTLS + NEXT_MAIL, "530 5.7.0 Must issue a STARTTLS command first"),
    (AUTH + "C: MAIL FROM:<alice@example.org> SIZE=5000", "552 5.3.4 Message size exceeds fixed limit"),
    (AUTH + "C: AUTH PLAIN dXNlcg==", "535 5.7.8 Error: authentication failed"),
]

# What the client did, and what the server answers, where no earlier line is to blame or none is shown
SILENT = [
    (PLAIN + MAIL + NEXT_RCPT, "550 5.1.1 <dave@example.net>: Recipient address rejected: User unknown"),
    (PLAIN + MAIL + NEXT_RCPT, "450 4.2.0 <dave@example.net>: Recipient address rejected: Greylisted"),
    (PLAIN + MAIL + NEXT_RCPT, "452 4.2.2 <dave@example.net>... Mailbox full"),
    (PLAIN + MAIL + NEXT_RCPT, "552 5.2.2 Mailbox size limit exceeded"),
    (PLAIN + MAIL + NEXT_RCPT, "554 5.7.1 <dave@example.net>: Relay access denied"),
    (
        PLAIN + MAIL + NEXT_RCPT,
        "554 5.7.1 Service unavailable; Client host [192.0.2.25] blocked using zen.spamhaus.org",
    ),
    (STARTTLS + MAIL + NEXT_RCPT, "550 relay not permitted"),
    (LOGGED_IN + MAIL + NEXT_RCPT, "554 5.7.1 <dave@example.net>: Relay access denied"),
    (LOGGED_IN + NEXT_MAIL, "530 5.7.0 Authentication required"),
    (PLAIN + NEXT_MAIL, "530 5.7.0 Authentication required"),
    (PLAIN + NEXT_RCPT, "503 5.5.1 Error: need MAIL command"),
    (PLAIN + MAIL + "C: DATA", "503 5.5.1 Error: need RCPT command"),
    (PLAIN + MAIL + RCPT + "C: DATA", "451 4.3.0 Error: queue file write error"),
    (PLAIN + MAIL + NO_RCPT + RCPT + "C: DATA", "554 5.5.1 Error: no valid recipients"),
    (PLAIN + SENT + MAIL + "C: DATA", "503 5.5.1 Error: need RCPT command"),
    (PLAIN + MAIL + NO_RCPT + "C: RSET\nS: 250 Ok\n" + MAIL + "C: DATA", "503 5.5.1 Error: need RCPT command"),
    (GREETING + NEXT_MAIL, "503 5.5.1 Error: send HELO/EHLO first"),
    (AUTH + "C: AUTH PLAIN {{secret}}", "535 5.7.8 Error: authentication failed"),
    (AUTH + "C: AUTH PLAIN {{secret}}", "454 4.7.0 Temporary authentication failure"),
    (
        AUTH + "C: AUTH PLAIN {{secret}}",
        "534-5.7.9 Application-specific password required. For more information, go to",
    ),
    (PLAIN + DATA.rstrip(), "552 5.3.4 Error: message file too big"),
    (PLAIN + DATA.rstrip(), "554 5.7.1 Spam message rejected"),
    (PLAIN + DATA.rstrip(), "550 5.7.1 Message content rejected"),
    (PLAIN + "C: NOOP", "421 4.4.2 mx.example.com Error: timeout exceeded"),
    (PLAIN + "C: NOOP", "421 4.7.0 mx.example.com Error: too many errors"),
    (PLAIN + "C: VRFY bob", "502 5.5.1 VRFY command is disabled"),
    (PLAIN + "C: NOOP", "554 SMTP synchronization error"),
    (PLAIN + NEXT_MAIL, "501 5.5.4 Syntax: MAIL FROM:<address>"),
    (PLAIN + NEXT_MAIL, "550 5.7.1 <alice@example.org>: Sender address rejected: Access denied"),
    (PLAIN + MAIL + NEXT_RCPT, "451 4.7.1 <client.example.org>: Recipient address rejected: try again"),
    ("", "554 5.7.1 Go away"),
    ("", "421 4.7.0 Too many connections from 192.0.2.25"),
    ("C: MAIL FROM:<alice@example.org>", "530 5.7.0 Must issue a STARTTLS command first"),
]


def found(session: str, reply: str) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """What the rule finds in the last reply of a session, and what others find in what is refused there."""
    text = f"{session.rstrip()}\nS: {reply}\n".lstrip()
    trace = Trace(text, dialect="native")
    all_ = trace.diagnostics()
    assert not trace.failures
    last = len(session.rstrip().splitlines())
    refused = [each for each in all_ if "(refused with" in each.message or each.rule == "starttls-not-used"]
    return [each for each in all_ if each.rule == RULE and each.start.line >= last], refused


@tabled(("session", "reply", "line", "words"), BLAMED)
def test_a_refusal_is_tied_to_the_line_that_it_blames(session: str, reply: str, line: str, words: str):
    """By the server's own words or, where it has others, by the order of the commands.

    What is said of the command itself tells it already: one cause, one finding.
    """
    lines = session.splitlines()
    own, refused = found(session, reply)
    assert len(own) <= 1
    places = [
        (lines[each.start.line], lines[each.start.line][each.start.column : each.end.column], each.message)
        for one in own or refused
        for each in one.related
    ]
    meant = re.sub("C: |250[- ]", "", line)
    assert [each for each in places if line in each[0] and meant in each[1] and words in each[2]], places


def test_a_reply_of_several_lines_is_tied_once():
    """The reason stands on its first line, or on its last."""
    exim = (
        "503-All RCPT commands were rejected with this error:\nS: 503-550 unknown user\n"
        "S: 503 Valid RCPT command must precede DATA"
    )
    gmail = "530-5.7.0 Authentication Required. For more information, go to\nS: 530 5.7.0  https://support.example.com"
    for session, reply, line in ((f"{PLAIN}{MAIL}{NO_RCPT}C: DATA", exim, 6), (AUTH + NEXT_MAIL, gmail, 3)):
        own, refused = found(session, reply)
        assert [[each.start.line for each in one.related] for one in own or refused] == [[line]]


@tabled(("session", "reply"), SILENT)
def test_a_refusal_that_blames_nothing_that_is_shown_is_left_alone(session: str, reply: str):
    """Recipients unknown, servers in trouble, policy; or the line to blame is not in the file."""
    assert found(session, reply)[0] == []


@pytest.mark.parametrize(("session", "reply"), TOLD)
def test_what_the_line_above_tells_is_not_said_again(session: str, reply: str):
    """One cause, one finding: the refusal lowers it, and says no more."""
    own, refused = found(session, reply)
    assert own == []
    assert refused


def test_what_nobody_sees_tells_nothing():
    """A rule that is not wanted does not silence another one."""
    text = f"{PLAIN}{MAIL}{NEXT_MAIL}S: 503 5.5.1 Error: nested MAIL command\n"
    assert RULE in [each.rule for each in Trace(text).diagnostics(Choice(off=frozenset({"nested-mail"})))]


def test_another_reason_than_the_mistake_is_told():
    """A blank too many is not why the client has to log in."""
    own, refused = found(AUTH + "C: MAIL FROM: <alice@example.org>", "530 5.7.0 Authentication required")
    assert len(own) == len(refused) == 1


def test_a_reason_is_no_unusual_code_too():
    """One finding for one reply."""
    text = f"{GREETING}C: EHLO localhost\nS: 250 mx\n{MAIL}{NEXT_RCPT}S: 504 <localhost>: Helo command rejected\n"
    rules = [each.rule for each in Trace(text).diagnostics()]
    assert RULE in rules
    assert "unexpected-reply-code" not in rules


def test_a_reason_on_several_lines_of_a_reply_is_told_once():
    """The words stand on the first line, and the code of the last tells the same."""
    reply = "550-5.7.26 Unauthenticated email is not accepted\nS: 550 5.7.26 due to its DMARC policy."
    own, _ = found(PLAIN + DATA, reply)
    assert len(own) == 1
