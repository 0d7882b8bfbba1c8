"""Every row of the protocol notes' list of rules, by whole sessions with just that mistake, in several forms.

`one_mistake.txt` says how a session is written there. One mistake gives one finding, of that row's rule, at the marked
place, as loud as the row says, and nothing else that its heading does not name.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from smtp_ls.findings import Diagnostic, Severity
from smtp_ls.rules import RULES
from smtp_ls.trace import Trace

SESSIONS = Path(__file__).parent / "one_mistake.txt"
LEVELS = {each.name[0]: each for each in Severity}
COVERED = {row: meta.name for meta in RULES.values() for row in meta.rows}
BLOCKS = {
    "mail": "C: MAIL FROM:<alice@example.org>\nS: 250 2.1.0 Ok\nC: RCPT TO:<bob@example.net>\nS: 250 2.1.5 Ok",
    "mailing": "C: MAIL FROM:<alice@example.org>\nC: RCPT TO:<bob@example.net>",
    "data": "C: DATA\nS: 354 End with a lone dot",
    "header": "C: Date: Tue, 24 Nov 2026 10:00:00 +0000\nC: From: alice@example.org\nC: Message-ID: <1@example.org>",
    "text": "C:\nC: Hello\nC: .\nS: 250 2.0.0 Queued as 7F",
    "tls": "C: STARTTLS\nS: 220 2.0.0 Go ahead",
    "quit": "C: QUIT\nS: 221 2.0.0 Bye",
}
BLOCKS["message"] = f"{BLOCKS['data']}\n{BLOCKS['header']}\n{BLOCKS['text']}"
SIGNS = str.maketrans("␣␉␀␁␍␛␡▒", " \t\0\1\r\x1b\x7f\udcff")
MARKS = re.compile("[«»⟦⟧]")


class Expected(NamedTuple):
    """What a heading says of one form: how loud, by which refusal, and what else is found."""

    severity: Severity
    refused: str
    fix: str
    others: list[str]


class Row(NamedTuple):
    """A session of the table in one form, and what is to be found in it."""

    rule: str
    text: str
    places: list[tuple[int, int, int]]
    """Line and columns of what is marked, from 0."""
    explained: list[tuple[int, int, int]]
    """Likewise of what a related place points at."""
    expected: Expected


def block(line: str) -> str:
    """The lines that a `%% NAME` stands for."""
    name, *words = line.split()
    if name not in ("hello", "ehlo"):
        return BLOCKS[name]
    lines = ["mx.example.com", *" ".join(words).split(", ")] if words else ["mx.example.com"]
    said = [f"S: 250{' ' if each is lines[-1] else '-'}{each}" for each in lines]
    return "\n".join(
        (["S: 220 mx.example.com ESMTP"] if name == "hello" else []) + ["C: EHLO client.example.org", *said]
    )


def written_out(text: str) -> str:
    """The session with blocks, repetitions and signs as they are in a file."""
    text = re.sub(r"(?m)^%% (.*)$", lambda found: block(found[1]), text)
    text = re.sub(r"⟨(\d+)\*([^⟩]+)⟩", lambda found: found[2] * int(found[1]), text)
    return text.translate(SIGNS)


def bare(text: str) -> str:
    """As it is typed in telnet."""
    head = "Trying 192.0.2.1...\nConnected to mx.example.com.\nEscape character is '^]'.\n"
    return (head if text.startswith("S: 220") else "") + re.sub(r"(?m)^[CS]: ?", "", text)


def swaks(text: str) -> str:
    """As swaks prints it."""
    lines, secure, asked = ["=== Trying mx.example.com:2525...", "=== Connected to mx.example.com."], False, ""
    for line in text.splitlines():
        sent = line.startswith("C:")
        mark = (" ~> " if secure else " -> ") if sent else ("<~  " if secure else "<-  ")
        lines.append(mark + line[3:])
        if sent:
            asked = line[3:]
        elif asked == "STARTTLS" and line.startswith("S: 220"):
            secure = True
            lines.append("=== TLS started with cipher TLSv1.3:TLS_AES_256_GCM_SHA384:256")
    return "\n".join([*lines, "=== Connection closed with remote host.", ""])


def script(text: str) -> str:
    """The client's lines alone."""
    return "".join(line + "\n" for line in text.splitlines() if not re.match("S:", line))


