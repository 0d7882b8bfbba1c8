"""Links: RFCs, pages and files."""

from pathlib import Path

import pytest
from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.document_link import MOST, document_link
from tests.features.drawn import ABLE, document
from tests.features.stretches import FILE, covered

RFC = "https://www.rfc-editor.org/rfc/rfc"


def linked(text: str | Document, client: Client = ABLE) -> list[str]:
    """Each link: the text, and where it leads."""
    file = document(text) if isinstance(text, str) else text
    found = document_link(file, types.DocumentLinkParams(FILE), client) or ()
    return [f"{covered(file, each.range, client)} {each.target}" for each in found]


@pytest.mark.parametrize(
    ("line", "link"),
    [
        ("# as RFC 5321 says", f"RFC 5321 {RFC}5321"),
        ("# (RFC 5321 section 4.1.1.2)", f"RFC 5321 section 4.1.1.2 {RFC}5321#section-4.1.1.2"),
        ("S: 555 see rfc5321, section 4.1.1.11.", f"rfc5321, section 4.1.1.11 {RFC}5321#section-4.1.1.11"),
        ("S: 500 RFC 5321 appendix", f"RFC 5321 {RFC}5321"),
        ("S: 550 https://a.example/b?c=d&e. Or", "https://a.example/b?c=d&e https://a.example/b?c=d&e"),
        ("S: 550 (http://a.example/b_(c))", "http://a.example/b_(c) http://a.example/b_(c)"),
        ("S: 550 <http://a.example/>", "http://a.example/ http://a.example/"),
    ],
)
def test_what_is_named_is_a_link(line: str, link: str):
    assert linked(f"C: NOOP\n{line}\n") == [link]


def test_every_dialect_has_links():
    assert linked("reply: b'220 a RFC 5321\\r\\n'\nsend: 'quit\\r\\n'\n") == [f"RFC 5321 {RFC}5321"]
    assert linked("<-  220 mx.example.com RFC 5321\n -> QUIT\n") == [f"RFC 5321 {RFC}5321"]


def test_what_the_client_says_is_none():
    assert linked("C: NOOP RFC 5321 http://a.example/\nC: RCPT TO:<a@b.example> ORCPT=rfc822;a@b.example\n") == []


def test_a_file_is_beside_the_document(tmp_path: Path):
    text = "C: DATA\nS: 354 go\nC: {{file: mails/a b.eml}}\nC: .\n"
    file = Document("file:///a.smtp", 1, text, path=str(tmp_path / "x.smtp"))
    assert linked(file) == [f"mails/a b.eml {(tmp_path / 'mails' / 'a b.eml').as_uri()}"]
    assert linked(text) == []


def test_a_title_is_in_the_users_language():
    file = document("S: 220 RFC 5321 section 4\n")
    for client, title in (
        (ABLE, None),
        (ABLE._replace(tooltips=True), "RFC 5321 section 4"),
        (ABLE._replace(tooltips=True, locale="id"), "RFC 5321 bagian 4"),
    ):
        (link,) = document_link(file, types.DocumentLinkParams(FILE), client) or []
        assert link.tooltip == title


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_columns_are_the_clients(encoding: str):
    assert linked("C: NOOP\n# \U0001f600é RFC 5321\n", ABLE._replace(encoding=encoding)) == [f"RFC 5321 {RFC}5321"]


def test_there_is_an_end_to_them():
    assert len(linked("S: 220 RFC 5321\n" * (MOST + 9))) == MOST
