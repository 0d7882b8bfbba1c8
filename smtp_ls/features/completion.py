"""textDocument/completion: what may stand at the cursor, each item with a range and a place in the order of its own."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from lsprotocol import types

from smtp_ls.completing.complete import complete
from smtp_ls.completing.details import detail
from smtp_ls.completing.item import Item, has_stops, plain, snippet
from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.wire import point, span
from smtp_ls.findings import Point
from smtp_ls.trace import Trace

TRIGGERS = (" ", ":", "<", "=", "@", "[", ",", "{", "#", "-", ".", ";", "|")
"""Characters behind which something else may stand, which editors do not take for the end of a word."""

_Kind = types.CompletionItemKind
KINDS = {
    "verb": _Kind.Keyword,
    "keyword": _Kind.Keyword,
    "code": _Kind.Value,
    "pattern": _Kind.Constant,
    "enhanced": _Kind.EnumMember,
    "text": _Kind.Text,
    "parameter": _Kind.Property,
    "value": _Kind.EnumMember,
    "mechanism": _Kind.EnumMember,
    "address": _Kind.Reference,
    "domain": _Kind.Reference,
    "header": _Kind.Field,
    "dot": _Kind.Operator,
    "mark": _Kind.Operator,
    "directive": _Kind.Module,
    "rule": _Kind.Event,
    "variable": _Kind.Variable,
    "piece": _Kind.Snippet,
}
"""How editors draw each sort of item."""


def completion(document: Document, params: types.CompletionParams, client: Client) -> types.CompletionList | None:
    """What may stand at a place; None where nothing is known to."""
    trace = document.trace
    place = point(trace, params.position, client.encoding)
    found = complete(trace, *place)
    if not found:
        return None

    @cache
    def stretch(start: int, end: int) -> types.Range:
        return span(trace, Point(place.line, start), Point(place.line, end), client.encoding)

    form = _Form(client, place.column, stretch, _ending(trace, place.line), document.config.lang or client.locale)
    items = [_item(each, number, form) for number, each in enumerate(found)]
    begun = any(not each.start for each in found)  # at a line's beginning more may be typed than one word
    return types.CompletionList(is_incomplete=begun, items=items)


class _Form(NamedTuple):
    """What all items of one answer have in common."""

    client: Client
    column: int
    """Where the cursor is, in characters."""
    stretch: Callable[[int, int], types.Range]
    """A stretch of the cursor's line, by its columns in characters."""
    ending: str
    """How lines end here."""
    lang: str


def _item(item: Item, number: int, form: _Form) -> types.CompletionItem:
    stops = form.client.snippets and has_stops(item.text)
    text = snippet(item.text) if stops else plain(item.text)
    return types.CompletionItem(
        label=item.label,
        kind=KINDS[item.kind],
        detail=detail(item, form.lang) or None,
        sort_text=f"{number:03}",
        filter_text=item.typed or item.label,
        insert_text_format=types.InsertTextFormat.Snippet if stops else None,
        text_edit=_edit(item, text.replace("\n", form.ending), form),
        data=[*item.topic, form.lang] if item.topic else None,
    )


def _edit(item: Item, text: str, form: _Form) -> types.TextEdit | types.InsertReplaceEdit:
    """The change: up to the cursor, or to the end of the word there."""
    replace = form.stretch(item.start, max(item.end, form.column))
    if not form.client.insert_replace or item.end <= form.column:
        return types.TextEdit(replace, text)
    return types.InsertReplaceEdit(text, form.stretch(item.start, form.column), replace)


def _ending(trace: Trace, line: int) -> str:
    """How the line above ends, so that a piece of several lines ends its lines alike."""
    above = trace.lines[line - 1] if 0 < line <= len(trace.lines) else ""
    return "\r\n" if above.endswith("\r\n") else "\n"
