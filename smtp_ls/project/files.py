"""Which files to lint: those named, whatever their name, and those found in the folders named.

Rule 1: the order is the order of the command line, and within a folder that of the names, files before folders.
Rule 2: a walk follows no symbolic link; a link that is named itself is followed. Rule 3: a file comes once.
"""

import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from smtp_ls.errors import ConfigError
from smtp_ls.project import gitignore, globs
from smtp_ls.project.config import DEFAULT, Config, Configs, load

STDIN = "-"
"""The path that stands for standard input."""

NEVER = frozenset((".git", ".hg", ".svn", ".tox", ".nox", ".venv", "venv", "node_modules", "__pycache__"))
"""Names of folders that a walk never enters."""


class Target(NamedTuple):
    """A file to lint: its path as outputs show it (of standard input, what the user calls it) and its configuration."""

    path: str
    config: Config
    stdin: bool = False
    named: bool = False
    """Whether the file itself was asked for, and not found in a folder."""


class Trouble(NamedTuple):
    """A path that cannot be linted; the message names what is at fault, which may be a configuration file."""

    path: str
    message: str


class Search(NamedTuple):
    """How files are looked for: where configuration is found, and what `--exclude` and its kin ask."""

    configs: Configs
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    """Whether what is excluded is left out even when it is named."""
    stdin_filename: str = ""


class SearchOptions(Protocol):
    """The options of a command that say how files are looked for."""

    @property
    def config(self) -> str:
        """The configuration file that holds everywhere; nothing: the nearest of each file."""

    @property
    def isolated(self) -> bool:
        """No configuration file holds."""

    @property
    def exclude(self) -> tuple[str, ...]:
        """Globs."""

    @property
    def force_exclude(self) -> bool:
        """Leave out also what is named."""

    @property
    def stdin_filename(self) -> str:
        """What standard input is called."""


def search(options: SearchOptions) -> Search:
    """How the options ask to look for files; ConfigError."""
    everywhere = DEFAULT if options.isolated else load(options.config, os.getcwd()) if options.config else None
    return Search(Configs(everywhere), options.exclude, options.force_exclude, options.stdin_filename)


def find(paths: Iterable[str], search: Search) -> Iterator[Target | Trouble]:
    """The files that these paths (files, folders, `-`) stand for."""
    return (found for found in look(paths, search) if found is not None)


def look(paths: Iterable[str], search: Search) -> Iterator[Target | Trouble | None]:
    """The same, and None for each folder that is entered, for whoever has something else to do besides."""
    seen = set()
    for path in paths:
        for found in _at(path, search):
            if found is None:
                yield None
                continue
            identity = STDIN if isinstance(found, Target) and found.stdin else os.path.abspath(found.path)
            if identity not in seen:
                seen.add(identity)
                yield found


def _at(path: str, search: Search) -> Iterator[Target | Trouble | None]:
    stdin = path == STDIN
    shown = (search.stdin_filename or STDIN) if stdin else _tidy(path)
    if not stdin and not os.path.exists(path):
        yield Trouble(shown, f"{shown}: no such file or folder")
        return
    folder = shown if os.path.isdir(shown) and not stdin else os.path.dirname(shown)
    try:
        config = search.configs.of(os.path.abspath(folder))
    except ConfigError as error:
        yield Trouble(shown, str(error))
        return
    if search.force_exclude and (_excluded(shown, config, search) or _in_never(config.place(shown))):
        return
    if stdin or not os.path.isdir(path):
        yield Target(shown, config, stdin, named=True)
    else:
        yield from _walk(shown, search, gitignore.above(path))


def _tidy(path: str) -> str:
    """The path without `./` and trailing slashes; one with `..` stays, since a folder before that may be a link."""
    return path if os.pardir in path.split(os.sep) else os.path.normpath(path)


def _walk(folder: str, search: Search, ignored: gitignore.Ignored) -> Iterator[Target | Trouble | None]:
    yield None
    try:
        config = search.configs.of(os.path.abspath(folder))
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except ConfigError as error:
        yield Trouble(folder, str(error))
        return
    except OSError as error:
        yield Trouble(folder, f"{folder}: {error.strerror}")
        return
    if any(entry.name == ".gitignore" for entry in entries):
        ignored = ignored.within(os.path.abspath(folder))
    inner = []
    for entry in entries:
        path = entry.name if folder == os.curdir else entry.path
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in NEVER:
                inner.append(path)
        elif entry.is_file(follow_symlinks=False) and _wanted(path, config, search, ignored):
            yield Target(path, config)
    for path in inner:
        if not _excluded(path, config, search) and not ignored.covers(os.path.abspath(path), folder=True):
            yield from _walk(path, search, ignored)


def _wanted(path: str, config: Config, search: Search, ignored: gitignore.Ignored) -> bool:
    place = config.place(path)
    return (
        any(globs.matches(glob, place) for glob in config.include)
        and not _excluded(path, config, search)
        and not ignored.covers(os.path.abspath(path), folder=False)
    )


def _in_never(place: str) -> bool:
    return not NEVER.isdisjoint(place.split("/"))


def _excluded(path: str, config: Config, search: Search) -> bool:
    """True when a glob leaves the path out; those of the command line count from the current folder."""
    here = path.replace(os.sep, "/")
    return any(globs.covers(glob, here) for glob in search.exclude) or any(
        globs.covers(glob, config.place(path)) for glob in config.exclude
    )
