"""Everything that the facts name has a page in every language, with no hole, links that are links, right examples."""

import re
import tomllib
from pathlib import Path

import pytest

from smtp_ls.findings import Severity
from smtp_ls.pages import FILES, LANGUAGES, Topic, all_providers, keys, prose, providers, translated
from smtp_ls.pages.forms import FORMS
from smtp_ls.pages.page import page
from smtp_ls.pages.verbs import REFERENCE
from smtp_ls.pages.words import WORDS
from smtp_ls.protocol.answers import ANSWERS, PARAMETER_ANSWERS
from smtp_ls.protocol.enhanced import ENHANCED
from smtp_ls.protocol.extensions import EXTENSIONS, LIMIT_NAMES
from smtp_ls.protocol.parameters import PARAMETERS, POSITIONAL
from smtp_ls.protocol.replies import REPLY_CODES
from smtp_ls.protocol.sasl import MECHANISMS
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.rules import RULES
from smtp_ls.topics import all_topics, topics
from smtp_ls.trace import Trace
from tests.table import tabled

PAGES = Path(__file__).parent.parent / "smtp_ls" / "pages"
FIELDS = {
    "verb": {"summary", "body", "good", "bad", "mistake"},
    "mechanism": {"summary", "body"},
    "parameter": {"summary", "body", "example", "mistake"},
    "extension": {"summary", "body"},
    "reply": {"summary", "body", "action"},
    "enhanced": {"summary", "action"},
    "header": {"summary", "body", "rfc"},
    "notation": {"summary", "body", "example"},
}
MAY_BE_EMPTY = {("parameter", "mistake"), ("header", "rfc")}
FACTS = {
    "verb": set(VERBS),
    "mechanism": set(MECHANISMS),
    "parameter": {*PARAMETERS, *POSITIONAL},
    "extension": set(EXTENSIONS),
    "reply": {str(code) for code in REPLY_CODES},
    "enhanced": set(ENHANCED),
}
LINK = re.compile(r"\[[^\]]*\]\(([^)]*)\)")
URL = re.compile(r"https://[a-z0-9.-]+\.[a-z]+(/[^\s()<>]*)?")
RFC = re.compile(r"[1-9]\d{2,4}(#(\d+|[A-Z])(\.\d+)*)?")
EVERYWHERE = [(topic, lang) for topic in all_topics() for lang in LANGUAGES]
UNDOCUMENTED = {"X-LINK2STATE", "XADR", "XSTA"}
"""Verbs of which nobody knows what to say, so that no session can show it."""
SYNTAX = {"syntax", "parameters", "addresses"}
"""The families of rules that judge a line by itself."""


