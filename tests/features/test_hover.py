"""Hover: each kind of token, in both languages; no secret anywhere; a range at every place; fast in a long file."""

import time
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from lsprotocol import types

from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.hover import hover
from smtp_ls.hovering.addresses import a_label, u_label
from smtp_ls.hovering.labels import LABELS
from smtp_ls.hovering.sasl import from_base64
from smtp_ls.pages import LANGUAGES
from smtp_ls.project.config import DEFAULT
from smtp_ls.protocol.enhanced import ENHANCED
from smtp_ls.protocol.extensions import EXTENSIONS
from smtp_ls.protocol.parameters import PARAMETERS
from smtp_ls.protocol.replies import REPLY_CODES
from smtp_ls.protocol.sasl import MECHANISMS
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.text import without_end
from tests.features.drawn import ABLE, URI, document, hover_at, shown_at
from tests.table import tabled

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.smtp"))
PASSWORD = "correct-horse-battery"
GREETING = "S: 220 mx.example.com ESMTP\n"
HELLO = """\
C: EHLO client.example.org
S: 250-mx.example.com
S: 250-SIZE 52428800
S: 250-AUTH PLAIN LOGIN XOAUTH2
S: 250 PIPELINING
"""
BEGINNING = GREETING + HELLO
RECIPIENT = BEGINNING + "C: MAIL FROM:<alice@example.org>\nC: RCPT TO:<bob@example.net>\nS: 250 ok\nS: 250 ok\n"
MESSAGE = (
    RECIPIENT
    + """\
C: DATA
S: 354 go on
C: Subject: lunch
C:  and dinner
C:
C: At noon?
C: .
S: 250 ok
C: QUIT
S: 221 bye
"""
)


def base64(text: str) -> str:
    return b64encode(text.encode()).decode()


# --- verbs ------------------------------------------------------------------------------------------------------------


def test_a_verb_says_what_it_is_in_the_users_language():
    assert "Memperkenalkan nama klien" in shown_at("C: EH|LO mx.example.org", lang="id")
    assert "Boleh di sini." in shown_at(BEGINNING + "C: NO|OP\n", lang="id-ID")


def test_the_configuration_overrides_the_locale():
    file = Document(URI, 1, "C: NOOP\n", DEFAULT._replace(lang="en"))
    found = hover(file, params(0, 4), ABLE._replace(locale="id"))
    assert found
    assert "(verb)" in text_of(found)


def test_a_verb_has_its_syntax_and_is_legal():
    text = shown_at(BEGINNING + "C: MA|IL FROM:<alice@example.org>\n")
    assert text.startswith("**MAIL** (verb)\n\n`MAIL FROM:<reverse-path> [parameter...]`")
    assert "Legal here." in text
    assert "replies: `250`" in text


def test_a_verb_out_of_order_says_when_it_may_come_and_what_may():
    text = shown_at(BEGINNING + "C: RC|PT TO:<bob@example.net>\n")
    assert "Out of order here. It may come after MAIL" in text
    assert "`MAIL`" in text.partition("What may come: ")[2].partition("\n")[0]
    assert "Salah urutan di sini." in shown_at(BEGINNING + "C: RC|PT TO:<bob@example.net>\n", lang="id")


def test_a_verb_that_is_spent_says_so():
    again = BEGINNING + "C: AUTH EXTERNAL =\nS: 235 ok\nC: AU|TH EXTERNAL =\n"
    assert "not again once authenticated" in shown_at(again)


def test_an_excerpt_judges_nothing():
    """Where a session begins in the middle, nobody knows what came before."""
    assert "Legal here, as far as" in shown_at("# smtp-ls: partial\nC: RC|PT TO:<bob@example.net>\nS: 250 ok\n")


def test_a_verb_of_an_extension_says_whether_it_is_offered():
    assert "extension `CHUNKING`: not advertised by the EHLO reply (EHLO at line 2)" in shown_at(
        BEGINNING + "C: BD|AT 3 LAST\n"
    )


def test_a_misspelt_verb_has_a_nearest():
    assert "No verb that SMTP knows.\n\nThe nearest is `MAIL`." in shown_at(
        BEGINNING + "C: MA|LI FROM:<a@example.org>\n"
    )


def test_data_says_where_its_lines_are():
    assert "mail data: lines 13 to 17" in shown_at(MESSAGE.replace("C: DATA", "C: DA|TA"))


