"""Code actions: fixes, comments that suppress, pages, and what is done to a whole file; by kind, client and version."""

from collections.abc import Sequence

import pytest
from lsprotocol import types

from smtp_ls.editing.fixing import apply
from smtp_ls.features.client import Client
from smtp_ls.features.code_action import MOST, code_action, code_action_resolve
from smtp_ls.features.document import Document
from smtp_ls.features.wire import point
from smtp_ls.findings import Edit, Repair
from smtp_ls.trace import Trace
from tests.features.drawn import ABLE, URI, document
from tests.features.stretches import FILE, SWAKS

ACTS = ABLE._replace(actions=True, resolves_edits=True, document_changes=True, preferred=True)
HERE = types.Range(types.Position(1, 14), types.Position(1, 14))
EVERYWHERE = types.Range(types.Position(0, 0), types.Position(99, 0))
WRONG = "C: EHLO client.example.org\nC: MAIL FROM: <é\U0001f600@example.org>\nC: QUIT\n"
AUTH = "C: EHLO a.example.org\nS: 250 AUTH PLAIN\nC: AUTH PLAIN AGFsaWNlAHMzY3IzdA==\nS: 535 no\nC: QUIT\nS: 221 bye\n"
SPACE = "space-after-colon"


def actions(
    file: Document, where: types.Range = EVERYWHERE, client: Client = ACTS, **context: object
) -> list[types.CodeAction]:
    """The actions for a stretch."""
    asked = types.CodeActionContext(**{"diagnostics": [], **context})  # type: ignore[arg-type]
    return code_action(file, types.CodeActionParams(FILE, where, asked), client) or []


def titles(found: Sequence[types.CodeAction], kind: str = "") -> list[str]:
    return [each.title for each in found if str(getattr(each.kind, "value", each.kind)).startswith(kind)]


def done(file: Document, action: types.CodeAction, client: Client = ACTS) -> str:
    """The text when the action was taken."""
    edit = action.edit or code_action_resolve(file, action, client).edit
    assert edit
    if client.document_changes:
        (change,) = edit.document_changes or ()
        assert isinstance(change, types.TextDocumentEdit)
        assert (change.text_document.uri, change.text_document.version) == (URI, file.version)
        edits: Sequence[object] = change.edits
    else:
        edits = (edit.changes or {})[URI]
    made = []
    for each in edits:
        assert isinstance(each, types.TextEdit)
        start, end = (point(file.trace, place, client.encoding) for place in (each.range.start, each.range.end))
        made.append(Edit(start, end, each.new_text))
    return apply(file.trace.text, [Repair("", tuple(made), safe=True)])[0]


def the(found: Sequence[types.CodeAction], title: str) -> types.CodeAction:
    return next(each for each in found if each.title.startswith(title))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize("able", ["with versions", "without"])
def test_a_finding_is_mended(encoding: str, able: str):
    """Where it stands, in whatever units, in the version that the editor has, if that can be told."""
    client = ACTS._replace(encoding=encoding, document_changes=able == "with versions")
    file = document(WRONG)
    fix = the(actions(file, HERE, client), "Remove the blank")
    assert fix.is_preferred
    assert fix.diagnostics
    assert fix.diagnostics[0].code == SPACE
    assert done(file, fix, client) == WRONG.replace(": <", ":<")


def test_a_finding_is_suppressed():
    file = document(WRONG)
    after = done(file, the(actions(file), f"Ignore {SPACE}"))
    assert SPACE not in [each.rule for each in Trace(after).diagnostics()]
    assert "unused-suppression" not in [each.rule for each in Trace(after).diagnostics()]


def test_a_page_is_shown():
    command = the(actions(document(WRONG), HERE), f"Explain {SPACE}").command
    assert command
    assert (command.command, command.arguments) == ("smtp-ls.explain", [SPACE])


def test_a_page_is_offered_once():
    found = titles(actions(document(WRONG.replace("C: QUIT", "C: RCPT TO: <b@c.example>"))))
    assert found.count(f"Explain {SPACE}") == 1
    assert found.count("Remove the blank") == 2


