"""A finding resolved: its roles become lines, and a refusal lowers it (SEMANTICS sections 2 and 3).

Rule 1: what is resolved says which lines were looked at, so that it may be kept until one of them changes.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from smtp_ls.events import CLIENT, SIDES, Event, column
from smtp_ls.findings import (
    AT_END,
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
    Role,
    Severity,
    Span,
)
from smtp_ls.publishing.causes import Causes
from smtp_ls.publishing.places import Places
from smtp_ls.rules import RULES
from smtp_ls.text import without_end

if TYPE_CHECKING:
    from smtp_ls.trace import Trace

_SURELY = frozenset((500, 501, 502, 503, 504, 521, 530, 534, 538, *range(550, 556)))
"""Refusals that a mistake of syntax, order or policy earns; another 4yz or 5yz may have another reason."""
_ON_THIS_LINE = ("here", "public", "unsecured", "first", "unmarked")
"""Roles of the line itself, some only if something holds."""


class Resolved(NamedTuple):
    """A diagnostic, or None where there is nothing to say, and what it rests on (0-based lines)."""

    diagnostic: Diagnostic | None
    low: int
    high: int
    """The first and the last line that were looked at."""
    unanswered: int
    """A line behind which the session showed no server line when that was asked; -1 if it did, or nobody asked."""


def resolve(trace: "Trace", line: int, finding: Finding, choice: Choice) -> Resolved:
    """The finding that is kept at a line, resolved."""
    places = Causes(trace, line, ended=finding.ended, key=finding.key)
    places.off = choice.off
    if finding.only_script:
        if places.is_answered(line):
            return Resolved(None, line, len(trace.lines), -1)
        places.unanswered = line
    at = places.line(finding.place)
    if at is None:
        return Resolved(None, places.low, places.high, places.unanswered)
    start, end = places.span(at, _span(finding, places, at, line))
    severity, message = _loudness(finding, places, at, choice)
    related = _related(finding, places, at)
    if finding.only_related and not related:
        return Resolved(None, places.low, places.high, places.unanswered)
    repair = _repair(finding, places, line)
    if repair is not None and repair.safe and places.refusal(at):
        # The file records that it was wrong, or tests it: not to be mended unasked.
        repair = repair._replace(safe=False)
    diagnostic = Diagnostic(finding.rule, severity, message, start, end, related, repair, RULES[finding.rule].url)
    return Resolved(diagnostic, places.low, places.high, places.unanswered)


def _related(finding: Finding, places: Causes, at: int) -> tuple[Related, ...]:
    """What explains the finding elsewhere, as far as the file shows it."""
    found = []
    for role, why in finding.related:
        other = places.stretch(role)
        if other is not None and other[0] != at:
            found.append(Related(*places.span(*other), why))
    return tuple(found)


def _loudness(finding: Finding, places: Places, at: int, choice: Choice) -> tuple[Severity, str]:
    """The severity and the message, a refusal considered."""
    meta = RULES[finding.rule]
    own = dict(choice.levels).get(finding.rule)
    severity = own or finding.severity or (meta.strict if choice.strict else meta.severity)
    if meta.always or severity <= Severity.INFORMATION or own is not None:
        return severity, finding.message
    code = places.refusal(at)
    if not code:
        return severity, finding.message
    why = "as it should be" if code in _SURELY else "perhaps for another reason"
    return Severity.INFORMATION, f"{finding.message} (refused with {places.said}, {why})"


def _span(finding: Finding, places: Places, at: int, line: int) -> Span | None:
    """The columns on the finding's line; None: all that is said there."""
    if finding.span is None or finding.place.name not in ("within", *_ON_THIS_LINE):
        return None
    if finding.place.name != "within":
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
    found = tuple(_joined([each for each in edits if each is not None]))
    return None if None in edits else Repair(fix.title, found, fix.safe)


def _joined(edits: list[Edit]) -> Iterator[Edit]:
    """The edits; those that insert at one place as one, in their order."""
    for place, run in groupby(edits, key=lambda each: (each.start, each.end)):
        yield Edit(*place, "".join(each.text for each in run))


def _edit(change: Change, places: Places, line: int) -> Edit | None:
    if change.place == HERE:
        return Edit(Point(line, change.span.start), Point(line, change.span.end), change.text)
    at = places.line(change.place)
    event = None if at is None else places.event(at, change.place)
    if at is None or event is None or event.columns is not None:
        return None
    end = len(event.text.rstrip())
    span = Span(end, end) if change.span == AT_END else change.span
    return Edit(Point(at, event.at + span.start), Point(at, event.at + span.end), change.text)


def _inserted(insertion: Insertion, places: Places) -> Edit | None:
    """A new line with the label of the client's line beside it, and its line end."""
    at = places.line(insertion.place)
    event = None if at is None else places.event(at, insertion.place)
    if at is None or event is None or event.columns is not None:
        return None
    beside = places.trace.lines[at]
    bare = without_end(beside)
    end = beside[len(bare) :] or "\n"
    label = bare[: event.at] if SIDES.get(event.kind) == CLIENT else places.client_label(at)
    text = insertion.text if insertion.again is None else _words(insertion.again, places)
    if label is None or not (text or insertion.again is None):
        return None
    if not text and places.trace.dialect.shown.native:
        label = label.rstrip()  # `C:` alone is an empty line, and an editor leaves it as it is
    if not insertion.below:
        return Edit(Point(at, 0), Point(at, 0), label + text + end)
    place = Point(at, len(bare))
    return Edit(place, place, end + label + text)


def _words(role: Role, places: Places) -> str:
    """What is said on the line of a role; nothing where the file does not show it."""
    at = places.line(role)
    event = None if at is None else places.event(at, role)
    return "" if event is None else event.text.strip()


def moved(diagnostic: Diagnostic, by: int) -> Diagnostic:
    """The diagnostic, so many lines further down."""
    rule, severity, message, start, end, related, fix, url = diagnostic
    if fix is not None:
        edits = tuple([Edit(_down(first, by), _down(last, by), text) for first, last, text in fix.edits])
        fix = Repair(fix.title, edits, fix.safe)
    if related:
        related = tuple([Related(_down(first, by), _down(last, by), why) for first, last, why in related])
    return Diagnostic(rule, severity, message, _down(start, by), _down(end, by), related, fix, url)


def _down(point: Point, by: int) -> Point:
    line, column = point
    return Point(line + by, column)
