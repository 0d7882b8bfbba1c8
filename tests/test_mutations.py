"""A valid session that is broken in a known way: that is found, on the right line; and whole it stays clean.

`make mutations` prints the table of all breaks, of which these tests draw some.
"""

import pytest

from tests.mutations.breaking import KINDS, Clean
from tests.mutations.measure import clean_sessions, verdicts

FLOOR = 0.95
"""Which share of the breaks of a kind is found on the right line, at least."""

MOST = 8
"""How many sessions are broken for each kind here."""

LOWER = {
    "a dot too early": 0.8,  # in the bare form a line that is no command is prose, so that one short line is not judged
}
"""Kinds of which fewer are found, and why that is right."""


@pytest.fixture(scope="module")
def cleans() -> list[Clean]:
    """The valid sessions."""
    return clean_sessions()


def test_there_are_enough_sessions_and_kinds_of_break(cleans):
    """Of several dialects."""
    assert len(cleans) >= 40
    assert len(KINDS) >= 25
    assert len({clean.trace.dialect.name for clean in cleans}) >= 10


def test_valid_sessions_are_clean(cleans):
    """All of them, at warning and above."""
    assert {clean.name: clean.loud for clean in cleans if clean.loud} == {}
    assert not [clean.name for clean in cleans if clean.trace.failures]


@pytest.mark.parametrize("name", KINDS)
def test_a_break_is_found_on_the_right_line(name, cleans):
    """At warning and above; as information where the file shows a refusal."""
    all_ = verdicts(name, cleans, MOST)
    assert all_, "no session can be broken in this way"
    missed = [f"{each.session}: {each.elsewhere}\n{each.text}" for each in all_ if not each.rules]
    assert len(missed) <= (1 - LOWER.get(name, FLOOR)) * len(all_), missed[0]
