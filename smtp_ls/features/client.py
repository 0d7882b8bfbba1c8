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
    snippets: bool = False
    """Texts of completion may have stops to be filled in."""
    insert_replace: bool = False
    """A completion may leave or replace the rest of the word, as the user chooses."""
    markdown_items: bool = False
    """The documentation of completions may be Markdown."""
    locale: str = ""
    """The language of its user, as in "id-ID"; "" if it does not say."""


def client_of(capabilities: types.ClientCapabilities, encoding: str, locale: str = "") -> Client:
    """What a client's capabilities come to, with the encoding that was agreed and the locale that it names."""
    document = capabilities.text_document
    hover = document and document.hover
    diagnostics = document and document.publish_diagnostics
    completion = document and document.completion
    item = completion and completion.completion_item
    return Client(
        encoding,
        markdown=types.MarkupKind.Markdown in ((hover and hover.content_format) or ()),
        related=bool(diagnostics and diagnostics.related_information),
        links=bool(diagnostics and diagnostics.code_description_support),
        snippets=bool(item and item.snippet_support),
        insert_replace=bool(item and item.insert_replace_support),
        markdown_items=types.MarkupKind.Markdown in ((item and item.documentation_format) or ()),
        locale=locale,
    )
