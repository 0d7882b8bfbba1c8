"""Semantic tokens: what each stretch is; `test_kept` holds that they lie apart, in every unit, and after edits."""

import json

import pytest
from lsprotocol import types

from smtp_ls.features.document import Document
from smtp_ls.features.semantic_tokens import LEGEND, semantic_tokens_full, semantic_tokens_full_delta
from smtp_ls.turns import at_once
from tests.features.drawn import ABLE, document
from tests.features.stretches import FILE, LABELLED, SMTPLIB


def told(text: str, line: int) -> list[str]:
    """The kinds and texts on a 1-based line."""
    file = document(text)
    data = json.loads(at_once(semantic_tokens_full(file, types.SemanticTokensParams(FILE), ABLE)))["data"]
    found, at, start = [], 0, 0
    for number in range(0, len(data), 5):
        below, right, length, kind, _ = data[number : number + 5]
        at, start = at + below, right + (0 if below else start)
        if at == line - 1:
            found.append(f"{LEGEND.token_types[kind]} {file.trace.lines[at][start : start + length]}")
    return found


AUTH = "C: AUTH PLAIN AGFsaWNlAHMzY3IzdA==\nS: 334 \nC: czNjcjN0\n"


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        (LABELLED, 1, "directive ### Lunch"),
        (LABELLED, 2, "variable @sender, keyword alice@example.org"),
        (LABELLED, 6, "label S:, code 250, keyword SIZE"),
        (LABELLED, 9, "label C:, verb MAIL, verb FROM:, path <{{sender}}>, parameter SIZE, keyword 1000"),
        (LABELLED, 14, "label S:, code 550, enhancedCode 5.1.1"),
        (LABELLED, 17, "label C:, header From, body  Alice <alice@example.org>"),
        (LABELLED, 22, "label C:, dot ."),
        (SMTPLIB, 1, "label send:, verb ehlo, path client.example.org"),
        (AUTH, 1, "label C:, verb AUTH, keyword PLAIN, secret AGFsaWNlAHMzY3IzdA=="),
        (AUTH, 3, "label C:, secret czNjcjN0"),
        ("C: BURL imap://a@b.example/;uid=1;urlauth=x LAST\n", 1,
         "label C:, verb BURL, secret imap://a@b.example/;uid=1;urlauth=x, keyword LAST"),
        ("C: BDAT 3 LAST\n", 1, "label C:, verb BDAT, number 3, keyword LAST"),
        ("S: 2xx|450 /queued/\n", 1, "label S:, pattern 2xx|450, pattern /queued/"),
        ("S: 250 2.1.5 /o k/\n", 1, "label S:, code 250, enhancedCode 2.1.5, pattern /o k/"),
        ("S: 250|251\n", 1, "label S:, pattern 250|251"),
        ("S: ...\n", 1, "label S:, pattern ..."),
    ],
)  # fmt: skip
def test_what_each_stretch_is(text: str, line: int, expected: str):
    assert ", ".join(told(text, line)) == expected


def test_what_is_not_known_any_more_is_told_as_a_whole():
    file = Document("file:///a.smtp", 1, LABELLED)
    params = types.SemanticTokensDeltaParams(FILE, "of somebody else")
    assert set(json.loads(at_once(semantic_tokens_full_delta(file, params, ABLE)))) == {"resultId", "data"}
