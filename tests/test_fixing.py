"""Fixes: which are applied, in what order, what stays as it was, and how they are shown and written."""

import os
import stat
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtp_ls.editing import fixing
from smtp_ls.findings import Diagnostic, Edit, Point, Repair, Severity
from smtp_ls.text import decode, encode


def repair(*edits: tuple[int, int, int, int, str], safe: bool = True) -> Repair:
    """A fix; each edit is line, column, line, column and text."""
    return Repair("", tuple(Edit(Point(a, b), Point(c, d), text) for a, b, c, d, text in edits), safe)


def applied(text: str, *repairs: Repair) -> tuple[str, int]:
    return fixing.apply(text, repairs)


@pytest.mark.parametrize(
    ("text", "edit", "expected"),
    [
        ("noop\n", (0, 0, 0, 4, "NOOP"), "NOOP\n"),
        ("a\nb\nc\n", (1, 0, 2, 0, ""), "a\nc\n"),
        ("a\nb", (2, 0, 2, 0, "c"), "a\nbc"),
        ("a\r\nb\r\n", (0, 1, 0, 1, "!"), "a!\r\nb\r\n"),
        ("a\rb\r", (1, 0, 1, 1, "B"), "a\rB\r"),
        ("a\n", (0, 9, 0, 9, "!"), "a!\n"),
        ("a\u2028b\n", (0, 2, 0, 3, "c"), "a\u2028c\n"),
        ("", (0, 0, 0, 0, "QUIT\n"), "QUIT\n"),
    ],
)
def test_an_edit_changes_its_stretch_only(text: str, edit: tuple[int, int, int, int, str], expected: str) -> None:
    assert applied(text, repair(edit)) == (expected, 1)


def test_fixes_that_do_not_overlap_are_applied_together() -> None:
    assert applied("abcd\n", repair((0, 2, 0, 3, "C")), repair((0, 0, 0, 1, "A"))) == ("AbCd\n", 2)
    assert applied("abcd\n", repair((0, 0, 0, 2, "x")), repair((0, 2, 0, 4, "y"))) == ("xy\n", 2)


def test_of_those_that_overlap_the_first_is_applied() -> None:
    assert applied("abcd\n", repair((0, 1, 0, 3, "-")), repair((0, 0, 0, 2, "+"))) == ("+cd\n", 1)
    assert applied("a\n", repair((0, 0, 0, 0, "x")), repair((0, 0, 0, 0, "x"))) == ("xa\n", 1)


def test_a_fix_is_applied_whole_or_not_at_all() -> None:
    whole = repair((0, 1, 0, 2, "B"), (0, 3, 0, 4, "D"))
    assert applied("abcd\n", repair((0, 0, 0, 2, "x")), whole) == ("xcd\n", 1)


# --- until it settles -------------------------------------------------------------------------------------------------

Lint = Callable[[str], Sequence[Diagnostic]]


def linter(*rules: Callable[[str], Repair | None]) -> Lint:
    """A linter whose rules see the text and give at most one fix."""

    def lint(text: str) -> list[Diagnostic]:
        fixes = [rule(text) for rule in rules]
        return [Diagnostic("a", Severity.ERROR, "", Point(0, 0), Point(0, 0), (), fix) for fix in fixes if fix]

    return lint


def shrinking(text: str) -> Repair | None:
    return repair((0, 0, 0, 1, "")) if len(text) > 2 else None


def test_rounds_go_on_until_nothing_is_left() -> None:
    assert fixing.fix("abcde\n", linter(shrinking), unsafe=False) == ("e\n", 4, True)


def test_rounds_end_when_fixes_undo_each_other() -> None:
    toggling = linter(lambda text: repair((0, 0, 0, 1, "b" if text[0] == "a" else "a")))
    assert fixing.fix("a\n", toggling, unsafe=False) == ("a\n", fixing.ROUNDS, False)


def test_as_many_rounds_as_allowed_may_settle() -> None:
    text = "x" * fixing.ROUNDS + "a\n"
    assert fixing.fix(text, linter(shrinking), unsafe=False) == ("a\n", fixing.ROUNDS, True)


def test_unsafe_fixes_are_applied_when_asked() -> None:
    unsafe = linter(lambda text: repair((0, 0, 0, 1, "b"), safe=False) if text[0] == "a" else None)
    assert fixing.fix("a\n", unsafe, unsafe=False) == ("a\n", 0, True)
    assert fixing.fix("a\n", unsafe, unsafe=True) == ("b\n", 1, True)


@given(st.binary(max_size=40), st.lists(st.tuples(*[st.integers(0, 4)] * 4, st.text("ab\r\n", max_size=2)), max_size=4))
def test_whatever_is_asked_octets_outside_edits_stay(
    octets: bytes, edits: list[tuple[int, int, int, int, str]]
) -> None:
    text = decode(octets)
    ordered = [(*sorted([edit[:2], edit[2:4]]), edit[4]) for edit in edits]
    mended, count = applied(text, *[repair((*start, *end, new)) for start, end, new in ordered])  # type: ignore[arg-type]
    assert count <= len(edits)
    if not edits:
        assert encode(mended) == octets.removeprefix(b"\xef\xbb\xbf")


# --- writing ----------------------------------------------------------------------------------------------------------


def test_a_file_is_written_with_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.smtp"
    path.write_bytes(b"old")
    path.chmod(0o640)
    fixing.write(str(path), b"new\r\n\xff")
    assert path.read_bytes() == b"new\r\n\xff"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.smtp"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "a.smtp", tmp_path / "link.smtp"
    path.write_bytes(b"old")
    link.symlink_to(path)
    fixing.write(str(link), b"new")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"


def test_a_failed_write_leaves_the_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.smtp"
    path.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(PermissionError):
        fixing.write(str(path), b"new")
    assert path.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.smtp"]
