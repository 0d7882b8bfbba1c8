"""The keys of a configuration file, read and checked: smtp-ls.toml, or `[tool.smtp-ls]` in pyproject.toml.

Rule 1: a key is one row of `KEYS`; its reader, its error message and its JSON schema (`config.schema.json`, held equal
by a test) all come from that row.
"""

import os
import tomllib
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from smtp_ls.errors import ConfigError, UsageError, check_word, suggestion
from smtp_ls.findings import Severity
from smtp_ls.project import globs
from smtp_ls.project.config import Config, Selection, check_dialect, check_selectors


class Shape(NamedTuple):
    """A kind of value: how it is read (ValueError says what is wrong with it) and its JSON schema."""

    read: Callable[[Any], Any]
    schema: Mapping[str, Any]


class Key(NamedTuple):
    """A key of the configuration and what it is for, in one sentence."""

    name: str
    shape: Shape
    summary: str

    @property
    def field(self) -> str:
        """The name as Python writes it."""
        return self.name.replace("-", "_")


def read(path: str, folder: str) -> Config:
    """The configuration in this file, its globs counting from `folder`; ConfigError names the file and the key."""
    table = _table(path)
    if table is None:
        raise ConfigError(f"{path}: there is no [tool.smtp-ls] table")
    return of_table(table, path)._replace(file=path, folder=folder)


def of_table(table: Mapping[str, Any], where: str) -> Config:
    """The configuration that a table's keys make; ConfigError names the key and `where` the table stands."""
    values = {}
    for name, value in table.items():
        key = KEYS.get(name)
        if key is None:
            raise ConfigError(f'{where}: unknown key "{name}"{suggestion(name, KEYS)}')
        try:
            values[key.field] = key.shape.read(value)
        except (ValueError, UsageError) as error:
            raise ConfigError(f"{where}: {name}: {error}") from None
    selection = Selection(values.pop("select", None), values.pop("extend_select", ()), values.pop("ignore", ()))
    return Config(selections=(selection,), **values)


def has_table(pyproject: str) -> bool:
    """True when this pyproject.toml has a `[tool.smtp-ls]` table, or is so wrong that nobody can tell."""
    try:
        return _table(pyproject) is not None
    except ConfigError:
        return True


def _table(path: str) -> dict[str, Any] | None:
    try:
        with open(path, "rb") as file:
            top = tomllib.load(file)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from None
    if os.path.basename(path) != "pyproject.toml":
        return top
    tool = top.get("tool")
    table = tool.get("smtp-ls") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigError(f"{path}: tool.smtp-ls must be a table, not {_kind(table)}")
    return table


_KINDS = {
    bool: "true or false",
    str: "a string",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "a table",
}


def _kind(value: object) -> str:
    """What a TOML value is, in words."""
    return _KINDS.get(type(value), "a date or time")


def _expect(value: object, kind: type, expected: str) -> Any:
    if type(value) is not kind:
        raise ValueError(f"expected {expected}, not {_kind(value)}")
    return value


def _strings(value: object) -> tuple[str, ...]:
    for item in _expect(value, list, "a list of strings"):
        if not isinstance(item, str):
            raise ValueError(f"expected a list of strings, but it holds {_kind(item)}")  # noqa: TRY004  one kind of error
    return tuple(_expect(value, list, "a list of strings"))


def _selectors(value: object) -> tuple[str, ...]:
    names = _strings(value)
    check_selectors(names)
    return names


def _globs(value: object) -> tuple[str, ...]:
    patterns = _strings(value)
    for pattern in patterns:
        globs.matches(pattern, "")
    return patterns


def _per_file_ignores(value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = _expect(value, dict, "a table of globs")
    return tuple((_globs([glob])[0], _selectors(names)) for glob, names in table.items())


def _levels(value: object) -> tuple[tuple[str, Severity], ...]:
    table = _expect(value, dict, "a table of rules")
    check_selectors(table, single=True)
    return tuple((rule, Severity[_LEVEL.read(level).upper()]) for rule, level in table.items())


def _octets(value: object) -> int:
    number: int = _expect(value, int, "a number of octets")
    if number < 1:
        raise ValueError("expected a number of octets above 0")
    return number


def _dialect(value: object) -> str:
    name: str = _expect(value, str, "the name of a dialect")
    check_dialect(name)
    return name


def _one_of(*words: str) -> Shape:
    def read_word(value: object) -> str:
        word: str = _expect(value, str, "a string")
        check_word(word, words)
        return word

    return Shape(read_word, {"enum": list(words)})


_LEVEL = _one_of(*(level.word for level in Severity))
_NAMES = {"type": "array", "items": {"type": "string", "pattern": "^(ALL|[a-z0-9]+(-[a-z0-9]+)*)$"}}
_SELECTORS = Shape(_selectors, _NAMES)
_GLOBS = Shape(_globs, {"type": "array", "items": {"type": "string"}})

_ROWS = (
    Key("select", _SELECTORS, "The rules to run, by rule, family or ALL, instead of those that are on by default."),
    Key("extend-select", _SELECTORS, "Rules to run besides those that are on."),
    Key("ignore", _SELECTORS, "Rules not to run."),
    Key(
        "per-file-ignores",
        Shape(_per_file_ignores, {"type": "object", "additionalProperties": _NAMES}),
        "Rules not to run in the files that a glob stands for.",
    ),
    Key(
        "severity",
        Shape(_levels, {"type": "object", "additionalProperties": _LEVEL.schema}),
        "How loud a rule is, where that differs from its own severity.",
    ),
    Key(
        "strict",
        Shape(lambda value: _expect(value, bool, "true or false"), {"type": "boolean"}),
        "Whether what most servers tolerate although a MUST forbids it is an error.",
    ),
    Key("include", _GLOBS, 'The files that a folder is searched for; by default ["*.smtp"].'),
    Key("exclude", _GLOBS, "Files and folders not to search."),
    Key("dialect", Shape(_dialect, {"type": "string"}), "The dialect of every file, instead of detecting it."),
    Key("protocol", _one_of("smtp", "submission", "lmtp"), "The protocol where a file does not say."),
    Key("tls", _one_of("none", "starttls", "implicit"), "How sessions are protected where a file does not say."),
    Key("lang", _one_of("en", "id"), "The language of hover and explanations."),
    Key(
        "line-limit",
        Shape(_octets, {"type": "integer", "minimum": 1}),
        "The most octets that a line of mail data may have.",
    ),
)  # fmt: skip

KEYS: Mapping[str, Key] = {key.name: key for key in _ROWS}
"""Every key of the configuration, by name."""


def schema() -> dict[str, Any]:
    """The JSON schema of a configuration: what `config.schema.json` holds."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "smtp-ls",
        "description": "The configuration of smtp-ls: smtp-ls.toml, or the table tool.smtp-ls of pyproject.toml.",
        "type": "object",
        "additionalProperties": False,
        "properties": {key.name: {"description": key.summary, **key.shape.schema} for key in _ROWS},
    }
