"""textDocument/codeAction and codeAction/resolve: fixes, comments that suppress, a file's secrets taken out.

Rule 1: what is dear to work out (edits of the whole file) is worked out when the user wants it, if the editor lets us.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.publish_diagnostics import SEVERITIES, SOURCE
from smtp_ls.features.wire import point, span
from smtp_ls.findings import Diagnostic, Edit, Point

_Kind = types.CodeActionKind
FIX_ALL = f"{_Kind.SourceFixAll.value}.{SOURCE}"
REDACT = f"{_Kind.Source.value}.redact.{SOURCE}"
REDACT_ADDRESSES = f"{_Kind.Source.value}.redactAddresses.{SOURCE}"
CONVERT = f"{_Kind.RefactorRewrite.value}.native"
KINDS = (_Kind.QuickFix.value, FIX_ALL, REDACT, REDACT_ADDRESSES, CONVERT)
"""The kinds of actions that there are."""

MOST = 50
"""How many actions are offered for the findings of a stretch."""


def code_action(document: Document, params: types.CodeActionParams, client: Client) -> list[types.CodeAction] | None:
    """The actions for a stretch of a file; of the kinds only that are asked for, if any are."""
    if not client.actions:
        return None
    only = [getattr(each, "value", each) for each in params.context.only or ()]
    found: list[types.CodeAction] = []
    if _is_wanted(_Kind.QuickFix.value, only):
        for each in _within(document, params.range, client):
            found += _for_finding(document, each, client)
        del found[MOST:]
    for kind, title, edits in _WHOLE:
        if _is_wanted(kind, only) and (only or kind == CONVERT) and (kind != CONVERT or _is_foreign(document)):
            action = types.CodeAction(title, kind=kind, data=[document.uri, kind])
            if not client.resolves_edits:
                changed = edits(document)
                if not changed:
                    continue
                action.edit = _edit(document, changed, client)
            found.append(action)
    return found or None


def code_action_resolve(
    documents: Callable[[str], Document | None], action: types.CodeAction, client: Client
) -> types.CodeAction:
    """The action with its edit; as it is where the file is not open any more."""
    given = action.data
    if isinstance(given, list) and len(given) == 2 and isinstance(given[0], str):
        document = documents(given[0])
        edits = next((edits for kind, _, edits in _WHOLE if kind == given[1]), None)
        if document is not None and edits is not None:
            action.edit = _edit(document, edits(document), client)
    return action


def _is_wanted(kind: str, only: Sequence[str]) -> bool:
    return not only or any(kind == each or kind.startswith(f"{each}.") or not each for each in only)


def _within(document: Document, stretch: types.Range, client: Client) -> Iterator[Diagnostic]:
    """The diagnostics that touch a stretch."""
    trace = document.trace
    start, end = point(trace, stretch.start, client.encoding), point(trace, stretch.end, client.encoding)
    for line in range(start.line, min(end.line, start.line + MOST) + 1):
        for each in document.found_on(line):
            if each.start <= end and start <= each.end:
                yield each


def _for_finding(document: Document, diagnostic: Diagnostic, client: Client) -> Iterator[types.CodeAction]:
    """Its fix, the comment that suppresses it, and its page."""
    from smtp_ls.ignoring import ignoring  # noqa: PLC0415  dear, and seldom wanted

    told = _told(document, diagnostic, client)
    fix = diagnostic.fix
    if fix is not None:
        edit = _edit(document, fix.edits, client)
        yield types.CodeAction(
            fix.title, kind=_Kind.QuickFix, diagnostics=[told], is_preferred=fix.safe or None, edit=edit
        )
    comment = ignoring(document.trace, diagnostic.start.line, diagnostic.rule)
    if comment and diagnostic.rule != "unused-suppression":
        edit = _edit(document, comment, client)
        yield types.CodeAction(f"Ignore {diagnostic.rule} here", kind=_Kind.QuickFix, diagnostics=[told], edit=edit)
    explain = types.Command(f"Explain {diagnostic.rule}", "smtp-ls.explain", arguments=[diagnostic.rule])
    yield types.CodeAction(explain.title, kind=_Kind.QuickFix, diagnostics=[told], command=explain)


def _told(document: Document, diagnostic: Diagnostic, client: Client) -> types.Diagnostic:
    """The diagnostic as the editor knows it, so that it can tell which the action is for."""
    return types.Diagnostic(
        span(document.trace, diagnostic.start, diagnostic.end, client.encoding),
        diagnostic.message,
        severity=types.DiagnosticSeverity(SEVERITIES[diagnostic.severity]),
        code=diagnostic.rule,
        source=SOURCE,
    )


# --- edits ------------------------------------------------------------------------------------------------------------


def _edit(document: Document, edits: Iterable[Edit], client: Client) -> types.WorkspaceEdit:
    trace = document.trace
    changes = [types.TextEdit(span(trace, each.start, each.end, client.encoding), each.text) for each in edits]
    if not client.document_changes:
        return types.WorkspaceEdit(changes={document.uri: changes})
    identity = types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identity, changes)])


def _all_fixes(document: Document) -> list[Edit]:
    """All safe fixes that do not touch each other, the earlier first."""
    taken: list[Edit] = []
    repairs = [each.fix for each in document.diagnostics if each.fix is not None and each.fix.safe]
    for repair in sorted(repairs, key=lambda each: each.edits):
        edits = [each for each in repair.edits if each not in taken]
        if not any(_touch(one, other) for one in edits for other in taken[-8:]):
            taken += edits
    return sorted(taken)


def _touch(one: Edit, other: Edit) -> bool:
    return one.start <= other.end and other.start <= one.end


def _redacted(document: Document) -> Sequence[Edit]:
    from smtp_ls.redacting import redacted  # noqa: PLC0415  dear, and seldom wanted

    return redacted(document.trace).edits


def _redacted_addresses(document: Document) -> Sequence[Edit]:
    from smtp_ls.redacting import redacted  # noqa: PLC0415  as above

    return redacted(document.trace, addresses=True).edits


def _is_foreign(document: Document) -> bool:
    return document.trace.dialect.name not in ("native", "none")


def _converted(document: Document) -> list[Edit]:
    from smtp_ls.converting import native  # noqa: PLC0415  as above

    if not _is_foreign(document):
        return []
    return [Edit(Point(0, 0), Point(len(document.trace.lines), 0), native(document.trace))]


_WHOLE: tuple[tuple[str, str, Callable[[Document], Sequence[Edit]]], ...] = (
    (FIX_ALL, "Fix all that has one right answer", _all_fixes),
    (REDACT, "Replace passwords and tokens", _redacted),
    (REDACT_ADDRESSES, "Replace passwords, tokens and addresses", _redacted_addresses),
    (CONVERT, "Convert to the native notation", _converted),
)
"""The actions on a whole file: kind, title, and what they change."""
