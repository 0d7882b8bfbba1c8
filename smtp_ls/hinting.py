"""What an editor may write between the lines of a file: what AUTH says, what a reply answers, octets, time passed.

Rule 1: a secret is never shown, nor its length (`hovering.sasl` knows what is none). Rule 2: each kind can be switched
off by its name.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from smtp_ls.events import EndOfData, Event, Reply, column
from smtp_ls.folding import BODY, DOT, NOTHING
from smtp_ls.hovering.labels import label
from smtp_ls.hovering.sasl import told
from smtp_ls.hovering.token import Here
from smtp_ls.hovering.tokens import tokens
from smtp_ls.session import Waiting
from smtp_ls.session.following import follow
from smtp_ls.session.order import HELLO
from smtp_ls.text import octets, without_end
from smtp_ls.trace import Trace

DECODED, ANSWERS, OCTETS, ELAPSED = "decoded", "answers", "octets", "elapsed"
KINDS = (DECODED, ANSWERS, OCTETS, ELAPSED)
"""The kinds of hints, by which they are switched off."""

MOST_LINES = 5000
"""How many lines are looked at for hints, and counted as one message, at once."""

_SHOWN = 40
"""Characters of a command that a hint repeats."""
_TIME = re.compile(r"(?<!\d)(\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?(?!\d)")
_NOTICED = 0.05
"""Seconds that are worth telling."""
_DAY = 86400


class Hint(NamedTuple):
    """A text at a 0-based line and character column, and its kind."""

    line: int
    column: int
    text: str
    kind: str


def hints(trace: Trace, first: int, last: int, off: frozenset[str], lang: str) -> list[Hint]:
    """The hints of the lines from `first` up to, not including, `last`; `off` names kinds that nobody wants."""
    wanted = [kind for kind in KINDS if kind not in off]
    last = min(last, first + MOST_LINES, trace.read)
    return [
        hint
        for line in range(first, last)
        if trace.index[line] not in NOTHING + BODY
        for kind in wanted
        for hint in _FINDERS[kind](trace, line, lang)
    ]


def _decoded(trace: Trace, line: int, lang: str) -> Iterator[Hint]:
    """What the base64 of an AUTH exchange holds."""
    if not any(_is_sasl(event) for event in trace.said(line)):
        return
    here = Here(trace, line, lang)
    for each in tokens(trace, line):
        if each.kind in ("response", "challenge"):
            text = told(here, each)
            if text:
                yield Hint(line, each.span.end, text, DECODED)


def _is_sasl(event: Event) -> bool:
    if event.kind == "sasl-response":
        return True
    if isinstance(event, Reply):
        return event.code == 334
    return event.kind == "command" and event.text[:4].upper() in ("AUTH", "X-EX")


def _answers(trace: Trace, line: int, lang: str) -> Iterator[Hint]:
    """Which of several commands that wait a reply answers (RFC 2920)."""
    for event in trace.said(line):
        if not isinstance(event, Reply) or not event.final:
            continue
        before = trace.session(line, event.key)
        if len(before.pending) < 2 and not (before.reply and before.replied):
            continue
        asked = follow(before, event).asked
        if asked is not None and len(before.pending) > 1:
            yield Hint(line, _end(trace, line), label("hint answers", lang, _command(asked, lang)), ANSWERS)


def _command(asked: Waiting, lang: str) -> str:
    if asked.verb == ".":
        recipient = asked.text.partition(":")[2] or asked.text
        return label("hint message for", lang, recipient) if recipient else label("hint message", lang)
    if asked.verb in ("AUTH", "X-EXPS", "BURL", *HELLO):
        return asked.verb
    return asked.text if len(asked.text) <= _SHOWN else f"{asked.text[:_SHOWN]}…"


def _octets(trace: Trace, line: int, lang: str) -> Iterator[Hint]:
    """How long a message is on the wire, dots unstuffed (RFC 1870 section 5)."""
    if trace.index[line] != DOT[0]:
        return
    said = list(trace.said(line))
    for event in said:
        if isinstance(event, EndOfData) and not event.implied:
            if not trace.dialect.keyed and line - len(trace.index[:line].rstrip(BODY + NOTHING)) > MOST_LINES:
                return
            message = trace.message(line, event.key, said)
            lines = [*message.header, *message.body]
            if len(lines) <= MOST_LINES:
                size = sum(octets(each.text) + 2 for each in lines) + 2 * message.separated
                yield Hint(line, _end(trace, line), label("hint octets", lang, size), OCTETS)


def _elapsed(trace: Trace, line: int, _lang: str) -> Iterator[Hint]:
    """How long the server took to answer, where the log says when."""
    event = next((each for each in trace.said(line) if isinstance(each, Reply)), None)
    then = _time(trace, line, event.at) if event is not None else None
    if event is None or then is None:
        return
    for above in range(line - 1, max(line - 20, -1), -1):
        asked = [each for each in trace.said(above) if each.key == event.key and each.kind not in ("note", "blank")]
        if asked:
            since = _time(trace, above, asked[0].at)
            passed = (then - since) % _DAY if since is not None else 0
            if _NOTICED <= passed < _DAY / 2:  # more is a log whose lines are not in order
                yield Hint(line, column(event, 0), f"+{round(passed, 2):g} s", ELAPSED)
            return


def _time(trace: Trace, line: int, at: int) -> float | None:
    """The time of day before what is said on a line, in seconds."""
    found = _TIME.search(trace.lines[line][:at])
    if not found:
        return None
    hours, minutes, seconds, fraction = found.groups()
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction or 0}")


def _end(trace: Trace, line: int) -> int:
    return len(without_end(trace.lines[line]))


_FINDERS: dict[str, Callable[[Trace, int, str], Iterator[Hint]]] = {
    DECODED: _decoded,
    ANSWERS: _answers,
    OCTETS: _octets,
    ELAPSED: _elapsed,
}
