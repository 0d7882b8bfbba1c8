"""What is found from one line alone, against the outline, which reads the whole file."""

from pathlib import Path

import pytest

from smtp_ls.extents import block_extent, exchange_extent, session_extent, transaction_extent
from smtp_ls.outline import Conversation, Exchange, Transaction, outline
from smtp_ls.trace import Trace
from tests.features.stretches import BARE, KEYED, LABELLED, SMTPLIB, SWAKS

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.smtp"))
TEXTS = [LABELLED, BARE, SWAKS, SMTPLIB, KEYED, *(path.read_text(encoding="utf-8") for path in EXAMPLES)]


def exchanges(session: Conversation) -> list[Exchange]:
    """All exchanges of a session."""
    parts = ((each.exchanges if isinstance(each, Transaction) else (each,)) for each in session.parts)
    return [each for part in parts for each in part]


@pytest.mark.parametrize("text", TEXTS)
def test_exchanges_are_those_of_the_outline(text: str):
    trace = Trace(text)
    for session in outline(trace):
        for each in exchanges(session):
            (event,) = (said for said in trace.said(each.first) if said.kind == "command")
            assert exchange_extent(trace, each.first, event) == (each.first, each.last)


@pytest.mark.parametrize("text", TEXTS)
def test_every_line_of_a_session_finds_it(text: str):
    trace = Trace(text)
    if trace.dialect.keyed:
        assert session_extent(trace, 3) is None
        return
    for session in outline(trace):
        for line in (session.first, (session.first + session.last) // 2, session.last):
            assert session_extent(trace, line) == (session.first, session.last)


def test_a_transaction_ends_before_what_ends_it():
    trace = Trace("C: EHLO a.example\nC: MAIL FROM:<>\nC: NOOP\nC: RSET\nC: MAIL FROM:<>\nC: RCPT TO:<b@c.example>\n")
    assert [transaction_extent(trace, line) for line in range(6)] == [None, (1, 2), (1, 2), None, (4, 5), (4, 5)]


def test_transactions_of_interleaved_sessions_are_kept_apart():
    trace = Trace(KEYED)
    key = trace.said(12)[0].key
    assert transaction_extent(trace, 12, key) == (9, 12)
    assert transaction_extent(trace, 8, key) is None


def test_mail_data_is_a_block():
    trace = Trace(LABELLED)
    assert block_extent(trace, 16) == block_extent(trace, 20) == (16, 20)
    assert block_extent(trace, 15) is None
