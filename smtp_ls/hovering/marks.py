"""What a dialect's mark at the beginning of a line means: who speaks, and in some tools whether over TLS."""

from collections.abc import Mapping

from smtp_ls.events import CLIENT, SERVER
from smtp_ls.hovering.brief import brief
from smtp_ls.hovering.labels import label
from smtp_ls.hovering.token import Here, Token
from smtp_ls.pages import Topic

_SIDES = {CLIENT: "sent", SERVER: "received"}

MARKS: Mapping[str, Mapping[str, str]] = {
    "swaks": {
        "~>": "sent over TLS",
        "<~": "received over TLS",
        "**>": "sent unexpected",
        "*~>": "sent over TLS",
        "<**": "received unexpected",
        "<~*": "received unexpected",
    },
}
"""Dialect -> mark -> a key of `LABELS`, where a mark says more than who speaks."""


def mark(here: Here, token: Token) -> str:
    """A line's mark; our own labels have pages."""
    name = here.trace.dialect.name
    if token.part.startswith("note"):
        return label(token.part, here.lang, name)
    if token.text in ("C:", "S:") and here.trace.dialect.shown.native:
        return brief(Topic("notation", token.text), here.lang)
    return label(MARKS.get(name, {}).get(token.text, _SIDES[token.part]), here.lang, name)
