"""What a project asks of the linter, which file says so, and what that means for one file.

Rule 1: the nearest configuration file wins, from a file's folder up to the root of the repository; nothing is merged.
Rule 2: reading a configuration file is `config_file`'s work, so that a run without one imports no `tomllib`.
"""

import os
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from smtp_ls.errors import ConfigError, UsageError, suggestion
from smtp_ls.findings import Choice, Severity
from smtp_ls.project import globs
from smtp_ls.session import LINE_LIMIT

FILE_NAMES = ("smtp-ls.toml", "pyproject.toml")
"""The names that a configuration file may have; in one folder the first wins."""

ALL = "ALL"
"""The selector that stands for every rule, those that are off by default too."""


class Selection(NamedTuple):
    """One layer of rule choice (the configuration's, then the command line's); names of rules, of families, or ALL.

    `select` starts anew; without it (None) the layer adds to and takes from the rules that the layers below left on.
    """

    select: tuple[str, ...] | None = None
    extend: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class Config(NamedTuple):
    """A configuration with every key read; `SEMANTICS` section 5 lists them and `config.schema.json` describes them."""

    file: str = ""
    """The configuration file, or nothing for the defaults."""
    folder: str = ""
    """The folder that globs count from; nothing is the current one."""
    selections: tuple[Selection, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    strict: bool = False
    include: tuple[str, ...] = ("*.smtp",)
    exclude: tuple[str, ...] = ()
    dialect: str = ""
    protocol: str = ""
    tls: str = ""
    lang: str = ""
    line_limit: int = LINE_LIMIT
    """The most octets a line of mail data may have; 0 is the RFC's own limit."""

    def choice(self, path: str) -> Choice:
        """What is asked of the rules for the file at this path."""
        off = _rules_off(self.selections)
        if self.per_file_ignores:
            place = self.place(path)
            off |= rules_named(
                name for glob, names in self.per_file_ignores if globs.covers(glob, place) for name in names
            )
        return Choice(off, self.severity, self.strict)

    def reading(self, path: str) -> dict[str, Any]:
        """How the file at this path is to be read: the keywords of `Trace`."""
        return {
            "dialect": self.dialect,
            "protocol": self.protocol,
            "tls": self.tls,
            "line_limit": self.line_limit,
            "seldom": _seldom(self.choice(path).off) if self.selections else frozenset(),
        }

    def place(self, path: str) -> str:
        """The path as globs see it: from the configuration's folder, with `/`."""
        try:
            return os.path.relpath(path, self.folder or os.curdir).replace(os.sep, "/")
        except ValueError:  # another drive on Windows
            return os.path.abspath(path).replace(os.sep, "/")


DEFAULT = Config()
"""What holds when no configuration file is found, or with `--isolated`."""


def nearest(folder: str) -> str:
    """The configuration file for what is in this folder, "" when there is none.

    The search ends at the root of the repository (the folder with `.git`) or of the file system. A pyproject.toml
    without a `[tool.smtp-ls]` table is no configuration file.
    """
    folder = os.path.abspath(folder)
    found = _in(folder)
    while found is None:
        folder = os.path.dirname(folder)
        found = _in(folder)
    return found


def _in(folder: str) -> str | None:
    """The configuration file in this very folder, "" when the search ends here in vain, None when it goes on above."""
    for name in FILE_NAMES:
        path = os.path.join(folder, name)
        if os.path.isfile(path) and (name == FILE_NAMES[0] or _has_table(path)):
            return path
    if os.path.dirname(folder) == folder or os.path.exists(os.path.join(folder, ".git")):
        return ""
    return None


def load(path: str, folder: str = "") -> Config:
    """The configuration in this file, its globs counting from `folder` (default: the file's own); ConfigError."""
    from smtp_ls.project.config_file import read  # noqa: PLC0415  rule 2

    return read(path, folder or os.path.dirname(os.path.abspath(path)))


class Configs:
    """The configuration of each folder, looked up once: the nearest file's, or one that holds everywhere."""

    def __init__(self, everywhere: Config | None = None) -> None:
        self._everywhere = everywhere
        self._by_file: dict[str, Config | ConfigError] = {"": DEFAULT}
        self._by_folder: dict[str, str] = {}

    def of(self, folder: str) -> Config:
        """The configuration for files in this (absolute) folder; ConfigError, each time, when its file is wrong."""
        found = self._everywhere or self._read(self._nearest(folder))
        if isinstance(found, ConfigError):
            raise found
        return found

    def _nearest(self, folder: str) -> str:
        if folder not in self._by_folder:
            found = _in(folder)
            self._by_folder[folder] = self._nearest(os.path.dirname(folder)) if found is None else found
        return self._by_folder[folder]

    def _read(self, file: str) -> Config | ConfigError:
        if file not in self._by_file:
            try:
                self._by_file[file] = load(file)
            except ConfigError as error:
                self._by_file[file] = error
        return self._by_file[file]


def check_selectors(names: Iterable[str], *, single: bool = False) -> None:
    """UsageError, with a suggestion, for the first name that is no rule, no family and not ALL (`single`: no rule)."""
    from smtp_ls.rules import RULES  # noqa: PLC0415  a run that selects nothing needs no list

    several = {ALL, *(rule.family for rule in RULES.values())}
    known = {*RULES} if single else {*RULES, *several}
    for name in names:
        if name not in known:
            if name in several:
                raise UsageError(f'"{name}" is no single rule')
            raise UsageError(f'unknown rule "{name}"{suggestion(name, sorted(known))}')


def check_dialect(name: str) -> None:
    """UsageError, with a suggestion, when there is no dialect of that id or alias."""
    from smtp_ls.dialects import named, rows  # noqa: PLC0415  only who names one pays for the table

    if named(name) is None:
        known = [word for row in rows() for word in (row.name, *row.aliases)]
        raise UsageError(f'unknown dialect "{name}"{suggestion(name, known)}')


def rules_named(selectors: Iterable[str]) -> frozenset[str]:
    """The rules that these names of rules, families or ALL stand for."""
    from smtp_ls.rules import RULES  # noqa: PLC0415  as above

    wanted = frozenset(selectors)
    return frozenset(name for name, rule in RULES.items() if not wanted.isdisjoint((name, rule.family, ALL)))


@lru_cache(maxsize=16)
def _rules_off(selections: tuple[Selection, ...]) -> frozenset[str]:
    """The rules that are off after all layers: within one, the narrower name decides, and between equals `ignore`."""
    from smtp_ls.rules import RULES  # noqa: PLC0415  as above

    on = frozenset(name for name, rule in RULES.items() if rule.on)
    for layer in selections:
        if layer.select is not None:
            on = frozenset()
        for breadth in (_is_all, _is_family, RULES.__contains__):
            on |= rules_named(filter(breadth, (*(layer.select or ()), *layer.extend)))
            on -= rules_named(filter(breadth, layer.ignore))
    return frozenset(RULES) - on


@lru_cache(maxsize=16)
def _seldom(off: frozenset[str]) -> frozenset[str]:
    """The rules that are off unless selected, and are."""
    from smtp_ls.rules import RULES  # noqa: PLC0415  as above

    return frozenset(name for name, rule in RULES.items() if not rule.on) - off


def _is_all(selector: str) -> bool:
    return selector == ALL


def _is_family(selector: str) -> bool:
    from smtp_ls.rules import RULES  # noqa: PLC0415  as above

    return selector != ALL and selector not in RULES


def _has_table(pyproject: str) -> bool:
    """True when the file speaks of us; most do not, and then it is not worth parsing."""
    try:
        with open(pyproject, "rb") as file:
            if b"smtp-ls" not in file.read():
                return False
    except OSError:
        return False
    from smtp_ls.project.config_file import has_table  # noqa: PLC0415  rule 2

    return has_table(pyproject)
