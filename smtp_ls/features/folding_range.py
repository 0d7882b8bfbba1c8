"""textDocument/foldingRange: what can be folded away, by whole lines."""

from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.wire import Written
from smtp_ls.folds import Fold, folding
from smtp_ls.turns import Turns

MOST = 5000
"""How many folds are told at most."""

_Kind = types.FoldingRangeKind
KINDS = {"comment": _Kind.Comment.value, "note": _Kind.Comment.value}
"""What editors fold together with comments; the rest are regions."""


def folding_range(document: Document, _params: types.FoldingRangeParams, client: Client) -> Turns[Written | None]:
    """The folds by their places; no more than the editor can take."""
    most = min(client.fold_limit, MOST) if client.fold_limit else MOST
    found = yield from folding(document.trace, most)
    return Written(f"[{','.join(map(_fold, found))}]") if found else None


def _fold(fold: Fold) -> str:
    kind = KINDS.get(fold.what, _Kind.Region.value)
    return f'{{"startLine":{fold.first},"endLine":{fold.last},"kind":"{kind}"}}'
