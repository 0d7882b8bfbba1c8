"""Renaming: all places or none, and what was valid stays valid."""

import re

import pytest
from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.prepare_rename import prepare_rename
from smtp_ls.features.refusal import Refusal
from smtp_ls.features.rename import rename
from smtp_ls.features.wire import point
from tests.features.drawn import ABLE, URI, document, drawn
from tests.features.stretches import BARE, FILE, LABELLED, SMTPLIB, SWAKS, at, covered


def renamed(text: str, name: str, client: Client = ABLE) -> str:
    """The text after the name at the `|` has become this one."""
    file, position = drawn(text)
    edit = rename(file, types.RenameParams(FILE, position, name), client)
    if edit is None:
        return file.trace.text
    assert edit.changes
    for each in reversed(list(edit.changes[URI])):
        start, end = (point(file.trace, place, client.encoding) for place in (each.range.start, each.range.end))
        file.trace.edit(start, end, each.new_text)
    return file.trace.text


def offered(text: str) -> str | None:
    """The name that may be changed at the `|`."""
    file, position = drawn(text)
    found = prepare_rename(file, types.PrepareRenameParams(FILE, position), ABLE)
    if found is None:
        return None
    assert covered(file, found.range) == found.placeholder
    return found.placeholder


@pytest.mark.parametrize("text", [LABELLED, BARE, SWAKS, SMTPLIB])
def test_a_mailbox_is_renamed_in_envelope_header_and_replies(text: str):
    expected = text.replace("<bob@example.net>", "<dave@a.example>").replace(
        "To: bob@example.net", "To: dave@a.example"
    )
    assert renamed(at(text, "bo|b@"), "dave@a.example") == expected


def test_a_domain_is_renamed_wherever_it_is_one():
    text = renamed(at(LABELLED, "bob@exam|ple.net"), "example.edu")
    assert text == LABELLED.replace("example.net>", "example.edu>").replace(
        "To: bob@example.net", "To: bob@example.edu"
    )


def test_the_name_after_ehlo_is_renamed():
    text = "C: EHLO cli|ent.example.org\nS: 250 mx.example.com Hello client.example.org\n"
    assert renamed(text, "[192.0.2.1]") == "C: EHLO [192.0.2.1]\nS: 250 mx.example.com Hello [192.0.2.1]\n"


def test_a_variable_is_renamed_with_its_definition():
    assert renamed(at(LABELLED, "{{sen|der"), "me") == LABELLED.replace("sender", "me")


def test_a_mailbox_in_the_value_of_a_variable_is_renamed():
    assert renamed(at(LABELLED, "Alice <al|ice"), "a@b.example") == LABELLED.replace("alice@example.org", "a@b.example")


def test_brackets_and_blanks_about_the_new_name_are_taken_off():
    assert renamed("C: MAIL FROM:<a|@b.example>\n", " <c@d.example> ") == "C: MAIL FROM:<c@d.example>\n"


def test_xtext_stays_xtext():
    text = "C: MAIL FROM:<a|@b.example> AUTH=a@b.example\n"
    assert renamed(text, "a+c@b.example") == "C: MAIL FROM:<a+c@b.example> AUTH=a+2Bc@b.example\n"


def test_a_chunk_keeps_its_count():
    text = "C: EHLO a.example\nC: MAIL FROM:<b|@c.example>\nC: RCPT TO:<d@e.example>\nC: BDAT 19 LAST\n"
    text += "C: From: b@c.example\nC: QUIT\n"
    assert renamed(text, "bé@c.example") == text.replace("b|@", "bé@").replace("b@", "bé@").replace("19", "21")


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        ("C: MAIL FROM:<a|@b.example>\n", "nobody", "nobody is no mailbox"),
        ("C: MAIL FROM:<a|@b.example>\n", "", "nothing is no mailbox"),
        ("C: MAIL FROM:<a|@b.example>\n", "a b@c.example", "is no mailbox"),
        ("C: MAIL FROM:<a@b|.example>\n", "-b", "is neither a domain nor an address literal"),
        ("C: HELO b|.example\n", "[192.0.2.1]", "line 1 would be no valid HELO"),
        ("@a = 1\nC: NOOP {{a|}}\n", "1a", "is no name for a variable"),
        ("@a = 1\n@b = 2\nC: NOOP {{a|}}\n", "b", "there is a variable b already"),
        ("@a = 1\nC: NOOP {{a|}}\n", "server", "server is reserved"),
        ("@ser|ver = smtp://a.example\nC: NOOP\n", "x", "server cannot be renamed"),
        ("C: RCPT TO:<post|master>\n", "a@b.example", "postmaster cannot be renamed"),
        ("send: 'mail FROM:<a|@b.example>\\r\\n'\nreply: b'250 ok\\r\\n'\n", "it's@b.example", "escaped in line 1"),
        ("C: MAIL FROM:<a|@b.example> AUTH=a@b.example\n", "é@b.example", "in line 1: xtext is ASCII"),
    ],
)
def test_what_would_not_be_valid_is_refused(text: str, name: str, why: str):
    with pytest.raises(Refusal, match=re.escape(why)) as refusal:
        renamed(text, name)
    assert refusal.value.code == types.ErrorCodes.InvalidParams


def test_a_wrong_command_may_stay_wrong():
    assert renamed("C: MAIL FROM: <a|@b.example>\n", "c@b.example") == "C: MAIL FROM: <c@b.example>\n"


def test_placeholders_may_stand_in_the_new_name():
    assert renamed("C: MAIL FROM:<a|@b.example>\n", "{{user}}@b.example") == "C: MAIL FROM:<{{user}}@b.example>\n"


def test_where_there_is_no_name_there_is_nothing_to_rename():
    assert renamed("C: QU|IT\n", "x") == "C: QUIT\n"


@pytest.mark.parametrize(
    ("mark", "name"),
    [("bo|b@", "bob@example.net"), ("cli|ent", "client.example.org"), ("{{sen|der", "sender"), ("@sen|der", "sender")],
)
def test_the_name_as_it_is_is_offered(mark: str, name: str):
    assert offered(at(LABELLED, mark)) == name


@pytest.mark.parametrize("text", ["C: QU|IT\n", "@tl|s = none\nC: NOOP\n", "C: RCPT TO:<Post|master>\n", "|"])
def test_what_has_to_stay_is_not_offered(text: str):
    assert offered(text) is None


def test_the_version_is_named_where_the_editor_wants_it():
    file = document("C: MAIL FROM:<a@b.example>\n")
    params = types.RenameParams(FILE, types.Position(0, 15), "c@b.example")
    edit = rename(file, params, ABLE._replace(document_changes=True))
    assert edit
    assert edit.changes is None
    assert edit.document_changes
    (changed,) = edit.document_changes
    assert isinstance(changed, types.TextDocumentEdit)
    assert (changed.text_document.uri, changed.text_document.version) == (URI, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_columns_are_the_clients(encoding: str):
    client = ABLE._replace(encoding=encoding)
    file = document("C: MAIL FROM:<\U0001f600é@b.example> AUTH=<>\nC: VRFY \U0001f600é@b.example\n")
    edit = rename(file, types.RenameParams(FILE, types.Position(0, 14), "ü@c.example"), client)
    assert edit
    assert edit.changes
    assert {covered(file, each.range, client) for each in edit.changes[URI]} == {"\U0001f600é@b.example"}
