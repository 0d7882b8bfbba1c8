"""What holds of all fixes together: they settle, nothing gets worse, and the file stays written as it was.

Rule 1: a safe fix never makes a finding that would fail a run. What it mends may have hidden another mistake of that
very line. Rule 2: an unsafe fix may reveal what comes later; `REVEALED` says which.
"""

import os
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtp_ls.editing import fixing
from smtp_ls.events import SIDES
from smtp_ls.findings import Diagnostic, Severity
from smtp_ls.rules import RULES, page
from smtp_ls.text import decode, without_end
from smtp_ls.trace import Trace
from tests.conftest import Run
from tests.pages import examples
from tests.test_rules_sessions import sessions
from tests.test_trace import BARE, LINES

EXAMPLES = Path(__file__).parent.parent / "examples"
UNSAFE = [pytest.param(False, id="safe"), pytest.param(True, id="unsafe")]

REVEALED = {
    "nested-mail": "a MAIL that could not be read becomes one, and so does a second",
    "required-command-refused": "what was refused is mended, and the refusal stays in the file",
    "missing-date": "an empty line is added behind the header, and only then is it known what the header lacks",
    "missing-from": "likewise",
    "8bit-without-mime": "that BODY=8BITMIME was missing hid that the message does not say what its letters are",
}
"""Rules that may find something on another line once a fix was applied, and why."""


@lru_cache(maxsize=1)
def texts() -> dict[str, str]:
    """Every file of ours in which something is found that has a fix, by where it stands."""
    all_ = {path.name: decode(path.read_bytes()) for path in EXAMPLES.iterdir()}
    all_ |= {f"session {name}": text for name, (text, _) in sessions().items()}
    all_ |= {
        f"page of {rule}, {number}": each.text
        for rule in RULES
        for number, each in enumerate(examples(page(rule)))
        if not each.section.startswith("Fixed")
    }
    return {name: text for name, text in all_.items() if any(each.fix for each in lint(text))}


def lint(text: str) -> list[Diagnostic]:
    """What is found in a text."""
    return Trace(text).diagnostics()


def fixed(text: str, *, unsafe: bool) -> str:
    """The text with all fixes applied; they settle, and applying them again changes nothing."""
    once = fixing.fix(text, lint, unsafe=unsafe)
    assert once.settled
    assert fixing.fix(once.text, lint, unsafe=unsafe).text == once.text
    return once.text


class Read:
    """A text, and what would fail a run: its rules by the line."""

    def __init__(self, text: str) -> None:
        self.trace = Trace(text)
        assert not self.trace.failures
        self.lines = Counter(map(without_end, self.trace.lines))
        self.loud = [
            (each.rule, without_end(self.trace.lines[each.start.line]))
            for each in self.trace.diagnostics()
            if each.severity >= Severity.WARNING
        ]
        self.rules = Counter(rule for rule, _ in self.loud)

    def labels(self) -> set[str]:
        """What stands before the words of either side."""
        found = set()
        for line, text in enumerate(self.trace.lines):
            found |= {text[: each.at] for each in self.trace.said(line)[:1] if each.kind in SIDES and each.text}
        return {label.rstrip() for label in found}


def new(before: Read, after: Read) -> list[tuple[str, str]]:
    """What is found where that rule found nothing: on lines that were not touched, or more on one that was."""
    gone = Counter(line for line in (before.lines - after.lines).elements())
    hidden = sum((line in gone) for _, line in before.loud)
    found = []
    for rule, line in after.loud:
        if (rule, line) in before.loud or after.rules[rule] <= before.rules[rule]:
            continue
        if line not in before.lines and hidden:
            hidden -= 1  # a mistake of this line was mended, and shows the next
            continue
        found.append((rule, line))
    return found


def check(text: str, *, unsafe: bool, families: tuple[str, ...] = ()) -> str:
    """All that must hold of a text when it is fixed; the mended text. `families`: the rules that may not find more."""
    mended = fixed(text, unsafe=unsafe)
    if mended == text:
        return mended
    before, after = Read(text), Read(mended)
    assert after.trace.dialect is before.trace.dialect
    assert after.labels() <= before.labels()
    worse = [each for each in new(before, after) if each[0] not in REVEALED]
    worse = [each for each in worse if not families or RULES[each[0]].family in families]
    assert not worse, mended
    return mended


