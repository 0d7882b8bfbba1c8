"""The server from an editor's side, in a process of its own: as real editors use it, and with any octets."""

import json
import random
import re
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from smtp_ls import __version__
from tests.editor import COMMAND, PATIENCE, Editor, Json, change, framed

SESSION = """\
C: EHLO client.example.org
S: 250 mx.example.com
C: MAIL FROM:<alice@example.org>
S: 250 ok
C: QUIT
S: 221 bye
"""
WRONG = SESSION.replace("FROM:<", "FROM: <")
URI = "file:///nowhere/a.smtp"
RPC = {"jsonrpc": "2.0"}

# --- as real editors are ----------------------------------------------------------------------------------------------


@pytest_lsp.fixture(  # type: ignore[untyped-decorator]
    config=ClientServerConfig(server_command=[sys.executable, "-m", "smtp_ls", "--stdio"]),
    params=["neovim", "visual_studio_code"],
    scope="module",
)
async def editor(request: pytest.FixtureRequest, lsp_client: LanguageClient) -> AsyncIterator[None]:
    """Neovim counts columns in octets, and Visual Studio Code in units of UTF-16, and lets itself be told more."""

    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)  # type: ignore[untyped-decorator]
    def registered(_: types.RegistrationParams) -> None:
        """As every editor answers."""

    await lsp_client.initialize_session(types.InitializeParams(client_capabilities(request.param)))
    yield
    await lsp_client.shutdown_session()


async def diagnostics_after(editor: LanguageClient, send: Callable[[], None]) -> types.PublishDiagnosticsParams:
    """What is published when this has been sent."""
    published = editor.protocol.wait_for_notification_async(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    send()
    found = await published
    assert isinstance(found, types.PublishDiagnosticsParams)
    return found


def units(editor: LanguageClient, text: str) -> int:
    """The length of a text as this editor counts."""
    assert editor.capabilities
    assert editor.capabilities.general
    eight = "utf-8" in (editor.capabilities.general.position_encodings or ())
    return len(text.encode()) if eight else len(text.encode("utf-16-le")) // 2


async def opened(editor: LanguageClient, text: str) -> types.PublishDiagnosticsParams:
    """What is published when a file with this text is opened."""
    item = types.TextDocumentItem(URI, "smtp", 1, text)
    params = types.DidOpenTextDocumentParams(item)
    return await diagnostics_after(editor, lambda: editor.text_document_did_open(params))


async def edited(
    editor: LanguageClient, version: int, *changes: tuple[tuple[int, int], tuple[int, int], str]
) -> types.PublishDiagnosticsParams:
    """What is published when a file has been changed."""
    made = [
        types.TextDocumentContentChangePartial(types.Range(types.Position(*start), types.Position(*end)), text)
        for start, end, text in changes
    ]
    params = types.DidChangeTextDocumentParams(types.VersionedTextDocumentIdentifier(version, URI), made)
    return await diagnostics_after(editor, lambda: editor.text_document_did_change(params))


async def closed(editor: LanguageClient) -> types.PublishDiagnosticsParams:
    """What is published when a file is closed."""
    params = types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(URI))
    return await diagnostics_after(editor, lambda: editor.text_document_did_close(params))


def codes(published: types.PublishDiagnosticsParams) -> list[object]:
    """The rules that were broken."""
    return [each.code for each in published.diagnostics]


@pytest.mark.asyncio(loop_scope="module")
async def test_diagnostics_come_while_typing(editor: LanguageClient):
    """Each change is answered with its version, and a closed file leaves nothing behind."""
    assert codes(await opened(editor, WRONG)) == ["space-after-colon"]
    mended = await edited(editor, 2, ((2, 13), (2, 14), ""))
    assert (mended.version, codes(mended)) == (2, [])
    unchanged = await edited(editor, 3, ((2, 13), (2, 13), ""))
    assert (unchanged.version, codes(unchanged)) == (3, [])
    again = await edited(editor, 4, ((2, 13), (2, 13), " "))
    assert (again.version, codes(again)) == (4, ["space-after-colon"])
    last = await closed(editor)
    assert (last.uri, codes(last)) == (URI, [])


