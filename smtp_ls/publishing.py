"""From findings to diagnostics: roles become lines, refusals lower, suppressions silence (SEMANTICS sections 2 to 4).

Rule 1: everything here is computed from the trace when it is asked for, and nothing is kept.
"""

from typing import TYPE_CHECKING

from smtp_ls.events import Command, Directive, Event, column
from smtp_ls.findings import (
    HERE,
    Change,
    Choice,
    Diagnostic,
    Edit,
    Finding,
    Insertion,
    Point,
    Related,
    Repair,
    Severity,
    Span,
)
from smtp_ls.folding import DIRECTIVE, NOTHING, OPENING, REFUSAL, REPLY
from smtp_ls.places import Places, is_answered, refusal
from smtp_ls.rules import RULES
from smtp_ls.text import without_end

if TYPE_CHECKING:
    from smtp_ls.trace import Trace

_NO_EVENT = NOTHING + DIRECTIVE
_SURELY = frozenset((500, 501, 502, 503, 504, 521, 530, 534, 538, *range(550, 556)))
"""Refusals that a mistake of syntax, order or policy earns; another 4yz or 5yz may have another reason."""


def publish(trace: "Trace", choice: Choice) -> list[Diagnostic]:
    """All diagnostics of a trace, by place."""
    found: list[tuple[int, Finding]] = [(line, each) for line in trace.found() for each in trace.findings[line]]
    found += [(len(trace.lines), each) for findings in trace.ends() for each in findings]
    placed = []
    levels = dict(choice.levels)
    refusals = _Refusals(trace)
    for line, finding in found:
        if finding.only_script and is_answered(trace, line):
            continue
        place = Places(trace, line, ended=finding.ended, key=finding.key)
        diagnostic = _diagnostic(line, finding, place, refusals, levels, strict=choice.strict)
        if diagnostic is not None:
            placed.append(diagnostic)
    kept = _one_cause(placed)
    kept = suppressed(trace, kept, choice)
    kept += _no_session(trace)
    return sorted((each for each in kept if each.rule not in choice.off), key=lambda each: (each.start, each.rule))


def _no_session(trace: "Trace") -> list[Diagnostic]:
    if trace.dialect.name != "none" or not any(line.strip() for line in trace.lines):
        return []
    line = next(number for number, line in enumerate(trace.lines) if line.strip())
    message = "this is no SMTP session that we can read; `# smtp-ls: dialect=NAME` names the way it is written"
    end = Point(line, len(without_end(trace.lines[line])))
    return [Diagnostic("no-session", Severity.INFORMATION, message, Point(line, 0), end)]


class _Refusals(dict[int, int]):
    """Line -> the code that refused what the client says there, worked out once for all that is found there."""

    def __init__(self, trace: "Trace") -> None:
        self.trace = trace

    def __missing__(self, line: int) -> int:
        self[line] = code = refusal(self.trace, line)
        return code


def _diagnostic(
    line: int, finding: Finding, places: Places, refusals: _Refusals, levels: dict[str, Severity], *, strict: bool
) -> Diagnostic | None:
    at = places.line(finding.place)
    if at is None:
        return None
    start, end = places.span(at, _span(finding, places, at, line))
    meta = RULES[finding.rule]
    severity = finding.severity or (meta.strict if strict else meta.severity)
    message = finding.message
    severity = levels.get(finding.rule, severity)
    if not meta.always and severity > Severity.INFORMATION and finding.rule not in levels:
        code = refusals[at]
        if code:
            severity = Severity.INFORMATION
            sure = code in _SURELY
            message += f" (refused with {code}, {'as it should be' if sure else 'perhaps for another reason'})"
    related = []
    for role, why in finding.related:
        other = places.line(role)
        if other is not None and other != at:
            related.append(Related(*places.span(other, None), why))
    return Diagnostic(
        finding.rule, severity, message, start, end, tuple(related), _repair(finding, places, line), meta.url
    )


def _span(finding: Finding, places: Places, at: int, line: int) -> Span | None:
    """The columns on the finding's line; None: all that is said there."""
    if finding.span is None or finding.place.name not in ("here", "within"):
        return None
    if finding.place == HERE:
        return finding.span if at == line else None
    return _columns(finding.span, places.event(at, finding.place))


def _columns(span: Span, event: Event | None) -> Span | None:
    """Columns of the line for columns of what is said on it."""
    return None if event is None else Span(column(event, span.start), column(event, span.end))


def _repair(finding: Finding, places: Places, line: int) -> Repair | None:
    """The fix with its places resolved; None where one of them is not in the file, or escaped."""
    fix = finding.fix
    if fix is None:
        return None
    edits = [_edit(each, places, line) for each in fix.changes]
    edits += [_inserted(each, places) for each in fix.insertions]
    found = tuple(each for each in edits if each is not None)
    return Repair(fix.title, found, fix.safe) if len(found) == len(edits) else None


def _edit(change: Change, places: Places, line: int) -> Edit | None:
    if change.place == HERE:
        return Edit(Point(line, change.span.start), Point(line, change.span.end), change.text)
    at = places.line(change.place)
    event = None if at is None else places.event(at, change.place)
    if at is None or event is None or event.columns is not None:
        return None
    return Edit(Point(at, event.at + change.span.start), Point(at, event.at + change.span.end), change.text)


