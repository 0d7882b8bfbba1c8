"""Diagnostics as they are sent."""

import json
from typing import Any

import pytest
from lsprotocol import types
from lsprotocol.converters import get_converter

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.publish_diagnostics import MOST, nothing, publish_diagnostics
from smtp_ls.findings import Diagnostic, Point, Related, Severity
from smtp_ls.project.config import DEFAULT
from smtp_ls.publishing import Publisher
from tests.features.drawn import ABLE, URI, document

WRONG = "C: EHLO client.example.org\nC: MAIL FROM: <alice@example.org>\nC: QUIT\n"
SECRET = "AGFsaWNlAHNlY3JldC1wYXNzd29yZA=="


def published(file: Document, client: Client = ABLE) -> types.PublishDiagnosticsParams:
    """What is sent, as lsprotocol reads it."""
    return get_converter().structure(json.loads(publish_diagnostics(file, client)), types.PublishDiagnosticsParams)


def made(*found: Diagnostic, text: str = WRONG) -> Document:
    """A file in which this was found."""
    file = document(text)
    file._diagnostics = list(found)  # noqa: SLF001  (what a rule finds is not this test's subject)
    return file


def found(line: int, severity: Severity = Severity.WARNING, **more: Any) -> Diagnostic:
    """A finding on the first two characters of a line."""
    return Diagnostic("non-fqdn", severity, "no dot", Point(line, 0), Point(line, 2), **more)


def test_a_finding_is_sent_whole():
    (sent,) = published(document(WRONG)).diagnostics
    assert sent == types.Diagnostic(
        types.Range(types.Position(1, 13), types.Position(1, 14)),
        'no blank between "FROM:" and the path (RFC 5321 section 3.3)',
        types.DiagnosticSeverity.Warning,
        "space-after-colon",
        types.CodeDescription("https://www.rfc-editor.org/rfc/rfc5321#section-3.3"),
        "smtp-ls",
    )


def test_the_version_and_the_uri_are_sent():
    sent = published(Document('file:///a "b".smtp', 12, "C: QUIT\n"))
    assert (sent.uri, sent.version) == ('file:///a "b".smtp', 12)


def test_a_clean_file_clears_what_was_shown():
    assert published(document("C: EHLO client.example.org\nC: QUIT\n")).diagnostics == ()
    assert json.loads(nothing(URI)) == {"uri": URI, "diagnostics": []}


@pytest.mark.parametrize("severity", Severity)
def test_severities_are_the_protocols(severity: Severity):
    (sent,) = published(made(found(0, severity))).diagnostics
    assert sent.severity
    assert sent.severity.name.lower() == severity.word


@pytest.mark.parametrize(("encoding", "start"), [("utf-8", 37), ("utf-16", 35), ("utf-32", 34)])
def test_columns_are_the_clients(encoding: str, start: int):
    file = document("C: EHLO client.example.org\nC: MAIL FROM:<\U0001f600@example.org> BODY=9BIT\nC: QUIT\n")
    places = {each.code: each.range for each in published(file, ABLE._replace(encoding=encoding)).diagnostics}
    assert places["invalid-body-value"] == types.Range(types.Position(1, start), types.Position(1, start + 4))


RELATED = (Related(Point(1, 2), Point(1, 6), "refused here"),)


def test_another_place_is_named():
    (sent,) = published(made(found(2, related=RELATED))).diagnostics
    place = types.Location(URI, types.Range(types.Position(1, 2), types.Position(1, 6)))
    assert sent.related_information == (types.DiagnosticRelatedInformation(place, "refused here"),)
    assert sent.message == "no dot"


def test_another_place_is_told_where_it_cannot_be_shown():
    (sent,) = published(made(found(2, related=RELATED)), Client()).diagnostics
    assert sent.related_information is None
    assert sent.message == "no dot\nline 2: refused here"


def test_a_link_is_left_out_where_it_cannot_be_shown():
    (sent,) = published(document(WRONG), Client()).diagnostics
    assert sent.code_description is None


def test_a_thousand_are_sent_and_the_rest_is_counted():
    """Errors stay, then warnings; of what weighs as much the nearest to the edit."""
    lines = range(2 * MOST)
    loud = {1995: Severity.ERROR, 0: Severity.WARNING}
    file = made(*(found(line, loud.get(line, Severity.HINT)) for line in lines), text="C: NOOP\n" * len(lines))
    file.touched = 1000
    *sent, notice = published(file).diagnostics
    shown = [each.range.start.line for each in sent]
    assert shown == sorted(shown)
    assert len(shown) == MOST
    assert {0, 1995} <= set(shown)
    assert {*range(1000 - 498, 1000 + 499)} <= set(shown)
    assert notice.message == "1000 more findings are held back; `smtp-ls --check` lists them all"
    assert notice.severity == types.DiagnosticSeverity.Information


def test_no_secret_is_sent(monkeypatch: pytest.MonkeyPatch):
    secret = Diagnostic("auth-bad-base64", Severity.ERROR, f"{SECRET} is no base64", Point(0, 14), Point(0, 20))
    file = document(f"C: AUTH PLAIN {SECRET}\n")
    monkeypatch.setattr(Publisher, "diagnostics", lambda _self, _choice: [secret])
    (sent,) = published(file).diagnostics
    assert sent.message == f"{'*' * len(SECRET)} is no base64"


def test_a_configuration_is_heeded():
    file = document(WRONG)
    assert file.configure(DEFAULT._replace(severity=(("space-after-colon", Severity.HINT),)))
    (sent,) = published(file).diagnostics
    assert sent.severity == types.DiagnosticSeverity.Hint
    assert not file.configure(file.config)


def test_a_configured_dialect_reads_the_file_anew():
    file = document(WRONG)
    assert file.configure(DEFAULT._replace(dialect="curl-verbose"))
    assert file.trace.dialect.name == "curl-verbose"
    assert file.trace.text == WRONG
