"""The diagnostics of a file: what was found, resolved, each cause once, without what is suppressed.

Rule 1: what was resolved is kept until a line changes that it rests on; a file read anew gives the same.
"""

from bisect import bisect_left
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from smtp_ls.findings import Choice, Diagnostic, Point, Severity
from smtp_ls.publishing.places import Answers
from smtp_ls.publishing.resolving import Resolved, moved, resolve
from smtp_ls.publishing.suppressing import suppressed
from smtp_ls.rules import RULES
from smtp_ls.text import without_end

if TYPE_CHECKING:
    from smtp_ls.trace import Edited, Trace


class _Kept:
    """What was found at a line, resolved, and what that rests on (see `Resolved`), counted from that line."""

    __slots__ = ("_elsewhere", "_here", "_line", "high", "low", "unanswered")

    def __init__(self, line: int, found: list[Resolved]) -> None:
        diagnostics = [each.diagnostic for each in found if each.diagnostic]
        self._line = line
        self._here = _one_cause([each for each in diagnostics if each.start.line == line])
        self._elsewhere = [each for each in diagnostics if each.start.line != line]
        self.low = min(each.low for each in found) - line
        self.high = max(each.high for each in found) - line
        self.unanswered = tuple({each.unanswered - line for each in found if each.unanswered >= 0})

    def at(self, line: int) -> tuple[list[Diagnostic], list[Diagnostic]]:
        """The diagnostics, now that the line is this one: on it, each cause once, by place; and elsewhere."""
        by = line - self._line
        if by:
            self._line = line
            self._here, self._elsewhere = (
                [moved(each, by) for each in found] for found in (self._here, self._elsewhere)
            )
        return self._here, self._elsewhere


class Publisher:
    """The diagnostics of one trace. It may be told of the trace's edits, by `forget`, and asked again."""

    def __init__(self, trace: "Trace") -> None:
        self.trace = trace
        self._choice = Choice()
        self._kept: dict[int, _Kept] = {}
        """By line, where something was found."""

    def diagnostics(self, choice: Choice) -> list[Diagnostic]:
        """All diagnostics of the trace as it is now, by place."""
        trace = self.trace
        if choice != self._choice:
            self._kept.clear()
            self._choice = choice
        placed: list[Diagnostic] = []
        elsewhere: list[Diagnostic] = []
        answers = Answers(trace)
        for line in trace.found():
            kept = self._kept.get(line)
            if kept is None or (kept.unanswered and any(answers.behind(line + each) for each in kept.unanswered)):
                kept = self._kept[line] = _Kept(
                    line, [resolve(trace, line, each, choice) for each in trace.findings[line]]
                )
            on_it, off_it = kept.at(line)
            placed += on_it
            elsewhere += off_it
        last = [resolve(trace, len(trace.lines), each, choice) for findings in trace.ends() for each in findings]
        elsewhere += [each.diagnostic for each in last if each.diagnostic]
        elsewhere += _no_session(trace)
        elsewhere += _whole_file(trace, choice)
        _put_in(elsewhere, placed)
        shown = suppressed(trace, placed, choice)
        if shown is not placed:
            shown.sort(key=_BY_PLACE)
        return [each for each in shown if each.rule not in choice.off]

    def forget(self, edited: "Edited") -> None:
        """Forget what rests on lines that were read again, and move what stands below them."""
        first, last, shift, stop = edited
        still: dict[int, _Kept] = {}
        for line, kept in self._kept.items():
            if line >= last:
                line += shift  # noqa: PLW2901  the same line, as lines are counted now
            elif line >= first:
                continue
            if line + kept.high < first or line + kept.low > stop:
                still[line] = kept
        self._kept = still


_BY_PLACE = attrgetter("start", "rule")
_LINE = attrgetter("start.line")


def _no_session(trace: "Trace") -> list[Diagnostic]:
    if trace.dialect.name != "none" or not any(line.strip() for line in trace.lines):
        return []
    line = next(number for number, line in enumerate(trace.lines) if line.strip())
    message = "this is no SMTP session that we can read; `# smtp-ls: dialect=NAME` names the way it is written"
    end = Point(line, len(without_end(trace.lines[line])))
    return [Diagnostic("no-session", Severity.INFORMATION, message, Point(line, 0), end)]


def _whole_file(trace: "Trace", choice: Choice) -> list[Diagnostic]:
    """What a script in our own notation shows as a whole, with the severities that the user wants."""
    written = trace.written
    if not trace.dialect.shown.native or not (1 in written.directed or written.uses or written.is_mixed):
        return []
    from smtp_ls.publishing.scripts import whole_file  # noqa: PLC0415  (most logs have no variables)

    levels = dict(choice.levels)
    return [each._replace(severity=levels.get(each.rule, each.severity)) for each in whole_file(trace)]


def _put_in(elsewhere: list[Diagnostic], placed: list[Diagnostic]) -> None:
    """Put these among those that are placed, each cause once on each line."""
    for line, run in groupby(sorted(elsewhere, key=_BY_PLACE), _LINE):
        first = bisect_left(placed, line, key=_LINE)
        last = bisect_left(placed, line + 1, first, key=_LINE)
        placed[first:last] = _one_cause([*placed[first:last], *run])


def _one_cause(here: list[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics of a line, by place: where a rule speaks, the rules that it replaces say nothing."""
    silenced = {rule for each in here for rule in RULES[each.rule].instead_of} if len(here) > 1 else ()
    return sorted((each for each in here if each.rule not in silenced), key=_BY_PLACE)
