"""Completion: what is offered at the cursor, what it makes of the line, and that it never misleads."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lsprotocol import types

from smtp_ls.completing.complete import complete as items_at
from smtp_ls.completing.details import PHRASES, detail
from smtp_ls.completing.item import Item, filled, plain, snippet
from smtp_ls.completing.pieces import sketch
from smtp_ls.completing.texts import codes, usual_text
from smtp_ls.dialects import named
from smtp_ls.features.client import Client
from smtp_ls.features.completion import KINDS, TRIGGERS, completion
from smtp_ls.features.completion_item_resolve import completion_item_resolve
from smtp_ls.findings import Choice, Severity
from smtp_ls.pages import FILES, Topic
from smtp_ls.pages.page import page
from smtp_ls.protocol.replies import REPLY_CODES
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.publishing import Publisher
from smtp_ls.rules import RULES
from smtp_ls.session.order import SPENT
from smtp_ls.text import decode, split_lines, without_end
from smtp_ls.trace import Trace
from tests.features.drawn import URI, drawn

ABLE = Client("utf-32", markdown=True, snippets=True, insert_replace=True, markdown_items=True)
"""An editor that can do all that completion asks for."""
ROOT = Path(__file__).parent.parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.smtp"))
CORPUS = ROOT.parent / "shared" / "corpus"

HELLO = """\
S: 220 mx.example.com ESMTP
C: EHLO client.example.org
S: 250-mx.example.com
S: 250-SIZE 52428800
S: 250-8BITMIME
S: 250-PIPELINING
S: 250-ENHANCEDSTATUSCODES
S: 250 DSN
"""
MAIL = HELLO + "C: MAIL FROM:<alice@example.org>\nS: 250 2.1.0 Ok\n"
RCPT = MAIL + "C: RCPT TO:<bob@example.net>\nS: 250 2.1.5 Ok\n"
CHUNKING = RCPT.replace("S: 250 DSN", "S: 250 CHUNKING")
DATA = RCPT + "C: DATA\nS: 354 Go ahead\n"
BARE = "220 mx.example.com ESMTP\nEHLO client.example.org\n250-mx.example.com\n250 PIPELINING\n"
SCRIPT = "C: EHLO client.example.org\nC: MAIL FROM:<alice@example.org>\n"


# --- helpers ----------------------------------------------------------------------------------------------------------


def offered(text: str, client: Client = ABLE) -> list[types.CompletionItem]:
    """The items at the `|`, in their order."""
    file, position = drawn(text)
    found = completion(file, types.CompletionParams(types.TextDocumentIdentifier(URI), position), client)
    return sorted(found.items, key=lambda each: each.sort_text or "") if found else []


def complete(text: str) -> list[str]:
    """The labels of what is offered and fits what is typed, in its order: what an editor shows."""
    return [each.label for each in offered(text) if fits(each, text)]


def fits(item: types.CompletionItem, text: str) -> bool:
    """Does an item begin with what stands between its beginning and the cursor?"""
    edit = item.text_edit
    assert edit is not None
    start = edit.insert.start if isinstance(edit, types.InsertReplaceEdit) else edit.range.start
    before = text.partition("|")[0]
    typed = before[before.rfind("\n") + 1 :][start.character :]
    return (item.filter_text or item.label).lower().startswith(typed.lower())


def accept(text: str, label: str, client: Client = ABLE, *, replacing: bool = True) -> str:
    """The line of the `|` after choosing the item of that label, its snippet as it arrives."""
    item = next(each for each in offered(text, client) if each.label == label)
    edit = item.text_edit
    assert edit is not None
    ours = edit.range if isinstance(edit, types.TextEdit) else edit.insert
    stretch = edit.replace if replacing and isinstance(edit, types.InsertReplaceEdit) else ours
    before, _, after = text.partition("|")
    line = (before + after).split("\n")[stretch.start.line]
    return line[: stretch.start.character] + edit.new_text + line[stretch.end.character :]


# --- the client's place -----------------------------------------------------------------------------------------------

LIKELIEST = [
    ("C: |", "EHLO"),
    ("|", "C: EHLO"),
    (HELLO + "C: |", "MAIL FROM:"),
    (MAIL + "C: |", "RCPT TO:"),
    (RCPT + "C: |", "DATA"),
    (RCPT + "|", "C: DATA"),
    (BARE + "|", "MAIL FROM:"),
    (BARE + "MA|", "MAIL FROM:"),
    ("# smtp-ls: protocol=lmtp\nC: |", "LHLO"),
    (HELLO.replace("DSN", "STARTTLS") + "C: |", "STARTTLS"),
    (HELLO.replace("DSN", "AUTH CRAM-MD5") + "C: |", "AUTH"),
    (HELLO.replace("DSN", "AUTH PLAIN LOGIN") + "C: |", "MAIL FROM:"),  # it would send the password unencrypted
    ("# smtp-ls: tls=implicit\n" + HELLO.replace("DSN", "AUTH PLAIN LOGIN") + "C: |", "AUTH"),
    (DATA + "C: From: <a@example.org>\nC:\nC: x\nC: .\nS: 250 2.0.0 Ok\nC: |", "QUIT"),
    (HELLO + "C: |\nS: 221 2.0.0 Bye\n", "QUIT"),  # what follows tells
    (RCPT + "C: |\nS: 354 Go ahead\n", "DATA"),
    (MAIL.replace("250 2.1.0 Ok", "421 4.3.2 Closing") + "C: |", "QUIT"),
    ("S: 554 No service\nC: |", "QUIT"),
    (CHUNKING + "C: BDAT 3\nC: a\nS: 250 2.0.0 Ok\nC: |", "BDAT"),
]


@pytest.mark.parametrize(("text", "label"), LIKELIEST)
def test_the_likeliest_command_comes_first(text: str, label: str):
    assert complete(text)[0] == label


NEVER = [
    ("C: |", {"MAIL FROM:", "RCPT TO:", "DATA", "AUTH", "STARTTLS"}),
    (HELLO + "C: |", {"RCPT TO:", "DATA", "BDAT", "STARTTLS", "AUTH", "LHLO", "ETRN", "SEND FROM:", "TURN", "ATRN"}),
    (HELLO.replace("DSN", "AUTH PLAIN LOGIN") + "C: |", {"AUTH"}),
    (HELLO.replace("DSN", "ATRN") + "C: |", {"ATRN"}),
    (MAIL + "C: |", {"MAIL FROM:", "DATA", "BDAT"}),
    (MAIL + "C: RCPT TO:<bob@example.net>\nS: 550 5.1.1 No\nC: |", {"DATA", "BDAT", "MAIL FROM:"}),
    (RCPT + "C: |", {"MAIL FROM:", "BDAT"}),
    (
        HELLO.replace("DSN", "STARTTLS") + "C: STARTTLS\nS: 220 2.0.0 Go\nC: |",
        {"MAIL FROM:", "STARTTLS", "NOOP", "RSET"},
    ),
    (HELLO + "C: QUIT\nS: 221 2.0.0 Bye\nC: |", set(VERBS)),
    (
        HELLO.replace("DSN", "SMTPUTF8") + "C: MAIL FROM:<a@b.example> BODY=BINARYMIME\nC: RCPT TO:<c@d.example>\nC: |",
        {"DATA"},
    ),
    ("# smtp-ls: protocol=lmtp\nC: |", {"EHLO", "HELO"}),
]


@pytest.mark.parametrize(("text", "barred"), NEVER)
def test_what_is_out_of_order_or_not_offered_is_not_there(text: str, barred: set[str]):
    assert not barred & set(complete(text))


def test_what_is_odd_comes_after_what_is_usual():
    """Each says why; a session is not introduced twice without need."""
    found = offered(HELLO + "C: |")
    names = [each.label for each in found]
    assert names.index("QUIT") < names.index("NOOP") < names.index("EHLO") < names.index("VERB")
    assert next(each.detail for each in found if each.label == "EHLO") == "introduced already"
    assert next(each.detail for each in offered(RCPT + "C: |") if each.label == "RSET") == "drops the transaction"


def test_before_a_reply_that_must_be_awaited_commands_say_so():
    found = offered(HELLO + "C: NOOP\nC: |")
    assert {each.detail for each in found if each.label in VERBS} == {"not before the reply to NOOP"}


def test_a_session_that_spends_a_verb_does_not_offer_it_again():
    tls = "# smtp-ls: tls=implicit\n" + HELLO.replace("DSN", "AUTH PLAIN")
    assert "AUTH" in complete(tls + "C: |")
    assert "AUTH" not in complete(tls + "C: AUTH PLAIN {{secret}}\nS: 235 2.7.0 Ok\nC: |")
    assert set(SPENT) == {"AUTH", "STARTTLS"}


ACCEPTED = [
    (HELLO + "C: |", "MAIL FROM:", "C: MAIL FROM:<$1>"),
    (HELLO + "C: MA|", "MAIL FROM:", "C: MAIL FROM:<$1>"),
    (HELLO + "|", "C: MAIL FROM:", "C: MAIL FROM:<$1>"),
    (HELLO + "MA|", "C: MAIL FROM:", "C: MAIL FROM:<$1>"),
    (HELLO + "C|", "C: MAIL FROM:", "C: MAIL FROM:<$1>"),
    (HELLO + "C:|", "C: MAIL FROM:", "C: MAIL FROM:<$1>"),
    (HELLO + "C:MA|", "MAIL FROM:", "C:MAIL FROM:<$1>"),
    (BARE + "|", "MAIL FROM:", "MAIL FROM:<$1>"),
    (BARE + "m|", "MAIL FROM:", "MAIL FROM:<$1>"),
    (HELLO + "C: MA|IL FROM:<x@example.org> SIZE=3", "MAIL FROM:", "C: MAIL FROM:<x@example.org> SIZE=3"),
    (MAIL + "C: MA|IL FROM:<x@example.org>", "RCPT TO:", "C: RCPT TO:<x@example.org>"),
    (MAIL + "C: |", "RCPT TO:", "C: RCPT TO:<${1:bob@example.net}>"),
    (HELLO + "C: MAIL |", "FROM:", "C: MAIL FROM:<$1>"),
    (HELLO + "C: MAIL fr|", "FROM:", "C: MAIL FROM:<$1>"),
    (HELLO + "C: MAIL F|ROM:<x@example.org>", "FROM:", "C: MAIL FROM:<x@example.org>"),
    (SCRIPT + "C: MAIL FROM:|", "<alice@example.org>", "C: MAIL FROM:<alice@example.org>"),
    (SCRIPT + "C: MAIL FROM:|<x>", "<alice@example.org>", "C: MAIL FROM:<alice@example.org>"),
    (SCRIPT + "C: MAIL FROM:<al|", "alice@example.org", "C: MAIL FROM:<alice@example.org>"),
    (SCRIPT + "C: MAIL FROM:<al|>", "alice@example.org", "C: MAIL FROM:<alice@example.org>"),
    (SCRIPT + "C: MAIL FROM:<al|ice@x> SIZE=3", "alice@example.org", "C: MAIL FROM:<alice@example.org> SIZE=3"),
    (SCRIPT + "C: RCPT TO:<zoe@|", "example.org", "C: RCPT TO:<zoe@example.org>"),
    (SCRIPT + "C: RCPT TO:<zoe@example.org|", ">", "C: RCPT TO:<zoe@example.org>"),
    (SCRIPT + "C: RCPT TO:<zoe@[I|", "IPv6:", "C: RCPT TO:<zoe@[IPv6:"),
    (SCRIPT + "C: RCPT TO:<zoe@[192.0.2.1|", "]", "C: RCPT TO:<zoe@[192.0.2.1]"),
    ("C: EHLO |", "client.example.org", "C: EHLO client.example.org"),
    ("C: EHLO [|", "IPv6:", "C: EHLO [IPv6:"),
    ("C: EHLO a.example.org\nC: QUIT\nC: EHLO |", "a.example.org", "C: EHLO a.example.org"),
    (HELLO + "C: MAIL FROM:<a@b.example> |", "SIZE=", "C: MAIL FROM:<a@b.example> SIZE=${1:1000}"),
    (HELLO + "C: MAIL FROM:<a@b.example>|", "SIZE=", "C: MAIL FROM:<a@b.example> SIZE=${1:1000}"),
    (HELLO + "C: MAIL FROM:<a@b.example> S|IZE=4", "SIZE=", "C: MAIL FROM:<a@b.example> SIZE=4"),
    (HELLO + "C: MAIL FROM:<a@b.example> B|", "BODY=8BITMIME", "C: MAIL FROM:<a@b.example> BODY=8BITMIME"),
    (HELLO + "C: MAIL FROM:<a@b.example> BODY=|", "7BIT", "C: MAIL FROM:<a@b.example> BODY=7BIT"),
    (HELLO + "C: MAIL FROM:<a@b.example> BODY=|8BITMIME SIZE=1", "7BIT", "C: MAIL FROM:<a@b.example> BODY=7BIT SIZE=1"),
    (MAIL + "C: RCPT TO:<b+c@d.example> ORCPT=|", "rfc822;b+2Bc@d.example",
     "C: RCPT TO:<b+c@d.example> ORCPT=rfc822;b+2Bc@d.example"),
    (MAIL + "C: RCPT TO:<b@d.example> NOTIFY=SUCCESS,|", "DELAY", "C: RCPT TO:<b@d.example> NOTIFY=SUCCESS,DELAY"),
    ("C: EHLO a.example.org\nC: MAIL FROM:<a@b.example> BY=120|", ";", "C: MAIL FROM:<a@b.example> BY=120;"),
    (SCRIPT + "C: RCPT TO:<b@c.example>\nC: BDAT 3|", "LAST", "C: BDAT 3 LAST"),
    (SCRIPT + "C: RCPT TO:<b@c.example>\nC: BDAT 3 |", "LAST", "C: BDAT 3 LAST"),
    (SCRIPT + "C: RCPT TO:<b@c.example>\nC: BDAT 3 l|", "LAST", "C: BDAT 3 LAST"),
    ("# smtp-ls: tls=none\n" + HELLO.replace("DSN", "AUTH PLAIN XOAUTH2") + "C: AUTH |", "XOAUTH2", "C: AUTH XOAUTH2"),
    (HELLO.replace("DSN", "AUTH PLAIN") + "C: AUTH PLAIN |", "{{$env.NAME}}", r"C: AUTH PLAIN {{\$env.${1:NAME}\}\}"),
    ("@sender = alice@example.org\nC: EHLO a.example.org\nC: MAIL FROM:<|", "{{sender}}", r"C: MAIL FROM:<{{sender}}>"),
    ("@to = bob\nC: EHLO {{|", "{{to}}", "C: EHLO {{to}}"),
    ("@to = bob\nC: EHLO {{t|}}", "{{to}}", "C: EHLO {{to}}"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "label", "line"), ACCEPTED)
def test_choosing_an_item_makes_the_line(text: str, label: str, line: str):
    """Where a snippet has stops its `$`, `}` and backslashes are escaped; elsewhere it is plain text."""
    assert accept(text, label) == line


def test_only_what_is_offered_may_be_asked_for():
    """With an EHLO reply, its parameters; without one, all; after HELO, none."""
    with_reply = complete(HELLO + "C: MAIL FROM:<a@b.example> |")
    assert with_reply == ["SIZE=", "BODY=7BIT", "BODY=8BITMIME", "RET=FULL", "RET=HDRS", "ENVID="]
    without = complete("C: EHLO a.example.org\nC: MAIL FROM:<a@b.example> |")
    assert {"SMTPUTF8", "BODY=BINARYMIME", "AUTH=", "BY=", "MT-PRIORITY="} < set(without)
    assert "REQUIRETLS" not in without  # there is no TLS
    assert "REQUIRETLS" in complete("# smtp-ls: tls=implicit\nC: EHLO a.example.org\nC: MAIL FROM:<a@b.example> |")
    assert complete("C: HELO a.example.org\nC: MAIL FROM:<a@b.example> |") == []


def test_a_parameter_comes_once_and_not_with_its_rival():
    assert "SIZE=" not in complete(HELLO + "C: MAIL FROM:<a@b.example> SIZE=1 |")
    script = "C: EHLO a.example.org\nC: MAIL FROM:<a@b.example> HOLDFOR=1 |"
    assert not {"HOLDFOR=", "HOLDUNTIL="} & set(complete(script))
    assert complete(MAIL + "C: RCPT TO:<b@d.example> NOTIFY=SUCCESS,|") == ["FAILURE", "DELAY"]
    assert complete(MAIL + "C: RCPT TO:<b@d.example> NOTIFY=NEVER,|") == []


def test_senders_come_first_in_mail_and_new_recipients_first_in_rcpt():
    session = RCPT + "C: RSET\nS: 250 2.0.0 Ok\n"
    assert complete(session + "C: MAIL FROM:<|")[:2] == ["alice@example.org", "bob@example.net"]
    found = offered(RCPT + "C: RCPT TO:<|")
    assert [each.label for each in found][:2] == ["alice@example.org", "bob@example.net"]
    assert found[1].detail == "a recipient already"


def test_mechanisms_that_would_show_the_password_are_not_offered():
    hello = HELLO.replace("DSN", "AUTH PLAIN LOGIN SCRAM-SHA-256 CRAM-MD5")
    assert complete(hello + "C: AUTH |") == ["SCRAM-SHA-256", "CRAM-MD5"]
    assert complete("# smtp-ls: tls=implicit\n" + hello + "C: AUTH |")[0] == "PLAIN"
    excerpt = "C: MAIL FROM:<a@b.example>\nS: 530 5.7.0 Authentication required\n"  # perhaps TLS began above it
    assert complete(excerpt + "C: AUTH |")[-4:] == ["PLAIN", "XOAUTH2", "OAUTHBEARER", "LOGIN"]


def test_a_challenge_is_answered_or_cancelled():
    session = "# smtp-ls: tls=implicit\n" + HELLO.replace("DSN", "AUTH LOGIN") + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\n"
    assert complete(session + "C: |") == ["{{$env.NAME}}", "*"]


# --- the server's place -----------------------------------------------------------------------------------------------

SAID = [
    ("S: |", "220 mx.example.com ESMTP"),
    (HELLO + "C: MAIL FROM:<a@b.example>\n|", "S: 250 2.1.0 Ok"),
    (HELLO + "C: MAIL FROM:<a@b.example>\nC: RCPT TO:<c@d.example>\nS: |", "250 2.1.0 Ok"),
    (HELLO + "C: MAIL FROM:<a@b.example>\nC: RCPT TO:<c@d.example>\nS: 250 2.1.0 Ok\nS: |", "250 2.1.5 Ok"),
    (HELLO.replace("-ENHANCEDSTATUSCODES", "-VRFY") + "C: MAIL FROM:<a@b.example>\nS: |", "250 Ok"),
    (RCPT + "C: DATA\nS: |", "354 End data with <CR><LF>.<CR><LF>"),
    (RCPT + "C: DATA\n|", "S: 354 End data with <CR><LF>.<CR><LF>"),
    (DATA + "C: x\nC: .\nS: |", "250 2.0.0 Queued as 4F2A"),
    (HELLO + "C: QUIT\nS: |", "221 2.0.0 Bye"),
    (HELLO + "C: QUIT\nS: 2|", "221 2.0.0 Bye"),
    (MAIL + "C: RCPT TO:<c@d.example>\nS: 55|", "550 5.1.1 No such user"),
    (HELLO + "C: VRFY bob\nS: |", "252 2.5.0 Cannot verify, but will accept the message and try"),
    (HELLO + "C: AUTH LOGIN\nS: |", "334 VXNlcm5hbWU6"),
    (HELLO + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: {{user}}\nS: |", "334 UGFzc3dvcmQ6"),
    (HELLO + "C: AUTH PLAIN {{secret}}\nS: |", "235 2.7.0 Authentication successful"),
    ("S: 220 mx.example.com ESMTP\nC: EHLO a.example.org\nS: |", "250-mx.example.com"),
    ("C: EHLO a.example.org\nS: 250-mx.example.com\nS: |", "250-SIZE"),
    ("C: EHLO a.example.org\nS: 250-mx.example.com\nS: 250-|", "SIZE"),
    ("C: EHLO a.example.org\nS: 250-mx.example.com\nS: 250-SIZE 1\nS: 250-AUTH P|", "PLAIN"),
    ("C: EHLO a.example.org\nS: 250-mx.example.com\nS: 250-SIZE 1\n|", "S: 250-PIPELINING"),
    (MAIL + "C: RCPT TO:<c@d.example>\nS: 550-5.1.1 No\nS: |", "550 5.1.1 No such user"),
    ("220 mx.example.com ESMTP\nEHLO a.example.org\n250 mx.example.com\nQUIT\n2|", "221 2.0.0 Bye"),
    ("C: NOOP\nS: 250\nC: RSET\nS: |", "250"),  # the script goes on as it began: with patterns
    (MAIL + "C: RCPT TO:<c@d.example>\nS: 550 |", "5.1.1 No such user"),
    (MAIL + "C: RCPT TO:<c@d.example>\nS: 556 5.|", "5.1.10"),
]


@pytest.mark.parametrize(("text", "label"), SAID)
def test_the_likeliest_reply_comes_first(text: str, label: str):
    assert complete(text)[0] == label


def test_a_reply_offers_the_codes_of_its_command():
    found = [each[:3] for each in complete(RCPT + "C: DATA\nS: |")]
    assert found[:3] == ["354", "503", "554"]
    assert "250" not in found


def test_enhanced_codes_are_of_the_class_of_the_code():
    found = [
        each for each in complete(MAIL + "C: RCPT TO:<c@d.example>\nS: 450 |") if re.fullmatch(r"\d\.\d+\.\d+", each)
    ]
    assert found
    assert {each[0] for each in found} == {"4"}
    assert not [each for each in complete(HELLO + "C: EHLO a.example.org\nS: 250 |") if each[0].isdigit()]


def test_what_is_listed_is_not_offered_again():
    text = "C: EHLO a.example.org\nS: 250-mx.example.com\nS: 250-SIZE 1\nS: 250-CHUNKING\nS: 250-|"
    found = complete(text)
    assert not {"SIZE", "CHUNKING"} & set(found)
    assert "BINARYMIME" in found  # needs CHUNKING, which is there
    assert "SMTPUTF8" not in found  # needs 8BITMIME, which is not


def test_the_last_line_is_offered_where_none_follows():
    """Both forms, until the next line shows that the reply goes on."""
    text = "C: EHLO a.example.org\nS: 250-mx.example.com\nS: |"
    assert {"250-SIZE", "250 SIZE", "..."} <= set(complete(text))
    assert "250 SIZE" not in complete(text + "\nS: 250 HELP\n")


def test_expectations_are_offered_in_scripts_alone():
    assert {"250", "2xx", "5xx", "4xx|5xx"} <= set(complete("C: NOOP\nS: |"))
    assert "2xx" not in complete(HELLO + "C: NOOP\nS: |")


def test_lmtp_names_the_recipient_of_each_reply():
    text = "S: 220 a.example.com LMTP\nC: LHLO a.example.org\nS: 250 a.example.com\n" + SCRIPT.split("\n")[1]
    text += "\nS: 250 Ok\nC: RCPT TO:<b@c.example>\nS: 250 Ok\nC: DATA\nS: 354 Go\nC: x\nC: .\nS: |"
    assert complete(text)[0] == "250 2.1.5 <b@c.example> delivered"


@pytest.mark.parametrize("verb", ["greeting", ".", *VERBS])
def test_every_reply_has_words(verb: str):
    """Except a challenge, which is base64 or empty."""
    assert [code for code in codes(verb) if not usual_text(verb, code, "mx.example.com")] in ([], [334])


# --- mail data --------------------------------------------------------------------------------------------------------


def test_missing_fields_come_first_and_the_dot_last():
    found = complete(DATA + "C: From: <a@example.org>\nC: |\nC: Date: x\n")
    assert found[:3] == ["To:", "Subject:", "Message-ID:"]
    assert found[-1] == "."
    assert "From:" not in found
    assert "Received:" in found  # may come any number of times


def test_behind_the_header_section_the_dot_is_all():
    assert complete(DATA + "C: Subject: x\nC:\nC: |") == ["."]
    assert complete(DATA + "C: Subject: x\nC:\n|") == ["C: ."]
    assert complete(DATA + "C: Subject: x\nC:\nC: hello |") == []


@pytest.mark.parametrize(
    ("text", "label", "line"),
    [
        (DATA + "C: Sub|", "Subject:", "C: Subject: ${1:Hello}"),
        (DATA + "C: Sub|ject: x", "Subject:", "C: Subject: x"),
        (DATA + "|", "C: Subject:", "C: Subject: ${1:Hello}"),
        (DATA + "Su|", "C: Subject:", "C: Subject: ${1:Hello}"),
        (DATA + "C: |", "From:", "C: From: <${1:alice@example.org}>"),
        (DATA + "C: Content-Transfer-Encoding: |", "base64", "C: Content-Transfer-Encoding: base64"),
        (DATA + "C: To: |", "<bob@example.net>", "C: To: <bob@example.net>"),
        (DATA + "C: To: Bob <|", "<bob@example.net>", "C: To: Bob <bob@example.net>"),
        (DATA + "C: {{f|", "{{file:PATH}}", r"C: {{file:${1:message.eml}\}\}"),
        (BARE + "MAIL FROM:<a@b.example>\nRCPT TO:<c@d.example>\nDATA\n250 a\n250 b\n354 c\nSu|", "Subject:",
         "Subject: ${1:Hello}"),
    ],
)  # fmt: skip
def test_choosing_a_field_makes_the_line(text: str, label: str, line: str):
    assert accept(text, label) == line


def test_a_chunk_has_no_dot():
    session = CHUNKING + "C: BDAT 200 LAST\n"
    found = complete(session + "C: |")
    assert found[0] == "From:"
    assert "." not in found


# --- our own notation -------------------------------------------------------------------------------------------------


def test_directives_and_what_they_name():
    assert complete("# smtp-ls: |")[:2] == ["ignore[]", "ignore-file[]"]
    assert accept("# smtp-ls: ign|", "ignore[]") == "# smtp-ls: ignore[$1]"
    assert accept("#|", "smtp-ls:") == "# smtp-ls: "
    assert accept("# s|", "smtp-ls:") == "# smtp-ls: "
    assert complete("# smtp-ls: tls=|") == ["none", "starttls", "implicit"]
    assert complete("# smtp-ls: protocol=l|") == ["lmtp"]
    assert complete("# a note about sm|") == []
    assert accept("@s|", "@server = ") == "@server = ${1:smtp://127.0.0.1:2525}"
    assert "### " in accept(HELLO + "|", "###")


def test_dialects_are_those_that_there_are():
    assert all(named(each) for each in complete("# smtp-ls: dialect=|"))
    assert "swaks" in complete("# smtp-ls: dialect=|")


def test_rules_that_find_something_below_come_first():
    found = complete("C: EHLO client.example.org\n# smtp-ls: ignore[|]\nC: MAIL FROM: <a@example.org>\n")
    assert found[0] == "space-after-colon"
    assert set(found) == set(RULES)
    assert "space-after-colon" not in complete("# smtp-ls: ignore[space-after-colon, |]\nC: QUIT\n")


def test_variables_are_those_defined_above():
    text = "@sender = a@example.org\n@name = x\nC: EHLO {{|\n@later = 1\n"
    assert complete(text) == ["{{name}}", "{{sender}}", "{{$env.NAME}}"]


# --- forms of files ---------------------------------------------------------------------------------------------------


def test_a_labelled_file_offers_both_sides_with_their_labels():
    found = complete(HELLO + "C: MAIL FROM:<a@b.example>\n|")
    assert {"S: 250 2.1.0 Ok", "C: RCPT TO:"} <= set(found)
    assert complete(HELLO + "C: MAIL FROM:<a@b.example>\nS|")[0].startswith("S: 250")
    assert not [each for each in complete(HELLO + "C: MAIL FROM:<a@b.example>\nC:|") if each.startswith("S:")]


def test_a_bare_file_has_no_labels():
    assert not [each for each in complete(BARE + "|") if each.startswith(("C:", "S:"))]


def test_in_a_log_only_what_stands_behind_a_mark_is_completed():
    log = "=== Connected to mx.example.com.\n<-  220 mx ESMTP\n -> EHLO a.example.org\n<-  250 mx\n"
    assert complete(log + "|") == []
    assert "MAIL FROM:" in complete(log + " -> |")
    assert not [each for each in complete(log + " -> |") if "piece" in each]


@pytest.mark.parametrize("dialect", ["postfix-smtpd-v", "haraka-log", "curl-trace", "python-smtplib"])
def test_where_nothing_is_certain_nothing_is_offered(dialect: str):
    assert complete(f"# smtp-ls: dialect={dialect}\n|") == []


def test_a_label_is_left_alone():
    """What stands before a line's text is not for completion."""
    assert complete(HELLO + "|C: MAIL FROM:<a@b.example>") == []
    assert complete(HELLO + "C:| MAIL FROM:<a@b.example>") == []


