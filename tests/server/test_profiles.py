"""Every request from four sorts of editors: Neovim, Visual Studio Code of 2026, one with no abilities, one in UTF-8."""

import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_lsp
from lsprotocol import converters, types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

PROFILES = Path(__file__).parent / "profiles"
FILE = Path(__file__).parents[2] / "examples" / "order.smtp"
URI = FILE.as_uri()
TEXT = FILE.read_text(encoding="utf-8")
ABOUT = types.TextDocumentIdentifier(URI)


def capabilities(profile: str) -> types.ClientCapabilities:
    """What an editor of this sort says that it can do."""
    if profile == "neovim":
        return client_capabilities("neovim")
    if profile == "vscode-2026":
        converter = converters.get_converter()
        return converter.structure(
            json.loads((PROFILES / "vscode-2026.json").read_text(encoding="utf-8")), types.ClientCapabilities
        )
    if profile == "utf-8":
        encodings = [types.PositionEncodingKind.Utf8]
        return types.ClientCapabilities(general=types.GeneralClientCapabilities(position_encodings=encodings))
    return types.ClientCapabilities()


@pytest_lsp.fixture(  # type: ignore[untyped-decorator]
    config=ClientServerConfig(server_command=[sys.executable, "-m", "smtp_ls"]),
    params=["neovim", "vscode-2026", "nothing", "utf-8"],
    scope="module",
)
async def editor(request: pytest.FixtureRequest, lsp_client: LanguageClient) -> AsyncIterator[None]:
    """An editor with a file open."""

    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)  # type: ignore[untyped-decorator]
    def register(_: types.RegistrationParams) -> None:
        """Let the server ask to be told of changes."""

    asked = types.InitializeParams(capabilities(request.param), workspace_folders=None, root_uri=FILE.parent.as_uri())
    begun = await lsp_client.initialize_session(asked)
    lsp_client.server_capabilities = begun.capabilities  # type: ignore[attr-defined]
    lsp_client.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(URI, "smtp", 1, TEXT)))
    yield
    await lsp_client.shutdown_session()


def place(needle: str, *, after: bool = False) -> types.Position:
    """Where a text stands first in the file, or behind it; the file is ASCII."""
    offset = TEXT.index(needle) + len(needle) * after
    line = TEXT.count("\n", 0, offset)
    return types.Position(line, offset - (TEXT.rfind("\n", 0, offset) + 1))


WHOLE = types.Range(types.Position(0, 0), types.Position(TEXT.count("\n"), 0))
OPTIONS = types.FormattingOptions(tab_size=2, insert_spaces=True)
MAIL = place("MAIL")
ADDRESS = place("@")

REQUESTS: dict[str, Any] = {
    types.TEXT_DOCUMENT_HOVER: types.HoverParams(ABOUT, MAIL),
    types.TEXT_DOCUMENT_COMPLETION: types.CompletionParams(ABOUT, place("C: ", after=True)),
    types.TEXT_DOCUMENT_SIGNATURE_HELP: types.SignatureHelpParams(ABOUT, place("MAIL FROM:<", after=True)),
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: types.DocumentSymbolParams(ABOUT),
    types.WORKSPACE_SYMBOL: types.WorkspaceSymbolParams(""),
    types.TEXT_DOCUMENT_FOLDING_RANGE: types.FoldingRangeParams(ABOUT),
    types.TEXT_DOCUMENT_SELECTION_RANGE: types.SelectionRangeParams(ABOUT, [ADDRESS]),
    types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: types.DocumentHighlightParams(ABOUT, MAIL),
    types.TEXT_DOCUMENT_REFERENCES: types.ReferenceParams(
        types.ReferenceContext(include_declaration=True), ABOUT, place("@", after=True)
    ),
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: types.SemanticTokensParams(ABOUT),
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE: types.SemanticTokensRangeParams(ABOUT, WHOLE),
    types.TEXT_DOCUMENT_CODE_LENS: types.CodeLensParams(ABOUT),
}
"""Requests that have an answer in the file."""

MAY_BE_NOTHING: dict[str, Any] = {
    types.TEXT_DOCUMENT_DEFINITION: types.DefinitionParams(ABOUT, MAIL),
    types.TEXT_DOCUMENT_DOCUMENT_LINK: types.DocumentLinkParams(ABOUT),
    types.TEXT_DOCUMENT_FORMATTING: types.DocumentFormattingParams(ABOUT, OPTIONS),
    types.TEXT_DOCUMENT_RANGE_FORMATTING: types.DocumentRangeFormattingParams(ABOUT, WHOLE, OPTIONS),
    types.TEXT_DOCUMENT_ON_TYPE_FORMATTING: types.DocumentOnTypeFormattingParams(ABOUT, MAIL, "\n", OPTIONS),
    types.TEXT_DOCUMENT_INLAY_HINT: types.InlayHintParams(ABOUT, WHOLE),
    types.TEXT_DOCUMENT_PREPARE_RENAME: types.PrepareRenameParams(ABOUT, ADDRESS),
    types.TEXT_DOCUMENT_CODE_ACTION: types.CodeActionParams(ABOUT, WHOLE, types.CodeActionContext([])),
}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("method", REQUESTS)
async def test_each_request_has_an_answer(editor: LanguageClient, method: str):
    """One that lsprotocol understands."""
    assert await editor.protocol.send_request_async(method, REQUESTS[method])


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("method", MAY_BE_NOTHING)
async def test_each_request_is_answered_though_there_may_be_nothing_to_say(editor: LanguageClient, method: str):
    """And no error is; an editor that shows no code actions but commands is told that there are none."""
    actions = (
        editor.capabilities and editor.capabilities.text_document and editor.capabilities.text_document.code_action
    )
    if method == types.TEXT_DOCUMENT_CODE_ACTION and not (actions and actions.code_action_literal_support):
        assert editor.server_capabilities.code_action_provider is None  # type: ignore[attr-defined]
        return
    await editor.protocol.send_request_async(method, MAY_BE_NOTHING[method])


@pytest.mark.asyncio(loop_scope="module")
async def test_diagnostics_are_pushed_or_pulled(editor: LanguageClient):
    """Pulled by an editor that can be told to pull again; a second time it is told that nothing has changed."""
    assert editor.capabilities
    workspace = editor.capabilities.workspace
    if not (workspace and workspace.diagnostics):
        assert editor.diagnostics[URI]
        return
    asked = types.DocumentDiagnosticParams(ABOUT)
    first = await editor.text_document_diagnostic_async(asked)
    assert isinstance(first, types.RelatedFullDocumentDiagnosticReport)
    assert first.items
    again = await editor.text_document_diagnostic_async(
        types.DocumentDiagnosticParams(ABOUT, previous_result_id=first.result_id)
    )
    assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
    everything = await editor.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
    assert len(everything.items) > 10
    assert URI not in editor.diagnostics
