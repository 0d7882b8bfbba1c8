"""textDocument/documentSymbol: the outline, sessions with their transactions and exchanges, as a tree or a list."""

from collections.abc import Iterator, Sequence

from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.wire import span, stretch
from smtp_ls.findings import Point, Span
from smtp_ls.naming.captions import Caption, of_exchange, of_session, of_transaction
from smtp_ls.naming.origins import whole
from smtp_ls.outline import Conversation, Exchange, Transaction, outline
from smtp_ls.pages import language
from smtp_ls.text import without_end
from smtp_ls.trace import Trace

MOST = 5000
"""How many symbols are told at most; the sessions come first, then their transactions, then the exchanges."""

_Kind = types.SymbolKind
SESSION, TRANSACTION, EXCHANGE = _Kind.Module, _Kind.Class, _Kind.Method
"""How editors draw them; of the kinds that every editor knows."""
_Part = Conversation | Transaction | Exchange


def document_symbol(
    document: Document, _params: types.DocumentSymbolParams, client: Client
) -> list[types.DocumentSymbol] | list[types.SymbolInformation] | None:
    """The symbols in the order of the file; as a list, each names what it is in."""
    lang = language(document.config.lang or client.locale)
    found = _Outline(document.trace, client.encoding, lang).symbols()
    return (found if client.symbol_tree else list(_flat(found, document.uri, None))) or None


def _flat(
    symbols: Sequence[types.DocumentSymbol], uri: str, container: str | None
) -> Iterator[types.SymbolInformation]:
    for each in symbols:
        name = f"{each.name} ({each.detail})" if each.detail else each.name
        yield types.SymbolInformation(types.Location(uri, each.range), name, each.kind, container_name=container)
        yield from _flat(each.children or (), uri, each.name)


class _Outline:
    """The outline of a file as symbols; `left` is how many more there may be of each depth."""

    def __init__(self, trace: Trace, encoding: str, lang: str) -> None:
        self.trace, self.encoding, self.lang = trace, encoding, lang
        self.sessions = outline(trace)[:MOST]
        self.parts_left = MOST - len(self.sessions)
        self.exchanges_left = max(self.parts_left - sum(len(each.parts) for each in self.sessions), 0)

    def symbols(self) -> list[types.DocumentSymbol]:
        return [self._session(each, number) for number, each in enumerate(self.sessions, 1)]

    def _session(self, session: Conversation, number: int) -> types.DocumentSymbol:
        parts = session.parts[: self.parts_left]
        self.parts_left -= len(parts)
        caption = of_session(self.trace, session, number, self.lang)
        children = [self._mail(each) if isinstance(each, Transaction) else self._exchange(each) for each in parts]
        return self._symbol(caption, SESSION, session, children)

    def _mail(self, mail: Transaction) -> types.DocumentSymbol:
        exchanges = mail.exchanges[: self.exchanges_left]
        self.exchanges_left -= len(exchanges)
        children = [self._exchange(each) for each in exchanges]
        return self._symbol(of_transaction(mail, self.lang), TRANSACTION, mail, children)

    def _exchange(self, exchange: Exchange) -> types.DocumentSymbol:
        return self._symbol(of_exchange(exchange, self.lang), EXCHANGE, exchange, [])

    def _symbol(
        self, caption: Caption, kind: types.SymbolKind, part: _Part, children: list[types.DocumentSymbol]
    ) -> types.DocumentSymbol:
        trace = self.trace
        last = Point(part.last, len(without_end(trace.lines[part.last])))
        said = [whole(each) for each in trace.said(part.first)]
        named = Span(min(each.start for each in said), max(each.end for each in said)) if said else Span(0, 0)
        return types.DocumentSymbol(
            caption.name,
            kind,
            span(trace, Point(part.first, 0), last, self.encoding),
            stretch(trace, part.first, named, self.encoding),
            caption.detail or None,
            children=children or None,
        )