@tabled("lang", LANGUAGES)
@tabled("verb", sorted(VERBS))
def test_every_verb_has_something_to_show(verb: str, lang: str):
    assert f"**{verb}** (" in shown_at(f"C: |{verb} x\nS: 250 ok\n", lang=lang)


# --- paths ------------------------------------------------------------------------------------------------------------


def test_a_path_has_its_length():
    text = shown_at(BEGINNING + "C: MAIL FROM:|<alice@example.org>\n")
    assert text.startswith("**reverse-path: where delivery failures go**")
    assert "19 of at most 256 octets" in text
    assert "19 dari paling banyak 256 oktet" in shown_at(BEGINNING + "C: MAIL FROM:|<alice@example.org>\n", lang="id")


def test_the_null_path_is_nobody():
    assert "The null reverse-path" in shown_at(BEGINNING + "C: MAIL FROM:<|>\n")


def test_a_local_part_has_its_limit_and_its_detail():
    text = shown_at(BEGINNING + "C: MAIL FROM:<al|ice+lists@example.org>\n")
    assert text.startswith("**local part")
    assert "11 of at most 64 octets" in text
    assert "`lists` is a detail" in text
    assert "**65 octets: over the limit of 64**" in shown_at(f"C: MAIL FROM:<|{'a' * 65}@example.org>\n")


def test_a_quoted_local_part_is_unquoted():
    assert "stands for `a b@c`" in shown_at(BEGINNING + 'C: MAIL FROM:<"|a b\\@c"@example.org>\n')


def test_postmaster_must_be_accepted():
    assert "every server has to accept it" in shown_at(RECIPIENT + "C: RCPT TO:<post|master>\n")


def test_an_a_label_is_decoded_and_a_u_label_encoded():
    assert "U-label: `bücher.example`" in shown_at("C: MAIL FROM:<a@xn--bcher|-kva.example>\n")
    assert "A-label: `xn--bcher-kva.example`" in shown_at("C: MAIL FROM:<a@büch|er.example>\n")
    assert "does not decode" in shown_at("C: MAIL FROM:<a@xn--|\x7f99999999999.example>\n")


def test_the_sharp_s_stays_itself():
    """RFC 5892 allows it; RFC 3490, as the standard library has it, did not."""
    assert a_label("straße.example") == "xn--strae-oqa.example"
    assert u_label("xn--strae-oqa.example") == "straße.example"


@pytest.mark.parametrize(
    ("literal", "said"),
    [
        ("[192.0.2.1]", "IPv4, private or reserved"),
        ("[127.0.0.1]", "IPv4, loopback"),
        ("[IPv6:2606:4700::1]", "IPv6, public"),
        ("[1.2.3.400]", "no IP address that can be read"),
    ],
)
def test_an_address_literal_is_read(literal: str, said: str):
    assert said in shown_at(f"C: MAIL FROM:<a@|{literal}>\n")
    assert said in shown_at(f"C: EHLO |{literal}\n")


def test_a_source_route_is_told():
    assert "source route" in shown_at("C: EHLO a.example\nC: RCPT TO:<|@a.example,@b.example:c@d.example>\n")


def test_names_of_client_and_server_are_told():
    assert "the client's name: domain" in shown_at("C: EHLO |client.example.org\n")
    assert "the server's name: domain" in shown_at("S: 220 |mx.example.com ESMTP\n")
    assert "nama server: domain" in shown_at("S: 220 |mx.example.com ESMTP\n", lang="id")


# --- parameters and keywords ------------------------------------------------------------------------------------------


def test_a_parameter_says_where_it_is_advertised():
    text = shown_at(BEGINNING + "C: MAIL FROM:<a@example.org> SI|ZE=99999999\n")
    assert text.startswith("**SIZE** (parameter)")
    assert "SIZE: advertised (line 4)" in text
    assert "100.0 MB" in text
    assert "the server takes 52428800 octets, 52.4 MB" in text


def test_a_parameter_that_is_not_advertised():
    line = "C: MAIL FROM:<a@example.org> BO|DY=BINARYMIME\n"
    assert "BINARYMIME: not advertised by the EHLO reply (EHLO at line 2)" in shown_at(BEGINNING + line)
    assert "BINARYMIME: tidak ditawarkan" in shown_at(BEGINNING + line, lang="id")


