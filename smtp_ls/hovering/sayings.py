"""What there is to say at a column: each kind of token, and the function that knows what it means."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from smtp_ls.findings import Point, Span
from smtp_ls.hovering import addresses, contents, marks, notation, parameters, replies, sasl, verbs
from smtp_ls.hovering.token import Here, Token
from smtp_ls.hovering.tokens import tokens
from smtp_ls.pages import language
from smtp_ls.trace import Trace

SAYINGS: Mapping[str, Callable[[Here, Token], str]] = {
    "verb": verbs.verb,
    "named verb": verbs.named_verb,
    "path": addresses.path,
    "route": addresses.route,
    "local": addresses.local,
    "domain": addresses.domain,
    "parameter": parameters.parameter,
    "keyword": parameters.keyword,
    "mechanism": sasl.mechanism,
    "response": sasl.response,
    "challenge": sasl.challenge,
    "chunk-size": contents.chunk_size,
    "chunk": contents.chunk,
    "data": contents.data,
    "field": contents.field,
    "dot": contents.dot,
    "reply": replies.reply,
    "code": replies.code_token,
    "enhanced": replies.enhanced,
    "directive": notation.directive,
    "rule": notation.rule,
    "placeholder": notation.placeholder,
    "mark": marks.mark,
}
"""Kind of token -> what to say of it, in Markdown; "" where there is nothing to say."""


class Saying(NamedTuple):
    """A stretch of a line (columns 0-based, in characters) and what there is to say of it, in Markdown."""

    span: Span
    text: str


def sayings(trace: Trace, place: Point, locale: str) -> list[Saying]:
    """What there is to say at a place, in the language of that locale; what covers least of the line first."""
    here = Here(trace, place.line, language(locale))
    covering = [each for each in tokens(trace, place.line) if covers(each.span, place.column)]
    covering.sort(key=lambda each: each.span.end - each.span.start)
    said = ((each.span, SAYINGS[each.kind](here, each)) for each in covering)
    return [Saying(span, text) for span, text in said if text]


def covers(span: Span, column: int) -> bool:
    """Does a stretch cover a column? An empty one covers the column where it stands."""
    return span.start <= column < max(span.end, span.start + 1)