def test_the_server_is_silent_inside_mail_data():
    """Once a line of it was sent, only the dot ends it; before, the reply to DATA may come."""
    script = SCRIPT + "C: RCPT TO:<b@c.example>\nC: DATA\n"
    assert [each for each in complete(script + "|") if each.startswith("S:")]
    assert not [each for each in complete(script + "C: From: <a@b.example>\n|") if each.startswith("S:")]
    assert complete(script + "C: From: <a@b.example>\nS: |") == []


def test_prose_is_left_alone():
    assert complete("Dear all,\n\nplease find |attached\n") == []


# --- pieces -----------------------------------------------------------------------------------------------------------

PIECES = [
    ("", "session"),
    ("", "submission"),
    ("", "lmtp"),
    ("", "negative test"),
    (RCPT, "message"),
    (CHUNKING, "bdat"),
    (HELLO, "dsn"),
]


@pytest.mark.parametrize(("above", "name"), PIECES)
def test_a_piece_is_right_as_it_stands(above: str, name: str):
    """Nothing at warning or above is found in it, labelled or bare, but that the session goes on."""
    for text in (above, re.sub(r"(?m)^[CS]: ?", "", above)):
        if not text and above:
            continue
        trace = Trace(text)
        item = next(each for each in items_at(trace, len(trace.lines), 0) if each.label == name)
        whole = text + filled(item.text) + "\n"
        found = [each for each in Trace(whole).diagnostics() if each.severity >= Severity.WARNING]
        assert not [each for each in found if each.rule not in ("missing-quit", "unfinished-transaction")]


