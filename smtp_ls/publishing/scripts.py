"""What only a script as a whole shows: its variables, the port that it runs on, its line ends.

Rule 1: it is asked once whenever a file is published, so that it looks at directives and at lines with placeholders
alone. Rule 2: a value is never repeated: it may be a secret.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from smtp_ls.dialects import named, rows
from smtp_ls.events import Command, Directive, Event, Reply
from smtp_ls.findings import Diagnostic, Edit, Point, Related, Repair, Severity, Span
from smtp_ls.folding import COMMAND, DIRECTIVE, HELLO, NOTHING, REFUSAL, REPLY
from smtp_ls.regular import Pattern
from smtp_ls.rules import RULES
from smtp_ls.rules.words import meant
from smtp_ls.text import without_end
from smtp_ls.written import CR, CRLF, LF, placeholders

if TYPE_CHECKING:
    from smtp_ls.trace import Trace

RESERVED = ("server", "tls", "protocol", "timeout")
"""Variables that say how a script is to be run (LANGUAGE section 1)."""
_NAME = Pattern(r"@(?P<name>[A-Za-z_][\w.-]*)\s*=\s*")
_SHAPES = {
    "server": Pattern(r"(?:smtps?|lmtp)://"),
    "tls": Pattern(r"(?i:none|starttls|implicit)$"),
    "protocol": Pattern(r"(?i:smtp|submission|lmtp)$"),
    "timeout": Pattern(r"\d"),
}
"""What the values of the reserved variables look like."""
_PORT = Pattern(r"(?P<scheme>[a-z]+)://(?:\[[^\]]*\]|[^/:\s]+):(?P<port>\d+)/?$")
_MOST_USES, _MOST_LINES, _SERVER_LINES = 100, 500, 50


class Definition(NamedTuple):
    """A `@name = value` on a 0-based line."""

    line: int
    name: str
    span: Span
    """Where the name stands, with its `@`."""
    value: str


def whole_file(trace: "Trace") -> list[Diagnostic]:
    """What a file in our own notation shows as a whole, once all of it was read."""
    if not (trace.dialect.shown.native and trace.is_read):
        return []
    directives = list(_directives(trace))
    definitions = [found for each in directives if (found := _definition(*each))]
    diagnostics = [*_ends(trace), *(found for each in directives for found in _dialects(*each))]
    if definitions or trace.written.uses:
        diagnostics += _undefined(trace, definitions)
        diagnostics += _unused(trace, definitions)
        diagnostics += _twice(trace, definitions)
        diagnostics += _ports(trace, definitions)
    return [each for each in diagnostics if each.rule in RULES]


def _told(rule: str, message: str, line: int, span: Span, related: tuple[Related, ...] = ()) -> Diagnostic:
    meta = RULES[rule]
    return Diagnostic(
        rule, meta.severity, message, Point(line, span.start), Point(line, span.end), related, None, meta.url
    )


def _renamed(line: int, span: Span, name: str, *, safe: bool) -> Repair:
    return Repair(f"Write `{name}`", (Edit(Point(line, span.start), Point(line, span.end), name),), safe)


# --- variables --------------------------------------------------------------------------------------------------------


def _directives(trace: "Trace") -> Iterator[tuple[int, Directive]]:
    """The variables and pragmas with their lines."""
    line = trace.written.directed.find(1)
    while line >= 0:
        yield from ((line, each) for each in trace.said(line) if isinstance(each, Directive))
        line = trace.written.directed.find(1, line + 1)


def _definition(line: int, directive: Directive) -> Definition | None:
    name = _NAME.match(directive.text)
    return name and Definition(line, name["name"], Span(directive.at, directive.at + name.end("name")), directive.value)


def _dialects(line: int, directive: Directive) -> Iterator[Diagnostic]:
    """A pragma that names no dialect: the file is read as if it were not there."""
    value = directive.value
    if directive.name != "dialect" or not value or "{{" in value or named(value) is not None:
        return
    start = directive.text.rindex(value)
    span = Span(start, start + len(value))
    near = meant(value, ("native", "bare", *(name for row in rows() for name in (row.name, *row.aliases))))
    hint = f"; write `{near}`" if near else ""
    told = _told("unknown-directive", f"there is no dialect `{value}`{hint}", line, span)
    yield told._replace(fix=_renamed(line, span, near, safe=True) if near else None)


def _undefined(trace: "Trace", definitions: list[Definition]) -> Iterator[Diagnostic]:
    """Placeholders without a value: a slip where the file defines others, else what the script leaves open."""
    defined = {each.name for each in definitions}
    open_names = {name for name in trace.written.uses if name not in defined and name not in RESERVED}
    own = sorted(defined.difference(RESERVED))
    if not open_names or not (own or _is_script(trace)):
        return
    for line, name, span in islice(_uses(trace, open_names), _MOST_USES):
        near = meant(name, own)
        if not near and trace.index[line : line + 1] in (REPLY, REFUSAL):
            continue  # whatever the server says there
        if not own:
            if name not in open_names:
                continue
            open_names.remove(name)  # once is enough
        hint = f"; `{near}` is" if near else ""
        told = _told("undefined-variable", f"`{name}` is not defined in this file{hint}", line, span)
        repair = _renamed(line, Span(span.start + 2, span.end - 2), near, safe=False) if near else None
        yield told._replace(severity=told.severity if own else Severity.INFORMATION, fix=repair)


def _uses(trace: "Trace", names: set[str]) -> Iterator[tuple[int, str, Span]]:
    """Where variables of these names are used on lines that somebody says, or in the values of others."""
    line = trace.written.braced.find(1)
    while line >= 0:
        if _is_said(trace, line):
            for name, span in placeholders(without_end(trace.lines[line])):
                if name in names:
                    yield line, name, span
        line = trace.written.braced.find(1, line + 1)


def _is_said(trace: "Trace", line: int) -> bool:
    if trace.index[line : line + 1] == NOTHING:
        return False
    return any(not isinstance(each, Directive) or each.text.startswith("@") for each in trace.said(line))


def _is_script(trace: "Trace") -> bool:
    """Do the file's server lines, if it has any, only say what is expected?"""
    return not any(isinstance(each, Reply) and each.full for each in islice(_server_lines(trace), _SERVER_LINES))


