"""textDocument/foldingRange: what can be folded away, by whole lines."""

from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.folds import folds

MOST = 5000
"""How many folds are told at most."""

_Kind = types.FoldingRangeKind
KINDS = {"comment": _Kind.Comment, "note": _Kind.Comment}
"""What editors fold together with comments; the rest are regions."""


def folding_range(
    document: Document, _params: types.FoldingRangeParams, client: Client
) -> list[types.FoldingRange] | None:
    """The folds by their places; no more than the editor can take."""
    most = min(client.fold_limit, MOST) if client.fold_limit else MOST
    return [
        types.FoldingRange(each.first, each.last, kind=KINDS.get(each.what, _Kind.Region))
        for each in folds(document.trace, most)
    ] or None
