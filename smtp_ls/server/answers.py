"""The requests that are answered, each by its feature, and what the editor is told of them when it begins.

Rule 1: a request is a row of a table. Rule 2: diagnostics are pushed or pulled, never both.
"""

import sys
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any
from typing import Protocol as Typed

from lsprotocol import types

from smtp_ls.features import (
    code_action,
    code_lens,
    completion,
    definition,
    document_highlight,
    document_link,
    document_symbol,
    folding_range,
    formatting,
    hover,
    inlay_hint,
    prepare_rename,
    references,
    rename,
    selection_range,
    semantic_tokens,
    signature_help,
)
from smtp_ls.features.client import Client
from smtp_ls.features.completion_item_resolve import completion_item_resolve
from smtp_ls.features.diagnostic import diagnostic
from smtp_ls.features.document import Document
from smtp_ls.features.wire import Written
from smtp_ls.features.workspace_symbol import workspace_symbol
from smtp_ls.server.waiting import when_read
from smtp_ls.server.workspace import workspace_diagnostic

if TYPE_CHECKING:
    from smtp_ls.server.language_server import LanguageServer

Answer = Callable[[Document, Any, Client], object]


class _AboutText(Typed):
    """The params of a request about an open file."""

    text_document: types.TextDocumentIdentifier


ANSWERS: dict[str, Answer] = {
    types.TEXT_DOCUMENT_CODE_ACTION: code_action.code_action,
    types.TEXT_DOCUMENT_CODE_LENS: code_lens.code_lens,
    types.TEXT_DOCUMENT_COMPLETION: completion.completion,
    types.TEXT_DOCUMENT_DEFINITION: definition.definition,
    types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: document_highlight.document_highlight,
    types.TEXT_DOCUMENT_DOCUMENT_LINK: document_link.document_link,
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: document_symbol.document_symbol,
    types.TEXT_DOCUMENT_FOLDING_RANGE: folding_range.folding_range,
    types.TEXT_DOCUMENT_FORMATTING: formatting.formatting,
    types.TEXT_DOCUMENT_HOVER: hover.hover,
    types.TEXT_DOCUMENT_INLAY_HINT: inlay_hint.inlay_hint,
    types.TEXT_DOCUMENT_ON_TYPE_FORMATTING: formatting.on_type_formatting,
    types.TEXT_DOCUMENT_PREPARE_RENAME: prepare_rename.prepare_rename,
    types.TEXT_DOCUMENT_RANGE_FORMATTING: formatting.range_formatting,
    types.TEXT_DOCUMENT_REFERENCES: references.references,
    types.TEXT_DOCUMENT_RENAME: rename.rename,
    types.TEXT_DOCUMENT_SELECTION_RANGE: selection_range.selection_range,
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: semantic_tokens.semantic_tokens_full,
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA: semantic_tokens.semantic_tokens_full_delta,
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE: semantic_tokens.semantic_tokens_range,
    types.TEXT_DOCUMENT_SIGNATURE_HELP: signature_help.signature_help,
}
"""Requests about an open file, and the features that answer them."""

LATER: dict[str, Callable[[Any, Client], object]] = {
    types.COMPLETION_ITEM_RESOLVE: completion_item_resolve,
}
"""Requests about something that an answer held, and the features that add what the answer left out."""

OPTIONS: dict[str, object] = {
    types.TEXT_DOCUMENT_CODE_ACTION: types.CodeActionOptions(
        code_action_kinds=list(code_action.KINDS), resolve_provider=True
    ),
    types.TEXT_DOCUMENT_COMPLETION: types.CompletionOptions(
        trigger_characters=completion.TRIGGERS, resolve_provider=True
    ),
    types.TEXT_DOCUMENT_ON_TYPE_FORMATTING: types.DocumentOnTypeFormattingOptions(formatting.TYPED),
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: semantic_tokens.LEGEND,
    types.TEXT_DOCUMENT_SIGNATURE_HELP: types.SignatureHelpOptions(trigger_characters=signature_help.TRIGGERS),
}
"""What is told of a request when the conversation begins, where there is more to tell than that it is answered."""

PULLED = types.DiagnosticOptions(
    inter_file_dependencies=False, workspace_diagnostics=True, identifier="smtp-ls", work_done_progress=True
)
"""What is told of diagnostics to an editor that asks for them."""