def test_a_parameter_where_no_list_is_shown():
    text = shown_at("C: EHLO a.example\nC: MAIL FROM:<a@example.org> RE|T=FULL\n")
    assert "DSN: the list of extensions is not shown" in text


def test_xtext_is_decoded_and_a_parameter_of_another_verb_told():
    assert "decoded: `rfc822;a+b@c.example`" in shown_at(
        RECIPIENT + "C: RCPT TO:<a@c.example> OR|CPT=rfc822;a+2Bb@c.example\n"
    )
    assert "not for `RCPT`: it belongs to `MAIL`" in shown_at(RECIPIENT + "C: RCPT TO:<a@c.example> SI|ZE=1\n")
    assert "No parameter that SMTP knows." in shown_at(RECIPIENT + "C: RCPT TO:<a@c.example> FO|O=1\n")


@tabled("lang", LANGUAGES)
@tabled("name", sorted(PARAMETERS))
def test_every_parameter_has_something_to_show(name: str, lang: str):
    verb = PARAMETERS[name].commands[0]
    path = {"MAIL": " FROM:<>", "RCPT": " TO:<a@b.example>"}.get(verb, " a@b.example")
    assert f"**{name}** (" in shown_at(f"C: {verb}{path} |{name}=x\n", lang=lang)


def test_a_keyword_explains_its_words():
    text = shown_at(BEGINNING.replace("SIZE 5", "SI|ZE 5"))
    assert text.startswith("**SIZE** (extension)")
    assert "the server takes 52428800 octets, 52.4 MB (50.0 MiB)" in text
    assert "Answers line 2: `EHLO`." in text
    assert "**PLAIN** (SASL mechanism)" in shown_at(BEGINNING.replace("PLAIN", "PL|AIN"))
    assert "no fixed limit" in shown_at(BEGINNING.replace("SIZE 52428800", "SI|ZE 0"))
    limits = shown_at(BEGINNING.replace("SIZE 52428800", "LIM|ITS RCPTMAX=5"))
    assert "`RCPTMAX`: `5` RCPT commands in a transaction" in limits


@tabled("keyword", sorted(EXTENSIONS))
def test_every_keyword_has_something_to_show(keyword: str):
    keyword_line = "AUTH=LOGIN" if keyword == "AUTH=" else keyword
    text = shown_at(f"C: EHLO a.example\nS: 250-mx.example\nS: 250-|{keyword_line}\nS: 250 HELP\n")
    assert f"**{keyword}** (extension)" in text


# --- replies ----------------------------------------------------------------------------------------------------------


def test_a_reply_says_which_command_it_answers_also_in_a_group():
    text = shown_at(RECIPIENT.replace("S: 250 ok\nS: 250 ok", "S: 250 ok\nS: 55|0 no"))
    assert text.startswith("**550** (reply code)")
    assert "Answers line 8: `RCPT TO:<bob@example.net>`." in text
    first = RECIPIENT.replace("S: 250 ok\nS: 250 ok", "S: 25|0 ok\nS: 550 no")
    assert "Answers line 7: `MAIL FROM:<alice@example.org>` (one of 2 commands that wait)." in shown_at(first)
    assert "Menjawab baris 7: " in shown_at(first, lang="id")


def test_a_known_server_has_a_paragraph():
    said = "S: 550-5.7.26 Unauthenticated email from example.org is not accepted due to\n"
    said += "S: 550 5.7.26 domain's DMARC po|licy.\n"
    text = shown_at(BEGINNING + "C: MAIL FROM:<alice@example.org>\n" + said)
    assert "**Gmail: refused by the DMARC policy" in text
    assert "https://support.google.com/" in text


def test_an_enhanced_code_has_its_page():
    line = BEGINNING + "C: MAIL FROM:<alice@example.org>\nS: 550 5|.1.8 no\n"
    assert "**5.1.8 " in shown_at(line)
    assert "(kode status tambahan)" in shown_at(line, lang="id")


def test_the_greeting_and_the_end_of_data_are_known():
    assert "The greeting." in shown_at("S: 220 mx.example.com ES|MTP\n")
    assert "Answers line 17: the end of mail data." in shown_at(
        MESSAGE.replace("S: 250 ok\nC: QUIT", "S: 2|50 ok\nC: QUIT")
    )


