"""textDocument/foldingRange: what can be folded away, by whole lines."""

from collections.abc import Generator

from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.folds import folding

MOST = 5000
"""How many folds are told at most."""

_Kind = types.FoldingRangeKind
KINDS = {"comment": _Kind.Comment, "note": _Kind.Comment}
"""What editors fold together with comments; the rest are regions."""


def folding_range(
    document: Document, _params: types.FoldingRangeParams, client: Client
) -> Generator[None, None, list[types.FoldingRange] | None]:
    """The folds by their places; no more than the editor can take."""
    most = min(client.fold_limit, MOST) if client.fold_limit else MOST
    found = yield from folding(document.trace, most)
    return [
        types.FoldingRange(each.first, each.last, kind=KINDS.get(each.what, _Kind.Region)) for each in found
    ] or None
