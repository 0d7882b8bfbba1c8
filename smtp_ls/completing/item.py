"""What completion offers: an item with the stretch that it replaces, and a text with stops for the cursor.

A text is written as a *template*: `RCPT TO:<«bob@example.net»>` has one stop with its default, `MAIL FROM:<«»>` one
without. Stops with the same default are the same stop: what is typed into one is typed into all.
"""

import re
from typing import NamedTuple

from smtp_ls.pages import Topic

_STOP = re.compile("«([^»]*)»")
_SPECIAL = re.compile(r"[\\$}]")


class Item(NamedTuple):
    """Something that may stand at the cursor. `start` and `end` are 0-based columns of its line, in characters."""

    label: str
    kind: str
    """Of what sort it is: "verb", "code", "parameter", "value", "address", "header", "mark", "piece" and so on."""
    text: str
    """A template."""
    start: int
    """Where what is typed begins, which the text replaces."""
    end: int
    """Where the rest of the word under the cursor ends, which the text may replace too."""
    typed: str = ""
    """What the user may type to choose it, from `start` on; the label if it is empty."""
    detail: str = ""
    topic: Topic | None = None
    """Its page."""
    rank: int = 0
    """The higher, the less likely."""


def plain(template: str) -> str:
    """The text for an editor without snippets.

    Several lines are filled with their defaults. One line ends where the first stop is: there the user goes on.
    """
    if "\n" in template:
        return _STOP.sub(r"\1", template)
    return template.partition("«")[0]


def filled(template: str) -> str:
    """The text with every stop's default in its place."""
    return _STOP.sub(r"\1", template)


def has_stops(template: str) -> bool:
    """Is there anything in it to be filled in?"""
    return "«" in template


def snippet(template: str) -> str:
    """The text in the snippet syntax of the protocol, with `$`, `}` and `\\` escaped."""
    stops: dict[str, int] = {}
    count, parts, at = 0, [], 0
    for found in _STOP.finditer(template):
        parts.append(_escaped(template[at : found.start()]))
        at, default = found.end(), found[1]
        if default and default in stops:
            parts.append(f"${stops[default]}")
            continue
        count += 1
        if default:
            stops[default] = count
        parts.append(f"${{{count}:{_escaped(default)}}}" if default else f"${count}")
    parts.append(_escaped(template[at:]))
    return "".join(parts)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)