def test_a_piece_stands_where_it_may_come():
    assert not {"session", "message", "bdat", "dsn"} & set(complete(MAIL + "|"))
    assert "message" in complete(RCPT + "|")
    assert "bdat" not in complete(RCPT + "|")  # CHUNKING is not offered
    assert "session" in complete(HELLO + "C: QUIT\nS: 221 2.0.0 Bye\n|")
    assert accept(RCPT + "C: |", "message").startswith("C: DATA\nS: 354")


def test_a_piece_ends_its_lines_as_the_file_does():
    text = RCPT.replace("\n", "\r\n") + "|"
    item = next(each for each in offered(text) if each.label == "message")
    assert item.text_edit
    assert item.text_edit.new_text.count("\r\n") == item.text_edit.new_text.count("\n") > 5


# --- the protocol -----------------------------------------------------------------------------------------------------


def test_templates_become_snippets_and_plain_text():
    """The same default is the same stop; an editor without snippets goes on where the first stop is."""
    assert snippet("MAIL FROM:<«»>") == "MAIL FROM:<$1>"
    assert snippet("«a» $x} «b» «a»\\") == r"${1:a} \$x\} ${2:b} $1" + "\\\\"
    assert plain("RCPT TO:<«bob@example.net»>") == "RCPT TO:<"
    assert plain("C: «a»\nC: «b»") == "C: a\nC: b"