def test_a_code_that_nobody_defines_says_what_its_digits_say():
    assert "No: the same will fail again, mail system." in shown_at(BEGINNING + "C: NOOP\nS: 5|59 what?\n")
    assert "**999**" in shown_at(BEGINNING + "C: NOOP\nS: 9|99 what?\n")


def test_an_expectation_has_its_page_and_its_digits():
    text = shown_at("C: EHLO client.example.org\nS: 2|xx\nC: QUIT\n")
    assert "**S: 2xx** (notation)" in text
    assert "**2xx**\n\nDone." in text
    assert "**251** (reply code)" in shown_at("C: NOOP\nS: |251|250\nC: QUIT\n")


@tabled("lang", LANGUAGES)
@tabled("code", sorted(REPLY_CODES))
def test_every_reply_code_has_something_to_show(code: int, lang: str):
    assert f"**{code}** (" in shown_at(f"C: NOOP\nS: |{code} x\n", lang=lang)


@tabled("code", sorted(ENHANCED))
def test_every_enhanced_code_has_something_to_show(code: str):
    number = f"{ENHANCED[code].classes[0]}{code[1:]}"
    assert f"**{number} " in shown_at(f"C: NOOP\nS: 550 |{number} x\n")


# --- AUTH -------------------------------------------------------------------------------------------------------------


def test_plain_is_decoded_and_its_password_hidden():
    text = shown_at(BEGINNING + f"C: AUTH PLAIN |{base64(chr(0) + 'alice' + chr(0) + PASSWORD)}\n")
    assert "authzid: (empty)\n- authcid: `alice`\n- passwd: (hidden)" in text
    assert PASSWORD not in text


def test_a_message_that_is_built_otherwise_is_not_shown():
    """Without the first NUL, who knows which part is the password?"""
    text = shown_at(BEGINNING + f"C: AUTH PLAIN |{base64(PASSWORD + chr(0) + 'alice')}\n")
    assert "it is not built as PLAIN is" in text
    assert PASSWORD not in text


LOGIN = BEGINNING + f"C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YWxpY2U=\nS: 334 UGFzc3dvcmQ6\nC: {base64(PASSWORD)}\n"


def test_login_goes_by_turns():
    assert "Challenge in LOGIN, decoded: `Username:`" in shown_at(LOGIN.replace("VXN", "V|XN"))
    assert "username: `alice`" in shown_at(LOGIN.replace("YWx", "Y|Wx"))
    assert "password: (hidden)" in shown_at(LOGIN.replace("C: " + base64(PASSWORD), "C: |" + base64(PASSWORD)))
    assert "Tantangan LOGIN" in shown_at(LOGIN.replace("VXN", "V|XN"), lang="id")


def test_a_password_that_was_asked_for_first_is_not_shown():
    asked = BEGINNING + f"C: AUTH LOGIN\nS: 334 UGFzc3dvcmQ6\nC: |{base64(PASSWORD)}\n"
    assert PASSWORD not in shown_at(asked)
    assert "(hidden)" in shown_at(asked)


@pytest.mark.parametrize(
    ("mechanism", "message", "shown"),
    [
        ("CRAM-MD5", f"tim {PASSWORD}", "username: `tim`"),
        ("XOAUTH2", f"user=alice\1auth=Bearer {PASSWORD}\1\1", "user: `alice`\n- auth: (hidden)"),
        (
            "OAUTHBEARER",
            f"n,a=alice,\1host=mx\1auth=Bearer {PASSWORD}\1\1",
            "a: `alice`\n- host: `mx`\n- auth: (hidden)",
        ),
        ("SCRAM-SHA-256", f"n,,n=alice,p={PASSWORD}", "n: `alice`\n- p: (hidden)"),
        ("SECURID", f"\0alice\0{PASSWORD}\0", "authcid: `alice`\n- passcode: (hidden)"),
        ("GSSAPI", PASSWORD, "(hidden)"),
        ("UNHEARD-OF", PASSWORD, "(hidden)"),
    ],
)
def test_each_mechanism_is_decoded_by_its_structure(mechanism: str, message: str, shown: str):
    text = shown_at(BEGINNING + f"C: AUTH {mechanism} |{base64(message)}\n")
    assert shown in text
    assert PASSWORD not in text


