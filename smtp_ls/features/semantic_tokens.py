"""textDocument/semanticTokens: what each stretch of the file is, as the protocol packs it: five numbers for each.

Numbers, because a hundred thousand tokens as lsprotocol's objects would take seconds.
"""

from itertools import count, takewhile
from operator import eq

from lsprotocol import types

from smtp_ls.colouring import KINDS, coloured
from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.wire import Written, point
from smtp_ls.text import units
from smtp_ls.trace import Trace

LEGEND = types.SemanticTokensLegend(token_types=list(KINDS), token_modifiers=[])
"""The kinds of tokens, in the order of their numbers."""

_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}
_RESULTS = count()


def semantic_tokens_full(document: Document, _params: types.SemanticTokensParams, client: Client) -> Written:
    """All tokens of a file."""
    packed = _packed(document.trace, 0, len(document.trace.lines), client.encoding)
    return _whole(document, packed)


def semantic_tokens_range(document: Document, params: types.SemanticTokensRangeParams, client: Client) -> Written:
    """The tokens of the lines that a stretch touches."""
    first = point(document.trace, params.range.start, client.encoding).line
    last = point(document.trace, params.range.end, client.encoding).line + 1
    packed = _packed(document.trace, first, min(last, len(document.trace.lines)), client.encoding)
    return Written(f'{{"data":[{_listed(packed)}]}}')


def semantic_tokens_full_delta(document: Document, params: types.SemanticTokensDeltaParams, client: Client) -> Written:
    """What has changed in a file's tokens since they were asked for; all, if that is not known any more."""
    packed = _packed(document.trace, 0, len(document.trace.lines), client.encoding)
    known, before = document.tokens
    if known != params.previous_result_id:
        return _whole(document, packed)
    same = sum(takewhile(bool, map(eq, before, packed)))
    rest = min(len(before), len(packed)) - same
    alike = min(sum(takewhile(bool, map(eq, reversed(before), reversed(packed)))), rest)
    gone, new = len(before) - same - alike, packed[same : len(packed) - alike]
    edits = f'{{"start":{same},"deleteCount":{gone},"data":[{_listed(new)}]}}' if gone or new else ""
    result = _remember(document, packed)
    return Written(f'{{"resultId":"{result}","edits":[{edits}]}}')


def _whole(document: Document, packed: list[int]) -> Written:
    result = _remember(document, packed)
    return Written(f'{{"resultId":"{result}","data":[{_listed(packed)}]}}')


def _remember(document: Document, packed: list[int]) -> str:
    result = str(next(_RESULTS))
    document.tokens = result, packed
    return result


def _listed(packed: list[int]) -> str:
    return str(packed)[1:-1].replace(" ", "")


def _packed(trace: Trace, first: int, last: int, encoding: str) -> list[int]:
    """Line and column as steps from the token before, length, kind and modifiers, for each token."""
    packed: list[int] = []
    above = 0
    for line in range(first, last):
        text = trace.lines[line]
        plain = text.isascii()
        before = 0
        for start, end, kind in coloured(trace, line):
            place = start if plain else units(text[:start], encoding)
            length = end - start if plain else units(text[start:end], encoding)
            packed += (line - above, place - before if line == above else place, length, _NUMBERS[kind], 0)
            above, before = line, place
    return packed
