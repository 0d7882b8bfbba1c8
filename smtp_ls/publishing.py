"""From findings to diagnostics: roles become lines, refusals lower, suppressions silence (SEMANTICS sections 2 to 4).

Rule 1: everything here is computed from the trace when it is asked for, and nothing is kept.
"""

from typing import TYPE_CHECKING

from smtp_ls.events import Answer, Command, Directive, Expect, Reply, SaslResponse
from smtp_ls.findings import (
    HERE,
    Choice,
    Diagnostic,
    Edit,
    Finding,
    Point,
    Related,
    Repair,
    Role,
    Severity,
    Span,
)
from smtp_ls.following import begins, follow
from smtp_ls.rules import RULES
from smtp_ls.text import without_end

if TYPE_CHECKING:
    from smtp_ls.trace import Trace

_SURELY = frozenset((500, 501, 502, 503, 504, 521, 530, 534, 538, *range(550, 556)))
"""Refusals that a mistake of syntax, order or policy earns; another 4yz or 5yz may have another reason."""


def publish(trace: "Trace", choice: Choice) -> list[Diagnostic]:
    """All diagnostics of a trace, by place."""
    found: list[tuple[int, Finding]] = [(line, each) for line in trace.found() for each in trace.findings[line]]
    found += [(len(trace.lines), each) for findings in trace.ends() for each in findings]
    placed = []
    levels = dict(choice.levels)
    for line, finding in found:
        if finding.only_script and _answered(trace, line):
            continue
        place = Places(trace, line, ended=finding.ended, key=finding.key)
        diagnostic = _diagnostic(trace, line, finding, place, levels, strict=choice.strict)
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


def _answered(trace: "Trace", line: int) -> bool:
    """Does the session about this line show a server line from here on?"""
    end = -1 if trace.dialect.keyed else trace.begun.find(1, line + 1)
    end = len(trace.lines) if end < 0 else end
    return trace.index.find(b"+", line, end) >= 0 or trace.index.find(b"!", line, end) >= 0


def _diagnostic(
    trace: "Trace", line: int, finding: Finding, places: "Places", levels: dict[str, Severity], *, strict: bool
) -> Diagnostic | None:
    at = places.line(finding.place)
    if at is None:
        return None
    start, end = places.span(at, finding.span if finding.place == HERE and at == line else None)
    meta = RULES[finding.rule]
    severity = finding.severity or (meta.strict if strict else meta.severity)
    message = finding.message
    severity = levels.get(finding.rule, severity)
    if not meta.always and severity > Severity.INFORMATION and finding.rule not in levels:
        code = refusal(trace, at)
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
        finding.rule, severity, message, start, end, tuple(related), _repair(line, finding), meta.url
    )


def _repair(line: int, finding: Finding) -> Repair | None:
    if finding.fix is None:
        return None
    edits = tuple(
        Edit(Point(line, each.span.start), Point(line, each.span.end), each.text) for each in finding.fix.changes
    )
    return Repair(finding.fix.title, edits, finding.fix.safe)


