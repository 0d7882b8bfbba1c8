"""Highlights: the same name, or a command with its replies."""

import pytest
from lsprotocol import types

from smtp_ls.features.document_highlight import MOST, document_highlight
from tests.features.drawn import ABLE, document, drawn
from tests.features.stretches import BARE, FILE, KEYED, LABELLED, SMTPLIB, SWAKS, at, covered

_Kind = types.DocumentHighlightKind
_KINDS = {None: "?", _Kind.Text: "", _Kind.Read: "<", _Kind.Write: ">"}


def highlighted(text: str) -> list[str]:
    """What is highlighted with the `|`: `>` what is said first, `<` what refers to it, the 1-based line, the text."""
    file, position = drawn(text)
    found = document_highlight(file, types.DocumentHighlightParams(FILE, position), ABLE)
    return [f"{_KINDS[each.kind]}{each.range.start.line + 1} {covered(file, each.range)}" for each in found or ()]


EHLO = ["EHLO client.example.org", "250-mx.example.com", "250-SIZE 52428800", "250-AUTH PLAIN LOGIN", "250 DSN"]


@pytest.mark.parametrize("mark", ["EH|LO", "SI|ZE 52", "|250 DSN"])
@pytest.mark.parametrize("text", [LABELLED, BARE])
def test_a_command_goes_with_all_of_its_reply(text: str, mark: str):
    assert highlighted(at(text, mark)) == [
        f"{'<' if line > 4 else '>'}{line} {said}" for line, said in enumerate(EHLO, 4)
    ]


@pytest.mark.parametrize("mark", ["DA|TA", "|354", "C: |.\n", "|250 2.0.0"])
def test_data_goes_with_its_dot_and_both_replies(mark: str):
    assert highlighted(at(LABELLED, mark)) == [">15 DATA", "<16 354 Go ahead", ">22 .", "<23 250 2.0.0 Queued"]


def test_an_authentication_is_one():
    text = "C: AU|TH LOGIN\nS: 334 VXNlcm5hbWU6\nC: eA==\nS: 334 UGFzc3dvcmQ6\nC: eA==\nS: 535 no\nC: QUIT\n"
    assert [each.partition(" ")[0] for each in highlighted(text)] == [">1", "<2", ">3", "<4", ">5", "<6"]


def test_pipelined_commands_have_their_own_replies():
    text = (
        "C: EHLO a.example\nS: 250-b.example\nS: 250 PIPELINING\nC: MAIL FROM:<>\nC: RC|PT TO:<c@d.example>\nC: RSET\n"
    )
    assert highlighted(text + "S: 250 1\nS: 550 2\nS: 250 3\n") == [">5 RCPT TO:<c@d.example>", "<8 550 2"]


def test_in_lmtp_every_recipient_answers():
    text = "C: LHLO a.example\nS: 250 b.example\nC: MAIL FROM:<>\nS: 250 1\nC: RCPT TO:<c@d.example>\nS: 250 2\n"
    text += "C: RCPT TO:<e@d.example>\nS: 250 3\nC: DA|TA\nS: 354 go\nC: .\nS: 250 4\nS: 550 5\n"
    assert highlighted(text) == [">9 DATA", "<10 354 go", ">11 .", "<12 250 4", "<13 550 5"]


@pytest.mark.parametrize(
    ("text", "mark", "lines"), [(SWAKS, "|250-mx", "456"), (SMTPLIB, "354 G|o", ["8", "9", "10", "11"])]
)
def test_other_dialects_have_commands_and_replies(text: str, mark: str, lines: list[str]):
    assert [each.strip("<>").partition(" ")[0] for each in highlighted(at(text, mark))] == list(lines)


def test_interleaved_sessions_are_kept_apart():
    assert [each.partition(" ")[0] for each in highlighted(at(KEYED, "EH|LO a."))] == [">5", "<8"]
    assert [each.partition(" ")[0] for each in highlighted(at(KEYED, "|250 2.1.0"))] == [">11", "<12"]


def test_an_address_is_highlighted_everywhere():
    assert highlighted(at(LABELLED, "bo|b@")) == ["11 bob@example.net", "18 bob@example.net"]


def test_a_variable_is_written_once_and_read():
    assert highlighted(at(LABELLED, "{{sen|der")) == [">2 sender", "<9 sender"]


@pytest.mark.parametrize("mark", ["Subject: f|or", "### Lu|nch", "S: |220"])
def test_what_belongs_to_nothing_is_not_highlighted(mark: str):
    assert highlighted(at(LABELLED, mark)) == []


def test_the_nearest_are_shown():
    file = document("C: MAIL FROM:<a@b.example>\n" * 3000)
    found = document_highlight(file, types.DocumentHighlightParams(FILE, types.Position(2999, 15)), ABLE) or []
    assert len(found) == MOST
    assert min(each.range.start.line for each in found) > 2000


@pytest.mark.parametrize(("encoding", "end"), [("utf-8", 15), ("utf-16", 12), ("utf-32", 11)])
def test_columns_are_the_clients(encoding: str, end: int):
    file = document("C: VRFY \U0001f600éb\nS: 252 ok\n")
    found = document_highlight(
        file, types.DocumentHighlightParams(FILE, types.Position(0, 4)), ABLE._replace(encoding=encoding)
    )
    assert found
    assert found[0].range.start.character == 3
    assert found[0].range.end.character == end
