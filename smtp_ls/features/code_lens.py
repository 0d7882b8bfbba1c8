"""textDocument/codeLens: above each mail transaction, from whom to whom it goes and what became of it."""

import json
from itertools import islice

from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.sessions import Part
from smtp_ls.features.wire import Written
from smtp_ls.outline import Transaction
from smtp_ls.pages import language
from smtp_ls.turns import Turns

KINDS = ("transaction",)
"""The kinds of lenses, by which they are switched off."""

MOST = 1000
"""How many lenses are told of a file."""


def code_lens(document: Document, _params: types.CodeLensParams, client: Client) -> Turns[Written | None]:
    """The lenses of a file; they are to be read and do nothing."""
    if "codeLens.transaction" in client.off:
        return None
    lang = language(document.config.lang or client.locale)
    found = yield from document.sessions.listed(document.trace, client.encoding, lang)
    mails = ((line, part) for line, session in found for part in session.parts if part.what is Transaction)
    lenses = [_lens(line, part) for line, part in islice(mails, MOST)]
    return Written(f"[{','.join(lenses)}]") if lenses else None


def _lens(line: int, part: Part) -> str:
    title = f"{part.name}: {part.detail}" if part.detail else part.name
    place = f'{{"line":{line + part.first},"character":0}}'
    return f'{{"range":{{"start":{place},"end":{place}}},"command":{{"title":{json.dumps(title)},"command":""}}}}'