@pytest.mark.asyncio(loop_scope="module")
async def test_columns_are_the_editors(editor: LanguageClient):
    """An emoji, a letter of two octets, a form feed and U+2028 in the text, and several edits in one notification."""
    odd = "\U0001f600é\u2028\f"
    await opened(editor, f"C: EHLO client.example.org\nC: NOOP {odd}|\nC: NOOP {odd}\nC: QUIT\n")
    end = 8 + units(editor, odd)
    first, second = ((1, end), (1, end + 1), ""), ((2, end), (2, end), f"\nC: MAIL FROM:<{odd[0]}@a.example> BODY=9BIT")
    published = await edited(editor, 2, first, second)
    found = next(each for each in published.diagnostics if each.code == "invalid-body-value")
    start = len("C: MAIL FROM:<@a.example> BODY=") + units(editor, odd[0])
    assert found.range == types.Range(types.Position(3, start), types.Position(3, start + 4))
    await closed(editor)


@pytest.mark.asyncio(loop_scope="module")
async def test_hover_shows_the_verb_and_the_finding(editor: LanguageClient):
    """With the range of the word, so that it does not flicker."""
    await opened(editor, WRONG)
    identity = types.TextDocumentIdentifier(URI)
    shown = {}
    for column in (4, 13, 33):
        params = types.HoverParams(identity, types.Position(2, column))
        shown[column] = await editor.text_document_hover_async(params)
    verb, finding, nothing = shown.values()
    assert verb
    assert verb.range == types.Range(types.Position(2, 3), types.Position(2, 7))
    assert isinstance(verb.contents, types.MarkupContent)
    assert verb.contents.value.startswith("**MAIL**")
    assert finding
    assert isinstance(finding.contents, types.MarkupContent)
    assert finding.contents.value.startswith("**space-after-colon**")
    assert nothing is None
    await closed(editor)


# --- the life of a server ---------------------------------------------------------------------------------------------


@pytest.fixture
def raw(tmp_path: Path) -> Iterator[Editor]:
    """An editor that may say anything, at the beginning."""
    with Editor(tmp_path) as editor:
        yield editor


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Editor]:
    """An editor of a server that was started as editors do."""
    with Editor(tmp_path, command=COMMAND) as editor:
        yield editor


def refusal(reply: Json) -> int:
    """The code of a reply that is a refusal."""
    assert set(reply) == {"jsonrpc", "id", "error"}
    assert set(reply["error"]) == {"code", "message"}
    code = reply["error"]["code"]
    assert isinstance(code, int)
    return code


PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS = -32700, -32600, -32601, -32602
NOT_INITIALIZED, INTERNAL_ERROR, CANCELLED = -32002, -32603, -32800


def test_a_life_in_order(started: Editor):
    """Too early, initialized, initialized twice, shut down, too late, gone: each request has one reply."""
    assert refusal(started.ask("textDocument/hover", {})) == NOT_INITIALIZED
    assert refusal(started.ask("shutdown")) == NOT_INITIALIZED
    started.notify("textDocument/didOpen", {})
    able = started.begin()
    assert able["capabilities"]["positionEncoding"] == "utf-16"
    assert able["serverInfo"] == {"name": "smtp-ls", "version": __version__}
    assert (
        refusal(started.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})) == INVALID_REQUEST
    )
    assert started.ask("shutdown")["result"] is None
    assert refusal(started.ask("shutdown")) == INVALID_REQUEST
    assert refusal(started.ask("textDocument/hover", {})) == INVALID_REQUEST
    started.notify("exit")
    assert started.exit_code() == 0


def test_exit_without_shutdown_is_a_failure(raw: Editor):
    raw.begin()
    raw.notify("exit")
    assert raw.exit_code() == 1


def test_the_end_of_input_ends_the_server(raw: Editor):
    raw.begin()
    raw.open(WRONG)
    raw.end_of_input()
    began = time.monotonic()
    assert raw.exit_code() == 1
    assert time.monotonic() - began < PATIENCE / 2


def test_an_editor_that_reads_no_more_ends_the_server(tmp_path: Path):
    """Silently: nobody is there to read a complaint."""
    with Editor(tmp_path, listening=False, command=COMMAND) as deaf:
        assert deaf.process.stdout
        deaf.process.stdout.close()
        deaf.request("shutdown")
        assert deaf.process.wait(PATIENCE) == 1
        assert deaf.process.stderr
        assert not deaf.process.stderr.read()


