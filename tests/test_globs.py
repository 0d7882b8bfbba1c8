"""Globs: what they stand for."""

import pytest

from smtp_ls.project.globs import covers, matches


@pytest.mark.parametrize(
    ("glob", "path", "expected"),
    [
        ("*.smtp", "a.smtp", True),
        ("*.smtp", "deep/er/a.smtp", True),
        ("*.smtp", "a.smtp/b", False),
        ("bad/*.smtp", "bad/a.smtp", True),
        ("bad/*.smtp", "bad/deep/a.smtp", False),
        ("bad/*.smtp", "deep/bad/a.smtp", False),
        ("**/bad/*.smtp", "deep/bad/a.smtp", True),
        ("**/bad/*.smtp", "bad/a.smtp", True),
        ("bad/**", "bad/deep/a.smtp", True),
        ("/a.smtp", "a.smtp", True),
        ("/a.smtp", "deep/a.smtp", False),
        ("./bad/a.smtp", "bad/a.smtp", True),
        ("a?.smtp", "ab.smtp", True),
        ("a?.smtp", "a/.smtp", False),
        ("[ab].smtp", "b.smtp", True),
        ("[!ab].smtp", "b.smtp", False),
        ("[!ab].smtp", "c.smtp", True),
        ("[]].smtp", "].smtp", True),
        ("a.smtp", "aXsmtp", False),
        ("[", "[", True),
    ],
)
def test_a_glob_stands_for_paths(glob: str, path: str, expected: bool) -> None:  # noqa: FBT001
    assert matches(glob, path) is expected


@pytest.mark.parametrize(
    ("glob", "path", "expected"),
    [
        ("fixtures", "tests/fixtures/a.smtp", True),
        ("tests/fixtures/", "tests/fixtures/deep/a.smtp", True),
        ("fixtures", "fixtures2/a.smtp", False),
        ("*.smtp", "a.smtp", True),
        ("x", "/abs/x/a.smtp", True),
    ],
)
def test_a_folder_covers_what_is_in_it(glob: str, path: str, expected: bool) -> None:  # noqa: FBT001
    assert covers(glob, path) is expected


def test_what_is_no_glob_is_said() -> None:
    with pytest.raises(ValueError, match="is no glob"):
        matches("[z-a]", "a")
