"""Symbols of all open files."""

from lsprotocol import types

from smtp_ls.features.document import Document
from smtp_ls.features.workspace_symbol import MOST, workspace_symbol
from tests.features.drawn import ABLE, document
from tests.features.stretches import KEYED, LABELLED, SMTPLIB, SWAKS, covered


def found(query: str, *files: Document) -> list[str]:
    """The symbols: file and name."""
    told = workspace_symbol(files, types.WorkspaceSymbolParams(query), ABLE) or ()
    return [f"{each.container_name}: {each.name}" for each in told]


def named(name: str, text: str) -> Document:
    return Document(f"file:///somewhere/{name}", 1, text)


def test_sessions_and_mailboxes_of_all_open_files_are_found():
    assert found("", named("a.smtp", LABELLED), named("b.log", SWAKS)) == [
        "a.smtp: Lunch",
        "a.smtp: bob@example.net",
        "a.smtp: carol@example.net",
        "b.log: client.example.org -> mx.example.com",
        "b.log: alice@example.org",
        "b.log: bob@example.net",
    ]


def test_letters_in_their_order_are_enough():
    assert found("BBNET", document(LABELLED)) == ["a.smtp: bob@example.net"]
    assert found("lnch", document(LABELLED)) == ["a.smtp: Lunch"]
    assert found("tebbo", document(LABELLED)) == []


def test_a_mailbox_is_told_once_a_file():
    assert found("alice", document(KEYED)) == ["a.smtp: alice@example.org"]


def test_it_is_where_it_is_first_named():
    file = document(SMTPLIB)
    (symbol,) = workspace_symbol([file], types.WorkspaceSymbolParams("bob"), ABLE) or []
    assert isinstance(symbol.location, types.Location)
    assert symbol.location.range.start.line == 5
    assert covered(file, symbol.location.range) == "bob@example.net"


def test_there_is_an_end_to_them():
    text = "".join(f"C: RCPT TO:<b{number}@c.example>\n" for number in range(MOST + 9))
    assert len(found("c.ex", document(text))) == MOST


def test_no_file_has_no_symbols():
    assert workspace_symbol([], types.WorkspaceSymbolParams("a"), ABLE) is None
