"""textDocument/codeLens: above each mail transaction, from whom to whom it goes and what became of it."""

from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.wire import span
from smtp_ls.findings import Point
from smtp_ls.naming.captions import of_transaction
from smtp_ls.outline import Transaction, outline
from smtp_ls.pages import language

KINDS = ("transaction",)
"""The kinds of lenses, by which they are switched off."""

MOST = 1000
"""How many lenses are told of a file."""


def code_lens(document: Document, _params: types.CodeLensParams, client: Client) -> list[types.CodeLens] | None:
    """The lenses of a file; they are to be read and do nothing."""
    if "codeLens.transaction" in client.off:
        return None
    lang = language(document.config.lang or client.locale)
    lenses = []
    for session in outline(document.trace):
        for part in session.parts:
            if isinstance(part, Transaction):
                caption = of_transaction(part, lang)
                title = f"{caption.name}: {caption.detail}" if caption.detail else caption.name
                place = Point(part.first, 0)
                stretch = span(document.trace, place, place, client.encoding)
                lenses.append(types.CodeLens(stretch, types.Command(title, "")))
        if len(lenses) >= MOST:
            break
    return lenses[:MOST] or None
