"""Formatting: a file, lines, the line just completed; `smtp_ls.editing.formatting` says what is changed."""

import pytest
from lsprotocol import types

from smtp_ls.editing.fixing import apply
from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.formatting import TYPED, formatting, on_type_formatting, range_formatting
from smtp_ls.features.wire import point
from smtp_ls.findings import Edit, Repair
from smtp_ls.turns import Turns, at_once
from tests.features.drawn import ABLE, document
from tests.features.stretches import FILE, SWAKS

OPTIONS = types.FormattingOptions(tab_size=2, insert_spaces=True)
MESSY = "C:ehlo  client.example.org \nC: NOOP é\U0001f600 \r\nC:   quit\n"
NEAT = "C: EHLO client.example.org\nC: NOOP é\U0001f600\r\nC: QUIT\n"


def applied(file: Document, answer: Turns[list[types.TextEdit] | None], client: Client = ABLE) -> str:
    """The text with the edits made, as an editor makes them."""
    edits = []
    for each in at_once(answer) or ():
        start, end = (point(file.trace, place, client.encoding) for place in (each.range.start, each.range.end))
        edits.append(Edit(start, end, each.new_text))
    return apply(file.trace.text, [Repair("", tuple(edits), safe=True)])[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_a_file_is_laid_out(encoding: str):
    """In whatever units the editor counts; each line keeps its end."""
    client, file = ABLE._replace(encoding=encoding), document(MESSY)
    assert applied(file, formatting(file, types.DocumentFormattingParams(FILE, OPTIONS), client), client) == NEAT


def test_lines_are_laid_out():
    file = document(MESSY)
    part = types.Range(types.Position(2, 1), types.Position(2, 1))
    messy, neat = (text.splitlines(keepends=True) for text in (MESSY, NEAT))
    found = range_formatting(file, types.DocumentRangeFormattingParams(FILE, part, OPTIONS), ABLE)
    assert applied(file, found) == "".join([*messy[:2], neat[2]])


@pytest.mark.parametrize("line", [0, 1, 2, 3])
def test_the_line_that_was_completed_is_laid_out(line: int):
    file = document(MESSY)
    typed = types.DocumentOnTypeFormattingParams(FILE, types.Position(line, 0), TYPED, OPTIONS)
    messy, neat = (text.splitlines(keepends=True) for text in (MESSY, NEAT))
    expected = [new if number == line - 1 else old for number, (old, new) in enumerate(zip(messy, neat, strict=True))]
    assert applied(file, on_type_formatting(file, typed, ABLE)) == "".join(expected)


def test_what_a_tool_has_written_stays():
    file = document(SWAKS.replace(" -> EHLO", " -> ehlo "))
    assert at_once(formatting(file, types.DocumentFormattingParams(FILE, OPTIONS), ABLE)) is None