def _server_lines(trace: "Trace") -> Iterator[Event]:
    for each in re.finditer(b"[" + REPLY + REFUSAL + b"]", trace.index):
        yield from trace.said(each.start())


def _unused(trace: "Trace", definitions: list[Definition]) -> Iterator[Diagnostic]:
    """Variables that nothing uses; one that is nearly reserved was probably meant to be that."""
    for each in definitions:
        if each.name in RESERVED or trace.written.uses[each.name]:
            continue
        near = meant(each.name, RESERVED)
        if near and _SHAPES[near].match(each.value):
            told = _told("unknown-directive", f"`@{each.name}` is no setting: write `@{near}`", each.line, each.span)
            yield told._replace(fix=_renamed(each.line, each.span, f"@{near}", safe=True))
            continue
        told = _told("unused-variable", f"`{each.name}` is defined, but not used in this file", each.line, each.span)
        gone = Edit(Point(each.line, 0), Point(each.line + 1, 0), "")
        yield told._replace(fix=Repair(f"Remove `@{each.name}`", (gone,), False))


def _twice(trace: "Trace", definitions: list[Definition]) -> Iterator[Diagnostic]:
    """A variable that is given another value before the first was ever used."""
    latest: dict[str, Definition] = {}
    for each in definitions:
        first = latest.get(each.name)
        latest[each.name] = each
        if first is None or _matters(trace, first, each):
            continue
        place = Related(Point(first.line, first.span.start), Point(first.line, first.span.end), "the first is here")
        yield _told(
            "duplicate-variable", f"`{each.name}` is defined again before it was used: keep one of the two",
            each.line, each.span, (place,),
        )  # fmt: skip


def _matters(trace: "Trace", first: Definition, second: Definition) -> bool:
    """Does a line between two definitions use the first, or begin a session, or, for a setting, say anything?"""
    between = trace.index[first.line + 1 : second.line]
    if first.name in RESERVED and between.strip(NOTHING + DIRECTIVE):
        return True
    if trace.begun.find(1, first.line + 1, second.line) >= 0 or _title(trace, first.line, second.line) >= 0:
        return True
    line = trace.written.braced.find(1, first.line + 1, second.line + 1)
    while line >= 0:
        if any(name == first.name for name, _ in placeholders(trace.lines[line])):
            return True
        line = trace.written.braced.find(1, line + 1, second.line + 1)
    return False


