"""What is kept of a file from one edit to the next: its tokens and its outline are those of a file opened anew."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.code_lens import code_lens
from smtp_ls.features.did_change import did_change
from smtp_ls.features.document import Document
from smtp_ls.features.document_symbol import document_symbol
from smtp_ls.features.semantic_tokens import semantic_tokens_full, semantic_tokens_full_delta, semantic_tokens_range
from smtp_ls.outline import outline, outlined
from smtp_ls.text import units, without_end
from smtp_ls.turns import at_once
from tests.features.drawn import ABLE, URI, document
from tests.features.stretches import EVERY, FILE

FILE_OF_TWO = EVERY[0] + "### Another\n# of the same\n" + EVERY[0].replace("Lunch", "Dinner")
PIECES = [
    *(
        "\n",
        "\r\n",
        "x",
        "",
        "### Title\n",
        "C: ",
        "S: 220 mx.example.com ESMTP\n",
        "C: QUIT\n",
        "S: 221 bye\n",
        "C: .\n",
    ),
    *("C: MAIL FROM:<\u00e9\U0001f600@a.example>\n", "C: DATA\n", "S: 354 go\n", "# smtp-ls: dialect=bare\n", "\n\n\n"),
    "# smtp-ls: ignore[space-after-colon]\n",
]
EDITS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 30), st.integers(0, 6), st.integers(0, 30), st.sampled_from(PIECES)),
    min_size=1,
    max_size=6,
)


def numbers(written: Any) -> list[int]:
    """The tokens, packed."""
    found: list[int] = json.loads(at_once(written))["data"]
    assert isinstance(found, list)
    return found


def edit(file: Document, where: tuple[int, int, int, int, str], client: Client) -> None:
    """Make a change as an editor asks for it."""
    line, column, lines, end, text = where
    place = types.Range(types.Position(line, column), types.Position(line + lines, end))
    identity = types.VersionedTextDocumentIdentifier(file.version + 1, URI)
    change = types.TextDocumentContentChangePartial(place, text)
    did_change(file, types.DidChangeTextDocumentParams(identity, [change]), client)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@given(text=st.sampled_from([*EVERY, FILE_OF_TWO]), edits=EDITS, most=st.sampled_from([5, 1000]))
def test_tokens_and_their_changes(encoding: str, text: str, edits: list[tuple[int, int, int, int, str]], most: int):
    """Whatever is edited in between, the changes make of what was told what is told of a file opened anew."""
    client = ABLE._replace(encoding=encoding)
    file = Document(URI, 1, text, most=most)
    file.read_on(1000)
    first = json.loads(at_once(semantic_tokens_full(file, types.SemanticTokensParams(FILE), client)))
    name, known = first["resultId"], first["data"]
    for number, each in enumerate(edits):
        edit(file, each, client)
        file.read_on(1000)
        if number % 3 == 1:
            continue  # several edits between two questions
        told = json.loads(
            at_once(semantic_tokens_full_delta(file, types.SemanticTokensDeltaParams(FILE, name), client))
        )
        name = told["resultId"]
        for change in told["edits"]:
            known[change["start"] : change["start"] + change["deleteCount"]] = change["data"]
        anew = document(file.trace.text)
        assert known == numbers(semantic_tokens_full(anew, types.SemanticTokensParams(FILE), client))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", [*EVERY, FILE_OF_TWO, "C: NOOP \u00e9\U0001f600 {{a}}\n", "", "\n"])
def test_tokens_lie_apart_and_within_their_lines(text: str, encoding: str):
    """Those of a part of the file are those of the whole that lie there."""
    client = ABLE._replace(encoding=encoding)
    file = document(text)
    whole = places(numbers(semantic_tokens_full(file, types.SemanticTokensParams(FILE), client)))
    for (line, start, length), (below, then, _) in pairwise(whole):
        assert (line, start + length) <= (below, then) or line < below
    for line, start, length in whole:
        assert start + length <= units(without_end(file.trace.lines[line]), encoding)
    asked = types.Range(types.Position(3, 5), types.Position(7, 0))
    part = places(numbers(semantic_tokens_range(file, types.SemanticTokensRangeParams(FILE, asked), client)))
    assert part == [each for each in whole if 3 <= each[0] <= 7]


def places(packed: list[int]) -> list[tuple[int, int, int]]:
    """Line, column and length of each token."""
    found, line, start = [], 0, 0
    for at in range(0, len(packed), 5):
        line, start = line + packed[at], packed[at + 1] + (0 if packed[at] else start)
        found.append((line, start, packed[at + 2]))
    return found


@pytest.mark.slow
@given(text=st.sampled_from([*EVERY, FILE_OF_TWO]), edits=EDITS, most=st.sampled_from([5, 1000]))
def test_the_outline(text: str, edits: list[tuple[int, int, int, int, str]], most: int):
    """And the lenses, which are made of it; also when the file was read in slices."""
    client = ABLE._replace(symbol_tree=True)
    file = Document(URI, 1, text, most=most)
    file.read_on(1000)
    answers: list[tuple[Any, object]] = [
        (document_symbol, types.DocumentSymbolParams(FILE)),
        (code_lens, types.CodeLensParams(FILE)),
    ]
    for each in edits:
        at_once(document_symbol(file, types.DocumentSymbolParams(FILE), client))
        edit(file, each, client)
        file.read_on(1000)
        anew = document(file.trace.text)
        for answer, params in answers:
            assert at_once(answer(file, params, client)) == at_once(answer(anew, params, client))


@pytest.mark.parametrize("text", [*EVERY, FILE_OF_TWO])
def test_sessions_one_by_one_are_those_of_the_whole_file(text: str):
    trace = document(text * 2).trace
    if trace.dialect.keyed:
        return
    starts = [line for line, begun in enumerate(trace.begun) if begun]
    apart = [
        each
        for start, end in zip(starts, [*starts[1:], len(trace.lines)], strict=True)
        for each in at_once(outlined(trace, start, end))
    ]
    assert [each.parts for each in apart] == [each.parts for each in outline(trace)]