def test_the_editors_own_diagnostic_is_named():
    """With whatever it carries, so that the editor knows it again."""
    file = document(WRONG)
    mine = the(actions(file), "Remove").diagnostics
    assert mine
    known = types.Diagnostic(mine[0].range, "said otherwise", code=SPACE, source="smtp-ls", data={"x": 1})
    assert the(actions(file, diagnostics=[known]), "Remove").diagnostics == [known]


def test_what_is_elsewhere_is_not_offered():
    there = types.Range(types.Position(0, 0), types.Position(0, 5))
    assert titles(actions(document(WRONG), there), "quickfix") == []


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        ("quickfix", "Remove the blank"),
        ("source.fixAll", "Fix all"),
        ("source.fixAll.smtp-ls", "Fix all"),
        ("source", "Fix all"),
        ("source.organizeImports", ""),
        ("source.fixAll.eslint", ""),
        ("sourc", ""),
        ("refactor", ""),
    ],
)
def test_only_the_kinds_that_are_asked_for_are_offered(only: str, expected: str):
    found = titles(actions(document(WRONG), only=[only]))
    assert bool(found) == bool(expected)
    assert not expected or found[0].startswith(expected)


def test_what_nobody_has_asked_for_is_offered_only_where_it_is_cheap():
    """A light bulb asks at every move of the cursor."""
    asked, unasked = (actions(document(WRONG), trigger_kind=kind) for kind in types.CodeActionTriggerKind)
    assert "Fix all that has one right answer" in titles(asked)
    assert titles(unasked, "source") == []
    assert titles(unasked, "quickfix") == titles(asked, "quickfix")


def test_all_is_mended_at_once():
    """Two that touch each other are not both made, and what is not safe is not either."""
    text = WRONG.replace("C: QUIT", "C: RCPT TO: <b@c.example>") * 50
    file = document(text)
    assert done(file, the(actions(file), "Fix all")) == text.replace(": <", ":<")


@pytest.mark.parametrize("able", ["resolves", "does not"])
def test_secrets_are_taken_out(able: str):
    resolves = able == "resolves"
    client = ACTS._replace(resolves_edits=resolves)
    file = document(AUTH)
    found = actions(file, client=client)
    action = the(found, "Replace passwords and tokens")
    assert (action.edit is None) == resolves
    after = done(file, action, client)
    assert "AGFsaWNlAHMzY3IzdA" not in after
    assert "a.example.org" in after
    assert titles(actions(document(WRONG.replace("é", "e")), client=client), "source.redact.") == []


@pytest.mark.parametrize("end", ["\n", ""])
def test_a_log_is_converted(end: str):
    """The whole file and no more, whether its last line has an end or none."""
    file = document(SWAKS.rstrip("\n") + end)
    action = the(actions(file, trigger_kind=types.CodeActionTriggerKind.Automatic), "Convert")
    after = done(file, action)
    assert after.startswith("# === Trying")
    assert after.endswith("S: 221 2.0.0 Bye\n")
    edit = code_action_resolve(file, action, ACTS).edit
    assert edit
    lines = file.trace.lines
    (change,) = edit.document_changes or ()
    assert isinstance(change, types.TextDocumentEdit)
    (only,) = change.edits
    assert isinstance(only, types.TextEdit)
    assert only.range.end == (types.Position(len(lines), 0) if end else types.Position(len(lines) - 1, len(lines[-1])))
    assert titles(actions(document(WRONG)), "refactor") == []


def test_an_action_of_another_file_is_left_as_it_is():
    foreign = types.CodeAction("x", data=["file:///other.smtp", "source.fixAll.smtp-ls"])
    assert code_action_resolve(document(WRONG), foreign, ACTS).edit is None


def test_there_is_an_end_to_them():
    many = types.Range(types.Position(0, 0), types.Position(10_000, 0))
    assert len(titles(actions(document(WRONG * 500), many), "quickfix")) <= MOST + 3
