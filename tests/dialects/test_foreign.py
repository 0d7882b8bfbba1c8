"""What is no SMTP must be `none`, also where its lines look like those of one of our formats."""

import pytest

from tests.dialects.splits import detected

OTHERS = {
    "http": "* Connected to www.example.org\n> GET / HTTP/1.1\n> Host: www.example.org\n< HTTP/1.1 200 OK",
    "http2": "* Connected to www.example.org (192.0.2.1) port 443\n> GET / HTTP/2\n< HTTP/2 200",
    "http trace": "== Info: Connected to a\n=> Send header, 16 bytes (0x10)\n0000: GET / HTTP/1.1\n",
    "https": "CONNECTED(00000003)\ndepth=0 CN = www.example.org\n---\nGET / HTTP/1.0\n\nHTTP/1.1 200 OK",
    "captured http": "Follow: tcp,ascii\nNode 0: 192.0.2.7:4000\n18\nGET / HTTP/1.1\n\n\n",
    "pop3": "Connected to pop.example.org.\n+OK ready\nUSER ann\n+OK\nNOOP\n+OK\nQUIT\n+OK bye",
    "ftp": "Connected to ftp.example.org.\n220 (vsFTPd)\n331 Please specify the password.\nQUIT\n221 Goodbye.",
    "ftp by curl": "* Connected to ftp.example.org\n< 220 ready\n> USER ann\n< 331 password\n> QUIT\n< 221 bye",
    "imap": "   C: a1 LOGIN ann hush\n   S: a1 OK done\n   C: a2 NOOP\n   S: a2 OK done",
    "sieve": 'C: AUTHENTICATE "PLAIN" "x"\nS: OK\nC: LISTSCRIPTS\nS: OK',
    "news": "200 news.example.org NNTP ready\nGROUP comp.mail\n211 10 1 10 comp.mail\nQUIT\n205 bye",
    "mail": "From: ann@example.org\nSubject: data\n\nHelp!\n>>> quoted\nMail from home.\n250 people came.",
    "prose": "Quit smoking.\nC: drive is full.\nData is all.\n- S: a station",
    "shell": "#!/bin/sh\nexim -bs < script\nserver 1\n",
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_protocols_and_prose(name: str):
    assert detected(OTHERS[name]) == "none"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("503 bad sequence", "bare"),
        ("250 one\n354 two\nmore\nlines", "bare"),
        ("helo a b", "bare"),
        ("220 mx.example.org ESMTP\nGET / HTTP/1.1\n500 what?", "bare"),
        ("050 >>> EHLO a.example.org\n220 mx.example.org\nQUIT", "bare"),
        ("C: QUIT\nand prose", "native"),
        (" In:  220 mx.example.org\n Out: EHLO a.example.org", "postfix-transcript-mail"),
    ],
)
def test_what_is_smtp_nevertheless(text: str, name: str):
    assert detected(text) == name
