"""Inlay hints: what AUTH says without its secrets, what is answered, octets, time; where they stand, in each unit."""

import pytest
from lsprotocol import types

from smtp_ls.features.inlay_hint import inlay_hint
from smtp_ls.hinting import KINDS
from smtp_ls.project.config import DEFAULT
from smtp_ls.text import units
from tests.features.drawn import ABLE, document
from tests.features.stretches import EVERY, FILE, KEYED, LABELLED, SMTPLIB

WHOLE = types.Range(types.Position(0, 0), types.Position(1000, 0))
AUTH = """\
S: 220 mx.example.com ESMTP
C: EHLO client.example.org
S: 250 AUTH PLAIN LOGIN
C: AUTH PLAIN AGFsaWNlAHMzY3IzdA==
S: 535 5.7.8 no
C: AUTH LOGIN
S: 334 UGFzc3dvcmQ6
C: czNjcjN0
"""
PIPELINED = """\
C: MAIL FROM:<alice@example.org>
C: RCPT TO:<bob@example.net>
C: DATA
S: 250 2.1.0 Ok
S: 550 5.1.1 no
S: 554 no valid recipients
"""


def hinted(text: str, off: str = "", lang: str = "", where: types.Range = WHOLE) -> list[str]:
    """Each hint as its 1-based line and its text."""
    client = ABLE._replace(off=frozenset({f"inlayHints.{off}"}), locale=lang)
    found = inlay_hint(document(text), types.InlayHintParams(FILE, where), client) or []
    return [f"{each.position.line + 1}: {each.label}" for each in found]


def test_what_is_sent_in_auth_is_told_and_no_secret():
    found = hinted(AUTH)
    assert "4: authzid: (empty), authcid: alice, passwd: (hidden)" in found
    assert "7: Password:" in found
    assert not any("s3cr3t" in each for each in found)


def test_what_is_answered_is_told_where_several_wait():
    assert hinted(PIPELINED) == ["4: answers MAIL FROM:<alice@example.org>", "5: answers RCPT TO:<bob@example.net>"]
    assert hinted(PIPELINED, lang="id")[0] == "4: menjawab MAIL FROM:<alice@example.org>"


@pytest.mark.parametrize("text", [LABELLED, SMTPLIB])
def test_octets_are_those_on_the_wire(text: str):
    """Dots unstuffed, and a letter of two octets counts two."""
    (found,) = hinted(text)
    octets = int(found.split()[1])
    stuffed = text.replace("bob@example.net.", "bob@example.net.\nC: ..é").replace("?\\r\\n", r"?\r\n..\xc3\xa9\r\n")
    (more,) = hinted(stuffed)
    assert int(more.split()[1]) == octets + len(b".\xc3\xa9\r\n")


def test_time_is_told_where_the_log_has_it():
    """Across midnight too, and never backwards."""
    late = KEYED.replace("10:00:00", "23:59:59").splitlines(keepends=True)
    assert hinted(KEYED) == []
    answered = [*late[:7], late[7].replace("23:59:59", "00:00:01")]
    assert hinted("".join(answered)) == ["8: +2 s"]
    early = [*late[:7], late[7].replace("23:59:59", "23:59:57")]
    assert hinted("".join(early)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_switched_off_by_its_name(kind: str):
    text = AUTH + "S: 235 2.7.0 Ok\n" + PIPELINED + LABELLED
    answer = "10:00:00 mx postfix/smtpd[11]: > a[192.0.2.1]: 250"
    log = KEYED.replace(answer, answer.replace("10:00:00", "10:00:02"))
    assert len(hinted(text, kind)) + len(hinted(log, kind)) < len(hinted(text)) + len(hinted(log))


def test_only_what_was_asked_for_is_told():
    assert hinted(PIPELINED, where=types.Range(types.Position(4, 3), types.Position(4, 5))) == [hinted(PIPELINED)[1]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", [*EVERY, AUTH, PIPELINED.replace("Ok", "\u00e9\U0001f600")])
def test_hints_stand_at_the_ends_of_what_they_are_about(text: str, encoding: str):
    file = document(text, DEFAULT)
    found = inlay_hint(file, types.InlayHintParams(FILE, WHOLE), ABLE._replace(encoding=encoding)) or []
    for each in found:
        assert each.position.character <= units(file.trace.lines[each.position.line].rstrip("\n"), encoding)
    if "\U0001f600" in text:
        assert found[0].position.character == units("S: 250 2.1.0 \u00e9\U0001f600", encoding)
