"""Hover: a verb, a reply code, a finding."""

import pytest
from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.hover import hover
from smtp_ls.protocol.replies import REPLY_CODES
from smtp_ls.protocol.verbs import VERBS
from tests.features.drawn import ABLE, URI, document, hover_at, shown_at

BEGINNING = """\
S: 220 mx.example.com ESMTP
C: EHLO client.example.org
S: 250-mx.example.com
S: 250 PIPELINING
"""


def test_a_verb_says_what_it_is_and_that_it_is_legal():
    text = shown_at(BEGINNING + "C: MA|IL FROM:<alice@example.org>\n")
    assert text.startswith("**MAIL** (standard, [RFC 5321 section 4.1.1.2](https://www.rfc-editor.org/rfc/rfc5321#sec")
    assert "Legal here." in text
    assert "250 sender accepted" in text


def test_a_verb_out_of_order_says_what_may_come():
    text = shown_at(BEGINNING + "C: RC|PT TO:<bob@example.net>\n")
    assert "Out of order here. What may come: " in text
    assert "MAIL" in text.partition("What may come: ")[2].partition("\n")[0]


def test_an_excerpt_judges_nothing():
    """Where a session begins in the middle, nobody knows what came before."""
    text = shown_at("# smtp-ls: partial\nC: RC|PT TO:<bob@example.net>\nS: 250 ok\n")
    assert "Legal here, as far as the file shows." in text


def test_a_verb_of_an_extension_says_whether_it_is_offered():
    assert "needs the extension CHUNKING, which the server does not offer" in shown_at(BEGINNING + "C: BD|AT 3 LAST\n")


def test_a_misspelt_word_is_no_verb():
    assert "**MAIL**" not in shown_at(BEGINNING + "C: MA|LI FROM:<alice@example.org>\n")


@pytest.mark.parametrize("line", ["C: |EHLO client.example.org\n", "C: EHL|O client.example.org\n"])
def test_the_range_is_the_word(line: str):
    found = hover_at(line)
    assert found
    assert found.range == types.Range(types.Position(0, 3), types.Position(0, 7))


@pytest.mark.parametrize("line", ["C: NOOP| x\n", "C: NOOP x|x\n", "|\n", "# com|ment\n"])
def test_elsewhere_nothing_is_shown(line: str):
    assert hover_at("C: EHLO client.example.org\n" + line + "C: QUIT\n") is None
    assert hover_at("|") is None


def test_a_reply_code_says_which_command_it_answers():
    pipelined = BEGINNING + "C: MAIL FROM:<alice@example.org>\nC: RCPT TO:<bob@example.net>\nS: 250 ok\nS: 55|0 no\n"
    text = shown_at(pipelined)
    assert text.startswith("**550** mailbox unavailable")
    assert "It answers RCPT (line 6): " in text


def test_the_greeting_is_known():
    assert "It is the greeting: " in shown_at("S: 2|20 mx.example.com ESMTP\n")


def test_a_code_that_nobody_defines_says_what_its_digits_say():
    assert "**599** (no: the same will fail again)" in shown_at(BEGINNING + "C: NOOP\nS: 5|99 what?\n")


def test_a_pattern_says_what_its_digits_say():
    assert shown_at("C: EHLO client.example.org\nS: 2|xx\nC: QUIT\n").startswith("**2xx** (done)")


def test_a_finding_shows_its_rule():
    text = shown_at("C: EHLO client.example.org\nC: MAIL FROM:| <alice@example.org>\nC: QUIT\n")
    assert text.startswith('**space-after-colon** (warning): no blank between "FROM:" and the path')
    assert "## Bad\n\n    C: EHLO" in text
    assert text.endswith("[RFC 5321 section 3.3](https://www.rfc-editor.org/rfc/rfc5321#section-3.3)")


def test_a_finding_about_the_whole_line_comes_after_the_word():
    text = shown_at("C: EHLO client.example.org\nC: NO|OP x\n")
    assert text.index("**NOOP**") < text.index("**missing-quit**")


def test_a_finding_on_a_verb_comes_before_the_verb():
    text = shown_at("C: MA|IL FROM:<alice@example.org>\nC: QUIT\n")
    assert text.index("**mail-before-ehlo**") < text.index("**MAIL**")


def test_without_markdown_the_text_is_plain():
    found = hover_at("C: EHLO client.example.org\nC: MAIL FROM:| <alice@example.org>\nC: QUIT\n", Client())
    assert found
    assert isinstance(found.contents, types.MarkupContent)
    assert found.contents.kind == types.MarkupKind.PlainText
    assert "RFC 5321 section 3.3 (https://www.rfc-editor.org/rfc/rfc5321#section-3.3)" in found.contents.value
    assert not any(mark in found.contents.value for mark in ("**", "`", "##", "\\"))


@pytest.mark.parametrize(("encoding", "start"), [("utf-8", 37), ("utf-16", 35), ("utf-32", 34)])
def test_columns_are_the_clients(encoding: str, start: int):
    """Before the word stands a character outside the basic plane: four octets, two units, one character."""
    file = document("C: EHLO client.example.org\nC: MAIL FROM:<\U0001f600@example.org> BODY=9BIT\n")
    params = types.HoverParams(types.TextDocumentIdentifier(URI), types.Position(1, start))
    found = hover(file, params, Client(encoding))
    assert found
    assert found.range == types.Range(types.Position(1, start), types.Position(1, start + 4))


def test_no_secret_is_shown():
    text = shown_at(BEGINNING.replace("PIPELINING", "AUTH PLAIN") + "C: AU|TH PLAIN AGFsaWNlAHNlY3JldC1wYXNzd29yZA==\n")
    assert "**AUTH**" in text
    assert "AGFsaWNl" not in text


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_has_something_to_show(verb: str):
    text = shown_at(f"C: |{verb} x\nS: 250 ok\n")
    assert f"**{verb}**" in text
    assert "()" not in text


@pytest.mark.parametrize("code", sorted(REPLY_CODES))
def test_every_reply_code_has_something_to_show(code: int):
    text = shown_at(f"C: NOOP\nS: |{code} x\n", ABLE._replace(markdown=False))
    assert f"{code} {REPLY_CODES[code].meaning}" in text
    assert "()" not in text
