"""The diagnostics of a file: what was found, resolved, each cause once, without what is suppressed.

Rule 1: what was resolved is kept until a line changes that it rests on; a file read anew gives the same.
"""

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from smtp_ls.findings import Choice, Diagnostic, Point, Severity
from smtp_ls.folding import DIRECTIVE
from smtp_ls.places import Answers
from smtp_ls.resolving import moved, resolve
from smtp_ls.rules import RULES
from smtp_ls.suppressing import suppressed
from smtp_ls.text import without_end

if TYPE_CHECKING:
    from smtp_ls.trace import Edited, Trace


class _Kept(NamedTuple):
    """What was found at a line, resolved, and what that rests on (see `Resolved`)."""

    diagnostics: tuple[Diagnostic, ...]
    low: int
    high: int
    unanswered: int

    def moved(self, by: int) -> "_Kept":
        """The same, so many lines further down."""
        found = tuple(moved(each, by) for each in self.diagnostics)
        return _Kept(found, self.low + by, self.high + by, self.unanswered + by if self.unanswered >= 0 else -1)


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
        answers = Answers(trace)
        for line in trace.found():
            kept = self._kept.get(line)
            if kept is None or (kept.unanswered >= 0 and answers.behind(kept.unanswered)):
                kept = self._kept[line] = self._resolved(line)
            placed += kept.diagnostics
        last = [resolve(trace, len(trace.lines), each, choice) for findings in trace.ends() for each in findings]
        placed += [each.diagnostic for each in last if each.diagnostic]
        placed += _whole_file(trace, choice)
        shown = suppressed(trace, _one_cause(sorted(placed, key=_BY_PLACE)), choice)
        return sorted((each for each in [*shown, *_no_session(trace)] if each.rule not in choice.off), key=_BY_PLACE)

    def forget(self, edited: "Edited") -> None:
        """Forget what rests on lines that were read again, and move what stands below them."""
        first, last, shift, stop = edited
        for line in [
            line
            for line, each in self._kept.items()
            if first <= line < last or (each.high >= first and each.low + (shift if line >= last else 0) <= stop)
        ]:
            del self._kept[line]
        if shift:
            self._kept = {
                line + shift if line >= last else line: each.moved(shift) if line >= last else each
                for line, each in self._kept.items()
            }

    def _resolved(self, line: int) -> _Kept:
        found = [resolve(self.trace, line, each, self._choice) for each in self.trace.findings[line]]
        return _Kept(
            tuple(each.diagnostic for each in found if each.diagnostic),
            min(each.low for each in found),
            max(each.high for each in found),
            min((each.unanswered for each in found if each.unanswered >= 0), default=-1),
        )


_BY_PLACE = attrgetter("start", "rule")


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
    if not trace.dialect.shown.native or not (DIRECTIVE in trace.index or written.uses or written.is_mixed):
        return []
    from smtp_ls.scripts import whole_file  # noqa: PLC0415  (most logs have no directives)

    levels = dict(choice.levels)
    return [each._replace(severity=levels.get(each.rule, each.severity)) for each in whole_file(trace)]


def _one_cause(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Where a rule speaks, the rules that it replaces say nothing on the same line; in order and out."""
    kept: list[Diagnostic] = []
    for _, run in groupby(diagnostics, lambda each: each.start.line):
        here = list(run)
        silenced = {rule for each in here for rule in RULES[each.rule].instead_of} if len(here) > 1 else ()
        kept += [each for each in here if each.rule not in silenced] if silenced else here
    return kept