def test_an_editor_without_snippets_gets_none():
    client = ABLE._replace(snippets=False)
    assert accept(HELLO + "C: |", "MAIL FROM:", client) == "C: MAIL FROM:<"
    assert accept(MAIL + "C: |", "RCPT TO:", client) == "C: RCPT TO:<"
    assert all(each.insert_text_format is None for each in offered(HELLO + "|", client))


def test_the_user_may_keep_the_rest_of_the_word():
    text = SCRIPT + "C: MAIL FROM:<al|ice@x>"
    assert accept(text, "alice@example.org", replacing=False) == "C: MAIL FROM:<alice@example.orgice@x>"
    client = ABLE._replace(insert_replace=False)
    assert accept(text, "alice@example.org", client) == "C: MAIL FROM:<alice@example.org>"


@pytest.mark.parametrize(("encoding", "before"), [("utf-8", 23), ("utf-16", 18), ("utf-32", 17)])
def test_columns_are_counted_in_the_units_of_the_client(encoding: str, before: int):
    """Each kind of letter before the cursor: two octets, three, and four that are two units of UTF-16."""
    text = "C: EHLO a.example.org\nC: MAIL FROM:<é€𝄞> "
    file, _ = drawn(f"{text}|")
    params = types.CompletionParams(types.TextDocumentIdentifier(URI), types.Position(1, before + 2))
    found = completion(file, params, ABLE._replace(encoding=encoding))
    assert found
    edit = found.items[0].text_edit
    assert isinstance(edit, types.TextEdit)
    assert edit.range == types.Range(types.Position(1, before + 2), types.Position(1, before + 2))
    assert "SIZE=" in [each.label for each in found.items]


