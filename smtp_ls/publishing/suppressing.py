"""What comments in a file suppress, and comments that suppress nothing (SEMANTICS section 4)."""

from typing import TYPE_CHECKING

from smtp_ls.events import Command, Directive
from smtp_ls.findings import Choice, Diagnostic, Edit, Point, Repair, Severity, Span
from smtp_ls.folding import DIRECTIVE, NOTHING, OPENING, REFUSAL, REPLY
from smtp_ls.rules import RULES
from smtp_ls.text import without_end

if TYPE_CHECKING:
    from smtp_ls.trace import Trace

_NO_EVENT = NOTHING + DIRECTIVE


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
    meta = RULES["unused-suppression"]
    if not trace.is_read:
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
    covers: list[tuple[int, list[str], int, int]] = []
    directed = trace.written.directed
    line = directed.find(1, 0, trace.read)
    if line < 0:
        return covers
    first_event = next((n for n, mark in enumerate(trace.index) if mark not in _NO_EVENT), len(trace.lines))
    while line >= 0:
        for each in trace.said(line):
            if isinstance(each, Directive) and each.name in ("ignore", "ignore-file"):
                rules = [name.strip() for name in each.value.split(",")]
                if each.name == "ignore":
                    covers.append((line, rules, *_covered(trace, line)))
                elif line < first_event:
                    covers.append((line, rules, 0, len(trace.lines)))
        line = directed.find(1, line + 1, trace.read)
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
