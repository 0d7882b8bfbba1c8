"""workspace/symbol: the sessions and mailboxes of the files that are open, by part of their names."""

from collections.abc import Iterable, Iterator

from lsprotocol import types

from smtp_ls.events import Directive
from smtp_ls.extents import title_of
from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.wire import stretch
from smtp_ls.findings import Span
from smtp_ls.folding import COMMAND, MAIL
from smtp_ls.naming.captions import session_name
from smtp_ls.naming.names import MAILBOX, names
from smtp_ls.pages import language
from smtp_ls.text import without_end

MOST = 500
"""How many symbols are told at most."""
_MARKS = (MAIL[0], COMMAND[0])


def workspace_symbol(
    documents: Iterable[Document], params: types.WorkspaceSymbolParams, client: Client
) -> list[types.WorkspaceSymbol] | None:
    """The symbols whose names hold the letters of the query in their order, in any case; no file is looked for."""
    letters = params.query.casefold()
    found: list[types.WorkspaceSymbol] = []
    for document in documents:
        for each in _symbols(document, letters, client):
            found.append(each)
            if len(found) >= MOST:
                return found
    return found or None


def _symbols(document: Document, letters: str, client: Client) -> Iterator[types.WorkspaceSymbol]:
    trace, file = document.trace, document.uri.rpartition("/")[2]

    def symbol(name: str, kind: types.SymbolKind, line: int, columns: Span) -> types.WorkspaceSymbol:
        place = types.Location(document.uri, stretch(trace, line, columns, client.encoding))
        return types.WorkspaceSymbol(place, name, kind, container_name=file)

    lang = language(document.config.lang or client.locale)
    for number, line, title in _sessions(document):
        name = session_name(trace, line, title, number, lang)
        if _has(name, letters):
            yield symbol(name, types.SymbolKind.Module, line, Span(0, len(without_end(trace.lines[line]))))
    known: set[str] = set()
    for line, mark in enumerate(trace.index):
        if mark not in _MARKS or not _has(trace.lines[line], letters):
            continue
        for each in names(trace, line):
            word = each.word
            if word.kind == MAILBOX and word.key not in known and _has(word.text, letters):
                known.add(word.key)
                yield symbol(word.text, types.SymbolKind.Constant, line, each.columns)


def _has(text: str, letters: str) -> bool:
    """Does a text hold these letters in their order, in any case?"""
    text, at = text.casefold(), 0
    for letter in letters:
        at = text.find(letter, at) + 1
        if not at:
            return False
    return True


def _sessions(document: Document) -> Iterator[tuple[int, int, str]]:
    """The number of each session from 1, its first line, and its title."""
    trace, number, begun = document.trace, 0, document.trace.begun.find(1)
    while begun >= 0:
        number += 1
        line = title_of(trace, begun)
        titles = [each.value for each in trace.said(line) if isinstance(each, Directive) and each.name == "session"]
        yield number, line, titles[0] if titles else ""
        begun = trace.begun.find(1, begun + 1)
