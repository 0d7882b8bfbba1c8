"""Every rule's page is its test: Good sessions are clean, Bad ones show what carets say, Fixed is what fixes make."""

import pytest

from smtp_ls.editing.fixing import apply
from smtp_ls.findings import Diagnostic, Severity
from smtp_ls.rules import RULES, page
from smtp_ls.trace import Trace
from tests.pages import examples
from tests.table import tabled

PAGES = {name: examples(page(name)) for name in RULES}


def found(text: str, name: str) -> list[Diagnostic]:
    """What a rule finds in a session."""
    trace = Trace(text, seldom=frozenset({name}))
    assert not trace.failures
    return [each for each in trace.diagnostics() if each.rule == name]


@pytest.mark.parametrize("name", RULES)
def test_good_sessions_are_clean(name: str):
    """No rule says anything of them at warning or above, and this rule says nothing at all."""
    for example in PAGES[name]:
        if example.section.startswith("Good"):
            assert not found(example.text, name), example.text
            loud = [each for each in Trace(example.text).diagnostics() if each.severity >= Severity.WARNING]
            assert not loud, example.text


@pytest.mark.parametrize("name", RULES)
def test_bad_sessions_show_what_the_carets_say(name: str):
    """The rule finds just what is marked, where it is marked."""
    for example in PAGES[name]:
        if example.section.startswith("Bad"):
            diagnostics = found(example.text, name)
            got = [(each.start.line, each.start.column, each.end.column) for each in diagnostics]
            assert got == [(mark.line, mark.start, mark.end) for mark in example.marks], example.text
            for diagnostic, mark in zip(diagnostics, example.marks, strict=True):
                assert diagnostic.message.startswith(mark.message)


@tabled("name", RULES)
def test_a_page_has_its_sections(name: str):
    """A summary, a bad session, at least two good ones; and Fixed just where there is a fix."""
    sections = [example.section for example in PAGES[name]]
    assert sections.count("Good") >= 2
    assert "Bad" in sections
    assert any(section.startswith("Fixed") for section in sections) == bool(RULES[name].fix)


@pytest.mark.parametrize("name", [name for name, meta in RULES.items() if meta.fix])
def test_fixing_the_bad_session_gives_the_fixed_one(name: str):
    """The bad sessions with a fix become the fixed ones, in order; "if you like" is said where the fix is not safe.

    No safe fix is one any more where the session shows that the server refused what is wrong.
    """
    parts = PAGES[name]
    wanted = [part for part in parts if part.section.startswith("Fixed")]
    kinds = {part.section == "Fixed" for part in wanted}
    mended = []
    for bad in (part for part in parts if part.section == "Bad"):
        told = [each for each in found(bad.text, name) if False in kinds or "(refused with " not in each.message]
        repairs = [each.fix for each in told if each.fix is not None]
        if not repairs:
            continue
        safe = {repair.safe for repair in repairs}
        assert safe <= kinds
        mended.append((apply(bad.text, repairs)[0], safe))
    assert [(part.text, {part.section == "Fixed"}) for part in wanted] == mended[: len(wanted)]
    assert wanted
    assert RULES[name].fix == ("safe" if True in kinds else "unsafe")
