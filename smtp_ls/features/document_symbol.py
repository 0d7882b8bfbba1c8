"""textDocument/documentSymbol: the outline, sessions with their transactions and exchanges, as a tree or a list.

As text, because five thousand symbols as lsprotocol's objects would take a third of a second.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import islice

from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.sessions import Part, Placed
from smtp_ls.features.wire import Written
from smtp_ls.outline import Conversation, Exchange, Transaction
from smtp_ls.pages import language
from smtp_ls.turns import Turns

MOST = 5000
"""How many symbols are told at most; the sessions come first, then their transactions, then the exchanges."""

_TURN = 200
"""How many sessions are written in one turn (some 5 ms)."""

_Kind = types.SymbolKind
KINDS = {Conversation: _Kind.Module.value, Transaction: _Kind.Class.value, Exchange: _Kind.Method.value}
"""How editors draw them; of the kinds that every editor knows."""

_dumps = json.JSONEncoder(separators=(",", ":")).encode


def document_symbol(document: Document, _params: types.DocumentSymbolParams, client: Client) -> Turns[Written | None]:
    """The symbols in the order of the file; as a list, each names what it is in."""
    lang = language(document.config.lang or client.locale)
    found = yield from document.sessions.listed(document.trace, client.encoding, lang)
    if not found:
        return None
    uri = _dumps(document.uri)
    texts: list[str] = []
    for number, (line, session) in enumerate(_limited(found), 1):
        if client.symbol_tree:
            texts.append(_tree(session, line))
        else:
            texts += _flat(session, line, uri, "")
        if number % _TURN == 0:
            yield
    return Written(f"[{','.join(texts)}]")


def _limited(found: Sequence[Placed]) -> Iterator[Placed]:
    """No more symbols than `MOST`."""
    found = found[:MOST]
    parts_left = MOST - len(found)
    exchanges_left = max(parts_left - sum(len(each.session.parts) for each in found), 0)
    for line, session in found:
        parts = []
        for part in islice(session.parts, parts_left):
            inner = part.parts[:exchanges_left]
            exchanges_left -= len(inner)
            parts.append(part._replace(parts=inner))
        parts_left -= len(parts)
        yield Placed(line, session._replace(parts=tuple(parts)))


def _range(line: int, start: int, last: int, end: int) -> str:
    return f'{{"start":{{"line":{line},"character":{start}}},"end":{{"line":{last},"character":{end}}}}}'


def _tree(part: Part, line: int) -> str:
    """A symbol with what it holds."""
    first = line + part.first
    detail = f'"detail":{_dumps(part.detail)},' if part.detail else ""
    children = f',"children":[{",".join(_tree(each, line) for each in part.parts)}]' if part.parts else ""
    return (
        f'{{"name":{_dumps(part.name)},{detail}"kind":{KINDS[part.what]},'
        f'"range":{_range(first, 0, line + part.last, part.end)},'
        f'"selectionRange":{_range(first, part.named.start, first, part.named.end)}{children}}}'
    )


def _flat(part: Part, line: int, uri: str, container: str) -> Iterator[str]:
    """A symbol and those that it holds, one after the other."""
    name = f"{part.name} ({part.detail})" if part.detail else part.name
    within = f'"containerName":{_dumps(container)},' if container else ""
    where = _range(line + part.first, 0, line + part.last, part.end)
    yield (f'{{"name":{_dumps(name)},"kind":{KINDS[part.what]},{within}"location":{{"uri":{uri},"range":{where}}}}}')
    for each in part.parts:
        yield from _flat(each, line, uri, part.name)
