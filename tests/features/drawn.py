"""What tests of the features share: a document with a `|` where the cursor is, and the features asked there."""

import json
from typing import Any, TypeVar

from lsprotocol import types
from lsprotocol.converters import get_converter

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.hover import hover
from smtp_ls.features.wire import Written
from smtp_ls.project.config import DEFAULT, Config
from smtp_ls.turns import Turns, at_once

URI = "file:///a.smtp"
T = TypeVar("T")
_CONVERTER = get_converter()

ABLE = Client("utf-32", markdown=True, related=True, links=True)
"""An editor that can show everything."""


def document(text: str, config: Config = DEFAULT) -> Document:
    """An open file."""
    return Document(URI, 1, text, config)


def drawn(text: str) -> tuple[Document, types.Position]:
    """An open file and the place of the `|` in it, in characters."""
    before, _, after = text.partition("|")
    line = before.count("\n")
    return document(before + after), types.Position(line, len(before) - before.rfind("\n") - 1)


def hover_at(text: str, client: Client = ABLE, lang: str = "") -> types.Hover | None:
    """What is shown at the `|`, to a user of that locale."""
    file, position = drawn(text)
    client = client._replace(locale=lang or client.locale)
    return hover(file, types.HoverParams(types.TextDocumentIdentifier(URI), position), client)


def shown_at(text: str, client: Client = ABLE, lang: str = "") -> str:
    """The text of what is shown at the `|`; nothing if nothing is shown."""
    found = hover_at(text, client, lang)
    if found is None:
        return ""
    assert isinstance(found.contents, types.MarkupContent)
    return found.contents.value


def told(answer: Turns[Any], expected: type[T]) -> T:
    """What an editor is told in the end, as lsprotocol has it; an empty list for nothing."""
    found = at_once(answer)
    if isinstance(found, Written):
        found = _CONVERTER.structure(json.loads(found), expected)
    return found if found is not None else expected()
