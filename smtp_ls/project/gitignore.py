"""What git ignores, for a walk through folders. Imports `pathspec` when the first .gitignore is met, and not before."""

import os
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class Ignored(NamedTuple):
    """The .gitignore files that hold in a folder, outermost first: each one's folder and patterns."""

    files: tuple[tuple[str, Any], ...] = ()
    """Each one's patterns are a `GitIgnoreSpec`; to name it here takes 2 ms, which every run would pay."""

    def within(self, folder: str) -> "Ignored":
        """What holds in this folder too, if it has a .gitignore of its own."""
        spec = _read(os.path.join(folder, ".gitignore"))
        return Ignored((*self.files, (folder, spec))) if spec is not None else self

    def covers(self, path: str, *, folder: bool) -> bool:
        """True when git ignores what is at this path; the innermost .gitignore that speaks of it decides."""
        for base, spec in reversed(self.files):
            relative = os.path.relpath(path, base).replace(os.sep, "/")
            verdict: bool | None = spec.check_file(f"{relative}/" if folder else relative).include
            if verdict is not None:
                return verdict
        return False


def above(folder: str) -> Ignored:
    """What holds in this folder because of the folders above it, up to the root of the repository.

    Nothing when there is no repository, nor when the folder is itself ignored: whoever names it wants it.
    """
    folder = os.path.abspath(folder)
    outer = []
    parent = folder
    while not os.path.exists(os.path.join(parent, ".git")):
        if parent == os.path.dirname(parent):
            return Ignored()
        parent = os.path.dirname(parent)
        outer.append(parent)
    ignored = Ignored()
    for each in reversed(outer):
        ignored = ignored.within(each)
    return Ignored() if ignored.covers(folder, folder=True) else ignored


def _read(path: str) -> "GitIgnoreSpec | None":
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            lines = file.read().splitlines()
    except OSError:
        return None
    from pathspec import GitIgnoreSpec  # noqa: PLC0415  50 ms that most runs need not pay

    return GitIgnoreSpec.from_lines(lines)