def test_every_item_is_whole():
    """A kind, an order, a filter, a change of its own on the cursor's line; documentation only when asked for."""
    for text in ("|", HELLO + "|", "# smtp-ls: ignore[|", DATA + "C: |"):
        _, position = drawn(text)
        for each in offered(text):
            edit = each.text_edit
            assert edit
            assert each.kind
            assert each.sort_text
            assert each.filter_text
            assert each.documentation is None
            for stretch in [edit.range] if isinstance(edit, types.TextEdit) else [edit.insert, edit.replace]:
                assert stretch.start.line == stretch.end.line == position.line
                assert stretch.start.character <= position.character <= stretch.end.character


def test_triggers_are_single_characters():
    assert all(len(each) == 1 and not each.isalnum() for each in TRIGGERS)


# --- resolve ----------------------------------------------------------------------------------------------------------


def resolved(text: str, label: str, client: Client = ABLE) -> str:
    """The documentation of an item."""
    item = next(each for each in offered(text, client) if each.label == label)
    shown = completion_item_resolve(item, client).documentation
    return shown.value if isinstance(shown, types.MarkupContent) else ""


def test_an_item_shows_its_page_in_the_users_language():
    assert page(Topic("verb", "MAIL"), "en").markdown in resolved(HELLO + "C: |", "MAIL FROM:")  # type: ignore[union-attr]
    indonesian = resolved(HELLO + "C: |", "MAIL FROM:", ABLE._replace(locale="id-ID"))
    assert indonesian == page(Topic("verb", "MAIL"), "id").markdown  # type: ignore[union-attr]
    assert "C: BDAT" in resolved(CHUNKING + "|", "bdat")
    assert "**" not in resolved(HELLO + "C: |", "MAIL FROM:", ABLE._replace(markdown_items=False))


