"""Folds: what can be folded away, by lines."""

from itertools import combinations

import pytest
from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.folding_range import MOST, folding_range
from tests.features.drawn import ABLE, document, told
from tests.features.stretches import BARE, EVERY, FILE, KEYED, LABELLED, SMTPLIB, SWAKS


def folds_of(text: str, client: Client = ABLE) -> list[types.FoldingRange]:
    """The folds of a file with this text."""
    return told(folding_range(document(text), types.FoldingRangeParams(FILE), client), list[types.FoldingRange])


def folded(text: str, client: Client = ABLE) -> list[str]:
    """The folds: 1-based first and last line."""
    return [f"{each.start_line + 1}-{each.end_line + 1}" for each in folds_of(text, client)]


@pytest.mark.parametrize("text", [LABELLED, BARE])
def test_a_session_has_its_parts(text: str):
    """The session with its title, the reply to EHLO, the transaction, its mail data, and in that the header."""
    assert folded(text) == ["1-25", "5-8", "9-23", "15-22", "17-19"]


def test_a_text_of_several_lines_is_a_fold():
    assert "21-22" in folded(LABELLED.replace("C: Ask", "C: Hello\nC: Ask"))


def test_an_authentication_is_a_fold():
    assert "1-4" in folded("C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: *\nS: 501 no\nC: QUIT\n")


def test_a_chunk_is_a_fold_with_its_command():
    assert "1-3" in folded("C: BDAT 10\nC: To: a\nC: b\nC: QUIT\n")


@pytest.mark.parametrize(
    ("text", "folds"), [(SWAKS, ["1-2", "3-12", "5-6", "7-10"]), (SMTPLIB, ["1-13", "2-3", "4-11"])]
)
def test_other_dialects_have_folds(text: str, folds: list[str]):
    assert folded(text) == folds


def test_of_interleaved_sessions_only_what_stands_together_is_folded():
    assert folded(KEYED) == ["1-2"]


def test_comments_and_notes_are_folded_as_comments():
    found = folds_of(f"# a\n# b\n\n{LABELLED}")
    assert (found[0].start_line, found[0].end_line, found[0].kind) == (0, 1, types.FoldingRangeKind.Comment)
    assert {each.kind for each in found[1:]} == {types.FoldingRangeKind.Region}
    notes = folds_of(SWAKS)
    assert notes[0].kind == types.FoldingRangeKind.Comment


@pytest.mark.parametrize("text", EVERY)
def test_folds_are_whole_lines_and_never_cross(text: str):
    found = folds_of(text * 3)
    assert all(each.start_character is None and each.end_character is None for each in found)
    for one, other in combinations(found, 2):
        apart = one.end_line < other.start_line
        assert apart or one.end_line >= other.end_line


def test_the_editors_limit_holds_and_the_outer_ones_come_first():
    assert folded(LABELLED, ABLE._replace(fold_limit=2)) == ["1-25", "9-23"]
    assert len(folded(LABELLED * (MOST // 4))) == MOST


def test_nothing_has_no_folds():
    assert folds_of("") == []
    assert folded("C: QUIT") == []