def file(kind: str, lang: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((PAGES / lang / f"{FILES[kind]}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", FACTS)
def test_every_fact_has_prose_and_all_prose_has_its_fact(kind: str):
    assert set(keys(kind)) == FACTS[kind]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", FIELDS)
def test_no_text_is_missing(kind: str, lang: str):
    """The same keys in every language, each with all its fields, none of them empty or untidy."""
    tables = file(kind, lang)
    assert list(tables) == list(keys(kind))
    wrong = [
        f"{key}.{field}"
        for key, table in tables.items()
        for field in FIELDS[kind] | set(table)
        if field not in FIELDS[kind]
        or not (table.get(field, "").strip() or (kind, field) in MAY_BE_EMPTY)
        or re.search(r"[ \t]$", table.get(field, ""), re.MULTILINE)
    ]
    assert not wrong


@tabled(("topic", "lang"), EVERYWHERE)
def test_every_topic_has_a_page(topic: Topic, lang: str):
    """With its heading, a sentence, well-formed links and no hole left by a fact that is missing."""
    found = page(topic, lang)
    assert found is not None
    assert (found.kind, found.key) == topic
    assert found.markdown.startswith("# ")
    assert found.summary.strip()
    assert "\n" not in found.summary
    assert "\n\n\n" not in found.markdown
    prose_alone = re.sub(r"`[^`]*`", "", found.markdown)
    assert "None" not in prose_alone
    links = [*LINK.findall(prose_alone), *([found.url] if found.url else [])]
    assert not [link for link in links if not URL.fullmatch(link)]


def test_every_word_is_in_every_language():
    assert all(len(each) == len(LANGUAGES) and all(each) for each in WORDS.values())
    assert all(re.findall(r"\{\w+\}", en) == re.findall(r"\{\w+\}", other) for en, other in WORDS.values())


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_every_phrase_of_the_tables_is_translated(lang: str):
    """None is missing, and none is there that no table says any more."""
    said = {answer.meaning for table in (ANSWERS, PARAMETER_ANSWERS) for row in table.values() for answer in row}
    said |= set(LIMIT_NAMES.values())
    said |= {each.secret for each in MECHANISMS.values() if each.secret}
    said |= {each.decode.rule for each in MECHANISMS.values() if each.decode and each.decode.rule}
    known = tomllib.loads((PAGES / lang / "facts.toml").read_text(encoding="utf-8"))["facts"]
    assert set(known) == said
    assert all(translated(each, lang).strip() for each in said)


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_a_language_has_all_of_the_rules_or_none(lang: str):
    """Their prose is optional; what is there has both fields and names a rule."""
    tables = file("rule", lang) if (PAGES / lang / "rules.toml").exists() else {}
    assert set(tables) <= set(RULES)
    assert all(set(table) == {"summary", "body"} and table["summary"].strip() for table in tables.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sources_of_header_fields_are_rfcs(lang: str):
    assert not [key for key, table in file("header", lang).items() if table["rfc"] and not RFC.fullmatch(table["rfc"])]


# --- examples ---------------------------------------------------------------------------------------------------------


@tabled("lang", LANGUAGES)
@tabled("verb", VERBS)
def test_the_right_example_of_a_verb_is_clean(verb: str, lang: str):
    """Our own rules have nothing to say of it, and it shows the verb."""
    text = prose("verb", verb, lang)
    assert text is not None
    assert not [each for each in Trace(text["good"] + "\n").diagnostics() if each.severity >= Severity.WARNING]
    assert verb in UNDOCUMENTED or re.search(rf"^C: {re.escape(verb)}\b", text["good"], re.MULTILINE)


@tabled("lang", LANGUAGES)
@tabled("parameter", [*PARAMETERS, *POSITIONAL])
def test_the_example_of_a_parameter_is_well_formed(parameter: str, lang: str):
    """RFC 5336 used addresses beyond ASCII in its own way, which is why one rule may speak of ALT-ADDRESS."""
    text = prose("parameter", parameter, lang)
    assert text is not None
    found = Trace(f"# smtp-ls: partial\n# smtp-ls: tls=implicit\n{text['example']}\n").diagnostics()
    loud = {each.rule for each in found if each.severity >= Severity.WARNING and RULES[each.rule].family in SYNTAX}
    assert loud <= ({"smtputf8-missing"} if parameter == "ALT-ADDRESS" else set())


# --- syntax, categories, servers --------------------------------------------------------------------------------------


def test_every_verb_has_a_readable_line_that_begins_with_it():
    assert all(FORMS[verb.lower()].split(" ")[0] == verb for verb in VERBS)


def test_the_reference_keeps_its_three_categories():
    """Twelve verbs; where the facts say session, auth or message, they say the same."""
    assert sum(map(len, REFERENCE.values())) == 12
    for category, verbs in REFERENCE.items():
        assert {VERBS[verb].category for verb in verbs} <= {category, "info"}


@tabled("row", all_providers("en"))
def test_a_reply_of_a_server_is_told_by_its_text(row):
    """The pattern compiles, does not match everything, and its own example gives its page."""
    pattern = re.compile(row.match)
    assert not pattern.search("2.0.0 Ok")
    assert not row.example or Topic("provider", row.id) in topics(row.example)
    assert re.fullmatch(r"[a-z0-9-]+", row.id)
    assert row.name
    assert not row.link or URL.fullmatch(row.link)


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_servers_are_told_alike_in_every_language(lang: str):
    """Only titles and bodies differ."""
    same = ("id", "match", "link", "example")
    english, other = ([[getattr(row, each) for each in same] for row in all_providers(each)] for each in ("en", lang))
    assert english == other
    assert all(row.title and row.body for row in all_providers(lang))


def test_no_two_rows_have_one_id():
    ids = [row.id for row in all_providers("en")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.", "Microsoft 365"),
        ("5.7.9 Application-specific password required. For more information, go to", "Gmail"),
        ("5.7.1 <a@example.net>: Relay access denied", "Several"),
        ("5.5.1 Error: nested MAIL command", "Postfix"),
        ("4.7.1 Greylisting in action, please come back later", ""),
    ],
)
def test_a_known_reply_is_recognised(text: str, expected: str):
    """The most exact row comes first."""
    assert expected in providers(text, "en")[0].name


def test_an_ordinary_reply_is_nobodys():
    assert not providers("2.1.0 Ok", "en")
    assert not providers("", "en")
