"""Which files are linted, in which order, and what is said of those that cannot be."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from smtp_ls.project.config import Config, Configs
from smtp_ls.project.files import Search, Target, Trouble, find
from tests.conftest import Project


def found(*paths: str, **search: object) -> list[str]:
    """The files that paths stand for; of what cannot be linted, the message with a mark."""
    results = find(paths, Search(Configs(), **search))  # type: ignore[arg-type]
    return [f"! {it.message}" if isinstance(it, Trouble) else it.path for it in results]


@pytest.fixture
def tree(project: Project) -> Project:
    for name in (
        "b.smtp",
        "a.smtp",
        "notes.txt",
        "readme.md",
        "sub/c.smtp",
        "sub/deeper/d.smtp",
        "node_modules/x.smtp",
    ):
        project.write(name, "")
    return project


@pytest.mark.usefixtures("tree")
def test_a_folder_is_searched_in_order() -> None:
    assert found(".") == ["a.smtp", "b.smtp", "sub/c.smtp", "sub/deeper/d.smtp"]


def test_paths_are_shown_as_they_were_named(tree: Project) -> None:
    assert found("./sub/", "./a.smtp") == ["sub/c.smtp", "sub/deeper/d.smtp", "a.smtp"]
    assert found("sub/../b.smtp", "sub/deeper/..") == [
        "sub/../b.smtp",
        "sub/deeper/../c.smtp",
        "sub/deeper/../deeper/d.smtp",
    ]
    assert found(str(tree.root / "a.smtp")) == [str(tree.root / "a.smtp")]


@pytest.mark.usefixtures("tree")
def test_a_file_that_is_named_may_have_any_name() -> None:
    assert found("notes.txt", "readme.md", "node_modules/x.smtp") == ["notes.txt", "readme.md", "node_modules/x.smtp"]


@pytest.mark.usefixtures("tree")
def test_a_file_comes_once() -> None:
    assert found("a.smtp", "sub", "./a.smtp", "sub/c.smtp") == ["a.smtp", "sub/c.smtp", "sub/deeper/d.smtp"]


@pytest.mark.usefixtures("tree")
def test_what_is_missing_does_not_stop_the_rest() -> None:
    assert found("nope", "a.smtp") == ["! nope: no such file or folder", "a.smtp"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_that_cannot_be_read_is_said(tree: Project) -> None:
    (tree.root / "sub").chmod(0)
    assert found(".") == ["a.smtp", "b.smtp", "! sub: Permission denied"]


def test_a_walk_follows_no_link_but_a_named_one_is_followed(tree: Project) -> None:
    outside = tree.root / "sub"
    folder = tree.root / "walked"
    folder.mkdir()
    (folder / "link").symlink_to(outside)
    (folder / "link.smtp").symlink_to(outside / "c.smtp")
    (folder / "loop").symlink_to(folder)
    assert found("walked") == []
    assert found("walked/link.smtp", "walked/link") == [
        "walked/link.smtp",
        "walked/link/c.smtp",
        "walked/link/deeper/d.smtp",
    ]


# --- include and exclude ----------------------------------------------------------------------------------------------


def test_include_says_what_a_folder_is_searched_for(tree: Project) -> None:
    tree.write("smtp-ls.toml", 'include = ["*.md", "sub/*.smtp"]\n')
    assert found(".") == ["readme.md", "sub/c.smtp"]


def test_exclude_leaves_files_and_folders_out(tree: Project) -> None:
    tree.write("smtp-ls.toml", 'exclude = ["sub/deeper", "b.smtp"]\n')
    assert found(".") == ["a.smtp", "sub/c.smtp"]
    assert found(".", exclude=("a.*",)) == ["sub/c.smtp"]


def test_what_is_named_is_linted_even_if_excluded_unless_forced(tree: Project) -> None:
    tree.write("smtp-ls.toml", 'exclude = ["sub"]\n')
    named = "sub/c.smtp", "node_modules/x.smtp"
    assert found(*named) == [*named]
    assert found(*named, "a.smtp", force_exclude=True) == ["a.smtp"]


def test_each_folder_has_its_own_configuration(tree: Project) -> None:
    tree.write("sub/smtp-ls.toml", "strict = true\n")
    targets = find(["."], Search(Configs()))
    assert {it.path: it.config.strict for it in targets if isinstance(it, Target)} == {
        "a.smtp": False,
        "b.smtp": False,
        "sub/c.smtp": True,
        "sub/deeper/d.smtp": True,
    }


def test_a_wrong_configuration_stops_its_folder_only(tree: Project) -> None:
    wrong = tree.write("sub/smtp-ls.toml", "strict = 1\n")
    assert found("b.smtp", ".") == [
        "b.smtp",
        "a.smtp",
        f"! {wrong}: strict: expected true or false, not a number",
    ]


# --- .gitignore -------------------------------------------------------------------------------------------------------


def test_what_git_ignores_is_left_out(tree: Project) -> None:
    tree.write(".gitignore", "b.smtp\n/sub/*\n!/sub/c.smtp\n")
    assert found(".") == ["a.smtp", "sub/c.smtp"]


def test_the_inner_gitignore_wins(tree: Project) -> None:
    tree.write(".gitignore", "*.smtp\n")
    tree.write("sub/.gitignore", "!c.smtp\ndeeper/\n")
    assert found(".") == ["sub/c.smtp"]


def test_a_gitignore_above_counts_up_to_the_repository(tree: Project) -> None:
    tree.write(".gitignore", "d.smtp\n")
    assert found("sub") == ["sub/c.smtp"]


def test_a_gitignore_above_a_repository_does_not_count(tree: Project) -> None:
    tree.write(".gitignore", "c.smtp\n")
    (tree.root / "sub" / ".git").mkdir()
    assert found("sub") == ["sub/c.smtp", "sub/deeper/d.smtp"]


def test_an_ignored_path_that_is_named_is_linted(tree: Project) -> None:
    tree.write(".gitignore", "/sub/\na.smtp\n")
    assert found("a.smtp", "sub") == ["a.smtp", "sub/c.smtp", "sub/deeper/d.smtp"]


def test_pathspec_is_imported_only_for_a_gitignore(tree: Project) -> None:
    script = "import sys; from smtp_ls.cli import main; main(['--check', '.']); print('pathspec' in sys.modules)"

    def imports() -> str:
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
        run = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment
        )
        return run.stdout.splitlines()[-1]

    assert imports() == "False"
    tree.write(".gitignore", "")
    assert imports() == "True"


# --- standard input ---------------------------------------------------------------------------------------------------


def test_standard_input_has_the_name_and_configuration_it_is_given(tree: Project) -> None:
    tree.write("sub/smtp-ls.toml", "strict = true\n")
    (target,) = find(["-"], Search(Configs(), stdin_filename="sub/new.smtp"))
    assert isinstance(target, Target)
    assert (target.path, target.stdin, target.config.strict) == ("sub/new.smtp", True, True)


def test_one_configuration_may_hold_everywhere(tree: Project) -> None:
    tree.write("smtp-ls.toml", "strict = 1\n")
    (target,) = find(["a.smtp"], Search(Configs(Config(dialect="swaks"))))
    assert isinstance(target, Target)
    assert target.config.dialect == "swaks"
