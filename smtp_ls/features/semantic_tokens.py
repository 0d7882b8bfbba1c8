"""textDocument/semanticTokens: what each stretch of the file is, as the protocol packs it: five numbers for each.

As text, because a hundred thousand tokens as lsprotocol's objects would take seconds.
"""

from lsprotocol import types

from smtp_ls.colouring import KINDS
from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.wire import Written, point
from smtp_ls.turns import Turns

LEGEND = types.SemanticTokensLegend(token_types=list(KINDS), token_modifiers=[])
"""The kinds of tokens, in the order of their numbers."""

Answer = Turns[Written]
"""It comes in turns (rule 3 of this package)."""


def semantic_tokens_full(document: Document, _params: types.SemanticTokensParams, client: Client) -> Answer:
    """All tokens of a file."""
    count = len(document.trace.lines)
    yield from document.tokens.colour(document.trace, 0, count, client.encoding)
    return (yield from _whole(document))


def semantic_tokens_range(document: Document, params: types.SemanticTokensRangeParams, client: Client) -> Answer:
    """The tokens of the lines that a stretch touches."""
    trace = document.trace
    first = point(trace, params.range.start, client.encoding).line
    last = min(point(trace, params.range.end, client.encoding).line + 1, len(trace.lines))
    yield from document.tokens.colour(trace, first, last, client.encoding)
    found = yield from document.tokens.written(first, last)
    return Written(f'{{"data":[{found}]}}')


def semantic_tokens_full_delta(document: Document, params: types.SemanticTokensDeltaParams, client: Client) -> Answer:
    """What has changed in a file's tokens since they were asked for; all, if that is not known any more."""
    tokens, count = document.tokens, len(document.trace.lines)
    yield from tokens.colour(document.trace, 0, count, client.encoding)
    if tokens.told != params.previous_result_id:
        return (yield from _whole(document))
    edits = yield from tokens.changes()
    return Written(f'{{"resultId":"{tokens.remember()}","edits":[{edits}]}}')


def _whole(document: Document) -> Answer:
    tokens = document.tokens
    data = yield from tokens.written(0, len(document.trace.lines))
    return Written(f'{{"resultId":"{tokens.remember()}","data":[{data}]}}')
