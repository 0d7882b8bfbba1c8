"""Selections: each part lies in the next, from the word to the file."""

import pytest
from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.selection_range import selection_range
from tests.features.drawn import ABLE, drawn
from tests.features.stretches import BARE, EVERY, FILE, KEYED, LABELLED, SMTPLIB, SWAKS, at, covered


def selected(text: str, client: Client = ABLE) -> list[str]:
    """What is selected at the `|`, more at each step; a stretch of several lines as its first and last line."""
    file, position = drawn(text)
    (chain,) = selection_range(file, types.SelectionRangeParams(FILE, [position]), client)
    found: list[str] = []
    each: types.SelectionRange | None = chain
    while each is not None:
        start, end = each.range.start.line, each.range.end.line
        found.append(covered(file, each.range, client) if start == end else f"{start + 1}-{end + 1}")
        each = each.parent
    return found


RCPT = [
    "bob@example.net", "<bob@example.net>", "TO:<bob@example.net>", "TO:<bob@example.net> NOTIFY=NEVER",
    "RCPT TO:<bob@example.net> NOTIFY=NEVER",
]  # fmt: skip


def test_an_address_grows_to_the_file():
    """Part, mailbox, path, word, argument, command, line, exchange, transaction, session, file."""
    lines = ["C: RCPT TO:<bob@example.net> NOTIFY=NEVER", "11-12", "9-23", "1-25", "1-26"]
    assert selected(at(LABELLED, "bo|b@")) == ["bob", *RCPT, *lines]
    assert selected(at(LABELLED, "@exampl|e.net> N")) == ["example", "example.net", *RCPT, *lines]


def test_a_bare_line_is_its_command():
    assert selected(at(BARE, "bo|b@")) == ["bob", *RCPT, "11-12", "9-23", "1-25"]


def test_a_parameter_has_a_name_and_a_value():
    assert selected(at(LABELLED, "=10|00"))[:3] == ["1000", "SIZE=1000", "FROM:<{{sender}}> SIZE=1000"]


def test_a_line_of_a_message_grows_through_its_section():
    assert selected(at(LABELLED, "Subject: f|or"))[-6:] == ["17-19", "17-21", "15-23", "9-23", "1-25", "1-26"]


@pytest.mark.parametrize(
    ("text", "mark", "grown"),
    [
        (
            SWAKS,
            "bo|b@",
            ["bob", "bob@example.net", "<bob@example.net>", "TO:<bob@example.net>", "RCPT TO:<bob@example.net>"],
        ),
        (
            SMTPLIB,
            "bo|b@",
            ["bob", "bob@example.net", "<bob@example.net>", "TO:<bob@example.net>", "rcpt TO:<bob@example.net>"],
        ),
        (KEYED, "a.exam|ple", ["example", "a.example.org", "EHLO a.example.org"]),
    ],
)
def test_other_dialects_have_parts(text: str, mark: str, grown: list[str]):
    found = selected(at(text, mark))
    assert [each for each in found if each in grown] == grown


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize(
    "text", [*EVERY, LABELLED.replace("Alice", "\U0001f600é").replace("\n", "\r\n"), "", "\n", "# é"]
)
def test_each_part_lies_in_the_next(text: str, encoding: str):
    client = ABLE._replace(encoding=encoding)
    file, _ = drawn(text + "|")
    places = [types.Position(line, column) for line in range(len(file.trace.lines) + 1) for column in range(0, 60, 3)]
    found = selection_range(file, types.SelectionRangeParams(FILE, places), client)
    assert len(found) == len(places)
    for place, chain in zip(places, found, strict=True):
        each, parent = chain, chain.parent
        while parent is not None:
            assert parent.range != each.range
            assert (key(parent.range.start), key(each.range.end)) <= (key(each.range.start), key(parent.range.end))
            each, parent = parent, parent.parent
        assert key(chain.range.start) <= key(place) or place.character > 0


def key(place: types.Position) -> tuple[int, int]:
    return place.line, place.character
