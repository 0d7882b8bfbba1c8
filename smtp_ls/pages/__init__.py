"""The prose of everything that SMTP knows, by language: what pages say beyond the facts in `protocol/`.

Rule 1: a file is read when a page of its kind is asked for, never before. Rule 2: a text that a language lacks is given
in English; a test holds that it lacks none.
"""

import os
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

LANGUAGES = ("en", "id")
"""English first: what another language lacks is taken from it."""

FILES: Mapping[str, str] = {
    "verb": "verbs",
    "mechanism": "sasl",
    "parameter": "parameters",
    "extension": "extensions",
    "reply": "replies",
    "enhanced": "enhanced",
    "header": "headers",
    "notation": "notation",
    "rule": "rules",
    "provider": "providers",
}
"""The kinds of pages, the likeliest meaning of a word first, and the TOML file of each."""


class Topic(NamedTuple):
    """What a page is about: its kind, and its key among those of that kind ("EHLO", "550", "X.7.26")."""

    kind: str
    key: str


class Provider(NamedTuple):
    """A reply of one provider or server program, and what it means there; `match` is a pattern for the reply's text."""

    id: str
    name: str
    match: str
    title: str
    body: str
    link: str
    example: str = ""
    """A reply that it matches."""


def language(locale: str) -> str:
    """The language of ours for a locale ("id-ID", "id_ID.UTF-8"); English for any other."""
    name = re.split(r"[-_.@]", locale.lower(), maxsplit=1)[0]
    return name if name in LANGUAGES else LANGUAGES[0]


def prose(kind: str, key: str, lang: str) -> Mapping[str, str] | None:
    """The texts of a topic by field, in Markdown; None: nobody has written any."""
    for each in dict.fromkeys((lang, LANGUAGES[0])):
        found = _texts(FILES[kind], each).get(key)
        if found is not None:
            return found
    return None


def keys(kind: str) -> tuple[str, ...]:
    """The keys of which there is prose, as they stand in the English file."""
    return tuple(_texts(FILES[kind], LANGUAGES[0]))


def translated(text: str, lang: str) -> str:
    """A phrase of the tables of facts in that language; itself where nobody has translated it."""
    return text if lang == LANGUAGES[0] else _texts("facts", lang).get("facts", {}).get(text, text)


def providers(text: str, lang: str) -> tuple[Provider, ...]:
    """The rows that fit a reply, the most exact first.

    The text is what stands behind the reply code, so it begins with the enhanced code if there is one; that of several
    lines is joined by line feeds.
    """
    forms = dict.fromkeys((text.replace("\n", " "), text))
    return tuple(row for row in all_providers(lang) if any(map(_pattern(row.match).search, forms)))


@lru_cache(maxsize=len(LANGUAGES))
def all_providers(lang: str) -> tuple[Provider, ...]:
    """Every row, in the order of the file."""
    rows = _read(FILES["provider"], lang) or _read(FILES["provider"], LANGUAGES[0])
    return tuple(Provider(**{name: text.strip() for name, text in row.items()}) for row in rows.get("provider", ()))


@cache
def _pattern(match: str) -> re.Pattern[str]:
    return re.compile(match)


@lru_cache(maxsize=len(LANGUAGES) * (len(FILES) + 1))
def _texts(stem: str, lang: str) -> dict[str, dict[str, str]]:
    """One file's texts by key and field, without the line ends around them."""
    tables = _read(stem, lang)
    return {key: {field: text.strip("\n") for field, text in table.items()} for key, table in tables.items()}


def _read(stem: str, lang: str) -> dict[str, Any]:
    """One file; nothing if a language has none."""
    import tomllib  # noqa: PLC0415  rule 1

    try:
        with open(os.path.join(os.path.dirname(__file__), lang, f"{stem}.toml"), "rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        return {}