def test_the_line_beside_an_item_is_in_the_users_language():
    """What is particular here, or else the summary of its page."""
    indonesian = ABLE._replace(locale="id")
    beside = {each.label: each.detail for each in offered(RCPT + "C: NOOP\nC: |", indonesian)}
    assert beside["DATA"] == "belum boleh sebelum balasan atas NOOP"
    beside = {each.label: each.detail for each in offered(RCPT + "C: |", indonesian)}
    assert beside["RSET"] == "membatalkan transaksi"
    assert beside["DATA"] == page(Topic("verb", "DATA"), "id").summary  # type: ignore[union-attr]
    beside = {each.label: each.detail for each in offered("# smtp-ls: ignore[|")}
    assert beside == {name: meta.summary for name, meta in RULES.items()}


def test_an_item_without_a_page_stays_as_it_is():
    for given in (None, 3, ["verb"], ["verb", "NOSUCH", "en"], ["nosuch", "x", "en"], [1, 2, 3], ["piece", "x", ""]):
        assert completion_item_resolve(types.CompletionItem("x", data=given), ABLE).documentation is None


@pytest.mark.parametrize(
    "text",
    ["|", HELLO + "|", RCPT + "C: |", DATA + "C: |", MAIL + "C: RCPT TO:<c@d.example>\nS: 550 |", "# smtp-ls: ignore[|",
     "C: EHLO a.example.org\nC: MAIL FROM:<a@b.example> |", "C: EHLO a.example.org\nS: 250-x\nS: 250-|", "C: AUTH |"],
)  # fmt: skip
def test_whatever_has_a_topic_has_a_page(text: str):
    for each in offered(text):
        assert each.data is None or completion_item_resolve(each, ABLE).documentation


