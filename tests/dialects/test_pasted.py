"""Formats known by what people paste: one short log each."""

import pytest

from tests.dialects.splits import detected, spoken

LOGS = {
    "swiftmailer": (
        """
        ++ Starting Swift_SmtpTransport
        << 220 mx.example.org
        >> EHLO me
        << 250-mx.example.org
        250 DSN
        !! Expected response code 250 but got code "550", with message "550 no"
        """,
        ["(connect)", "S: 220 mx.example.org", "C: EHLO me", "S: 250-mx.example.org", "S: 250 DSN"],
    ),
    "symfony-mailer": (
        "[2026-01-02T03:04:05.0+00:00] < 220 mx.example.org\n> QUIT\n< 221 bye",
        ["S: 220 mx.example.org", "C: QUIT", "S: 221 bye"],
    ),
    "mdaemon": (
        """
        Fri 2026-01-02 03:04:05: 03: [514] --> 220 mx.example.org
        Fri 2026-01-02 03:04:05: 02: [514] <-- EHLO me
        """,
        ["S: 220 mx.example.org", "C: EHLO me"],
    ),
    "roundcube": (
        """
        [02-Jan-2026 03:04:05 +0000]: <k3y> Connecting to mx.example.org:587...
        [02-Jan-2026 03:04:05 +0000]: <k3y> Recv: 354 go
        [02-Jan-2026 03:04:05 +0000]: <k3y> Send: Subject: hi
        a line of mail
        [02-Jan-2026 03:04:05 +0000]: <k3y> Send: ... [truncated 300 bytes]
        """,
        ["(connect)", "S: 354 go", "C: Subject: hi", "U: a line of mail", "E: "],
    ),
    "dokuwiki": (
        "Connecting to mx.example.org at 465\nGot: 220 mx.example.org\nSent: AUTH LOGIN\nGot: \nSent: QUIT",
        ["(connect)", "S: 220 mx.example.org", "C: AUTH LOGIN", "U: Got: ", "C: QUIT"],
    ),
    "mailsend": (
        "[S] 354 go\nSubject: hi\n[C] text\n[C] .",
        ["S: 354 go", "U: Subject: hi", "C: text", "C: ."],
    ),
    "fakesmtp": (
        """
        03:04:05 AM - SMTP connection from localhost/192.0.2.7, new connection count: 1
        03:04:05 AM - Server: 250-mx.example.org
        250 Ok
        03:04:05 AM - Client: QUIT
        """,
        ["(connect)", "S: 250-mx.example.org", "S: 250 Ok", "C: QUIT"],
    ),
    "postal": (
        """
        [smtp.1:77] [2026-01-02T03:04:05] DEBUG -- : [D9WT5N]    Connection opened from 192.0.2.7
        [smtp.1:77] [2026-01-02T03:04:05] DEBUG -- : [D9WT5N] <= EHLO me
        [smtp.1:77] [2026-01-02T03:04:05] DEBUG -- : [D9WT5N] => 250 AUTH PLAIN
        """,
        ["(connect)", "C: EHLO me", "S: 250 AUTH PLAIN"],
    ),
    "mailinator": (
        """
        0ms | SOCKET_OPEN | Connection from: 192.0.2.7 | |
        1ms | OUTGOING | \u2013> | 250-mx 250-DSN 250 Ok |
        2ms INCOMING <-- RCPT TO:<ann@example.org>
        """,
        ["(connect)", "S: 250-mx", "S: 250-DSN", "S: 250 Ok", "C: RCPT TO:<ann@example.org>"],
    ),
    "hmailserver": (
        """
        "SMTPD"\t12\t7\t"2026-01-02 03:04:05.678"\t"192.0.2.7"\t"SENT: 250-mx[nl]250 DSN"
        "SMTPD"\t12\t7\t"2026-01-02 03:04:05.678"\t"192.0.2.7"\t"RECEIVED: EHLO me"
        "SMTPC"\t12\t8\t"2026-01-02 03:04:05.678"\t"192.0.2.9"\t"RECEIVED: 220 other"
        "SMTPC"\t12\t8\t"2026-01-02 03:04:05.678"\t"192.0.2.9"\t"SENT: HELO me"
        """,
        ["S: 250-mx", "S: 250 DSN", "C: EHLO me", "S: 220 other", "C: HELO me"],
    ),
    "snappymail": (
        r"""
        [2026-01-02 03:04:05.678][f6d1] SMTP[INFO]: Start connection to "tcp://mx.example.org:587"
        [2026-01-02 03:04:05.678][f6d1] SMTP[INFO]: < 220 mx.example.org\r\n
        [2026-01-02 03:04:05.678][f6d1] IMAP[INFO]: > TAG1 LOGOUT\r\n
        [2026-01-02 03:04:05.678][f6d1] SMTP[INFO]: > EHLO me\r\n
        """,
        ["(connect)", "S: 220 mx.example.org", "C: EHLO me"],
    ),
}


@pytest.mark.parametrize("name", LOGS)
def test_pasted(name: str):
    """It is recognised, and says who speaks."""
    text, lines = LOGS[name]
    assert detected(text) == name
    assert spoken(name, text) == lines
