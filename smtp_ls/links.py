"""What in a file leads elsewhere: RFCs that are named, addresses of pages, files whose lines are put in."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from smtp_ls.events import Event, column
from smtp_ls.findings import Span
from smtp_ls.naming.search import lines_with
from smtp_ls.pages.layout import rfc_name
from smtp_ls.rfcs import rfc_url
from smtp_ls.trace import Trace

_SIGNS = ("http", "rfc", "{{file:")
_SPEAKING = ("reply", "expect", "comment", "note", "directive")
"""Kinds of events in which somebody names a page or an RFC."""
_URL = re.compile(r"\bhttps?://[^\s<>\"'`{}|\\^\x00-\x1f]+", re.IGNORECASE)
_RFC = re.compile(
    r"\bRFC[ -]?(?P<number>[1-9]\d{0,4})\b(?:,? \(?(?:section|sec\.|§) ?(?P<section>\d+(?:\.\d+)*|[A-Z](?:\.\d+)*)\b)?",
    re.IGNORECASE,
)
_FILE = re.compile(r"\{\{\s*file:\s*(?P<path>[^{}]+?)\s*\}\}")
_CLOSING = {")": "(", "]": "["}


class Link(NamedTuple):
    """Where on a 0-based line something leads elsewhere (columns of the line), and where to."""

    line: int
    span: Span
    url: str
    """Empty: it leads to the file of this path."""
    path: str = ""
    title: str = ""


def links(trace: Trace, most: int, lang: str) -> list[Link]:
    """The links of a file in their order, at most so many."""
    found: list[Link] = []
    for line in lines_with(trace.lines, _SIGNS, any_case=True):
        for event in trace.said(line):
            found += (each for each in _of_event(line, event, lang) if each.span.start < each.span.end)
        if len(found) >= most:
            break
    return found[:most]


def _of_event(line: int, event: Event, lang: str) -> Iterator[Link]:
    def at(start: int, end: int) -> Span:
        return Span(column(event, start), column(event, end))

    text = event.text
    if event.kind in _SPEAKING:
        for found in _URL.finditer(text):
            url = _without_punctuation(found[0])
            yield Link(line, at(found.start(), found.start() + len(url)), url)
        for found in _RFC.finditer(text):
            rfc = "#".join(filter(None, (found["number"], found["section"])))
            yield Link(line, at(*found.span()), rfc_url(rfc), title=rfc_name(rfc, lang))
    elif "{{" in text:
        for found in _FILE.finditer(text):
            yield Link(line, at(*found.span("path")), "", found["path"])


def _without_punctuation(url: str) -> str:
    """A URL without what ends the sentence that it stands in."""
    while url and (url[-1] in ".,;:!?" or (url[-1] in _CLOSING and url.count(_CLOSING[url[-1]]) < url.count(url[-1]))):
        url = url[:-1]
    return url
