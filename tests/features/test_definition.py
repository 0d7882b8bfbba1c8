"""Definitions: an offer, a command, a cause, a MAIL, a variable."""

import pytest
from lsprotocol import types

from smtp_ls.features.definition import definition
from tests.features.drawn import ABLE, document, drawn
from tests.features.stretches import BARE, FILE, KEYED, LABELLED, SMTPLIB, SWAKS, at, covered, numbered

LINKED = ABLE._replace(definition_links=True)


def defined(text: str) -> list[str]:
    """Where what stands at the `|` comes from: 1-based line and text."""
    file, position = drawn(text)
    found = definition(file, types.DefinitionParams(FILE, position), ABLE) or []
    return numbered(file, [each.range for each in found if isinstance(each, types.Location)])


@pytest.mark.parametrize("text", [LABELLED, BARE])
@pytest.mark.parametrize(
    ("mark", "origin"),
    [
        (" SI|ZE=1000", "6: 250-SIZE 52428800"),
        ("NOTI|FY=", "8: 250 DSN"),
        ("250-SI|ZE", "4: EHLO client.example.org"),
        ("|250 DSN", "4: EHLO client.example.org"),
        ("250 2.1.5 O|k", "11: RCPT TO:<bob@example.net> NOTIFY=NEVER"),
        ("RC|PT TO:<bob", "9: MAIL FROM:<{{sender}}> SIZE=1000"),
        ("bo|b@example.net> N", "9: MAIL FROM:<{{sender}}> SIZE=1000"),
        ("DA|TA", "9: MAIL FROM:<{{sender}}> SIZE=1000"),
        ("|550 5.1.1", "13: RCPT TO:<carol@example.net>"),
        ("250 2.0.0 Queue|d", "15: DATA"),
        ("{{send|er}}", "2: sender"),
        ("@send|er", "2: sender"),
    ],
)
def test_where_things_come_from(text: str, mark: str, origin: str):
    assert defined(at(text, mark)) == [origin]


@pytest.mark.parametrize("mark", ["EH|LO", "MA|IL", "QU|IT", "|220 mx", "Subject: f|or", "### Lu|nch"])
def test_a_command_comes_from_nowhere(mark: str):
    assert defined(at(LABELLED, mark)) == []


def test_the_dot_comes_from_its_command():
    assert defined(at(LABELLED, "C: |.\n")) == ["15: DATA"]


AUTH = """\
C: EHLO a.example
S: 250-b.example
S: 250 AUTH LOGIN
C: AUTH LOGIN
S: 334 VXNlcm5hbWU6
C: eA==
S: 334 UGFzc3dvcmQ6
"""


@pytest.mark.parametrize(
    ("mark", "origin"),
    [
        ("C: AU|TH", "3: 250 AUTH LOGIN"),
        ("AUTH LOG|IN\nS", "3: 250 AUTH LOGIN"),
        ("VX|N", "4: AUTH LOGIN"),
        ("e|A==", "4: AUTH LOGIN"),
        ("UG|F", "4: AUTH LOGIN"),
    ],
)
def test_an_authentication_comes_from_its_command_and_that_from_its_offer(mark: str, origin: str):
    assert defined(at(AUTH, mark)) == [origin]


def test_a_refusal_comes_from_its_cause_and_its_command():
    text = SWAKS.replace(" -> QUIT", " -> DATA\n<** 554 5.5.1 No valid recipients\n -> QUIT")
    assert defined(at(text, "554 5.5.1 No va|lid")) == ["9: RCPT TO:<bob@example.net>", "11: DATA"]


def test_a_verb_of_an_extension_comes_from_its_offer():
    text = "C: EHLO a.example\nS: 250-b.example\nS: 250-CHUNKING\nS: 250 STARTTLS\n"
    assert defined(text + "C: START|TLS\n") == ["4: 250 STARTTLS"]
    assert defined(text + "C: BD|AT 0 LAST\n") == ["3: 250-CHUNKING"]
    assert defined(text + "C: BDAT 0 LA|ST\n") == ["3: 250-CHUNKING"]


def test_what_is_not_offered_comes_from_nowhere():
    assert defined("C: EHLO a.example\nS: 250 b.example\nC: MAIL FROM:<> SI|ZE=1\n") == []


def test_a_variable_comes_from_the_latest_definition_above():
    assert defined("@a = 1\n@a = 2\nC: NOOP {{|a}}\n@a = 3\n") == ["2: a"]
    assert defined("C: NOOP {{|a}}\n") == []


def test_other_dialects_have_origins():
    assert defined(at(SMTPLIB, "size|=88")) == ["3: 250 SIZE 100000"]
    assert defined(at(SMTPLIB, "|Queued")) == ["8: data"]
    assert defined(at(KEYED, "SIZ|E=10")) == ["9: 250 SIZE 1000"]
    assert defined(at(KEYED, "|550")) == ["10: MAIL FROM:<alice@example.org>"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_a_link_says_what_was_asked(encoding: str):
    client = LINKED._replace(encoding=encoding)
    file = document("@é = 1\n@a = \U0001f600\nC: NOOP {{a}}\n")
    found = definition(file, types.DefinitionParams(FILE, types.Position(2, 10)), client)
    assert found
    (link,) = found
    assert isinstance(link, types.LocationLink)
    assert link.origin_selection_range
    assert covered(file, link.origin_selection_range, client) == "a"
    assert covered(file, link.target_selection_range, client) == "a"
    assert link.target_range.start.line == 1
