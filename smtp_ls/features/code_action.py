"""textDocument/codeAction and codeAction/resolve: fixes, comments that suppress, a file's secrets taken out.

Rule 1: what is dear to work out (edits of the whole file) is worked out when the user wants it, if the editor lets us.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from lsprotocol import types

from smtp_ls.editing.fixing import together
from smtp_ls.features.changes import workspace_edit
from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.publish_diagnostics import SEVERITIES, SOURCE
from smtp_ls.features.wire import point, span
from smtp_ls.findings import Diagnostic, Edit, Point, Repair

_Kind = types.CodeActionKind
FIX_ALL = f"{_Kind.SourceFixAll.value}.{SOURCE}"
REDACT = f"{_Kind.Source.value}.redact.{SOURCE}"
REDACT_ADDRESSES = f"{_Kind.Source.value}.redactAddresses.{SOURCE}"
CONVERT = f"{_Kind.RefactorRewrite.value}.native"
KINDS = (_Kind.QuickFix.value, FIX_ALL, REDACT, REDACT_ADDRESSES, CONVERT)
"""The kinds of actions that there are."""

MOST = 50
"""How many actions are offered for the findings of a stretch, and how many of its lines are looked at."""

SHORT = 500
"""Lines of a file in which it is worked out if an action would change anything, before it is offered."""


def code_action(document: Document, params: types.CodeActionParams, client: Client) -> list[types.CodeAction] | None:
    """The actions for a stretch of a file; of the kinds only that are asked for, if any are."""
    context = params.context
    only = [getattr(each, "value", each) for each in context.only or ()]
    found: list[types.CodeAction] = []
    if _is_wanted(_Kind.QuickFix.value, only):
        explained: set[str] = set()
        for each in _within(document, params.range, client):
            found += _for_finding(document, each, _told(document, each, context.diagnostics, client), client)
            if each.rule not in explained:
                explained.add(each.rule)
                found.append(_explanation(each))
            if len(found) >= MOST:
                break
    unasked = context.trigger_kind == types.CodeActionTriggerKind.Automatic and not only
    for whole in _WHOLE:
        if _is_wanted(whole.kind, only) and not (unasked and whole.is_dear) and whole.has(document):
            action = types.CodeAction(whole.title, kind=whole.kind, data=[document.uri, whole.kind])
            if not client.resolves_edits:
                edits = whole.edits(document)
                if not edits:
                    continue
                action.edit = workspace_edit(document, edits, client)
            found.append(action)
    return found or None


def code_action_resolve(document: Document, action: types.CodeAction, client: Client) -> types.CodeAction:
    """The action with its edit, for the file as it is now."""
    whole = next((each for each in _WHOLE if [document.uri, each.kind] == action.data), None)
    if whole is not None:
        action.edit = workspace_edit(document, whole.edits(document), client)
    return action


def _is_wanted(kind: str, only: Sequence[str]) -> bool:
    return not only or any(kind == each or kind.startswith(f"{each}.") or not each for each in only)


# --- what is found on some lines --------------------------------------------------------------------------------------


def _within(document: Document, stretch: types.Range, client: Client) -> Iterator[Diagnostic]:
    """The diagnostics that touch a stretch."""
    trace = document.trace
    start, end = point(trace, stretch.start, client.encoding), point(trace, stretch.end, client.encoding)
    for line in range(start.line, min(end.line, start.line + MOST) + 1):
        for each in document.found_on(line):
            if each.start <= end and start <= each.end:
                yield each


def _for_finding(
    document: Document, diagnostic: Diagnostic, told: types.Diagnostic, client: Client
) -> Iterator[types.CodeAction]:
    """Its fix, and the comment that suppresses it."""
    from smtp_ls.editing.ignoring import ignoring  # noqa: PLC0415  dear, and seldom wanted

    fix = diagnostic.fix
    if fix is not None:
        edit = workspace_edit(document, fix.edits, client)
        preferred = True if fix.safe and client.preferred else None
        yield types.CodeAction(fix.title, kind=_Kind.QuickFix, diagnostics=[told], is_preferred=preferred, edit=edit)
    comment = ignoring(document.trace, diagnostic.start.line, diagnostic.rule)
    if comment and diagnostic.rule != "unused-suppression":
        edit = workspace_edit(document, comment, client)
        yield types.CodeAction(f"Ignore {diagnostic.rule} here", kind=_Kind.QuickFix, diagnostics=[told], edit=edit)


def _explanation(diagnostic: Diagnostic) -> types.CodeAction:
    """The page of its rule. It mends nothing, so that it names no diagnostic to be mended."""
    command = types.Command(f"Explain {diagnostic.rule}", "smtp-ls.explain", arguments=[diagnostic.rule])
    return types.CodeAction(command.title, kind=_Kind.QuickFix, command=command)


def _told(
    document: Document, diagnostic: Diagnostic, known: Iterable[types.Diagnostic], client: Client
) -> types.Diagnostic:
    """The diagnostic as the editor knows it, so that it can tell which the action is for."""
    where = span(document.trace, diagnostic.start, diagnostic.end, client.encoding)
    for each in known:
        if (each.source, each.code, each.range) == (SOURCE, diagnostic.rule, where):
            return each
    severity = types.DiagnosticSeverity(SEVERITIES[diagnostic.severity])
    return types.Diagnostic(where, diagnostic.message, severity=severity, code=diagnostic.rule, source=SOURCE)


# --- a whole file -----------------------------------------------------------------------------------------------------


class _Whole(NamedTuple):
    """An action on a whole file."""

    kind: str
    title: str
    edits: Callable[[Document], Sequence[Edit]]
    has: Callable[[Document], bool]
    """Is there, most likely, anything to do? Cheap in long files."""
    is_dear: bool = True
    """It is not offered unless somebody asks."""


def _fixes(document: Document) -> list[Repair]:
    return [each.fix for each in document.diagnostics if each.fix is not None and each.fix.safe]


def _fixed(document: Document) -> list[Edit]:
    return together(_fixes(document))


def _redacted(document: Document) -> Sequence[Edit]:
    from smtp_ls.redacting import redacted  # noqa: PLC0415  dear, and seldom wanted

    return redacted(document.trace).edits


def _redacted_addresses(document: Document) -> Sequence[Edit]:
    from smtp_ls.redacting import redacted  # noqa: PLC0415  as above

    return redacted(document.trace, addresses=True).edits


def _is_foreign(document: Document) -> bool:
    return document.trace.dialect.name not in ("native", "none")


def _converted(document: Document) -> list[Edit]:
    from smtp_ls.editing.converting import native  # noqa: PLC0415  as above

    lines = document.trace.lines
    if not _is_foreign(document):
        return []
    last = lines[-1]
    is_ended = last.endswith(("\n", "\r"))
    end = Point(len(lines), 0) if is_ended else Point(len(lines) - 1, len(last))
    return [Edit(Point(0, 0), end, native(document.trace))]


def _if_short(edits: Callable[[Document], Sequence[Edit]]) -> Callable[[Document], bool]:
    return lambda document: len(document.trace.lines) > SHORT or bool(edits(document))


_WHOLE = (
    _Whole(FIX_ALL, "Fix all that has one right answer", _fixed, lambda each: bool(_fixes(each))),
    _Whole(REDACT, "Replace passwords and tokens", _redacted, _if_short(_redacted)),
    _Whole(
        REDACT_ADDRESSES, "Replace passwords, tokens and addresses", _redacted_addresses, _if_short(_redacted_addresses)
    ),
    _Whole(CONVERT, "Convert to the native notation", _converted, _is_foreign, is_dear=False),
)