SWITCHED = (types.WORKSPACE_INLAY_HINT_REFRESH, types.WORKSPACE_CODE_LENS_REFRESH)
"""What an editor is to ask for again when its user has switched some of it off or on."""

_ABILITIES = {
    types.WORKSPACE_DIAGNOSTIC_REFRESH: "diagnostics",
    types.WORKSPACE_INLAY_HINT_REFRESH: "inlay_hint",
    types.WORKSPACE_CODE_LENS_REFRESH: "code_lens",
    types.WORKSPACE_SEMANTIC_TOKENS_REFRESH: "semantic_tokens",
}
"""A request to ask again, and which of the editor's abilities under `workspace` says that it understands it."""

REFRESHED = tuple(_ABILITIES)
"""What an editor is to ask for again when files are read in another way than before."""

_OF_ALL = frozenset((types.TEXT_DOCUMENT_REFERENCES, types.TEXT_DOCUMENT_RENAME))
"""Requests at a place that are about all of the file."""


def register(server: "LanguageServer") -> None:
    """Answer these requests, and say so."""
    for method, answer in ANSWERS.items():
        if method != types.TEXT_DOCUMENT_CODE_ACTION or server.client.actions:
            server.feature(method, OPTIONS.get(method))(partial(_answer, server, method, answer))
    for method, addition in LATER.items():
        server.feature(method)(partial(_add, server, addition))
    if server.client.actions:
        server.feature(types.CODE_ACTION_RESOLVE)(partial(_resolve_action, server))
    server.feature(types.WORKSPACE_SYMBOL)(partial(_symbols, server))
    if server.client.pulls:
        server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, PULLED)(partial(_diagnose, server))
        server.feature(types.WORKSPACE_DIAGNOSTIC)(partial(workspace_diagnostic, server))


def refresh(server: "LanguageServer", methods: Iterable[str]) -> None:
    """Have the editor ask again for what has changed without its doing; it has not asked before it is initialized."""
    workspace = server.protocol.client_capabilities.workspace
    for method in methods if server.is_initialized else ():
        ability = getattr(workspace, _ABILITIES[method], None)
        if ability is not None and ability.refresh_support:
            server.protocol.send_request(method, None)


def _answer(server: "LanguageServer", method: str, answer: Answer, params: _AboutText) -> object:
    """The answer, at once or as the work that leads to it."""
    document = server.documents.get(params.text_document.uri)
    if document is None:
        return None
    lines = sys.maxsize if method in _OF_ALL else _needed(params)
    return when_read(server, document, lines, lambda: answer(document, params, server.client))


def _needed(params: object) -> int:
    """How many lines of a file have to be read for an answer."""
    if isinstance(params, types.SelectionRangeParams):
        return max((each.line for each in params.positions), default=0) + 1
    place, stretch = getattr(params, "position", None), getattr(params, "range", None)
    if isinstance(place, types.Position):
        return place.line + 1
    return stretch.end.line + 1 if isinstance(stretch, types.Range) else sys.maxsize


def _add(server: "LanguageServer", addition: Callable[[Any, Client], object], held: object) -> object:
    return addition(held, server.client)


def _resolve_action(server: "LanguageServer", action: types.CodeAction) -> object:
    """The action with its edit; as it is where the file is not open any more."""
    named = action.data[0] if isinstance(action.data, list) and action.data else None
    document = server.documents.get(named) if isinstance(named, str) else None
    if document is None:
        return action
    resolve = code_action.code_action_resolve
    return when_read(server, document, sys.maxsize, lambda: resolve(document, action, server.client))


def _symbols(server: "LanguageServer", params: types.WorkspaceSymbolParams) -> object:
    return workspace_symbol(list(server.documents.values()), params, server.client)


def _diagnose(server: "LanguageServer", params: types.DocumentDiagnosticParams) -> object:
    """The report on a file; on one that is still being read, of what is known, and then it is to be asked for again."""
    document = server.documents.get(params.text_document.uri)
    if document is None:
        return Written('{"kind":"full","items":[]}')
    server.log_failures(document)
    return diagnostic(document, params.previous_result_id, server.client)