def test_what_cannot_be_taken_is_refused_once(raw: Editor):
    """And then everything is as before."""
    raw.begin()
    raw.open(WRONG)
    hover = "textDocument/hover"
    place = {"textDocument": {"uri": URI}, "position": {"line": 2, "character": 4}}
    before = {**place, "position": {"line": -1, "character": 0}}
    wrong: list[tuple[object, int | str | None, int]] = [
        (["batch"], None, INVALID_REQUEST),
        ({}, None, INVALID_REQUEST),
        ({"id": "a", "method": hover, "params": place}, "a", INVALID_REQUEST),
        ({**RPC, "id": 1.5, "method": hover, "params": place}, None, INVALID_REQUEST),
        ({**RPC, "id": None, "method": hover, "params": place}, None, INVALID_REQUEST),
        ({**RPC, "id": "b", "method": 7}, "b", INVALID_REQUEST),
        ({**RPC, "id": "c", "method": "smtp/unknown"}, "c", METHOD_NOT_FOUND),
        ({**RPC, "id": "d", "method": hover}, "d", INVALID_PARAMS),
        ({**RPC, "id": "e", "method": hover, "params": [1, 2]}, "e", INVALID_PARAMS),
        ({**RPC, "id": "f", "method": hover, "params": {**place, "position": "x"}}, "f", INVALID_PARAMS),
        ({**RPC, "id": "g", "method": hover, "params": before}, "g", INVALID_PARAMS),
        ({**RPC, "id": "h", "method": "workspace/executeCommand", "params": {"command": "x"}}, "h", INVALID_PARAMS),
    ]
    for message, request, code in wrong:
        raw.send(message)
        assert refusal(raw.reply_to(request)) == code, message
    for octets in (b"{", b"\xff", b"", b"[" * 100_000):
        raw.send_octets(framed(octets))
        assert refusal(raw.reply_to(None)) == PARSE_ERROR
    assert raw.ask(hover, {**place, "jsonrpc": "2.0"})["result"]["range"]["start"] == {"line": 2, "character": 3}


def test_what_asks_for_no_reply_has_none(raw: Editor):
    """However wrong it is."""
    raw.begin()
    raw.open(WRONG)
    unopened = {"textDocument": {"uri": "x:", "version": 1}, "contentChanges": []}
    silent: list[Json] = [
        {"method": "smtp/unknown"},
        {"method": "$/whatever", "params": {"jsonrpc": "2.0"}},
        {"method": "textDocument/didChange", "params": {"textDocument": 1}},
        {"method": "textDocument/didChange", "params": unopened},
        {"method": "textDocument/didClose", "params": {"textDocument": {"uri": "x:"}}},
        {"method": "textDocument/hover", "params": {}},
        {"method": "$/cancelRequest", "params": {"id": 4711}},
        {"id": 4711, "result": None},
        {"id": [], "error": {}},
    ]
    for message in silent:
        raw.send({**RPC, **message})
    place = {"textDocument": {"uri": "x:"}, "position": {"line": 0, "character": 0}}
    assert raw.ask("textDocument/hover", place)["result"] is None
    assert raw.change(2)["version"] == 2


def test_headers_are_read_as_they_may_come(raw: Editor):
    """In any case and order, after garbage, with too long a message announced."""
    raw.begin()
    message = json.dumps({**RPC, "id": "x", "method": "smtp/unknown"}).encode()
    content = b"content-type: application/vscode-jsonrpc; charset=utf-8"
    for header in (
        b"content-length:%d\r\n\r\n",
        b"CONTENT-LENGTH: %d \r\n" + content + b"\r\n\r\n",
        content + b"\r\nContent-Length: %d\r\n\r\n",
        b"Content-Length: %d\n\n",
    ):
        raw.send_octets(header % len(message) + message)
        assert refusal(raw.reply_to("x")) == METHOD_NOT_FOUND, header
    for garbage in (b"Content-Length: many\r\n\r\n{}", b"Content-Length: 99999999999\r\n\r\n", b"\0" * 100_000):
        raw.send_octets(garbage + framed(message))
        assert refusal(raw.reply_to(None)) == PARSE_ERROR
        assert refusal(raw.reply_to("x")) == METHOD_NOT_FOUND


def test_a_request_is_cancelled_before_its_turn(raw: Editor):
    """What was asked meanwhile is looked through before it is worked on."""
    raw.begin()
    slow = {"uri": URI, "languageId": "smtp", "version": 1, "text": SESSION * 300}
    place = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 3}}
    messages = [
        {"method": "textDocument/didOpen", "params": {"textDocument": slow}},
        {"id": "kept", "method": "textDocument/hover", "params": place},
        {"id": "dropped", "method": "textDocument/hover", "params": place},
        {"method": "$/cancelRequest", "params": {"id": "dropped"}},
    ]
    raw.send_octets(b"".join(framed(json.dumps({**RPC, **each}).encode()) for each in messages))
    raw.published()
    assert raw.reply_to("kept")["result"]
    assert refusal(raw.reply_to("dropped")) == CANCELLED


