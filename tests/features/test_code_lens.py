"""Code lenses: above each transaction, from whom to whom and with what outcome."""

from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.code_lens import MOST, code_lens
from tests.features.drawn import ABLE, document, told
from tests.features.stretches import FILE, LABELLED, SWAKS


def lenses(text: str, client: Client = ABLE) -> list[str]:
    """Each lens as its 1-based line and its text."""
    found = told(code_lens(document(text), types.CodeLensParams(FILE), client), list[types.CodeLens])
    assert all(each.command and not each.command.command for each in found)
    return [f"{each.range.start.line + 1}: {each.command.title}" for each in found if each.command]


def test_a_transaction_has_a_lens():
    assert lenses(LABELLED) == ["9: {{sender}} -> 2 recipients, 1 refused: accepted"]
    assert lenses(SWAKS, ABLE._replace(locale="id")) == [
        "7: alice@example.org -> bob@example.net, ditolak: ditolak dengan 550"
    ]
    assert lenses("C: QUIT\n") == []


def test_lenses_are_switched_off():
    assert lenses(LABELLED, ABLE._replace(off=frozenset({"codeLens.transaction"}))) == []


def test_there_is_an_end_to_them():
    assert len(lenses("C: MAIL FROM:<>\nS: 250 Ok\nC: RSET\nS: 250 Ok\n" * (MOST + 1))) == MOST