def test_what_is_no_base64_is_said_to_be_none():
    assert "not base64" in shown_at(BEGINNING + f"C: AUTH PLAIN |{PASSWORD}\n")
    assert "cancels the exchange" in shown_at(BEGINNING + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: |*\n")
    assert from_base64("a") is None


@tabled("name", sorted(MECHANISMS))
def test_every_mechanism_has_something_to_show(name: str):
    assert f"**{name}** (" in shown_at(f"C: AUTH |{name}\n")
    assert f"**{name}** (" in shown_at(f"C: EHLO a.example\nS: 250-mx.example\nS: 250 AUTH |{name}\n")


# --- mail data and chunks ---------------------------------------------------------------------------------------------


def test_a_header_field_has_its_page_and_its_end():
    text = shown_at(MESSAGE.replace("Subject", "Sub|ject"))
    assert text.startswith("**Subject** (header field)")
    assert "ends at line 17, with a lone dot" in text
    assert "(field header)" in shown_at(MESSAGE.replace("Subject", "Sub|ject"), lang="id")


def test_a_folded_line_belongs_to_its_field():
    text = shown_at(MESSAGE.replace(" and", " a|nd"))
    assert "goes on from line 13" in text
    assert "**Subject** (header field)" in text


def test_the_body_has_no_fields():
    text = shown_at(MESSAGE.replace("At noon", "Subj|ect: noon"))
    assert text.startswith("**Body of the mail data**\n\n- opened at line 11\n- ends at line 17")
    assert "no lone dot ends it" in shown_at(RECIPIENT + "C: DATA\nS: 354 go\nC: Sub|ject: x\n")


def test_the_dot_ends_mail_data():
    assert "here the mail data ends" in shown_at(MESSAGE.replace("C: .", "C: |."))
    assert "The first dot is doubled" in shown_at(MESSAGE.replace("At noon", "..A|t noon"))


CHUNKS = (
    RECIPIENT.replace("PIPELINING", "CHUNKING") + "C: BDAT 7\nC: hello\nS: 250 ok\nC: BDAT 9 LAST\nC: abc\nS: 250 ok\n"
)


def test_the_octets_of_a_chunk_are_counted():
    assert "octets shown: 7, as announced" in shown_at(CHUNKS.replace("BDAT 7", "BDAT |7"))
    assert "octets shown: 5 (announced: 9)" in shown_at(
        CHUNKS.replace("S: 250 ok\nC: BDAT 9", "S: 250 ok\nC: BDAT |9").replace("C: abc\nS: 250 ok\n", "C: abc\n")
    )
    assert "Chunk of the BDAT at line 11: 7 octets with CRLF, after 0 of 7." in shown_at(
        CHUNKS.replace("hello", "he|llo")
    )
    assert "**LAST** (parameter)" in shown_at(CHUNKS.replace("LAST", "LA|ST"))


# --- marks and notation -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (" ~|> QUIT", "swaks: sent by the client over TLS"),
        ("<|~  221 bye", "swaks: sent by the server over TLS"),
        ("<*|* 550 no", "swaks: sent by the server, and not what the client expected"),
        (" -|> QUIT", "swaks: sent by the client"),
        ("=== TLS st|arted with cipher", "swaks: TLS is on from here"),
    ],
)
def test_marks_of_swaks_are_told(line: str, said: str):
    tls = "=== TLS started with cipher\n" if "~" in line else ""
    above = f"=== Connected to mx.example.\n<-  220 mx.example ESMTP\n -> EHLO a.example\n{tls}"
    assert said in shown_at(f"{above}{line}\n")


def test_marks_of_others_say_who_speaks():
    text = "* Connected to mx.example (192.0.2.1) port 25\n< 220 mx.example ESMTP\n|> EHLO a.example\n"
    assert "curl-verbose: sent by the client" in shown_at(text)
    assert "curl-verbose: dikirim klien" in shown_at(text, lang="id")
    assert "**C:** (notation)" in shown_at("|C: NOOP\n")


