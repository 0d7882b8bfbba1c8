"""Features about places: wherever the cursor is and whatever the file says, they answer, and within the file."""

from collections.abc import Iterator
from contextlib import suppress

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.definition import definition
from smtp_ls.features.document import Document
from smtp_ls.features.document_highlight import document_highlight
from smtp_ls.features.document_link import document_link
from smtp_ls.features.document_symbol import document_symbol
from smtp_ls.features.folding_range import folding_range
from smtp_ls.features.prepare_rename import prepare_rename
from smtp_ls.features.references import references
from smtp_ls.features.refusal import Refusal
from smtp_ls.features.rename import rename
from smtp_ls.features.selection_range import selection_range
from smtp_ls.features.signature_help import signature_help
from smtp_ls.features.workspace_symbol import workspace_symbol
from smtp_ls.text import units, without_end
from tests.features.drawn import ABLE, document, told
from tests.features.stretches import EVERY, FILE

POOL = [line for text in EVERY for line in text.splitlines()]
ODD = [
    "",
    "C:",
    "C: ",
    "S: 250-",
    "\x00",
    "C: BDAT 5",
    "C: MAIL FROM:<@:@>",
    "@a = {{a}}",
    "{{",
    "}} {{file:}}",
    "é\U0001f600@\u2028.x",
]
TEXTS = st.lists(st.sampled_from([*POOL, *ODD]), max_size=12).map("\n".join)
CLIENT = ABLE._replace(symbol_tree=True, definition_links=True, label_offsets=True)


def answers(file: Document, place: types.Position, client: Client) -> Iterator[object]:
    """What every feature about a place or a file answers."""
    yield definition(file, types.DefinitionParams(FILE, place), client)
    yield document_highlight(file, types.DocumentHighlightParams(FILE, place), client)
    yield document_link(file, types.DocumentLinkParams(FILE), client)
    yield told(document_symbol(file, types.DocumentSymbolParams(FILE), client), list[types.DocumentSymbol])
    yield told(folding_range(file, types.FoldingRangeParams(FILE), client), list[types.FoldingRange])
    yield prepare_rename(file, types.PrepareRenameParams(FILE, place), client)
    yield references(file, types.ReferenceParams(types.ReferenceContext(True), FILE, place), client)
    yield selection_range(file, types.SelectionRangeParams(FILE, [place]), client)
    yield signature_help(file, types.SignatureHelpParams(FILE, place), client)
    yield workspace_symbol([file], types.WorkspaceSymbolParams("e"), client)
    with suppress(Refusal):
        yield rename(file, types.RenameParams(FILE, place, "new.name@example.net"), client)


def ranges(answer: object) -> Iterator[types.Range]:
    """All ranges of an answer, however deep."""
    if isinstance(answer, types.Range):
        yield answer
    elif isinstance(answer, list | tuple):
        for each in answer:
            yield from ranges(each)
    elif isinstance(answer, dict):
        yield from ranges(list(answer.values()))
    elif attrs.has(type(answer)):
        yield from ranges([getattr(answer, name) for name in type(answer).__annotations__])


def check(text: str, place: types.Position, client: Client) -> None:
    file = document(text)
    lines = [units(without_end(line), client.encoding) for line in file.trace.lines] + [0]
    for answer in answers(file, place, client):
        for each in ranges(answer):
            start, end = ((end.line, end.character) for end in (each.start, each.end))
            assert start <= end
            assert start[1] <= lines[start[0]]
            assert end[1] <= lines[end[0]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@given(text=TEXTS, line=st.integers(0, 13), column=st.integers(0, 90))
def test_whatever_a_file_says(encoding: str, text: str, line: int, column: int):
    check(text, types.Position(line, column), CLIENT._replace(encoding=encoding))


@pytest.mark.parametrize("text", EVERY)
def test_wherever_the_cursor_is(text: str):
    file = document(text)
    for line, said in enumerate(file.trace.lines):
        for column in range(len(said)):
            place = types.Position(line, column)
            definition(file, types.DefinitionParams(FILE, place), CLIENT)
            document_highlight(file, types.DocumentHighlightParams(FILE, place), CLIENT)
            prepare_rename(file, types.PrepareRenameParams(FILE, place), CLIENT)
            signature_help(file, types.SignatureHelpParams(FILE, place), CLIENT)