def test_capabilities_of_newer_editors_do_no_harm(raw: Editor):
    """What is not understood is left out, and the rest counts."""
    able = raw.begin(
        general={"positionEncodings": ["utf-7", "utf-8"]},
        textDocument={"hover": {"contentFormat": ["markdown"]}, "completion": {"completionItem": {"tagSupport": 1}}},
    )
    assert able["capabilities"]["positionEncoding"] == "utf-8"
    raw.open(WRONG)
    place = {"textDocument": {"uri": URI}, "position": {"line": 2, "character": 4}}
    assert raw.ask("textDocument/hover", place)["result"]["contents"]["kind"] == "markdown"


# --- what is fixed in a project ---------------------------------------------------------------------------------------


def test_the_nearest_configuration_holds(raw: Editor, tmp_path: Path):
    """It is looked at with every change, without a watcher; while it is wrong, which is told, what it said holds."""
    raw.begin()
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "a b"
    folder.mkdir()
    uri = (folder / "a.smtp").as_uri()
    configuration = tmp_path / "smtp-ls.toml"
    assert len(raw.open(WRONG, uri)["diagnostics"]) == 1
    configuration.write_text('ignore = ["space-after-colon"]\n')
    assert not raw.change(2, uri=uri)["diagnostics"]
    configuration.write_text('ignore = ["space-after-comma"]\n')
    raw.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    told = raw.next()
    assert told["method"] == "window/showMessage"
    assert 'unknown rule "space-after-comma"' in told["params"]["message"]
    assert not raw.change(3, uri=uri)["diagnostics"]
    configuration.unlink()
    raw.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    assert len(raw.published()["diagnostics"]) == 1


def test_a_file_may_be_nowhere(raw: Editor):
    raw.begin()
    for uri in ("untitled:Untitled-1", "file:///a%20b/%C3%A9.smtp", "file:", "what is this?"):
        assert raw.open(WRONG, uri)["uri"] == uri


def test_the_editors_settings_hold_where_no_file_says_anything(raw: Editor):
    options = {"dialect": "none", "somethingElse": 1}
    begun = {"processId": None, "rootUri": None, "capabilities": {}, "initializationOptions": options}
    assert "result" in raw.ask("initialize", begun)
    assert [each["code"] for each in raw.open(WRONG)["diagnostics"]] == ["no-session"]


# --- any edits --------------------------------------------------------------------------------------------------------

PIECES = (
    *SESSION.splitlines(keepends=True),
    *("C: DATA\n", "S: 354 go\n", "C: .\n", "C: RCPT TO: <b@c.example>\r\n", "C: AUTH PLAIN AGEAYg==\r"),
    *("\n", "\r", "\r\n", "é", "\U0001f600", "\u2028", "\f", "\x85", " ", "S: 2", "50", "<", "# x\n", "###\n"),
)
ENDS = re.compile("\r\n|\r|\n")


def place(text: str, offset: int, encoding: str) -> tuple[int, int]:
    """The line and column of an offset, counted anew in another way than the server does."""
    ends = [each.end() for each in ENDS.finditer(text) if each.end() <= offset]
    line = text[ends[-1] if ends else 0 : offset].encode("utf-8" if encoding == "utf-8" else "utf-16-le")
    return len(ends), len(line) // (1 if encoding == "utf-8" else 2)


def places(text: str) -> list[int]:
    """The offsets at which a cursor may stand: not within a line end."""
    inside = {each.start() + 1 for each in ENDS.finditer(text) if len(each[0]) > 1}
    return [offset for offset in range(len(text) + 1) if offset not in inside]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_after_any_edits_a_file_is_as_one_opened_anew(raw: Editor, encoding: str):
    """Edits are drawn, the same ones each time; several in a notification, overlapping what came before."""
    draw = random.Random(encoding)
    raw.begin(general={"positionEncodings": [encoding]})
    text = WRONG
    raw.open(text)
    for version in range(2, 102):
        changes = []
        for _ in range(draw.choice((1, 1, 1, 3))):
            start, end = sorted(draw.choice(places(text)) for _ in range(2))
            end = end if draw.random() < 0.1 else min(end, max(each for each in places(text) if each <= start + 3))
            new = "".join(draw.choices(PIECES, k=draw.randrange(4)))
            changes.append(change(place(text, start, encoding), place(text, end, encoding), new))
            text = text[:start] + new + text[end:]
        after = raw.change(version, *changes)
        assert after["version"] == version
        if version % 4 == 0:
            fresh = raw.open(text, "file:///nowhere/fresh.smtp")
            assert after["diagnostics"] == fresh["diagnostics"], text
