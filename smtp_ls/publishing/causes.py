"""Where the earlier lines stand that a refusal blames: a refused RCPT, an offer in the EHLO reply, a mark of our own.

Rule 1: as in `places`, nothing is kept, and whoever looks about says how far.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from smtp_ls.envelope import envelope
from smtp_ls.events import Command, Event, Expect, Reply, column
from smtp_ls.findings import ASKED, HERE, Finding, Role, Severity, Span
from smtp_ls.folding import COMMAND, DOT, HELLO, MAIL, OPENING, REFUSAL, REPLY, SASL, mark_of
from smtp_ls.publishing.places import Places
from smtp_ls.regular import Pattern
from smtp_ls.rules import RULES

Stretch = tuple[int, Span | None]
"""A 0-based line and the columns on it; None: all that is said there."""

_MOST = 200
"""How many commands, or lines of a reply, are looked at."""
_LEAST_REFUSAL = 400
_ENDS = b"[" + DOT + HELLO + COMMAND + OPENING + b"]"
"""Marks of lines that may end a transaction."""

_SPEAKING = re.compile(b"[" + HELLO + COMMAND + OPENING + MAIL + b"]")
"""Marks of lines with commands."""
_PRIVATE = Pattern(
    r"(?:[\w-]+\.)*(?:localhost|localdomain|local|test|example|invalid|internal|lan|home\.arpa)|[\w-]+"
    r"|\[?(?:IPv6:)?(?:127(?:\.\d{1,3}){3}|::1)\]?",
    re.IGNORECASE,
)
"""Names without a domain, and domains of tests and of private networks."""
_HEAD = 20
"""How many lines above a session a command may stand that began it."""
_LF_ALONE = Pattern(
    r"^(?!.*\\r)(?:.*[\s/])?(?:(?:nc|ncat|netcat)(?:\.\w+)?(?=\s)(?!.*\s(?:--crlf|-\w*[Cc]\w*))"
    r"|openssl\s+s_client(?=\s)(?!.*\s-crlf))"
)
"""A program that sends what is typed, unless an option or `printf` ends lines with CRLF."""
_SECURING, _TRUSTING = ("STARTTLS", "X-ANONYMOUSTLS"), ("AUTH", "X-EXPS", "MAIL", "QUIT")


class Causes(Places):
    """The places that `Places` knows, and those of what a refusal blames."""

    off: frozenset[str] = frozenset()
    """The rules whose findings nobody sees."""

    def stretch(self, role: Role) -> Stretch | None:
        """The line of a role and what of it is meant; None where the session shows none."""
        find = _FIND.get(role.name)
        if find is None:
            line = self.line(role)
            return None if line is None else (line, None)
        found = find(self, *role.what)
        self.low = min(self.low, self._start() if found is None else found[0])
        return found

    def _line(self, role: Role) -> int | None:
        if role.name not in _FIND:
            return super()._line(role)
        found = _FIND[role.name](self, *role.what)
        return None if found is None else found[0]

    def _answered(self) -> int:
        """The line of what this reply answers; this one where it answers nothing, or where the session has ended."""
        line = None if self.ended else self._waiting(0)
        return self.here if line is None else line

    def _ours(self, line: int) -> Iterator[Event]:
        """What this session says on a line."""
        return (each for each in self.trace.said(line) if each.key == self.key or not self.trace.dialect.keyed)

    def _commands(self, verb: str, line: int) -> Iterator[int]:
        """The lines before a line with this verb, the latest first; EHLO stands for HELO and LHLO too."""
        mark = mark_of(verb)
        before: int | None = line
        for _ in range(_MOST):
            before = self._back(mark, before) if before else None
            if before is None:
                return
            if mark == HELLO or any(each.verb == verb for each in self._ours(before) if isinstance(each, Command)):
                yield before

    def latest(self, verb: str) -> Stretch | None:
        """Role `latest`."""
        line = next(self._commands(verb, self._answered()), None)
        return None if line is None else (line, None)

    def accepted(self, verb: str) -> Stretch | None:
        """Role `accepted`."""
        line = next((each for each in self._commands(verb, self._answered()) if not self.refusal(each)), None)
        return None if line is None else (line, None)

    def denied(self, verb: str) -> Stretch | None:
        """Role `refused`."""
        if verb:
            found = self.latest(verb)
            return found if found is not None and self.refusal(found[0]) else None
        line = self._back(REFUSAL, self._answered())
        asking = None if line is None else Places(self.trace, line, key=self.key).line(ASKED)
        return None if asking is None else (asking, None)

    def ending(self) -> Stretch | None:
        """Role `ENDED`."""
        end = self._answered()
        opened = next(self._commands("MAIL", end), None)
        if opened is None or self.refusal(opened):
            return None
        for found in re.compile(_ENDS).finditer(self.trace.index, opened + 1, end):
            line = found.start()
            if self._is_ours(line) and any(_ends(each) for each in self._ours(line)) and not self.refusal(line):
                self.low = min(self.low, opened)
                return line, None
        return None

    def _opening(self) -> int | None:
        """The latest MAIL: what is answered here, or else one that was not refused."""
        line = self._answered()
        if self.trace.index[line : line + 1] == MAIL:
            return line
        found = self.accepted("MAIL")
        return None if found is None else found[0]

    def _command(self, line: int | None) -> Command | None:
        said = () if line is None else self._ours(line)
        return next((each for each in said if isinstance(each, Command)), None)

    def sender(self) -> Stretch | None:
        """Role `SENDER`."""
        line = self._opening()
        command = self._command(line)
        return None if line is None or command is None else (line, _columns(command, envelope(command.text).path))

    def carried(self, name: str) -> Stretch | None:
        """Role `carried`."""
        line = self._opening()
        command = self._command(line)
        found = envelope(command.text).parameter(name) if command else None
        return None if line is None or command is None or found is None else (line, _columns(command, found.span))

    def offered(self, keyword: str) -> Stretch | None:
        """Role `offered`."""
        hello = self.accepted("EHLO")
        return None if hello is None else self._offer(keyword, hello[0], self.here)

    def listed(self, keyword: str) -> Stretch | None:
        """Role `listed`."""
        return self._offer(keyword, self._answered(), self.here + 1)

    def _offer(self, keyword: str, hello: int, end: int) -> Stretch | None:
        """Where the reply to the EHLO on a line offers an extension, before another line."""
        for line in range(hello + 1, min(end, hello + _MOST)):
            if self.trace.index[line : line + 1] != REPLY:
                continue
            for each in self._ours(line):
                if not isinstance(each, Reply):
                    continue
                word = (each.says.split() or [""])[0].upper()
                if word == keyword or word.startswith(f"{keyword}="):
                    self.low = min(self.low, hello)
                    return line, _columns(each, Span(4, len(each.text)))
                if each.final:
                    return None
        return None

    def flawed(self, *rules: str) -> Stretch | None:
        """Role `flawed`."""
        first, last = self._region()
        if first >= self.here:
            return None
        line = self.trace.flagged.find(1, first, last + 1)
        while line >= 0:
            for each in self.trace.findings[line]:
                if _is_flaw(each, rules) and each.key in ("", self.key):
                    return (line, each.span) if each.place == HERE else self._within(line, each)
            line = self.trace.flagged.find(1, line + 1, last + 1)
        return None

    def _within(self, line: int, finding: Finding) -> Stretch | None:
        """Where a finding about a whole message, kept at the message's end, points."""
        at = line - finding.place.nth
        event = Places(self.trace, line, key=self.key).event(at, finding.place)
        return at, None if event is None or finding.span is None else _columns(event, finding.span)

    def unmarked(self, *rules: str) -> Stretch | None:
        """Role `unmarked`."""
        first, last = self._region()
        self.low = min(self.low, first)
        line = self.trace.flagged.find(1, first, min(last + 1, self.here))
        while line >= 0:
            if any(self._is_told(each, line, rules) for each in self.trace.findings[line]):
                return None
            line = self.trace.flagged.find(1, line + 1, min(last + 1, self.here))
        return None if self._is_said_above() else (self.here, None)

    def _is_said_above(self) -> bool:
        """Does another line of this reply say so already?"""
        for line in range(self.here - 1, max(self.here - _MOST, -1), -1):
            self.low = min(self.low, line)
            said = [each for each in self._ours(line) if isinstance(each, Reply)]
            if said and said[-1].final:
                return False
            if any(each.place.name == "unmarked" and each.key in ("", self.key) for each in self.trace.findings[line]):
                return True
            if not said and not self.trace.dialect.keyed:
                return False
        return False

    def _is_told(self, finding: Finding, line: int, rules: tuple[str, ...]) -> bool:
        """Does the finding say of its line what a refusal of that says?"""
        meta = RULES[finding.rule]
        loud = meta.family in rules and (finding.severity or meta.severity) >= Severity.WARNING
        if finding.ended or finding.key not in ("", self.key) or not (loud or finding.rule in rules):
            return False
        there = Causes(self.trace, line, key=self.key)
        at = there.line(finding.place)
        self.low, self.high = min(self.low, there.low), max(self.high, there.high)
        return at == line and finding.rule not in self.off

    def first(self, rule: str) -> Stretch | None:
        """Role `first`."""
        start, line = self._start(), self.here
        while (line := self.trace.flagged.rfind(1, start, line)) >= 0:
            if any(each.rule == rule and each.key in ("", self.key) for each in self.trace.findings[line]):
                self.low = min(self.low, line)
                return None
        self.low = min(self.low, start)
        return self.here, None

    def public(self) -> Stretch | None:
        """Role `PUBLIC`."""
        hello = self._back(HELLO)
        self.low = min(self.low, self._start() if hello is None else hello)
        for line in range(self.here if hello is None else hello + 1, self.here + 1):
            greeting = next((each for each in self._ours(line) if isinstance(each, Reply)), None)
            if greeting is not None:
                return None if _is_private(greeting.says) else (self.here, None)
        return self.here, None

    def unsecured(self) -> Stretch | None:
        """Role `UNSECURED`."""
        if self.public() is None:
            return None
        begun = -1 if self.trace.dialect.keyed else self.trace.begun.find(1, self.here + 1)
        end = len(self.trace.lines) if begun < 0 else begun
        for found in islice(_SPEAKING.finditer(self.trace.index, self.here + 1, end), _MOST):
            line = found.start()
            said = [each.verb for each in self._ours(line) if isinstance(each, Command)]
            if any(verb in _SECURING for verb in said):
                self.high = max(self.high, line)
                return (self.here, None) if self.refusal(line) else None
            if any(verb in _TRUSTING for verb in said):
                end = line
                break
        self.high = max(self.high, end)
        return self.here, None

    def lf_alone(self) -> Stretch | None:
        """Role `LF_ALONE`."""
        start = self._start()
        for line in range(start - 1, max(start - _HEAD, 0) - 1, -1):
            self.low = min(self.low, line)
            text = self.trace.lines[line]
            if _LF_ALONE.match(text):
                return line, None
        return None

    def parting(self) -> Stretch | None:
        """Role `PARTING`."""
        line = self._last()
        if line is None or any(_refuses(each) for each in self._ours(line)):
            return None
        return line, None

    def field(self, name: str) -> Stretch | None:
        """Role `field`."""
        first, last = self._region()
        for line in range(first + 1, min(last, first + _MOST)):
            for each in self._ours(line):
                if each.kind not in ("body", "chunk"):
                    continue
                if not each.text.strip():
                    return None
                if each.text[: len(name) + 1].lower() == f"{name.lower()}:":
                    return line, _columns(each, Span(0, len(each.text)))
        return None

    def _region(self) -> tuple[int, int]:
        """The first and last line of the command, exchange or message that this reply answers."""
        asking = self._answered()
        mark = self.trace.index[asking : asking + 1]
        if mark in (DOT, SASL):
            opened = self._back(OPENING, asking)
            first = asking if opened is None else opened
            self.low = min(self.low, first)
            return first, asking
        command = self._command(asking)
        return asking, self.here - 1 if command is not None and command.verb == "BDAT" else asking


