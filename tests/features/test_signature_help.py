"""Signatures: what a command takes here, and where in it the cursor is."""

import pytest
from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.signature_help import signature_help
from smtp_ls.pages import LANGUAGES
from smtp_ls.protocol.verbs import VERBS
from tests.features.drawn import ABLE, drawn
from tests.features.stretches import BARE, FILE, KEYED, LABELLED, SMTPLIB, SWAKS, at
from tests.table import tabled

HELLO = """\
S: 220 b.example
C: EHLO a.example
S: 250-b.example
S: 250-SIZE 1000
S: 250-XCLIENT NAME ADDR
S: 250 AUTH PLAIN LOGIN
"""
SHOWN = ABLE._replace(markdown_signatures=True, label_offsets=True)


def asked(text: str, client: Client = SHOWN) -> types.SignatureHelp | None:
    file, position = drawn(text)
    return signature_help(file, types.SignatureHelpParams(FILE, position), client)


def signed(text: str, client: Client = SHOWN) -> str:
    """The line shown at the `|`, the argument that the cursor is in between stars."""
    found = asked(text, client)
    if found is None:
        return ""
    (form,) = found.signatures
    assert form.active_parameter == found.active_parameter
    assert found.active_parameter is not None
    arguments = form.parameters or ()
    if found.active_parameter >= len(arguments):
        return form.label
    label = arguments[found.active_parameter].label
    start, end = label if isinstance(label, tuple) else (form.label.index(label), form.label.index(label) + len(label))
    return f"{form.label[:start]}*{form.label[start:end]}*{form.label[end:]}"


def said(text: str, client: Client = SHOWN) -> str:
    """What is said of the argument that the cursor is in."""
    found = asked(text, client)
    assert found
    assert found.active_parameter is not None
    about = (found.signatures[0].parameters or ())[found.active_parameter].documentation
    return about.value if isinstance(about, types.MarkupContent) else ""


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("MAIL |", "MAIL *FROM:<reverse-path>* [SIZE=digits] [AUTH=(<>|mailbox)]"),
        ("MAIL FROM:<a@|b.example> SIZE=1", "MAIL *FROM:<reverse-path>* [SIZE=digits] [AUTH=(<>|mailbox)]"),
        ("MAIL FROM:<> |", "MAIL FROM:<reverse-path> *[SIZE=digits]* [AUTH=(<>|mailbox)]"),
        ("MAIL FROM:<> SIZE=1 |", "MAIL FROM:<reverse-path> [SIZE=digits] *[AUTH=(<>|mailbox)]*"),
        ("MAIL FROM:<> A|", "MAIL FROM:<reverse-path> [SIZE=digits] *[AUTH=(<>|mailbox)]*"),
        ("MAIL FROM:<> X=|", "MAIL FROM:<reverse-path> [SIZE=digits] [AUTH=(<>|mailbox)]"),
        ("RCPT TO:<|", "RCPT *TO:<forward-path>*"),
        ("AUTH |", "AUTH *mechanism* [initial-response]"),
        ("AUTH PLAIN |", "AUTH mechanism *[initial-response]*"),
        ("BDAT 1|0 LAST", "BDAT *chunk-size* [LAST]"),
        ("BDAT 10 |", "BDAT chunk-size *[LAST]*"),
        ("EHLO |", "EHLO *(domain|address-literal)*"),
        ("HELO |", "HELO *domain*"),
        ("VRFY b|ob", "VRFY *mailbox* [SMTPUTF8]"),
        ("EXPN list |", "EXPN mailbox *[SMTPUTF8]*"),
        ("ETRN |", "ETRN *([@]domain|#text)*"),
        ("BURL imap://a |", "BURL URI *[LAST]*"),
        ("XCLIENT ADDR=|", "XCLIENT [NAME=value] *[ADDR=value]*"),
        ("NOOP a b |c", "NOOP *[text]*"),
        ("QUIT |", "QUIT"),
    ],
)
def test_a_command_has_a_form(line: str, form: str):
    assert signed(f"{HELLO}C: {line}\n") == form


def test_what_is_not_offered_is_left_out_and_what_is_not_known_is_not():
    assert "[BODY=" not in signed(HELLO + "C: MAIL FROM:<> |\n")
    assert "[SIZE=digits]* [BODY=" in signed("C: MAIL FROM:<> |\n")
    assert signed("C: HELO a.example\nS: 250 b.example\nC: MAIL FROM:<> |\n") == "MAIL FROM:<reverse-path>"


@pytest.mark.parametrize(
    "line", ["C: MA|IL FROM:<>", "C: MAIL|", "|C: MAIL FROM:<>", "S: 250 o|k", "# MAIL |", "C: FOO |", ""]
)
def test_elsewhere_there_is_none(line: str):
    assert signed(HELLO + (line or "|") + "\n") == ""


def test_mail_data_has_none():
    assert signed(at(LABELLED, "Subject: f|or")) == ""


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        (BARE, "MAIL FROM:<{|{"),
        (SWAKS, "MAIL FROM:|<"),
        (SMTPLIB, "mail FROM:<|"),
        (KEYED, "MAIL FROM:<|alice@example.org> SIZE"),
    ],
)
def test_other_dialects_have_forms(text: str, mark: str):
    assert signed(at(text, mark)).startswith("MAIL *FROM:<reverse-path>* [SIZE=digits]")


def test_the_mechanisms_that_are_offered_are_named():
    assert said(HELLO + "C: AUTH |\n") == "`PLAIN`, `LOGIN`"
    assert "user name and password" in said(HELLO + "C: AUTH PLAI|N\n")


def test_texts_are_in_the_users_language_and_form():
    assert "besar surel" in said("C: MAIL FROM:<> SIZE=|\n", SHOWN._replace(locale="id"))
    assert "`" not in said(HELLO + "C: AUTH |\n", SHOWN._replace(markdown_signatures=False))


def test_an_old_editor_gets_labels():
    found = asked("C: AUTH |\n", ABLE)
    assert found
    assert [each.label for each in found.signatures[0].parameters or ()] == ["mechanism", "[initial-response]"]


@tabled("lang", LANGUAGES)
@tabled("verb", sorted(VERBS))
def test_every_verb_has_a_form_and_a_text(verb: str, lang: str):
    found = asked(f"C: {verb} |\nS: 250 ok\n", SHOWN._replace(locale=lang))
    assert found
    (form,) = found.signatures
    assert form.label.split()[0] == verb
    assert form.documentation
    assert form.label.isascii()
