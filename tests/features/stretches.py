"""What tests of places share: the text that a range of a file covers, whatever units its columns are in."""

from collections.abc import Sequence

from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.wire import point
from tests.features.drawn import ABLE, URI

FILE = types.TextDocumentIdentifier(URI)

LABELLED = """\
### Lunch
@sender = alice@example.org
S: 220 mx.example.com ESMTP
C: EHLO client.example.org
S: 250-mx.example.com
S: 250-SIZE 52428800
S: 250-AUTH PLAIN LOGIN
S: 250 DSN
C: MAIL FROM:<{{sender}}> SIZE=1000
S: 250 2.1.0 Ok
C: RCPT TO:<bob@example.net> NOTIFY=NEVER
S: 250 2.1.5 Ok
C: RCPT TO:<carol@example.net>
S: 550 5.1.1 <carol@example.net>: no such user
C: DATA
S: 354 Go ahead
C: From: Alice <alice@example.org>
C: To: bob@example.net
C: Subject: for bob@example.net
C:
C: Ask bob@example.net.
C: .
S: 250 2.0.0 Queued
C: QUIT
S: 221 2.0.0 Bye
"""
BARE = "\n".join(line.removeprefix("S: ").removeprefix("C: ").removeprefix("C:") for line in LABELLED.splitlines())
SWAKS = """\
=== Trying mx.example.com:25...
=== Connected to mx.example.com.
<-  220 mx.example.com ESMTP
 -> EHLO client.example.org
<-  250-mx.example.com
<-  250 SIZE 1000
 -> MAIL FROM:<alice@example.org>
<-  250 2.1.0 Ok
 -> RCPT TO:<bob@example.net>
<** 550 5.1.1 <bob@example.net>: no such user
 -> QUIT
<-  221 2.0.0 Bye
"""
SMTPLIB = r"""send: 'ehlo client.example.org\r\n'
reply: b'250-mx.example.com\r\n'
reply: b'250 SIZE 100000\r\n'
send: 'mail FROM:<alice@example.org> size=88\r\n'
reply: b'250 2.1.0 Ok\r\n'
send: 'rcpt TO:<bob@example.net>\r\n'
reply: b'250 2.1.5 Ok\r\n'
send: 'data\r\n'
reply: b'354 Go ahead\r\n'
send: b'From: Alice <alice@example.org>\r\nTo: bob@example.net\r\n\r\nbob@example.net?\r\n.\r\n'
reply: b'250 2.0.0 Queued\r\n'
send: 'quit\r\n'
reply: b'221 2.0.0 Bye\r\n'
"""
KEYED = """\
Nov 24 10:00:00 mx postfix/smtpd[11]: connect from a[192.0.2.1]
Nov 24 10:00:00 mx postfix/smtpd[22]: connect from b[192.0.2.2]
Nov 24 10:00:00 mx postfix/smtpd[11]: > a[192.0.2.1]: 220 mx.example.com ESMTP
Nov 24 10:00:00 mx postfix/smtpd[22]: > b[192.0.2.2]: 220 mx.example.com ESMTP
Nov 24 10:00:00 mx postfix/smtpd[11]: < a[192.0.2.1]: EHLO a.example.org
Nov 24 10:00:00 mx postfix/smtpd[22]: < b[192.0.2.2]: EHLO b.example.org
Nov 24 10:00:00 mx postfix/smtpd[22]: > b[192.0.2.2]: 250-mx.example.com
Nov 24 10:00:00 mx postfix/smtpd[11]: > a[192.0.2.1]: 250 mx.example.com
Nov 24 10:00:00 mx postfix/smtpd[22]: > b[192.0.2.2]: 250 SIZE 1000
Nov 24 10:00:00 mx postfix/smtpd[11]: < a[192.0.2.1]: MAIL FROM:<alice@example.org>
Nov 24 10:00:00 mx postfix/smtpd[22]: < b[192.0.2.2]: MAIL FROM:<alice@example.org> SIZE=10
Nov 24 10:00:00 mx postfix/smtpd[22]: > b[192.0.2.2]: 250 2.1.0 Ok
Nov 24 10:00:00 mx postfix/smtpd[11]: > a[192.0.2.1]: 550 5.1.8 <alice@example.org>: not you
"""
EVERY = (LABELLED, BARE, SWAKS, SMTPLIB, KEYED)
"""The same in every way of writing it down that matters for places."""


def at(text: str, mark: str, nth: int = 0) -> str:
    """The text with a `|` at a place of `mark`, where its own `|` is, or at its beginning."""
    before, bar, _ = mark.partition("|")
    bare, start = mark.replace("|", ""), -1
    for _ in range(nth + 1):
        start = text.index(bare, start + 1)
    place = start + (len(before) if bar else 0)
    return f"{text[:place]}|{text[place:]}"


def covered(file: Document, where: types.Range, client: Client = ABLE) -> str:
    """The text of a stretch."""
    start, end = (point(file.trace, each, client.encoding) for each in (where.start, where.end))
    lines = file.trace.lines[start.line : end.line + 1]
    if end.line == start.line:
        return lines[0][start.column : end.column] if lines else ""
    last = lines[-1][: end.column] if end.line < len(file.trace.lines) else ""
    return "".join([lines[0][start.column :], *lines[1:-1], last])


def numbered(file: Document, ranges: Sequence[types.Range], client: Client = ABLE) -> list[str]:
    """Each stretch as its 1-based line and its text."""
    return [f"{each.start.line + 1}: {covered(file, each, client)}" for each in ranges]
