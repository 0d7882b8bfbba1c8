"""The editor's changes, made one after the other."""

import pytest
from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.did_change import did_change
from smtp_ls.features.document import Document
from smtp_ls.findings import Point
from smtp_ls.trace import Trace
from tests.features.drawn import document

TEXT = "C: EHLO a.example\r\nC: NOOP \U0001f600é\u2028x\fy\nC: QUIT"


def changed(text: str, *changes: types.TextDocumentContentChangeEvent, encoding: str = "utf-16") -> Document:
    """The file after these changes."""
    file = document(text)
    identity = types.VersionedTextDocumentIdentifier(7, file.uri)
    did_change(file, types.DidChangeTextDocumentParams(identity, list(changes)), Client(encoding))
    return file


def part(start: tuple[int, int], end: tuple[int, int], text: str) -> types.TextDocumentContentChangePartial:
    """A stretch and what it becomes."""
    return types.TextDocumentContentChangePartial(types.Range(types.Position(*start), types.Position(*end)), text)


def whole(text: str) -> types.TextDocumentContentChangeWholeDocument:
    """All of it becomes this."""
    return types.TextDocumentContentChangeWholeDocument(text)


def test_the_version_is_kept():
    assert changed(TEXT).version == 7


@pytest.mark.parametrize(("encoding", "start", "end"), [("utf-8", 12, 14), ("utf-16", 10, 11), ("utf-32", 9, 10)])
def test_columns_are_the_clients(encoding: str, start: int, end: int):
    """After an emoji of four octets, or two units, the letter of two octets is replaced."""
    assert changed(TEXT, part((1, start), (1, end), "E"), encoding=encoding).trace.text == TEXT.replace("é", "E")


def test_each_change_counts_in_the_text_that_the_one_before_left():
    changes = (part((0, 0), (0, 0), "S: 220 hi\n"), part((1, 3), (1, 7), "HELO"), part((3, 0), (3, 7), ""))
    assert changed("C: EHLO a\nC: NOOP\nC: QUIT\n", *changes).trace.text == "S: 220 hi\nC: HELO a\nC: NOOP\n\n"


def test_only_the_protocols_line_ends_end_a_line():
    """A form feed and U+2028 stand within a line."""
    assert changed(TEXT, part((2, 3), (2, 7), "RSET")).trace.text == TEXT.replace("QUIT", "RSET")


@pytest.mark.parametrize("place", [(2, 99), (3, 0), (99, 5)])
def test_places_past_the_end_are_the_end(place: tuple[int, int]):
    assert changed(TEXT, part(place, place, "!")).trace.text == TEXT + "!"


def test_a_column_past_a_lines_end_is_before_its_line_end():
    assert changed(TEXT, part((0, 99), (0, 99), "!")).trace.text == TEXT.replace("\r\n", "!\r\n")


def test_a_stretch_that_is_given_backwards_is_the_same_stretch():
    assert changed(TEXT, part((2, 7), (2, 3), "RSET")).trace.text == TEXT.replace("QUIT", "RSET")


TEXTS = ("", "\n", TEXT, TEXT + "\n", "C: QUIT", TEXT.replace("NOOP", "RSET"), "x\n" + TEXT, TEXT + TEXT, "\r\n" * 3)


@pytest.mark.parametrize("text", TEXTS)
def test_a_whole_text_is_put_in_line_by_line(text: str):
    """It reads as a file opened with it."""
    file = changed(TEXT, whole(text))
    assert file.trace.text == text
    assert file.diagnostics == document(text).diagnostics


def test_of_a_whole_text_the_lines_that_differ_are_read_again():
    assert changed(TEXT, whole(TEXT.replace("QUIT", "RSET"))).touched == 2


def test_a_fault_costs_the_reading_and_not_the_text(monkeypatch: pytest.MonkeyPatch):
    """The text stays the editor's, and later changes are made too."""
    real = Trace.edit

    def fails(trace: Trace, start: Point, end: Point, text: str) -> None:
        real(trace, start, end, text)
        raise KeyError(text)

    monkeypatch.setattr(Trace, "edit", fails)
    file = changed("C: EHLO a\nC: QUIT\n", part((0, 9), (0, 9), "b"), part((0, 10), (0, 10), "c"))
    assert file.trace.text == "C: EHLO abc\nC: QUIT\n"
    assert file.trace.failures == {"edit": "KeyError: 'c'"}
    assert [each.rule for each in file.diagnostics] == [each.rule for each in document(file.trace.text).diagnostics]
