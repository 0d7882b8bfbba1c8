"""The outline: sessions, their transactions, and which reply belongs to which command."""

from itertools import pairwise
from pathlib import Path

import pytest

from smtp_ls.outline import Exchange, Transaction, outline
from smtp_ls.trace import Trace

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").iterdir())
PIPELINED = """\
### Two people
S: 220 mx.example.com ESMTP
C: EHLO client.example.org
S: 250-mx.example.com
S: 250 PIPELINING
C: MAIL FROM:<alice@example.org>
C: RCPT TO:<bob@example.net>
C: RCPT TO:<nobody@example.net>
C: DATA
S: 250 2.1.0 Ok
S: 250 2.1.5 Ok
S: 550 5.1.1 No such user
S: 354 Go ahead
C: Subject: hello
C:
C: hello
C: .
S: 250 2.0.0 Queued
C: QUIT
S: 221 2.0.0 Bye
"""


def drawn(text: str) -> list[object]:
    """Title, then each exchange as verb and code; a transaction as a list of them behind its counts."""
    return [
        (each.title, [_part(part) for part in each.parts]) for each in outline(Trace(text))
    ]  # fmt: skip


def _part(part: Transaction | Exchange) -> object:
    if isinstance(part, Exchange):
        return f"{part.verb} {part.code}"
    return (part.recipients, part.refused, [f"{each.verb} {each.code}" for each in part.exchanges])


def test_replies_of_a_group_belong_to_their_commands():
    """The four replies answer the four commands; DATA is settled by the reply to the dot."""
    mail = (2, 1, ["MAIL 250", "RCPT 250", "RCPT 550", "DATA 250"])
    assert drawn(PIPELINED) == [("Two people", ["EHLO 250", mail, "QUIT 221"])]


def test_a_transaction_reaches_to_its_last_reply():
    """Mail data and the reply to it are in it; the session begins with its title."""
    (session,) = outline(Trace(PIPELINED))
    assert (session.first, session.last) == (0, 19)
    transaction = session.parts[1]
    assert (transaction.first, transaction.last) == (5, 17)


def test_a_script_has_no_codes():
    """What was never answered has none; RSET ends a transaction, and QUIT a session."""
    text = "EHLO a.example.org\nMAIL FROM:<>\nRSET\nMAIL FROM:<>\nQUIT\nEHLO b.example.org\nQUIT\n"
    first = ("", ["EHLO 0", (0, 0, ["MAIL 0"]), "RSET 0", (0, 0, ["MAIL 0"]), "QUIT 0"])
    assert drawn(text) == [first, ("", ["EHLO 0", "QUIT 0"])]


def test_an_authentication_is_one_exchange():
    """Its responses are part of it, and the last code settles it."""
    text = (
        "S: 220 mx.example.com\nC: EHLO a.example.org\nS: 250-mx.example.com\nS: 250 AUTH LOGIN\nC: AUTH LOGIN\n"
        "S: 334 VXNlcm5hbWU6\nC: {{user}}\nS: 334 UGFzc3dvcmQ6\nC: {{password}}\nS: 535 no\nC: QUIT\nS: 221 bye\n"
    )
    assert drawn(text) == [("", ["EHLO 250", "AUTH 535", "QUIT 221"])]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_there_is_an_entry_for_each_session(path: Path):
    """As many as the trace counts, none before the last."""
    trace = Trace(path.read_text(encoding="utf-8"))
    sessions = outline(trace)
    assert len(sessions) == trace.sessions
    assert all(one.last < other.first for one, other in pairwise(sessions))