def test_a_suppressed_rule_has_its_page():
    assert shown_at("# smtp-ls: ignore[missing-q|uit]\nC: NOOP\n").startswith("**missing-quit** (warning)")
    assert "there is no rule of that name" in shown_at("# smtp-ls: ignore[missing-qu|it-at-all]\nC: NOOP\n")


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("# smtp|-ls: ignore[missing-quit]", "# smtp-ls: ignore"),
        ("# smtp|-ls: ignore-file[missing-quit]", "ignore-file"),
        ("# smtp|-ls: protocol=lmtp", "protocol"),
        ("# smtp|-ls: tls=none", "tls"),
        ("# smtp|-ls: partial", "partial"),
        ("##|# Title", "###"),
        ("@ser|ver = smtp://mx.example", "@server"),
        ("@t|ls = none", "@tls"),
        ("@na|me = value", "@variable"),
    ],
)
def test_directives_have_their_pages(line: str, key: str):
    assert f"**{key}** (notation)" in shown_at(f"{line}\nC: EHLO a.example\nC: QUIT\n")


def test_a_placeholder_has_its_value():
    text = shown_at("@who = bob@example.net\nC: EHLO a.example\nC: RCPT TO:<{{w|ho}}>\n")
    assert "value: `bob@example.net`" in text
    assert "defined at line 1" in text
    assert "didefinisikan di baris 1" in shown_at("@who = bob\nC: EHLO {{w|ho}}\n", lang="id")
    assert "not defined above this line" in shown_at("C: EHLO {{w|ho}}\n")


def test_a_placeholder_from_outside_or_of_a_secret_has_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOVER_SECRET", PASSWORD)
    assert PASSWORD not in shown_at("C: EHLO {{$env.HOVER|_SECRET}}\n")
    assert "never shown" in shown_at("C: EHLO {{$env.HOVER|_SECRET}}\n")
    for name, line in (("x", "C: AUTH PLAIN {{|x}}"), ("password", "C: NOOP {{|password}}")):
        text = shown_at(f"@{name} = {PASSWORD}\nC: EHLO a.example\n{line}\n")
        assert PASSWORD not in text
        assert "never shown" in text


# --- findings, ranges, columns ----------------------------------------------------------------------------------------


def test_a_finding_comes_with_the_rest():
    text = shown_at("C: MA|IL FROM:<alice@example.org>\nC: QUIT\n")
    assert text.index("**mail-before-ehlo** (error)") < text.index("**MAIL** (verb)")
    assert "(kesalahan)" in shown_at("C: MA|IL FROM:<alice@example.org>\nC: QUIT\n", lang="id")


def test_a_finding_links_to_its_page():
    text = shown_at("C: EHLO client.example.org\nC: MAIL FROM:| <alice@example.org>\nC: QUIT\n")
    assert text.startswith('**space-after-colon** (warning): no blank between "FROM:" and the path')
    assert "[RFC 5321 section 3.3](https://www.rfc-editor.org/rfc/rfc5321#section-3.3)" in text


def test_a_finding_about_the_whole_line_comes_after_the_word():
    text = shown_at("C: EHLO client.example.org\nC: NO|OP x\n")
    assert text.index("**NOOP**") < text.index("**missing-quit**")


@pytest.mark.parametrize("line", ["C: |EHLO client.example.org\n", "C: EHL|O client.example.org\n"])
def test_the_range_is_the_word(line: str):
    found = hover_at(line)
    assert found
    assert found.range == types.Range(types.Position(0, 3), types.Position(0, 7))


@pytest.mark.parametrize("line", ["C: NOOP| x\n", "C: NOOP x|x\n", "|\n", "# com|ment\n"])
def test_elsewhere_nothing_is_shown(line: str):
    assert hover_at("C: EHLO client.example.org\n" + line + "C: QUIT\n") is None
    assert hover_at("|") is None


def test_without_markdown_the_text_is_plain():
    found = hover_at("C: EHLO client.example.org\nC: MAIL FROM:| <alice@example.org>\nC: QUIT\n", Client())
    assert found
    assert isinstance(found.contents, types.MarkupContent)
    assert found.contents.kind == types.MarkupKind.PlainText
    assert "RFC 5321 section 3.3 (https://www.rfc-editor.org/rfc/rfc5321#section-3.3)" in found.contents.value
    assert not any(mark in found.contents.value for mark in ("**", "`", "##", "\\"))


@pytest.mark.parametrize(("encoding", "start"), [("utf-8", 32), ("utf-16", 30), ("utf-32", 29)])
def test_columns_are_the_clients(encoding: str, start: int):
    """Before the word stands a character outside the basic plane: four octets, two units, one character."""
    file = document("C: EHLO client.example.org\nC: MAIL FROM:<\U0001f600@example.org> BODY=9BIT\n")
    found = hover(file, params(1, start), ABLE._replace(encoding=encoding))
    assert found
    assert found.range == types.Range(types.Position(1, start), types.Position(1, start + len("BODY=9BIT")))
    assert "**BODY**" in text_of(found)