@pytest.mark.slow
@pytest.mark.parametrize("unsafe", UNSAFE)
def test_fixes_settle_and_make_nothing_worse(unsafe):
    """In all our files, with either line end."""
    changed = 0
    for name, text in texts().items():
        try:
            mended = check(text, unsafe=unsafe)
        except AssertionError as wrong:
            wrong.add_note(f"{name}:\n{text}")
            raise
        changed += mended != text
        if "\r" not in text:
            assert fixed(text.replace("\n", "\r\n"), unsafe=unsafe) == mended.replace("\n", "\r\n"), name
    assert changed > 100


REFUSED = "C: EHLO client.example.org\nS: 250\nC: MALI FROM:<alice@example.org>\nS: {code}\nC: QUIT\nS: 221\n"


@pytest.mark.parametrize(("code", "safe"), [("250", True), ("500", False), ("5xx", False)])
def test_what_the_file_shows_refused_is_not_mended_unasked(code, safe):
    """It is a record, or a test that expects the refusal; whoever asks for it still gets the fix."""
    text = REFUSED.format(code=code)
    mended = text.replace("MALI", "MAIL")
    assert fixed(text, unsafe=False) == (mended if safe else text)
    assert fixed(text, unsafe=True) == mended


@lru_cache(maxsize=1)
def broken_lines() -> list[str]:
    """Lines of our own notation on which a fix is offered, of all rules."""
    found = []
    for text in texts().values():
        trace = Trace(text)
        if trace.dialect.name == "native":
            found += [trace.lines[each.start.line].rstrip("\r\n") for each in trace.diagnostics() if each.fix]
    return sorted({line for line in found if len(line) < 300})


@st.composite
def drawn(draw: st.DrawFn) -> str:
    """A text of lines that fit together or not, some of them broken, with one line end."""
    bare = draw(st.booleans())
    broken = [line[3:] if bare and line[1:3] == ": " else line for line in broken_lines()]
    any_ = st.one_of(st.sampled_from(BARE if bare else LINES), st.sampled_from(broken))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return "".join(f"{line}{end}" for line in draw(st.lists(any_, max_size=12)))


@pytest.mark.parametrize("unsafe", UNSAFE)
@given(text=drawn())
def test_fixes_settle_in_any_text(text, unsafe):
    """However its lines follow each other; and no line end is lost or made."""
    mended = fixed(text, unsafe=unsafe)
    trace = Trace(mended)
    assert not trace.failures
    assert ("\r\n" in mended) == ("\r\n" in text) or not mended.strip()
    if "\r\n" in text:
        assert mended.count("\n") == mended.count("\r\n") == mended.count("\r")


@given(text=drawn())
def test_safe_fixes_make_nothing_worse_in_any_text(text):
    """What a line says by itself; a command that can be read now may well be out of place there."""
    check(text, unsafe=False, families=("syntax", "addresses", "parameters"))


@pytest.mark.parametrize("unsafe", UNSAFE)
def test_the_command_fixes_standard_input(run: Run, unsafe):
    """Octet for octet what is made of the text, with a byte order mark or other line ends too."""
    arguments = ["check", "--fix", *(["--unsafe-fixes"] if unsafe else []), "--quiet", "-"]
    for text in [*texts().values()][::20]:
        plain = os.fsencode(text)
        for octets in (plain, b"\xef\xbb\xbf" + plain, plain.replace(b"\n", b"\r\n")):
            mark = b"\xef\xbb\xbf" if octets.startswith(b"\xef\xbb\xbf") else b""
            expected = fixed(decode(octets), unsafe=unsafe)
            outcome = run(*arguments, stdin=octets)
            assert os.fsencode(outcome.out) == mark + os.fsencode(expected)
            assert outcome.code in (0, 1)
