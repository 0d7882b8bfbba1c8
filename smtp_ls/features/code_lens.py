"""textDocument/codeLens: above each mail transaction, from whom to whom it goes and what became of it."""

from collections.abc import Generator

from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.outline import Transaction
from smtp_ls.pages import language

KINDS = ("transaction",)
"""The kinds of lenses, by which they are switched off."""

MOST = 1000
"""How many lenses are told of a file."""


def code_lens(
    document: Document, _params: types.CodeLensParams, client: Client
) -> Generator[None, None, list[types.CodeLens] | None]:
    """The lenses of a file; they are to be read and do nothing."""
    if "codeLens.transaction" in client.off:
        return None
    lang = language(document.config.lang or client.locale)
    found = yield from document.sessions.listed(document.trace, client.encoding, lang)
    lenses = []
    for line, session in found:
        for part in session.parts:
            if part.what is Transaction:
                title = f"{part.name}: {part.detail}" if part.detail else part.name
                place = types.Position(line + part.first, 0)
                lenses.append(types.CodeLens(types.Range(place, place), types.Command(title, "")))
        if len(lenses) >= MOST:
            break
    return lenses[:MOST] or None
