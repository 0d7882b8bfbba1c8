"""textDocument/didChange: the editor's changes, made in the trace in the order in which the editor made them."""

from itertools import takewhile
from operator import eq

from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.wire import point
from smtp_ls.text import split_lines

Change = types.TextDocumentContentChangePartial | types.TextDocumentContentChangeWholeDocument


def did_change(document: Document, params: types.DidChangeTextDocumentParams, client: Client) -> None:
    """Make the changes of one notification; each counts its places in the text that the one before it left."""
    document.version = params.text_document.version
    for change in params.content_changes:
        if isinstance(change, types.TextDocumentContentChangePartial):
            _replace(document, change, client)
        else:
            _replace_all(document, change.text)


def _replace(document: Document, change: types.TextDocumentContentChangePartial, client: Client) -> None:
    trace = document.trace
    ends = (point(trace, each, client.encoding) for each in (change.range.start, change.range.end))
    start, end = sorted(ends)
    document.changed(start.line)
    try:
        trace.edit(start, end, change.text)
    except Exception as error:  # noqa: BLE001  (the text must stay the editor's, whatever fails)
        document.reread(trace.text)
        document.trace.failed("edit", error)


def _replace_all(document: Document, text: str) -> None:
    """Put in only the lines that differ, of those that an editor without incremental changes sends each time."""
    trace = document.trace
    before, after = trace.lines, split_lines(text)
    same = _in_common(before, after)
    shorter = min(len(before), len(after)) - same
    alike = min(_in_common(before[::-1], after[::-1]), shorter)
    document.changed(same)
    trace.edit_lines(same, len(before) - alike, "".join(after[same : len(after) - alike]))


def _in_common(one: list[str], other: list[str]) -> int:
    """How many lines two texts have in common from their beginning on."""
    return sum(takewhile(bool, map(eq, one, other)))
