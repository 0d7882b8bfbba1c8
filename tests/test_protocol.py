"""The tables of facts agree with each other, and a misspelt verb finds its verb."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtp_ls.protocol.answers import ANSWERS, PARAMETER_ANSWERS, Answer
from smtp_ls.protocol.enhanced import CLASSES, ENHANCED, SUBJECTS
from smtp_ls.protocol.extensions import DEPENDENCIES, EXTENSIONS, LMTP, SUBMISSION, SUBMISSION_ONLY
from smtp_ls.protocol.parameters import ATTRIBUTES, PARAMETERS, PARTNERS, POSITIONAL, RIVALS, VALUE_EXTENSIONS
from smtp_ls.protocol.replies import FIRST_DIGIT, MACHINE_READ, NOT_ON_SUBMISSION, REPLY_CODES, SECOND_DIGIT
from smtp_ls.protocol.sasl import MECHANISMS, NAME_LENGTH
from smtp_ls.protocol.verbs import (
    ANY_FAILURES,
    EXPECTED,
    GREETING_FAILURES,
    MANDATORY,
    NOT_VERBS,
    VERBS,
    Verb,
    distance,
    nearest,
)
from tests.table import tabled

PLACES = {*VERBS, "greeting", ".", "*"}
RFC = re.compile(r"[1-9]\d{2,4}(#(\d+|[A-Z])(\.\d+)*)?")


def is_code(code: int) -> bool:
    """Tell whether the table has the code, or it is one digit for a whole class."""
    return code in REPLY_CODES or code in {4, 5}


def codes(verb: Verb) -> set[int]:
    return {*verb.success, *verb.intermediate, *verb.failures}


def answers() -> Iterator[Answer]:
    for table in (ANSWERS, PARAMETER_ANSWERS):
        for row in table.values():
            yield from row


def test_nothing_was_lost():
    """As many rows as the registries and documents had when the tables were made."""
    assert len(VERBS) == 33
    assert len(EXTENSIONS) == 57
    assert sum(row.registered for row in EXTENSIONS.values()) == 35
    assert len(REPLY_CODES) == 47
    assert len(ENHANCED) == 81
    assert len(MECHANISMS) == 43
    # SMTPUTF8 is one row for MAIL and for VRFY and EXPN, which two sections of RFC 6531 describe.
    assert len(PARAMETERS) + len(POSITIONAL) + 1 == 28


@pytest.mark.parametrize("table", [VERBS, EXTENSIONS, MECHANISMS, PARAMETERS])
def test_names_are_in_upper_case(table):
    assert all(name == name.upper() == row[0] for name, row in table.items())


@pytest.mark.parametrize("table", [VERBS, EXTENSIONS, REPLY_CODES, ENHANCED, MECHANISMS, PARAMETERS, POSITIONAL])
def test_facts_say_where_they_come_from(table):
    """An RFC with its section, or another source, or the confession that there is none."""
    for row in table.values():
        assert RFC.fullmatch(row.rfc) or (row.rfc == "" and (row.source or not row.verified)), row


def test_answers_say_where_they_come_from():
    for answer in answers():
        assert answer.rfc == "" or RFC.fullmatch(answer.rfc), answer


# Verbs


@tabled("verb", VERBS.values())
def test_verbs_fit_the_other_tables(verb):
    assert verb.extension is None or verb.extension in EXTENSIONS
    assert verb.extension is None or verb.name in EXTENSIONS[verb.extension].verbs
    assert verb.extension is not None or not verb.must_be_offered
    assert verb.private == verb.name.startswith("X")
    assert list(verb.params) == [name for name, row in PARAMETERS.items() if verb.name in row.commands]
    assert verb.max_args is None or verb.min_args <= verb.max_args
    assert all(is_code(code) for code in codes(verb))
    assert all(200 <= code < 300 for code in verb.success)
    assert all(300 <= code < 400 for code in verb.intermediate)
    assert all(code in {4, 5} or 400 <= code < 600 for code in verb.failures)


def test_verbs_that_clients_may_use_unasked():
    """That these are not listed is common, and no document forbids a client to try."""
    unasked = {name for name, verb in VERBS.items() if verb.extension and not verb.must_be_offered}
    assert unasked == {
        *("EXPN", "HELP", "TURN", "SEND", "SOML", "SAML"),
        *("VERB", "ONEX", "XUSR", "XADR", "XSTA"),
    }


def test_mandatory_verbs_need_no_extension():
    assert all(VERBS[name].extension is None for name in MANDATORY)
    assert not NOT_VERBS & VERBS.keys()


def test_expected_replies_are_those_of_the_verb():
    for place, expected in EXPECTED.items():
        assert expected <= REPLY_CODES.keys()
        assert all(200 <= code < 400 for code in expected)
        if place == "DATA":
            assert expected == set(VERBS["DATA"].intermediate)
        elif place in VERBS:
            assert expected >= {*VERBS[place].success, *VERBS[place].intermediate}
        else:
            assert place in {"greeting", "."}
    assert {"greeting", ".", "EHLO", "X-EXPS", "X-ANONYMOUSTLS"} <= EXPECTED.keys()


def test_verbs_without_expected_replies_have_none_documented():
    for name in VERBS.keys() - EXPECTED.keys():
        assert not VERBS[name].success
        assert not VERBS[name].intermediate


@pytest.mark.parametrize(
    ("word", "verb"),
    [
        ("MALI", "MAIL"),
        ("EHLLO", "EHLO"),
        ("RCTP", "RCPT"),
        ("HELLO", "HELO"),
        ("DTAA", "DATA"),
        ("QIUT", "QUIT"),
        ("EXIT", "QUIT"),
        ("NOP", "NOOP"),
        ("verify", "VRFY"),
        ("STARTLS", "STARTTLS"),
        ("XEXCH05", "XEXCH50"),
        ("MAIL", "MAIL"),
        ("XYZZY", None),
        ("BYE", None),
        ("FROM", None),
        ("NO", None),
        ("", None),
    ],
)
def test_nearest(word, verb):
    assert nearest(word) == verb


@given(st.text("AEHILMOPRTX-", max_size=8))
def test_nearest_is_as_near_as_any(word):
    """What is skipped to be quick was never nearer."""
    limit = 1 if len(word) <= 3 or word[0] == "X" else 2
    edits = {name: distance(word, name) for name in VERBS}
    found = nearest(word)
    if found is None:
        assert min(edits.values()) > limit
    else:
        assert edits[found] == min(edits.values()) <= limit


@pytest.mark.parametrize(
    ("a", "b", "edits"),
    [("", "", 0), ("", "AB", 2), ("AB", "BA", 1), ("CA", "ABC", 2), ("RCPT", "RPT", 1), ("MAIL", "MALE", 2)],
)
def test_distance(a, b, edits):
    assert distance(a, b) == edits


@given(*[st.text("ABC", max_size=6)] * 3)
def test_distance_is_a_metric(a, b, c):
    assert (distance(a, b) == 0) == (a == b)
    assert distance(a, b) == distance(b, a)
    assert distance(a, c) <= distance(a, b) + distance(b, c)


# Parameters


@tabled("row", [*PARAMETERS.values(), *POSITIONAL.values()])
def test_parameters_fit_the_other_tables(row):
    assert row.commands
    assert row.extensions
    assert all(command in VERBS for command in row.commands)
    assert all(keyword in EXTENSIONS for keyword in row.extensions)
    for keyword in row.extensions:
        assert any(row.name in names for verb, names in EXTENSIONS[keyword].parameters if verb in row.commands)
    assert (row.value == "positional") == (row.name in POSITIONAL)
    assert row.value != "forbidden" or row.rule is None
    if row.name in PARAMETERS:
        assert row.rule in {None, f"{row.name.lower()}-value"}


def test_notes_on_parameters_name_parameters():
    for text, keyword in VALUE_EXTENSIONS.items():
        name, _, word = text.partition("=")
        assert word in PARAMETERS[name].values
        assert keyword in PARAMETERS[name].extensions
    assert {*PARTNERS, *PARTNERS.values()}.union(*RIVALS) <= PARAMETERS.keys()
    assert ATTRIBUTES.keys() <= VERBS.keys()


def test_the_grammar_has_the_rules_that_the_tables_name():
    grammar = Path(__file__).parents[1].joinpath("grammar", "smtp.abnf").read_text(encoding="utf-8")
    defined = set(re.findall(r"^([A-Za-z][A-Za-z0-9-]*) *=", grammar, re.MULTILINE))
    named = {row.rule for row in (*PARAMETERS.values(), *POSITIONAL.values())}
    named |= {row.offer_rule for row in EXTENSIONS.values()}
    assert named - {None} <= defined


# Extensions


@tabled("row", EXTENSIONS.values())
def test_extensions_fit_the_other_tables(row):
    assert all(VERBS[verb].extension == row.keyword or VERBS[verb].extension is None for verb in row.verbs)
    assert all(keyword in EXTENSIONS for keyword in row.requires)
    assert row.takes_params in {"optional", "required"} or row.offer_rule is None
    assert row.offer_rule in {None, f"{row.keyword.lower()}-offer"}
    for verb, names in row.parameters:
        for name in names:
            parameter = PARAMETERS[name] if name in PARAMETERS else POSITIONAL[name]
            assert verb in parameter.commands
            assert row.keyword in parameter.extensions


def test_dependencies_are_those_of_the_rows():
    pairs = {(row.keyword, need) for row in EXTENSIONS.values() for need in row.requires}
    assert pairs | {("REQUIRETLS", "TLS")} == set(DEPENDENCIES)
    assert all(RFC.fullmatch(rfc) for rfc in DEPENDENCIES.values())


def test_what_kinds_of_servers_offer_is_in_the_table():
    named = {keyword for table in (SUBMISSION, LMTP) for row in table.values() for keyword in row} | SUBMISSION_ONLY
    assert named <= EXTENSIONS.keys()


# Replies


@tabled("row", REPLY_CODES.values())
def test_reply_codes_fit_the_other_tables(row):
    assert row.code // 100 in FIRST_DIGIT
    assert row.code // 10 % 10 in SECOND_DIGIT
    assert row.kind == {2: "s", 3: "i", 4: "t", 5: "p"}[row.code // 100]
    assert set(row.commands) <= PLACES


def test_reply_codes_name_the_verbs_that_name_them():
    for verb in VERBS.values():
        for code in codes(verb) & REPLY_CODES.keys():
            # A failure of DATA may be one of its second reply.
            places = {verb.name, "."} if verb.name == "DATA" else {verb.name}
            assert places & set(REPLY_CODES[code].commands), (verb.name, code)
    for place, expected in EXPECTED.items():
        assert all(place in REPLY_CODES[code].commands for code in expected)
    assert all("greeting" in REPLY_CODES[code].commands for code in GREETING_FAILURES)
    assert all("*" in REPLY_CODES[code].commands for code in ANY_FAILURES)


def test_special_reply_codes_are_in_the_table():
    assert REPLY_CODES.keys() >= MACHINE_READ | NOT_ON_SUBMISSION


def test_answers_fit_the_other_tables():
    assert ANSWERS.keys() <= PLACES
    assert PARAMETER_ANSWERS.keys() <= PARAMETERS.keys()
    for answer in answers():
        assert is_code(answer.code)
        if answer.enhanced:
            digit, _, detail = answer.enhanced.partition(".")
            assert f"X.{detail}" in ENHANCED
            assert digit in {"X", str(answer.code)[0]}


def test_answers_are_those_of_the_verbs():
    said = {place: {answer.code for answer in row} for place, row in ANSWERS.items()}
    for name, verb in VERBS.items():
        both = said.get(name, set()) | (said["."] if name == "DATA" else set())
        assert both - {353} == codes(verb)
    assert said["greeting"] == EXPECTED["greeting"] | GREETING_FAILURES
    assert said["*"] == ANY_FAILURES
    for place, expected in EXPECTED.items():
        assert expected <= said[place]


# Enhanced codes


@tabled("row", ENHANCED.values())
def test_enhanced_codes_fit_the_other_tables(row):
    letter, subject, detail = row.code.split(".")
    assert letter == "X"
    assert int(subject) in SUBJECTS
    assert detail == str(int(detail))
    assert set(row.classes) <= CLASSES.keys()
    assert all(code in REPLY_CODES or code in {0, 5} for code in row.basic)


# Mechanisms


@tabled("row", MECHANISMS.values())
def test_mechanisms_are_coherent(row):
    assert re.fullmatch(r"[A-Z0-9_-]+", row.name)
    assert len(row.name) <= NAME_LENGTH or not row.verified
    if row.one_trip:
        assert (row.first, row.initial_response, row.client_messages, row.layer) == ("client", "allowed", 1, False)
    if row.first == "server":
        assert row.initial_response != "allowed"
    if row.plaintext or row.bearer:
        assert row.secret
        assert row.tls in {"needed", "required"}
    if row.sends and row.client_messages is not None:
        assert len(row.sends) == row.client_messages


def test_how_often_the_client_speaks():
    """The presumed length of an exchange that shows no replies depends on this."""
    lines = {name: MECHANISMS[name].client_messages for name in ("PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256", "NTLM")}
    assert lines == {"PLAIN": 1, "LOGIN": 2, "CRAM-MD5": 1, "SCRAM-SHA-256": 3, "NTLM": 2}
    assert {name for name, row in MECHANISMS.items() if row.plaintext} == {"PLAIN", "LOGIN"}
    assert {name for name, row in MECHANISMS.items() if row.bearer} == {"XOAUTH2", "OAUTHBEARER"}


# The modules


@pytest.mark.parametrize("module", ["answers", "enhanced", "extensions", "parameters", "replies", "sasl", "verbs"])
def test_a_module_loads_no_other(module):
    """Only what is asked for is loaded, and nothing that is slow to load."""
    program = f"import sys, smtp_ls.protocol.{module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in loaded if name.startswith("smtp_ls.protocol.")] == [f"smtp_ls.protocol.{module}"]
    assert not {"dataclasses", "asyncio", "importlib.metadata", "tomllib", "lsprotocol", "attr"} & set(loaded)