# --- walking ----------------------------------------------------------------------------------------------------------

ORDER = {name for name, meta in RULES.items() if meta.family == "order" and meta.severity >= Severity.WARNING} - {
    "missing-quit",
    "no-greeting",
}
GOES_ON = {
    "missing-quit", "missing-end-of-data", "multiline-not-terminated", "bdat-size-mismatch", "parameter-value-missing",
    "unused-suppression",
}  # fmt: skip
"""What is said of a file that ends where the cursor stands."""


WRITTEN = ("bare", "rfc", "swaks", "msmtp", "arrows", "exim", "go", "perl", "wireshark", "phpmailer", "mailkit")
"""The dialects, by what their names begin with, in which something is offered."""


def sample() -> list[Path]:
    """Thirty files of the corpus: two of each dialect in which something is offered, one of each of the others."""
    folders = sorted(path for path in CORPUS.iterdir() if path.is_dir()) if CORPUS.is_dir() else []
    folders.sort(key=lambda folder: not folder.name.startswith(WRITTEN))
    files: list[Path] = []
    for folder in folders:
        smallest = sorted((each for each in folder.iterdir() if each.is_file()), key=lambda each: each.stat().st_size)
        files += smallest[: 2 if folder.name.startswith(WRITTEN) else 1]
    return files[:60]