FORMS: dict[str, Callable[[str], str]] = {"native": str, "bare": bare, "swaks": swaks, "script": script}


def expected(words: str) -> Expected:
    """A heading's words: `E`, `I/503` (lowered by that refusal), `+fix` or `+choice`, and other rules that speak."""
    loud, *rest = words.split()
    severity, _, refused = loud.partition("/")
    fix = [each[1:] for each in rest if each.startswith("+")]
    return Expected(LEVELS[severity], refused, fix[0] if fix else "", sorted(each for each in rest if each[0] != "+"))


def marked(text: str, opening: str, closing: str) -> list[tuple[int, int, int]]:
    """Where marks of one sort stand in a text, as they would without any marks."""
    places = []
    for number, line in enumerate(text.split("\n")):
        for found in re.finditer(f"{opening}(.*?){closing}", line):
            start, end = (len(MARKS.sub("", line[:at])) for at in found.span(1))
            places.append((number, start, end))
    return places


def rows(path: Path = SESSIONS) -> dict[str, Row]:
    """Name and form -> the row in that form."""
    table = {}
    for entry in path.read_text(encoding="utf-8").split("%%%% ")[1:]:
        title, _, text = entry.partition("\n")
        name, _, words = title.partition(" => ")
        words, only, forms = words.partition(" only ")
        answered, _, alone = words.partition(" | ")
        text = written_out(text)
        plain = not re.search("(?m)^(?![CS]:)", text.rstrip("\n"))
        wanted = (
            forms.split() if only else ["native", "bare", *(["swaks"] if plain else []), *(["script"] if alone else [])]
        )
        for form in wanted:
            given = FORMS[form](text)
            key = f"{name} [{form}]"
            assert key not in table, f"two of the name {key}"
            rule = name.split(",")[0]
            table[key] = Row(
                rule if rule in RULES else COVERED[rule], MARKS.sub("", given),
                marked(given, "«", "»"), marked(given, "⟦", "⟧"),
                expected(alone if form == "script" and alone else answered),
            )  # fmt: skip
    return table


def place(found: Diagnostic) -> tuple[int, int, int]:
    """Line and columns of what is found."""
    return found.start.line, found.start.column, found.end.column


def faults(row: Row) -> list[str]:
    """What is not as the row has it."""
    trace = Trace(row.text, seldom=frozenset({row.rule}))
    assert not trace.failures
    diagnostics = trace.diagnostics()
    own = [each for each in diagnostics if each.rule == row.rule]
    wanted = row.expected
    others = sorted(
        f"{each.rule}:{each.severity.name[0]}"
        for each in diagnostics
        if each.rule != row.rule and each.severity >= Severity.INFORMATION
    )
    wrong = []
    if [place(each) for each in own] != row.places:
        wrong.append(f"places {[place(each) for each in own]} not {row.places}")
    if {each.severity for each in own} - {wanted.severity}:
        wrong.append(f"severities {[each.severity.name[0] for each in own]} not {wanted.severity.name[0]}")
    if any(
        (f"(refused with {wanted.refused}" if wanted.refused else "(refused with ") in each.message for each in own
    ) != bool(wanted.refused):
        wrong.append(f"refused is not {wanted.refused!r}")
    if others != wanted.others:
        wrong.append(f"others {others} not {wanted.others}")
    if wanted.fix and any(each.fix is None or each.fix.safe != (wanted.fix == "fix") for each in own):
        wrong.append(f"fix is not {wanted.fix}")
    shown = {(other.start.line, other.start.column, other.end.column) for each in own for other in each.related}
    if not shown >= set(row.explained):
        wrong.append(f"related {sorted(shown)} lack {row.explained}")
    return wrong


ROWS: dict[str, dict[str, Row]] = {}
for _key, _row in rows().items():
    ROWS.setdefault(_key.rpartition(" [")[0], {})[_key] = _row


@pytest.mark.parametrize("name", ROWS)
def test_a_row(name: str):
    """One finding for one mistake, where it is, and as loud as it is; in every form."""
    wrong = {key: faults(row) for key, row in ROWS[name].items()}
    assert not {key: each for key, each in wrong.items() if each}
