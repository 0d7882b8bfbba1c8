"""The comments that suppress what is found in a file: where each has to stand, and how it joins one that is there.

Rule 1: a comment is put where it covers the finding (SEMANTICS section 4): above its line; for what is in mail data
above DATA or BDAT; failing that above the session; failing that, as `ignore-file`, at the top. Whether it does so is
seen by reading the result. Rule 2: what suppresses nothing goes, so that the result has nothing to report.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from smtp_ls.editing.fixing import apply
from smtp_ls.events import Command, Directive
from smtp_ls.findings import Choice, Diagnostic, Edit, Point, Repair, Severity
from smtp_ls.folding import DIRECTIVE, NOTHING, OPENING, REFUSAL, REPLY
from smtp_ls.text import without_end

if TYPE_CHECKING:
    from smtp_ls.trace import Trace

FILE = -1
"""The place of a comment that covers the whole file."""

_COMMENT = re.compile(r"(?P<head>#.*\bignore(?:-file)?\[)(?P<rules>[^\[\]]*)(?P<tail>\].*)$")
_FOR_FILE = "# smtp-ls: ignore-file["
_UNUSED = "unused-suppression"
_ROUNDS = 8


class Ignored(NamedTuple):
    """The edits, how many findings they suppress, and those that no comment suppresses."""

    edits: tuple[Edit, ...] = ()
    added: int = 0
    left: tuple[Diagnostic, ...] = ()


class _Wish(NamedTuple):
    """A rule to be silent on a 0-based line."""

    line: int
    rule: str


def ignored(trace: "Trace", again: Callable[[str], "Trace"], choice: Choice, level: Severity) -> Ignored:
    """What suppresses all findings of a file at this level or above. `again` reads another text as the same file."""
    shown = [each for each in trace.diagnostics(choice) if each.severity >= level]
    wishes = {_Wish(each.start.line, each.rule): 0 for each in shown if each.rule != _UNUSED}
    if not trace.dialect.shown.native:
        return Ignored(left=tuple(shown))
    comments = _Comments(trace)
    for each in shown:
        if each.rule == _UNUSED:
            comments.remove(each)
    for _ in range(_ROUNDS):
        edits, homes = comments.edits(wishes)
        after = again(apply(trace.text, [Repair("", edits, safe=True)])[0])
        origins = _origins(trace, edits)
        found = [each for each in after.diagnostics(choice) if each.severity >= level]
        failed = [wish for each in found for wish in _at_fault(after, each, origins, homes)]
        if not failed:
            break
        for wish in set(failed) & wishes.keys():
            wishes[wish] += 1
            if wishes[wish] >= len(comments.places(wish.line)):
                del wishes[wish]
    left = tuple(each for each in shown if each.rule != _UNUSED and (each.start.line, each.rule) not in wishes)
    return Ignored(edits, sum((each.start.line, each.rule) in wishes for each in shown), left)


def ignoring(trace: "Trace", line: int, rule: str) -> tuple[Edit, ...]:
    """The comment that suppresses a rule on a 0-based line, where it most likely does; nothing in other dialects."""
    if not trace.dialect.shown.native:
        return ()
    return _Comments(trace).edits({_Wish(line, rule): 0})[0]


def _at_fault(
    after: "Trace", found: Diagnostic, origins: list[int], homes: dict[tuple[int, str], list[_Wish]]
) -> Iterable[_Wish]:
    """The wishes whose comment did not do: the finding is still there, or the comment suppresses nothing."""
    line = found.start.line
    if found.rule != _UNUSED:
        return [_Wish(origins[line], found.rule)]
    text = after.lines[line]
    rule = text[found.start.column : found.end.column]
    return homes.get((FILE if text.startswith(_FOR_FILE) else origins[line], rule), ())


def _origins(trace: "Trace", edits: tuple[Edit, ...]) -> list[int]:
    """For each line of the new text, that of the old one: for a new comment, the one below it."""
    origins = []
    added = Counter(each.start.line for each in edits if each.start == each.end)
    gone = {each.start.line for each in edits if each.end.line > each.start.line}
    for line in range(len(trace.lines)):
        origins += [line] * (added[line] + (line not in gone))
    return origins


class _Comments:
    """The comments of a file as they are and are to be."""

    def __init__(self, trace: "Trace") -> None:
        self.trace = trace
        self._removed: defaultdict[int, set[str]] = defaultdict(set)
        self._places: dict[int, list[int]] = {}

    def remove(self, unused: Diagnostic) -> None:
        """Take out a rule that suppresses nothing."""
        line = unused.start.line
        self._removed[line].add(self.trace.lines[line][unused.start.column : unused.end.column])

    # --- places -------------------------------------------------------------------------------------------------------

    def places(self, line: int) -> list[int]:
        """The lines above which a comment may suppress what is found on a line, the nearest first."""
        if line not in self._places:
            trace = self.trace
            found = [] if trace.in_block(line) else [line]
            opening = trace.index.rfind(OPENING, 0, line)
            if opening >= 0 and any(isinstance(e, Command) and e.verb in ("DATA", "BDAT") for e in trace.said(opening)):
                found.append(opening)
            found += self._session(line)
            self._places[line] = [*found, FILE]
        return self._places[line]

    def _session(self, line: int) -> list[int]:
        """The title or greeting of the session about a line."""
        trace = self.trace
        first = trace.begun.rfind(1, 0, line + 1)
        if first < 0:
            return []
        before = first
        while before > 0 and trace.index[before - 1] in NOTHING + DIRECTIVE:
            before -= 1
            if any(isinstance(each, Directive) and each.name == "session" for each in trace.said(before)):
                return [before]
        return [first] if trace.index[first] in REPLY + REFUSAL else []

    def _comment(self, place: int) -> int | None:
        """The line of a comment that covers what a new one at this place would."""
        trace = self.trace
        if place == FILE:
            lines = range(len(trace.lines))
            wanted = "ignore-file"
        else:
            lines = range(place - 1, -1, -1)
            wanted = "ignore"
        for line in lines:
            if trace.index[line] not in NOTHING + DIRECTIVE:
                break
            names = [each.name for each in trace.said(line) if isinstance(each, Directive)]
            if "session" in names and place != FILE:
                break
            if wanted in names and _COMMENT.match(without_end(trace.lines[line])):
                return line
        return None

    # --- edits --------------------------------------------------------------------------------------------------------

    def edits(self, wishes: dict[_Wish, int]) -> tuple[tuple[Edit, ...], dict[tuple[int, str], list[_Wish]]]:
        """The edits that fulfil the wishes, each by its chosen place, and which wishes each rule of a place is for."""
        new: defaultdict[int, list[str]] = defaultdict(list)
        more: defaultdict[int, list[str]] = defaultdict(list)
        homes: defaultdict[tuple[int, str], list[_Wish]] = defaultdict(list)
        for wish, chosen in sorted(wishes.items()):
            place = self.places(wish.line)[chosen]
            comment = self._comment(place)
            names = new[place] if comment is None else more[comment]
            if wish.rule not in names:
                names.append(wish.rule)
            homes[place if comment is None else comment, wish.rule].append(wish)
        edits = [self._new(place, names) for place, names in new.items()]
        edits += [self._changed(line, more[line]) for line in {*more, *self._removed}]
        return tuple(sorted(edits)), homes

    def _new(self, place: int, rules: list[str]) -> Edit:
        line = max(place, 0)
        below = self.trace.lines[line]
        end = below[len(without_end(below)) :] or "\n"
        head = _FOR_FILE if place == FILE else "# smtp-ls: ignore["
        return Edit(Point(line, 0), Point(line, 0), f"{head}{', '.join(rules)}]{end}")

    def _changed(self, line: int, added: list[str]) -> Edit:
        """A comment with some rules more, and without those that suppress nothing; without any it goes."""
        text = without_end(self.trace.lines[line])
        found = _COMMENT.match(text)
        if found is None:
            return Edit(Point(line, 0), Point(line + 1, 0), "")
        names = [name.strip() for name in found["rules"].split(",")]
        names = [name for name in names if name and name not in self._removed.get(line, ())]
        names += [name for name in added if name not in names]
        if not names:
            return Edit(Point(line, 0), Point(line + 1, 0), "")
        return Edit(Point(line, 0), Point(line, len(text)), f"{found['head']}{', '.join(names)}{found['tail']}")