def _inserted(insertion: Insertion, places: Places) -> Edit | None:
    """A new line with the label of the line beside it, and its line end."""
    at = places.line(insertion.place)
    event = None if at is None else places.event(at, insertion.place)
    if at is None or event is None or event.columns is not None:
        return None
    beside = places.trace.lines[at]
    bare = without_end(beside)
    end = beside[len(bare) :]
    label = bare[: event.at]
    if not insertion.below:
        return Edit(Point(at, 0), Point(at, 0), label + insertion.text + (end or "\n"))
    place = Point(at, len(bare))
    return Edit(place, place, (end or "\n") + label + insertion.text)


def _one_cause(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Where a rule speaks, the rules that it replaces say nothing on the same line."""
    here: dict[int, set[str]] = {}
    for each in diagnostics:
        here.setdefault(each.start.line, set()).add(each.rule)
    silenced = {line: {other for rule in rules for other in RULES[rule].instead_of} for line, rules in here.items()}
    return [each for each in diagnostics if each.rule not in silenced[each.start.line]]


def suppressed(trace: "Trace", diagnostics: list[Diagnostic], choice: Choice) -> list[Diagnostic]:
    """Without what comments in the file suppress, and with those that suppress nothing."""
    covers = list(_suppressions(trace))
    if not covers:
        return diagnostics
    used: set[tuple[int, str]] = set()
    kept = []
    for each in diagnostics:
        by = [
            (line, rule)
            for line, rules, first, last in covers
            for rule in rules
            if rule in (each.rule, "") and first <= each.start.line <= last
        ]
        used.update(by)
        if not by:
            kept.append(each)
    meta = RULES.get("unused-suppression")
    if meta is None:
        return kept
    for line, rules, _, _ in covers:
        kept.extend(
            _unused(trace, line, rule, meta.severity, meta.url)
            for rule in rules
            if (line, rule) not in used and rule not in choice.off
        )
    return kept


def _unused(trace: "Trace", line: int, rule: str, severity: Severity, url: str) -> Diagnostic:
    text = without_end(trace.lines[line])
    start = text.find(rule, text.find("[") + 1) if rule else 0
    what = f"`{rule}` is not found here" if rule in RULES else f"there is no rule `{rule}`"
    span = Span(start, start + len(rule)) if rule and start >= 0 else Span(0, len(text))
    return Diagnostic(
        "unused-suppression", severity, f"{what}: this suppresses nothing", Point(line, span.start),
        Point(line, span.end), (), _without(line, text, rule), url,
    )  # fmt: skip


def _without(line: int, text: str, rule: str) -> Repair:
    """Take one rule out of a suppression, or the whole comment with its last rule."""
    head, _, rest = text.partition("[")
    names = [name.strip() for name in rest.rstrip().removesuffix("]").split(",")]
    left = [name for name in names if name and name != rule]
    if left:
        return Repair(
            f"Remove `{rule}`", (Edit(Point(line, 0), Point(line, len(text)), f"{head}[{', '.join(left)}]"),), True
        )
    return Repair("Remove the comment", (Edit(Point(line, 0), Point(line + 1, 0), ""),), True)


def _suppressions(trace: "Trace") -> list[tuple[int, list[str], int, int]]:
    """Each suppression: its line, the rules, and the first and last line that it covers."""
    covers = []
    line = trace.index.find(DIRECTIVE)
    first_event = (
        next((n for n, mark in enumerate(trace.index) if mark not in _NO_EVENT), len(trace.lines)) if line >= 0 else 0
    )
    while line >= 0:
        for each in trace.said(line):
            if isinstance(each, Directive) and each.name in ("ignore", "ignore-file"):
                rules = [name.strip() for name in each.value.split(",")]
                if each.name == "ignore":
                    covers.append((line, rules, *_covered(trace, line)))
                elif line < first_event:
                    covers.append((line, rules, 0, len(trace.lines)))
        line = trace.index.find(DIRECTIVE, line + 1)
    return covers


def _covered(trace: "Trace", line: int) -> tuple[int, int]:
    """What a suppression on a line covers: the next event, the content of DATA or BDAT, or a whole session."""
    count = len(trace.lines)
    following = line + 1
    while following < count and (trace.index[following] == NOTHING[0] or _is_pragma(trace, following)):
        following += 1
    if following >= count:
        return line + 1, count
    titled = any(isinstance(each, Directive) and each.name == "session" for each in trace.said(following))
    if titled or (trace.begun[following] and trace.index[following] in REPLY + REFUSAL):
        start = trace.begun.find(1, following)
        end = trace.begun.find(1, max(start, following) + 1)
        return following, (end if end >= 0 else count) - 1
    if trace.index[following] == OPENING[0] and any(
        isinstance(each, Command) and each.verb in ("DATA", "BDAT") for each in trace.said(following)
    ):
        begin = following + 1
        while begin < count and trace.index[begin] in NOTHING + REPLY:
            begin += 1
        return following, max(trace.block_end(begin), following)
    return following, following


def _is_pragma(trace: "Trace", line: int) -> bool:
    return any(isinstance(each, Directive) and each.name != "session" for each in trace.said(line))
