"""References: the same name, and nothing that only looks like it."""

import pytest
from lsprotocol import types

from smtp_ls.features.references import MOST, references
from tests.features.drawn import ABLE, document, drawn
from tests.features.stretches import BARE, FILE, KEYED, LABELLED, SMTPLIB, SWAKS, at, covered, numbered


def references_at(text: str, *, declaration: bool = True) -> list[str]:
    """The places that are told at the `|`: line and text."""
    file, position = drawn(text)
    params = types.ReferenceParams(types.ReferenceContext(declaration), FILE, position)
    return numbered(file, [each.range for each in references(file, params, ABLE) or ()])


BOB = ["bob@example.net"] * 2


@pytest.mark.parametrize(
    ("text", "lines"),
    [(LABELLED, [11, 18]), (BARE, [11, 18]), (SWAKS, [9, 10]), (SMTPLIB, [6, 10])],
)
def test_a_mailbox_is_found_in_envelope_header_and_replies(text: str, lines: list[int]):
    """Not in the text of the message, nor in its subject."""
    assert references_at(at(text, "bo|b@example.net")) == [f"{line}: bob@example.net" for line in lines]


def test_interleaved_sessions_share_their_names():
    assert [each.partition(":")[0] for each in references_at(at(KEYED, "ali|ce"))] == ["10", "11", "13"]


@pytest.mark.parametrize("mark", ["<bo|b@", "bob@example.net|> NOTIFY", "bob|@example.net> "])
def test_a_mailbox_is_found_from_any_place_in_it(mark: str):
    found = references_at(at(LABELLED, mark))
    assert "11: bob@example.net" in found or "11: example.net" in found


def test_a_domain_is_found_in_any_case_and_as_a_whole():
    text = "C: EHLO EXAMPLE.|net\nC: MAIL FROM:<a@example.net>\nC: RCPT TO:<b@mx.example.net>\n"
    text += "C: RCPT TO:<c@example.Net>\n"
    assert references_at(text) == ["1: EXAMPLE.net", "2: example.net", "4: example.Net"]


def test_a_local_part_counts_by_its_letters_and_postmaster_does_not():
    text = "C: EHLO a.example\nC: MAIL FROM:<A|nn@b.example>\nC: RCPT TO:<ann@b.example>\nC: RCPT TO:<Ann@B.EXAMPLE>\n"
    assert references_at(text) == ["2: Ann@b.example", "4: Ann@B.EXAMPLE"]
    assert len(references_at("C: RCPT TO:<post|master>\nC: RCPT TO:<Postmaster>\n")) == 2


def test_a_name_in_another_is_not_the_same():
    text = "C: MAIL FROM:<b|ob@a.example>\nC: RCPT TO:<rob.bob@a.example>\nS: 550 <xbob@a.example> bob@a.example.org\n"
    assert references_at(text) == ["1: bob@a.example"]


def test_xtext_is_read():
    text = "C: MAIL FROM:<a|+b@c.example> AUTH=a+2Bb@c.example\nC: RCPT TO:<d@e.example> ORCPT=rfc822;a+2Bb@C.example\n"
    assert references_at(text) == ["1: a+b@c.example", "1: a+2Bb@c.example", "2: a+2Bb@C.example"]


def test_a_folded_field_goes_on():
    text = LABELLED.replace("C: To: bob", "C: To:\nC:  dave@example.net,\nC:  bob")
    assert [each.partition(":")[0] for each in references_at(at(text, "bo|b@"))] == ["11", "20"]


def test_a_variable_is_found_where_it_is_defined_and_used():
    text = "@me = a@b.example\nC: MAIL FROM:<{{ m|e }}>\nC: RCPT TO:<{{mean}}>\n# {{me}}\nC: DATA\nC: {{me}}\nC: .\n"
    assert references_at(text) == ["1: me", "2: me", "6: me"]
    assert references_at(text, declaration=False) == ["2: me", "6: me"]


@pytest.mark.parametrize(
    "text", ["C: QU|IT\n", "# bob|@a.example\n", "C: AUTH PLAIN bo|b@a.example\n", "|", "no smtp b|@c.de\n"]
)
def test_what_has_no_name_has_no_references(text: str):
    assert references_at(text) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_columns_are_the_clients(encoding: str):
    file = document(
        "C: EHLO a.example\nC: MAIL FROM:<\U0001f600é@b.example> SIZE=1\nC: RCPT TO:<\U0001f600é@B.example>\n"
    )
    client = ABLE._replace(encoding=encoding)
    params = types.ReferenceParams(types.ReferenceContext(True), FILE, types.Position(1, 14))
    found = references(file, params, client) or []
    assert [covered(file, each.range, client) for each in found] == ["\U0001f600é@b.example", "\U0001f600é@B.example"]
    assert len({each.range.end.character - each.range.start.character for each in found}) == 1


def test_there_is_an_end_to_them():
    """The first are those about the cursor."""
    file = document("C: MAIL FROM:<a@b.example>\n" * (MOST + 700))
    params = types.ReferenceParams(types.ReferenceContext(True), FILE, types.Position(MOST + 699, 15))
    found = references(file, params, ABLE) or []
    assert len(found) == MOST
    assert found[-1].range.start.line == MOST + 699