def _ends(event: Event) -> bool:
    """Does this end a transaction, unless it is refused?"""
    if isinstance(event, Command):
        return event.verb in ("RSET", "EHLO", "HELO", "LHLO") or (event.verb in ("BDAT", "BURL") and _is_final(event))
    return event.kind == "end-of-data"


def _is_private(says: str) -> bool:
    """Does a server that says this at first have a name that nobody has on the Internet (RFC 2606, RFC 6762)?"""
    from smtp_ls.rules.replies.hosts import greets_only  # noqa: PLC0415  (wanted by two rules alone)

    name = (says.split() or [""])[0].rstrip(".,;:")
    return _PRIVATE.fullmatch(name) is not None and ("." in name or not greets_only(name))


def _refuses(event: Event) -> bool:
    if isinstance(event, Expect):
        return bool(event.codes) and all(code[0] in "45" for code in event.codes)
    return isinstance(event, Reply) and event.code >= _LEAST_REFUSAL


def _is_final(command: Command) -> bool:
    return command.text.upper().split()[-1] == "LAST"


def _is_flaw(finding: Finding, rules: tuple[str, ...]) -> bool:
    meta = RULES[finding.rule]
    loud = (finding.severity or meta.severity) >= Severity.WARNING
    placed = finding.place == HERE or finding.place.name == "within"
    return loud and placed and not finding.ended and (finding.rule in rules or meta.family in rules)


def _columns(event: Event, span: Span) -> Span:
    return Span(column(event, span.start), column(event, span.end))


_FIND: dict[str, Callable[..., Stretch | None]] = {
    "latest": Causes.latest,
    "accepted": Causes.accepted,
    "denied": Causes.denied,
    "ended": Causes.ending,
    "sender": Causes.sender,
    "carried": Causes.carried,
    "offered": Causes.offered,
    "listed": Causes.listed,
    "flawed": Causes.flawed,
    "field": Causes.field,
    "unmarked": Causes.unmarked,
    "first": Causes.first,
    "public": Causes.public,
    "unsecured": Causes.unsecured,
    "parting": Causes.parting,
    "lf-alone": Causes.lf_alone,
}
