"""Every candidate of the protocol notes is a rule, a part of one, or left out for a reason; and as loud as its row."""

import re
from pathlib import Path

import pytest

from smtp_ls.findings import Severity
from smtp_ls.rules import RULES, page
from tests.pages import examples
from tests.table import tabled

ROOT = Path(__file__).parent.parent
NOTES = ROOT.parent / "shared" / "protocol" / "rules.md"
LEFT_OUT = (ROOT / "docs" / "rules-left-out.md").read_text(encoding="utf-8")

LETTERS = {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.INFORMATION, "H": Severity.HINT}

OTHERWISE = {
    "auth-empty-ir": "H: a blank at the end may be no more than that, and no response at all is legal",
    "no-headers": "I: small tests do without a header; what looks like one and is none is a warning",
    "unfinished-transaction": "I: who asks whether an address exists says MAIL, RCPT and QUIT on purpose",
}
"""Rules that are not as loud as their rows, and why."""

OTHERWISE_WITHIN = {
    "plaintext-after-220-starttls": "W as a part of ehlo-missing-after-starttls, E where MAIL needs what EHLO offers",
    "pipelined-before-greeting": "W as a part of no-greeting: to wait for it is a SHOULD (RFC 5321 section 4.3.1)",
    "conperm-unsupported": "E as a part of extension-not-advertised: what is not offered must not be used",
    "smtputf8-ehlo-params": "W as a part of ehlo-keyword-params, which is an error for SMTPUTF8 by itself",
    "pipelined-replies-order": "E as a part of reply-count-mismatch: all that shows is that their number is wrong",
}
"""Rows within a rule that is not as loud as they are, and why."""

OFF = {
    "timeout-below-minimum": "tests want short timeouts: its row says so, not in the column of severities",
}
"""Rules that are off though their rows do not say so in their severity, and why."""


def rows() -> dict[str, tuple[Severity, bool]]:
    """Name -> how loud a candidate is, and whether it is on by default."""
    lines = (Path(__file__).parent / "rows.txt").read_text(encoding="utf-8").splitlines()[1:]
    return {line[3:]: (LETTERS[line[0]], line[1] == " ") for line in lines}


def left_out() -> set[str]:
    """The rows that docs/rules-left-out.md gives a reason for."""
    return set(re.findall(r"^\| `([a-z0-9-]+)` \| .{20,} \|$", LEFT_OUT, re.MULTILINE))


@pytest.mark.skipif(not NOTES.exists(), reason="../shared is absent")
def test_the_list_of_candidates_is_that_of_the_notes():
    """No row was forgotten."""
    found = re.findall(r"^\| ([a-z0-9-]+) \| ([EWIH])\b([^|]*)\|", NOTES.read_text(encoding="utf-8"), re.MULTILINE)
    assert {name: (LETTERS[letter], "(off)" not in rest) for name, letter, rest in found} == rows()


def test_every_candidate_is_a_rule_or_left_out_for_a_reason():
    """And just one of both."""
    covered = {*RULES, *[row for meta in RULES.values() for row in meta.rows]}
    assert set(rows()) - covered == left_out()


def test_rules_name_candidates_only():
    """No rule says that it covers a row that is not in the notes, or that is a rule by itself."""
    named = [row for meta in RULES.values() for row in meta.rows]
    assert set(named) <= set(rows()) - set(RULES)
    assert len(named) == len(set(named))


def test_every_rule_is_as_loud_as_its_row():
    """But for those that are not, with their reasons."""
    table = rows()
    own = {name for name, meta in RULES.items() if name in table and meta.severity != table[name][0]}
    assert own == set(OTHERWISE)
    within = {row for meta in RULES.values() for row in meta.rows if meta.severity != table[row][0]}
    assert within == set(OTHERWISE_WITHIN)


def test_rules_are_off_where_their_rows_say_so():
    """A rule of our own, without a row, is on."""
    table = rows()
    assert {name for name, meta in RULES.items() if meta.on != table.get(name, (None, True))[1]} == set(OFF)


def test_only_one_rule_is_louder_under_strict():
    """The MUST that most servers tolerate (SEMANTICS section 3)."""
    assert [name for name, meta in RULES.items() if meta.strict != meta.severity] == ["space-after-colon"]


@tabled("name", RULES)
def test_a_rule_has_two_good_sessions_that_differ(name):
    """One that is right, and one that a careless version of the rule would blame."""
    good = [each.text for each in examples(page(name)) if each.section == "Good"]
    assert len(set(good)) == len(good) >= 2