# --- everywhere -------------------------------------------------------------------------------------------------------


def params(line: int, column: int) -> types.HoverParams:
    return types.HoverParams(types.TextDocumentIdentifier(URI), types.Position(line, column))


def text_of(found: types.Hover) -> str:
    assert isinstance(found.contents, types.MarkupContent)
    return found.contents.value


def everywhere(file: Document, client: Client = ABLE) -> Iterator[tuple[types.Position, types.Hover]]:
    """What is shown at each place of a file where something is."""
    for line, text in enumerate(file.trace.lines):
        for column in range(len(without_end(text)) + 1):
            asked = params(line, column)
            found = hover(file, asked, client)
            if found is not None:
                yield asked.position, found


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_at_every_place_of_an_example_there_is_a_range_about_it(path: Path):
    for position, found in everywhere(document(path.read_bytes().decode("utf-8", "surrogateescape"))):
        assert found.range
        assert found.range.start.line == found.range.end.line == position.line
        assert found.range.start.character <= position.character <= found.range.end.character
        assert text_of(found).strip()
        text_of(found).encode()


SECRETIVE = (
    BEGINNING
    + f"""\
C: AUTH PLAIN {base64(chr(0) + "alice" + chr(0) + PASSWORD)}
S: 535 no
C: AUTH PLAIN {base64(PASSWORD)}
S: 501 no
C: AUTH LOGIN
S: 334 VXNlcm5hbWU6
C: YWxpY2U=
S: 334 UGFzc3dvcmQ6
C: {base64(PASSWORD)}
S: 535 no
C: AUTH LOGIN YWxpY2U=
S: 334 UGFzc3dvcmQ6
C: {PASSWORD}
S: 501 no
C: AUTH XOAUTH2 {base64(f"user=alice{chr(1)}auth=Bearer {PASSWORD}{chr(1)}{chr(1)}")}
S: 334 {base64("{}")}
C:
S: 535 no
C: AUTH CRAM-MD5
S: 334 PDEyMy40NTZAbWFpbC5leGFtcGxlLmNvbT4=
C: {base64("alice " + PASSWORD)}
S: 235 yes
C: BURL imap://alice:{PASSWORD}@example.org/INBOX LAST
S: 503 no
C: QUIT
S: 221 bye
"""
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_password_is_never_shown(lang: str):
    file = document(f"@password = {PASSWORD}\n" + SECRETIVE + "C: AUTH PLAIN {{password}}\n")
    shown = [text_of(found) for _, found in everywhere(file, ABLE._replace(locale=lang))]
    assert any("(hidden)" in text or "(disembunyikan)" in text for text in shown)
    for secret in (
        PASSWORD,
        base64(PASSWORD),
        base64(PASSWORD)[:-4],
        base64(chr(0) + "alice" + chr(0) + PASSWORD),
    ):
        assert not [text for text in shown if secret in text]


@pytest.mark.slow
def test_in_a_long_file_hover_is_quick():
    """Printed, not asserted: `pytest -s`."""
    session = MESSAGE.replace("C: QUIT\nS: 221 bye\n", "")[len(BEGINNING) :]
    many = document(BEGINNING + session * (100_000 // session.count("\n")))
    one = document(MESSAGE.replace("C: At noon?\n", "C: At noon?\n" * 100_000))
    for name, file in (("many messages", many), ("one message", one)):
        assert file.diagnostics is not None
        count = len(file.trace.lines)
        times = []
        for number in range(400):
            line = (number * 7919) % count
            for column in (1, 4, 15):
                start = time.perf_counter()
                hover(file, params(line, column), ABLE)
                times.append(time.perf_counter() - start)
        times.sort()
        print(  # noqa: T201
            f"hover, {count} lines, {name}: p50 {times[len(times) // 2] * 1e3:.2f} ms, "
            f"p95 {times[len(times) * 95 // 100] * 1e3:.2f} ms, worst {times[-1] * 1e3:.2f} ms"
        )


def test_every_label_is_in_every_language():
    for key, texts in LABELS.items():
        assert len(texts) == len(LANGUAGES), key
        assert len({text.count("{") for text in texts}) == 1, key
