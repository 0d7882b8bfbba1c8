"""The unified diff: what it looks like, and that `patch` makes the new text of the old one."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smtp_ls.editing.difference import diff
from smtp_ls.text import split_lines


def difference(before: str, after: str) -> str:
    old, new = split_lines(before), split_lines(after)
    return diff("a.smtp", old, new, (old, new))


def test_nothing_changed_is_no_difference() -> None:
    assert difference("a\n", "a\n") == ""


def test_a_difference_is_unified() -> None:
    before = "".join(f"{n}\n" for n in range(20))
    after = before.replace("3\n", "three\n", 1).replace("19\n", "19\nend\n")
    assert difference(before, after) == (
        "--- a.smtp\n+++ a.smtp\n"
        "@@ -1,7 +1,7 @@\n 0\n 1\n 2\n-3\n+three\n 4\n 5\n 6\n"
        "@@ -18,3 +18,4 @@\n 17\n 18\n 19\n+end\n"
    )


def test_a_missing_last_line_end_is_told() -> None:
    assert difference("", "a") == "--- a.smtp\n+++ a.smtp\n@@ -0,0 +1 @@\n+a\n\\ No newline at end of file\n"


def test_line_ends_are_part_of_a_line() -> None:
    assert difference("a\r\n", "a\n") == "--- a.smtp\n+++ a.smtp\n@@ -1 +1 @@\n-a\r\n+a\n"


def test_secrets_are_compared_but_not_shown() -> None:
    shown = ["C: ****\n"], ["C: ****\n"]
    assert diff("a", ["C: abcd\n"], ["C: abce\n"], shown).endswith("-C: ****\n+C: ****\n")


def test_changes_near_each_other_share_a_hunk() -> None:
    lines = [f"{n}\n" for n in range(30)]
    near, far = [*lines], [*lines]
    near[5] = near[12] = far[5] = far[13] = "x\n"
    assert difference("".join(lines), "".join(near)).count("@@ -") == 1
    assert difference("".join(lines), "".join(far)).count("@@ -") == 2


def test_a_text_without_a_common_line_is_one_change() -> None:
    text = difference("a\n" * 600, "b\n" * 600)
    assert (text.count("@@ -"), text.count("\n-a"), text.count("\n+b")) == (1, 600, 600)


LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "S: 250 Ok\n", "C: QUIT\r\n"]), max_size=30)


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch")
@settings(max_examples=settings().max_examples // 2)
@given(LINES, LINES, st.sampled_from(["", "end"]), st.sampled_from(["", "end"]))
def test_patch_makes_the_new_text_of_the_old(before: list[str], after: list[str], end: str, new_end: str) -> None:
    old, new = "".join(before) + end, "".join(after) + new_end
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.smtp"
        path.write_bytes(old.encode())
        command = ["patch", "--binary", "--quiet", "--strip=0", "--posix"]
        subprocess.run(command, input=difference(old, new).encode(), check=True, cwd=folder, capture_output=True)
        assert (path.read_bytes() if path.exists() else b"") == new.encode()
