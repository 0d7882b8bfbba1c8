"""textDocument/hover: what stands under the cursor, what it means here, and what is wrong with it."""

from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.markup import escaped, markup
from smtp_ls.features.wire import point, span
from smtp_ls.findings import Diagnostic, Point, Span
from smtp_ls.hovering.brief import link
from smtp_ls.hovering.sayings import Saying, covers, sayings
from smtp_ls.pages import language
from smtp_ls.pages.layout import joined
from smtp_ls.pages.rules import summary_of
from smtp_ls.pages.words import word
from smtp_ls.rules import RULES


def hover(document: Document, params: types.HoverParams, client: Client) -> types.Hover | None:
    """What to show at a place: findings and tokens, what covers least of the line first."""
    trace = document.trace
    place = point(trace, params.position, client.encoding)
    lang = language(document.config.lang or client.locale)
    found = [_finding(each, lang) for each in document.found_on(place.line) if covers(_span(each), place.column)]
    said = sorted((*found, *sayings(trace, place, lang)), key=lambda each: each.span.end - each.span.start)
    if not said:
        return None
    start, end = (Point(place.line, each) for each in said[0].span)
    text = "\n\n---\n\n".join(each.text for each in said)
    return types.Hover(markup(text, client), span(trace, start, end, client.encoding))


def _span(diagnostic: Diagnostic) -> Span:
    return Span(diagnostic.start.column, diagnostic.end.column)


def _finding(diagnostic: Diagnostic, lang: str) -> Saying:
    """What a finding says, its rule in a sentence, and a link to its page."""
    meta = RULES.get(diagnostic.rule)
    parts = [f"**{diagnostic.rule}** ({word(diagnostic.severity.word, lang)}): {escaped(diagnostic.message)}"]
    if meta is not None:
        parts.append(summary_of(meta, lang))
    parts.append(link(diagnostic.url, lang))
    return Saying(_span(diagnostic), joined(*parts))
