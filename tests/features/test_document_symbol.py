"""The outline: sessions, transactions and exchanges, as people call them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.document_symbol import MOST, document_symbol
from smtp_ls.naming.captions import LABELS
from smtp_ls.pages import LANGUAGES
from smtp_ls.project.config import DEFAULT
from tests.features.drawn import ABLE, document, told
from tests.features.stretches import BARE, EVERY, FILE, KEYED, LABELLED, SMTPLIB, SWAKS, covered

TREE = ABLE._replace(symbol_tree=True)
PARAMS = types.DocumentSymbolParams(FILE)
EXAMPLES = sorted((Path(__file__).parent.parent.parent / "examples").glob("*.smtp"))


def tree(file: Document, client: Client = TREE) -> list[types.DocumentSymbol]:
    return told(document_symbol(file, PARAMS, client), list[types.DocumentSymbol])


def walk(symbols: Sequence[types.DocumentSymbol] | None) -> Iterator[types.DocumentSymbol]:
    for each in symbols or ():
        yield each
        yield from walk(each.children)


def outlined(text: str, client: Client = TREE) -> list[str]:
    """Each symbol as its name and what stands beside it."""
    return [" | ".join(filter(None, (each.name, each.detail))) for each in walk(tree(document(text), client))]


@pytest.mark.parametrize("text", [LABELLED, BARE])
def test_a_session_has_its_transaction_and_that_its_exchanges(text: str):
    assert outlined(text) == [
        "Lunch | 1 message",
        "EHLO client.example.org | 250",
        "{{sender}} -> 2 recipients, 1 refused | accepted",
        "MAIL FROM:<{{sender}}> SIZE=1000 | 250",
        "RCPT TO:<bob@example.net> NOTIFY=NEVER | 250",
        "RCPT TO:<carol@example.net> | refused with 550",
        "DATA | 250",
        "QUIT | 221",
    ]


def test_a_session_without_a_title_is_called_by_its_parties():
    assert outlined(SWAKS)[0] == "client.example.org -> mx.example.com | 1 message, 1 refused"
    assert outlined("C: QUIT\nS: 221 bye\n")[0] == "session 1"
    assert [each for each in outlined(KEYED) if "mx.example.com" in each] == [
        "a.example.org -> mx.example.com | 1 message, 1 refused",
        "b.example.org -> mx.example.com | 1 message",
    ]


def test_one_recipient_is_named():
    assert "alice@example.org -> bob@example.net, refused | refused with 550" in outlined(SWAKS)
    assert "alice@example.org -> bob@example.net | accepted" in outlined(SMTPLIB)


def test_nobody_is_named_too():
    assert outlined("C: EHLO a.example\nC: MAIL FROM:<>\nC: QUIT\n")[2] == "<> -> nobody"


def test_a_refused_mail_says_so():
    assert "alice@example.org -> nobody | refused with 550" in outlined(KEYED)


def test_a_session_without_messages_says_what_was_refused():
    text = "C: EHLO a.example\nS: 250 b.example\nC: AUTH PLAIN AGJvYgBodW50ZXIy\nS: 535 no\nC: QUIT\nS: 221 bye\n"
    assert outlined(text)[0] == "a.example | AUTH PLAIN refused with 535"


def test_no_secret_is_repeated():
    text = "C: EHLO a.example\nS: 250 b.example\nC: AUTH PLAIN c2VjcmV0\nS: 535 no\nC: c2VjcmV0\nS: 500 what\n"
    text += "C: BURL imap://u:c2VjcmV0@b LAST\nS: 503 no\n"
    assert not [each for each in outlined(text) if "c2vjcmv0" in each.lower()]


def test_the_users_language_is_spoken():
    assert "{{sender}} -> 2 penerima, 1 ditolak | diterima" in outlined(LABELLED, TREE._replace(locale="id-ID"))
    file = Document("file:///a.smtp", 1, LABELLED, DEFAULT._replace(lang="id"))
    assert tree(file)[0].detail == "1 pesan"


def test_a_list_says_what_each_is_in():
    found = told(document_symbol(document(LABELLED), PARAMS, ABLE), list[types.SymbolInformation])
    assert [each.container_name for each in found if isinstance(each, types.SymbolInformation)] == [
        None, "Lunch", "Lunch", *["{{sender}} -> 2 recipients, 1 refused"] * 4, "Lunch",
    ]  # fmt: skip
    assert found[5].name == "RCPT TO:<carol@example.net> (refused with 550)"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize(
    "text", [*EVERY, LABELLED.replace("Lunch", "\U0001f600é").replace("bob", "bób"), "", "\n", "no smtp"]
)
def test_ranges_lie_in_each_other(text: str, encoding: str):
    client = TREE._replace(encoding=encoding)
    file = document(text)
    for each in walk(tree(file, client)):
        assert inside(each.selection_range, each.range)
        assert covered(file, each.selection_range, client).strip() == covered(file, each.selection_range, client) != ""
        assert all(inside(child.range, each.range) for child in each.children or ())


def inside(one: types.Range, other: types.Range) -> bool:
    start, end = ((each.line, each.character) for each in (one.start, one.end))
    return (other.start.line, other.start.character) <= start <= end <= (other.end.line, other.end.character)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_have_an_outline(path: Path):
    assert all(each.name for each in walk(tree(document(path.read_text(encoding="utf-8")))))


def test_there_is_an_end_to_it_and_the_outer_ones_come_first():
    session = "### a\nC: EHLO a.example\nC: MAIL FROM:<>\nC: RCPT TO:<b@c.example>\nC: QUIT\n"
    found = list(walk(tree(document(session * 1500))))
    assert len(found) == MOST
    assert sum(each.name == "a" for each in found) == 1500
    assert sum(each.name == "<> -> b@c.example" for each in found) > 1000


def test_every_label_is_in_every_language():
    for key, texts in LABELS.items():
        assert len(texts) == len(LANGUAGES), key
        assert len({text.count("{") for text in texts}) == 1, key
