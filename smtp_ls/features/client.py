"""What the editor at the other end can show, as it says when it begins."""

from typing import NamedTuple

from lsprotocol import types


class Client(NamedTuple):
    """An editor's abilities, as far as an answer depends on them; the defaults are those of one that says nothing."""

    encoding: str = "utf-16"
    """In which units it counts the columns of a line: "utf-8", "utf-16" or "utf-32"."""
    markdown: bool = False
    """Hover texts may be Markdown."""
    related: bool = False
    """Diagnostics may name other places."""
    links: bool = False
    """Diagnostics may carry a link to what describes them."""


def client_of(capabilities: types.ClientCapabilities, encoding: str) -> Client:
    """What a client's capabilities come to, with the encoding that was agreed."""
    document = capabilities.text_document
    hover = document and document.hover
    diagnostics = document and document.publish_diagnostics
    return Client(
        encoding,
        markdown=types.MarkupKind.Markdown in ((hover and hover.content_format) or ()),
        related=bool(diagnostics and diagnostics.related_information),
        links=bool(diagnostics and diagnostics.code_description_support),
    )
