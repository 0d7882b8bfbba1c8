"""textDocument/documentLink: RFCs, pages and files that are named, as links."""

from pathlib import Path

from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.wire import stretch
from smtp_ls.links import Link, links
from smtp_ls.pages import language

MOST = 1000
"""How many links are told at most."""


def document_link(
    document: Document, _params: types.DocumentLinkParams, client: Client
) -> list[types.DocumentLink] | None:
    """The links in their order."""
    lang = language(document.config.lang or client.locale)
    found = links(document.trace, MOST, lang)
    return [
        types.DocumentLink(
            stretch(document.trace, each.line, each.span, client.encoding),
            target,
            each.title or None if client.tooltips else None,
        )
        for each in found
        if (target := _target(document, each))
    ] or None


def _target(document: Document, link: Link) -> str:
    """The URL of a link; nothing for a file beside a document that is not saved anywhere, or with a placeholder."""
    if link.url:
        return link.url
    if not document.path:
        return ""
    try:
        return Path(document.path).absolute().parent.joinpath(link.path).as_uri()
    except (OSError, ValueError):
        return ""