def _one_cause(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Where a rule speaks, the rules that it replaces say nothing on the same line."""
    here: dict[int, set[str]] = {}
    for each in diagnostics:
        here.setdefault(each.start.line, set()).add(each.rule)
    silenced = {line: {other for rule in rules for other in RULES[rule].instead_of} for line, rules in here.items()}
    return [each for each in diagnostics if each.rule not in silenced[each.start.line]]


# --- places -----------------------------------------------------------------------------------------------------------


class Places:
    """The lines that roles stand for, seen from one line (0-based; the line past the last for what the end shows)."""

    def __init__(self, trace: "Trace", line: int, *, ended: bool = False, key: str = "") -> None:
        self.trace, self.here, self.ended = trace, line, ended
        self.key = key or next((each.key for each in trace.said(line)), "")

    def line(self, role: Role) -> int | None:
        """The line of a role, None where the session shows none."""
        name = role.name
        if name == "here":
            return self.here if self.here < len(self.trace.lines) else self._last()
        if name == "last":
            return self._last()
        if name == "ehlo":
            return self._back(b"h")
        if name == "opened":
            return self._back(b"o")
        if name == "mail":
            return self._mail()
        if name == "refused":
            return self._refused()
        return self._waiting(0 if name == "asked" else role.nth)

    def span(self, line: int, span: Span | None) -> tuple[Point, Point]:
        """Start and end on a line: a span in columns of the line, or what is said on it."""
        if span is None:
            events = [each for each in self.trace.said(line) if each.kind not in ("blank", "note", "comment")]
            length = len(without_end(self.trace.lines[line])) if line < len(self.trace.lines) else 0
            span = Span(events[0].at, length) if events else Span(0, length)
        return Point(line, span.start), Point(line, max(span.end, span.start))

    def _start(self) -> int:
        """The first line of the session."""
        here = self.here if self.ended else self.here + 1
        return max(self.trace.begun.rfind(1, 0, here), 0) if not self.trace.dialect.keyed else 0

    def _is_ours(self, line: int) -> bool:
        """Does this line belong to the session that we look at?"""
        return not self.trace.dialect.keyed or any(each.key == self.key for each in self.trace.said(line))

    def _back(self, marks: bytes, line: int = -1) -> int | None:
        """The latest line before `line` (before this one, if -1) that bears such a mark."""
        line = self.here if line < 0 else line
        while True:
            line = self.trace.index.rfind(marks, self._start(), line)
            if line < 0 or self._is_ours(line):
                return line if line >= 0 else None

    def _last(self) -> int | None:
        """The last line with an event of a session before this line."""
        end = self.here
        while head := self.trace.index[:end].rstrip(b"-#"):
            end = len(head) - 1
            if self._is_ours(end):
                return end
        return None

    def _mail(self) -> int | None:
        """The latest MAIL that was not refused."""
        line = self._back(b"m")
        while line is not None and refusal(self.trace, line):
            line = self._back(b"m", line)
        return line

    def _refused(self) -> int | None:
        """The latest refused RCPT of the transaction: its command's line."""
        line = self._back(b"!")
        while line is not None:
            pending = self.trace.session(line, self.key).pending
            if pending and pending[0].verb == "RCPT":
                return Places(self.trace, line).line(Role("asked"))
            line = self._back(b"!", line)
        return None

    def _waiting(self, nth: int) -> int | None:
        """The line of the nth command that waits before this line."""
        trace = self.trace
        wanted = len(trace.session(self.here, self.key).pending) - nth
        if wanted <= 0:
            return None
        line = self.here
        while line > 0:
            line -= 1
            if trace.index[line] in b"-#b" or not self._is_ours(line):
                continue
            wanted -= _asks(trace, line, self.key)
            if wanted <= 0:
                return line
        return None


def _asks(trace: "Trace", line: int, key: str) -> int:
    """How many replies what is said on a line waits for."""
    mark = trace.index[line : line + 1]
    if mark in (b"c", b"h", b"o", b"m"):
        return max(sum(each.kind == "command" for each in trace.said(line)), 1)
    if mark == b".":
        pending = trace.session(line + 1, key).pending
        return sum(each.verb == "." for each in pending) or 1
    if mark == b"s":
        return 1
    return 0


# --- refusals ---------------------------------------------------------------------------------------------------------


def refusal(trace: "Trace", line: int) -> int:
    """The 4yz or 5yz that answered what the client says on a line; 0 if it was accepted or not answered."""
    answer = answer_to(trace, line)
    if answer is None:
        return 0
    if isinstance(answer, Expect):
        return answer.code if answer.codes and all(code[0] in "45" for code in answer.codes) else 0
    return answer.code if answer.code >= 400 else 0


_FAR = 2000
"""How many lines on an answer is looked for."""


def answer_to(trace: "Trace", line: int) -> Answer | None:
    """The first reply to the command or SASL response on a line."""
    said = trace.said(line)
    asking = [each for each in said if isinstance(each, Command | SaslResponse)]
    if not asking or not _answered(trace, line):
        return None
    event = asking[-1]
    session = trace.session(line, event.key)
    ours, past = -1, False
    for number in range(line, min(len(trace.lines), line + _FAR)):
        events = trace.said(number)
        if number > line and trace.in_block(number) and trace.index[number] == 98:  # noqa: PLR2004  (b"b")
            continue
        for each in events:
            if each.key != event.key:
                continue
            if past and begins(session, each):
                return None
            before = session
            session = follow(session, each).after
            if each is event and not past:
                past, ours = True, len(session.pending) - 1
            elif past and isinstance(each, Reply | Expect):
                index = before.asked(each)
                if index == ours:
                    return each
                ours -= index + 1 if each.final and index >= 0 else 0
                ours += len(session.pending) - (len(before.pending) - (index + 1 if each.final and index >= 0 else 0))
            elif past and isinstance(each, Command):
                ours -= len(before.pending) + 1 - len(session.pending)
            if past and ours < 0:
                return None
    return None


# --- suppressions -----------------------------------------------------------------------------------------------------


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
        for rule in rules:
            if (line, rule) not in used and rule not in choice.off:
                kept.append(_unused(trace, line, rule, meta.severity, meta.url))
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
        return Repair(f"Remove `{rule}`", (Edit(Point(line, 0), Point(line, len(text)), f"{head}[{', '.join(left)}]"),), True)
    return Repair("Remove the comment", (Edit(Point(line, 0), Point(line + 1, 0), ""),), True)


def _suppressions(trace: "Trace") -> list[tuple[int, list[str], int, int]]:
    """Each suppression: its line, the rules, and the first and last line that it covers."""
    covers = []
    line = trace.index.find(b"#")
    first_event = next((n for n, mark in enumerate(trace.index) if mark not in b"-#"), len(trace.lines)) if line >= 0 else 0
    while line >= 0:
        for each in trace.said(line):
            if isinstance(each, Directive) and each.name in ("ignore", "ignore-file"):
                rules = [name.strip() for name in each.value.split(",")]
                if each.name == "ignore":
                    covers.append((line, rules, *_covered(trace, line)))
                elif line < first_event:
                    covers.append((line, rules, 0, len(trace.lines)))
        line = trace.index.find(b"#", line + 1)
    return covers


def _covered(trace: "Trace", line: int) -> tuple[int, int]:
    """What a suppression on a line covers: the next event, the content of DATA or BDAT, or a whole session."""
    count = len(trace.lines)
    following = line + 1
    while following < count and (trace.index[following] == 45 or _is_pragma(trace, following)):  # noqa: PLR2004  (b"-")
        following += 1
    if following >= count:
        return line + 1, count
    titled = any(isinstance(each, Directive) and each.name == "session" for each in trace.said(following))
    if titled or (trace.begun[following] and trace.index[following] in b"+!"):
        start = trace.begun.find(1, following)
        end = trace.begun.find(1, max(start, following) + 1)
        return following, (end if end >= 0 else count) - 1
    if trace.index[following] == 111 and any(  # noqa: PLR2004  (b"o")
        isinstance(each, Command) and each.verb in ("DATA", "BDAT") for each in trace.said(following)
    ):
        begin = following + 1
        while begin < count and trace.index[begin] in b"-+":
            begin += 1
        return following, max(trace.block_end(begin), following)
    return following, following


def _is_pragma(trace: "Trace", line: int) -> bool:
    return any(isinstance(each, Directive) and each.name != "session" for each in trace.said(line))


