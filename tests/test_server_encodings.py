"""Hover, completion and its resolving through a real client, in each of the units that editors count columns in."""

import sys
from collections.abc import AsyncIterator

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from smtp_ls.pages import Topic
from smtp_ls.pages.page import page

URI = "file:///nowhere/completed.smtp"
ABOVE = "S: 220 mx.example.com ESMTP\nC: EHLO client.example.org\nS: 250-mx.example.com\nS: 250 DSN\n"
BEFORE = "C: MAIL FROM:<é€𝄞@example.org> "
COLUMNS = {
    "utf-8": len(BEFORE.encode()),
    "utf-16": len(BEFORE.encode("utf-16-le")) // 2,
    "utf-32": len(BEFORE),
}
"""The length of `BEFORE` in each unit, which differs in all three."""


@pytest_lsp.fixture(  # type: ignore[untyped-decorator]
    config=ClientServerConfig(server_command=[sys.executable, "-m", "smtp_ls", "--stdio"]),
    params=list(COLUMNS),
    scope="module",
)
async def editor(request: pytest.FixtureRequest, lsp_client: LanguageClient) -> AsyncIterator[None]:
    """Neovim, made to count columns in one of the three units, with a user who reads Indonesian."""
    able = client_capabilities("neovim")
    able.general = types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind(request.param)])
    await lsp_client.initialize_session(types.InitializeParams(able, locale="id"))
    yield
    await lsp_client.shutdown_session()


async def completed(editor: LanguageClient, text: str, line: int, column: int) -> list[types.CompletionItem]:
    """What is offered at a place of a file with this text."""
    identity = types.TextDocumentIdentifier(URI)
    editor.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(URI, "smtp", 1, text)))
    params = types.CompletionParams(identity, types.Position(line, column))
    found = await editor.text_document_completion_async(params)
    editor.text_document_did_close(types.DidCloseTextDocumentParams(identity))
    assert isinstance(found, types.CompletionList)
    return list(found.items)


@pytest.mark.asyncio(loop_scope="module")
async def test_an_item_stands_where_the_cursor_is(editor: LanguageClient, request: pytest.FixtureRequest):
    """Behind letters of several octets its range is counted as the editor counts."""
    encoding = request.node.callspec.params["editor"]
    column = COLUMNS[encoding]
    items = await completed(editor, f"{ABOVE}{BEFORE}\n", 4, column)
    assert [each.label for each in items] == ["RET=FULL", "RET=HDRS", "ENVID="]
    place = types.Position(4, column)
    for each in items:
        assert isinstance(each.text_edit, types.TextEdit)
        assert each.text_edit.range == types.Range(place, place)


@pytest.mark.asyncio(loop_scope="module")
async def test_an_item_is_resolved_in_the_users_language(editor: LanguageClient):
    """The page comes when it is looked at, and not before."""
    items = await completed(editor, f"{ABOVE}C: ", 4, 3)
    first = items[0]
    assert first.label == "MAIL FROM:"
    assert first.documentation is None
    resolved = await editor.completion_item_resolve_async(first)
    assert resolved.label == first.label
    assert resolved.text_edit == first.text_edit
    assert isinstance(resolved.documentation, types.MarkupContent)
    assert resolved.documentation.value == page(Topic("verb", "MAIL"), "id").markdown  # type: ignore[union-attr]


@pytest.mark.asyncio(loop_scope="module")
async def test_where_nothing_may_stand_there_is_no_answer(editor: LanguageClient):
    """Null, which editors understand."""
    editor.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(URI, "smtp", 1, "# a note")))
    params = types.CompletionParams(types.TextDocumentIdentifier(URI), types.Position(0, 8))
    assert await editor.text_document_completion_async(params) is None


@pytest.mark.asyncio(loop_scope="module")
async def test_a_hover_covers_its_token(editor: LanguageClient, request: pytest.FixtureRequest):
    """A parameter behind such letters: its page in the user's language, over all of it as the editor counts."""
    column = COLUMNS[request.node.callspec.params["editor"]]
    text = types.TextDocumentItem(URI, "smtp", 1, f"{ABOVE}{BEFORE}RET=FULL\n")
    editor.text_document_did_open(types.DidOpenTextDocumentParams(text))
    identity = types.TextDocumentIdentifier(URI)
    found = await editor.text_document_hover_async(types.HoverParams(identity, types.Position(4, column + 1)))
    editor.text_document_did_close(types.DidCloseTextDocumentParams(identity))
    assert found is not None
    assert found.range == types.Range(types.Position(4, column), types.Position(4, column + 8))
    assert isinstance(found.contents, types.MarkupContent)
    assert "DSN" in found.contents.value