FILES_WALKED = pytest.mark.parametrize(
    "path", [*EXAMPLES, *(pytest.param(path, marks=pytest.mark.slow) for path in sample())], ids=lambda path: path.name
)


def places(trace: Trace) -> Iterator[tuple[int, int]]:
    """Every place of a file; of long lines the first."""
    for line in range(len(trace.lines) + 1):
        text = without_end(trace.lines[line]) if line < len(trace.lines) else ""
        yield from ((line, column) for column in range(min(len(text), 120) + 1))


class Kept:
    """A file under edits. One costs little, and leaves what a fresh read would find (`tests/test_trace.py`)."""

    def __init__(self, text: str = "") -> None:
        self.trace = Trace(text)
        self._publisher = Publisher(self.trace)
        self.trace.edited = self._publisher.forget

    def put(self, line: int, text: str, *, instead_of: int = 1) -> None:
        """Write this in the place of so many lines."""
        self.trace.edit_lines(line, line + instead_of, text)

    def warned(self) -> set[tuple[str, int]]:
        """Where our own rules warn, and what does it."""
        return {each for each in self.found(Severity.WARNING) if each[0] not in GOES_ON}

    def found(self, least: Severity) -> set[tuple[str, int]]:
        """Which rules find something this bad, and where."""
        found = self._publisher.diagnostics(Choice())
        return {(each.rule, each.start.line) for each in found if each.severity >= least}


def chosen(line: str, item: Item) -> str:
    """A line after choosing an item, its defaults filled in."""
    return line[: item.start] + filled(item.text) + line[item.end :]


def is_said_in_every_language(item: Item) -> bool:
    """Is there a translation of what is particular? Values and the registry's titles are names."""
    if not item.detail or item.kind in ("variable", "enhanced") or item.detail in PHRASES:
        return True
    return detail(item, "id") != item.detail or item.detail in {each.meaning for each in REPLY_CODES.values()}


@FILES_WALKED
def test_at_no_place_it_raises_and_no_range_is_wrong(path: Path):
    trace = Trace(decode(path.read_bytes()))
    for line, column in places(trace):
        for each in items_at(trace, line, column):
            assert each.start <= column
            assert each.kind in KINDS
            assert each.topic is None or each.topic.kind in (*FILES, "piece")
            assert "\n" in each.text or each.kind != "piece"
            assert is_said_in_every_language(each)


@FILES_WALKED
def test_no_command_is_offered_that_would_be_out_of_order(path: Path):
    """In the place of each command: what our own rules of order say of the one that is offered there."""
    text = decode(path.read_bytes())
    trace, file, above = Trace(text), Kept(text), Kept()
    for line, old in enumerate(trace.lines[:400]):
        events = [each for each in trace.said(line) if each.kind == "command"]
        if len(events) == 1:
            at = events[0].at
            bare = old[:at] + old[len(without_end(old)) :]
            file.put(line, bare)
            verbs = [each for each in items_at(file.trace, line, at) if each.kind == "verb" and each.start == at]
            if file.trace.dialect is not trace.dialect:
                verbs = []
            for each in verbs:
                file.put(line, chosen(bare, each))
                found = [rule for rule, place in file.found(Severity.HINT) if place == line and rule in ORDER]
                assert not found, (line, each.label)
            file.put(line, old)
            if verbs:
                before = above.found(Severity.ERROR)
                above.put(line, old[:at] + filled(verbs[0].text) + "\n", instead_of=0)
                new = {rule for rule, _ in above.found(Severity.ERROR) - before} - {"missing-end-of-data"}
                assert not new, (line, verbs[0].label)
                above.put(line, "")
        above.put(line, old, instead_of=0)


WORD_ENDS = re.compile(r"^|(?<=[ =:<,;@])|$")


@FILES_WALKED
def test_nothing_is_offered_that_our_own_rules_warn_of(path: Path):
    """While the file is written from above: at each word of each line that is right, whatever is offered."""
    text = decode(path.read_bytes())
    trace, file = Trace(text), Kept()
    wrong = {at for _, at in Kept(text).warned()}
    for line, old in enumerate(trace.lines[:40]):
        file.put(line, "\n", instead_of=0)
        done = set()
        for word in WORD_ENDS.finditer(without_end(old)[:120]) if line not in wrong else ():
            bare = old[: word.start()] + "\n"
            file.put(line, bare)
            if file.trace.dialect is not trace.dialect:
                continue
            before = file.warned()
            for each in items_at(file.trace, line, word.start()):
                new = chosen(bare, each)
                if each.kind == "piece" or new in done:
                    continue
                done.add(new)
                file.put(line, new)
                if file.trace.dialect is trace.dialect:
                    found = [rule for rule, at in file.warned() - before if at == line]
                    assert not found, (line, each.label)
        file.put(line, old)


def test_a_sketch_of_each_piece_is_shown():
    assert all(sketch(name) for _, name in PIECES)
    assert split_lines(sketch("bdat"))[0].startswith("C: BDAT ")
