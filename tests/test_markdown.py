"""Markdown documents: which fences are sessions, and where places in them stand in the document."""

import pytest

from smtp_ls.findings import Diagnostic, Edit, Point, Related, Repair, Severity
from smtp_ls.linting.markdown import fences, is_markdown


def texts(document: str) -> list[str]:
    return [part.text for part in fences(document)]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("text\n```smtp\nQUIT\n```\n", ["QUIT\n"]),
        ("~~~smtp\nQUIT\n~~~\n", ["QUIT\n"]),
        ("``` smtp title=x\nQUIT\n```\n", ["QUIT\n"]),
        ("```SMTP\nQUIT\n```\n", ["QUIT\n"]),
        ("```smtp\r\nQUIT\r\n```\r\n", ["QUIT\r\n"]),
        ("````smtp\n```\nQUIT\n````\n", ["```\nQUIT\n"]),
        ("```smtp\nQUIT\n", ["QUIT\n"]),
        ("```smtp\n```\n", [""]),
        ("- list\n\n  ```smtp\n  QUIT\n   indented\nless\n  ```\n", ["QUIT\n indented\nless\n"]),
        ("\t```smtp\n\tQUIT\n\t```\n", ["QUIT\n"]),
        ("```smtp\nNOOP\n```\n\n```smtp\nQUIT\n```\n", ["NOOP\n", "QUIT\n"]),
        ("```smtplib\nQUIT\n```\n", []),
        ("```\n```smtp\nQUIT\n", []),
        ("~~~~text\n```smtp\nQUIT\n```\n~~~~\n", []),
        ("`smtp`\n```smtp`\nQUIT\n", []),
        ("", []),
    ],
)
def test_fences_of_smtp_are_sessions(document: str, expected: list[str]) -> None:
    assert texts(document) == expected


def test_a_place_in_a_fence_is_a_place_in_the_document() -> None:
    (part,) = fences("text\n\n  ```smtp\n  NOOP\n  QUIT\n  ```\n")
    assert part.place(Point(0, 0)) == Point(3, 2)
    assert part.place(Point(1, 4)) == Point(4, 6)


def test_a_line_that_is_added_is_indented_like_the_fence() -> None:
    (part,) = fences("  ```smtp\n  NOOP\n  ```\n")
    fix = Repair("Add QUIT", (Edit(Point(1, 0), Point(1, 0), "QUIT\n"),), safe=True)
    related = (Related(Point(0, 0), Point(0, 4), "here"),)
    placed = part.placed(Diagnostic("missing-quit", Severity.WARNING, "", Point(0, 0), Point(0, 4), related, fix))
    assert placed.start == Point(1, 2)
    assert placed.related[0].end == Point(1, 6)
    assert placed.fix is not None
    assert placed.fix.edits == (Edit(Point(2, 2), Point(2, 2), "QUIT\n  "),)


@pytest.mark.parametrize(("path", "expected"), [("a.md", True), ("A.MARKDOWN", True), ("md", False), ("a.smtp", False)])
def test_the_name_tells_markdown(path: str, expected: bool) -> None:  # noqa: FBT001
    assert is_markdown(path) is expected