# --- ports ------------------------------------------------------------------------------------------------------------

_OF_SMTP = {25: "SMTP between servers", 465: "submission with TLS from the start", 587: "submission with STARTTLS"}
_ATRN = 366


def _ports(trace: "Trace", definitions: list[Definition]) -> Iterator[Diagnostic]:
    """A port that is known for something else than what is said there (RFC 2033 section 5, RFC 8314 section 7.3)."""
    for each in definitions:
        address = _PORT.match(each.value) if each.name == "server" else None
        port = int(address["port"]) if address else 0
        if not address or port not in (*_OF_SMTP, _ATRN):
            continue
        end = len(without_end(trace.lines[each.line]).rstrip().rstrip("/"))
        span = Span(end - len(address["port"]), end)
        given = trace.session(_scope_end(trace, each.line)).given
        lmtp = address["scheme"] == "lmtp" or given.protocol == "lmtp"
        if lmtp and port in _OF_SMTP:
            why = f"port {port} is for {_OF_SMTP[port]}, where LMTP must not be spoken (RFC 2033 section 5)"
            yield _told("port-protocol-mismatch", why, each.line, span)
        elif port in (25, 587) and (address["scheme"] == "smtps" or given.tls == "implicit"):
            why = f"on port {port} TLS begins with STARTTLS; at once it is there on port 465 (RFC 8314 section 7.3)"
            yield _told("port-protocol-mismatch", why, each.line, span)
        elif port == 465 and given.tls in ("none", "starttls"):
            why = "on port 465 TLS is there from the start, without STARTTLS (RFC 8314 section 3.3)"
            yield _told("port-protocol-mismatch", why, each.line, span)
        else:
            yield from _odd_commands(trace, each.line, port)


def _odd_commands(trace: "Trace", line: int, port: int) -> Iterator[Diagnostic]:
    """LHLO and ATRN where the port is known for something else."""
    if port == _ATRN:
        return
    end = _scope_end(trace, line)
    marks = re.compile(b"[" + HELLO + COMMAND + b"]")
    for found in islice(marks.finditer(trace.index, line, end), _MOST_LINES):
        for each in trace.said(found.start()):
            if not isinstance(each, Command) or each.verb not in ("LHLO", "ATRN"):
                continue
            why = (
                f"LMTP must not be spoken on port {port}, which is for {_OF_SMTP[port]} (RFC 2033 section 5)"
                if each.verb == "LHLO"
                else f"ATRN belongs on port 366, and this is port {port} (RFC 2645 section 4)"
            )
            yield _told("port-protocol-mismatch", why, found.start(), Span(each.at, each.at + len(each.verb)))
            return


def _scope_end(trace: "Trace", line: int) -> int:
    """The line before which a reserved variable holds: the next `###`, or the end if it stands before any session."""
    count = len(trace.lines)
    if trace.begun.find(1, 0, line) < 0 and _title(trace, -1, line) < 0:
        return count
    following = _title(trace, line, count)
    return following if following >= 0 else count


def _title(trace: "Trace", line: int, end: int) -> int:
    """The first `###` between two lines; -1 if there is none."""
    line = trace.index.find(DIRECTIVE, line + 1, end)
    while line >= 0 and not trace.lines[line].startswith("###"):
        line = trace.index.find(DIRECTIVE, line + 1, end)
    return line


# --- line ends --------------------------------------------------------------------------------------------------------

_ENDS = {LF: "LF", CRLF: "CRLF", CR: "CR"}


def _ends(trace: "Trace") -> Iterator[Diagnostic]:
    """The first line that ends otherwise than most; in a log that a terminal has kept it says nothing."""
    if trace.dialect.name != "native" or not trace.written.is_mixed:
        return
    ends = trace.written.ends
    counts = {end: ends.count(end) for end in _ENDS}
    most = max(counts, key=lambda end: (counts[end], end == ends[0]))
    others = [end for end in _ENDS if end != most and counts[end]]
    line = min(ends.index(end) for end in others)
    length = len(without_end(trace.lines[line]))
    yield _told(
        "mixed-line-endings",
        f"this line ends with {_ENDS[ends[line]]}, but {counts[most]} lines of the file end with {_ENDS[most]}",
        line, Span(0, length),
    )  # fmt: skip
