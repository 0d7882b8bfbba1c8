"""Whole sessions, as people and tools write them down: nothing is found in valid ones, and slips in any form.

A false alarm on a valid session costs more than a missed hint, and one slip gives one finding.
"""

from pathlib import Path

import pytest

from smtp_ls.findings import Severity
from smtp_ls.trace import Trace

SESSIONS = Path(__file__).parent / "sessions.txt"


def sessions(path: Path = SESSIONS) -> dict[str, tuple[str, list[str]]]:
    """Name -> the session and what is to be found in it."""
    table = {}
    for entry in path.read_text(encoding="utf-8").split("%%%% ")[1:]:
        title, _, text = entry.partition("\n")
        name, _, expected = title.partition(" => ")
        assert name not in table, f"two sessions of the name {name}"
        table[name] = (text, sorted(expected.split()))
    return table


def found(text: str, least: Severity) -> list[str]:
    """What is found from this severity on, as "line:rule:severity"."""
    trace = Trace(text)
    assert not trace.failures
    return sorted(
        f"{each.start.line + 1}:{each.rule}:{each.severity.name[0]}"
        for each in trace.diagnostics()
        if each.severity >= least
    )


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*row, id=name) for name, row in sessions().items()])
def test_what_is_found_in_a_session(text: str, expected: list[str]):
    """Line, rule and severity of all; in a valid session nothing that a clean run would show."""
    assert found(text, Severity.INFORMATION if expected else Severity.WARNING) == expected


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_other_line_ends_change_nothing(ends: str):
    """Carriage returns are no part of a line."""
    for text, expected in sessions().values():
        least = Severity.INFORMATION if expected else Severity.WARNING
        assert found(text.replace("\n", ends), least) == expected


def test_octets_that_are_no_utf_8_are_letters_beyond_ascii():
    """Latin-1 mail data is fine with BODY=8BITMIME."""
    text, _ = sessions()["script labelled client-only STARTTLS"]
    latin = text.encode("latin-1", "replace").decode("utf-8", "surrogateescape")
    assert "\udcfc" in latin
    assert found(latin, Severity.WARNING) == []


HELLO_FIRST = "MAIL comes before EHLO: the client must introduce itself first (RFC 5321 section 4.1.4)"
NO_RECIPIENT = "DATA without a recipient: send RCPT first (RFC 5321 section 3.3)"
FIRST_MISTAKES = [
    ("mail before ehlo labelled", HELLO_FIRST),
    ("mail before ehlo script", HELLO_FIRST),
    ("data no rcpt labelled", NO_RECIPIENT),
    ("data no rcpt script", NO_RECIPIENT),
]


@pytest.mark.parametrize(("name", "message"), FIRST_MISTAKES)
def test_the_first_two_mistakes_are_told_plainly(name: str, message: str):
    """One finding above a hint, and its words."""
    found = Trace(sessions()[name][0]).diagnostics()
    assert [each.message for each in found if each.severity > Severity.HINT] == [message]
