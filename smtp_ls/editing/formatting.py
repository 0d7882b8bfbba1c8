"""Our own notation laid out as we write and teach it: labels, verbs and keywords, titles, variables, blank lines.

Rule 1: what is sent stays what it is but for the case of verbs and keywords, and for blanks where the grammar has less.
Mail data, quoted strings, AUTH payloads, values, names and the blank of `334 ` are not touched. Rule 2: a mistake stays
a mistake. A command that breaks the grammar is left alone, unless nothing but blanks is wrong with it, nobody refuses
it and no comment suppresses what is found there. Rule 3: the result reads as the file did, and formats to itself.

It is for dialects that are ours (`Shown.native`), labelled or bare.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from smtp_ls.dialects.native import expectation, expectation_parts, is_answer, own_notation
from smtp_ls.envelope import envelope
from smtp_ls.events import CLIENT, SIDES, Command, Comment, Directive, Event, Expect, Reply
from smtp_ls.findings import Choice, Diagnostic, Edit, Point, Severity
from smtp_ls.protocol.parameters import PARAMETERS
from smtp_ls.publishing.places import Places
from smtp_ls.publishing.suppressing import suppressed
from smtp_ls.reading import command_parts
from smtp_ls.text import without_end
from smtp_ls.turns import at_once

if TYPE_CHECKING:
    from smtp_ls.trace import Trace
    from smtp_ls.turns import Turns

LAYOUT = ("double-space", "leading-whitespace", "lower-case-verb", "trailing-whitespace")
"""The rules about what formatting mends."""

_TURN = 500
"""How many lines are laid out in one turn (some 6 ms)."""
_PATHS = ("MAIL", "RCPT", "SEND", "SOML", "SAML")
_FREE = ("HELP", "NOOP", "VERB", "ONEX", "XUSR", "XADR", "XSTA", "X-LINK2STATE")
"""Verbs whose argument is any text, blanks and all."""
_LAST_WORDS = {"BDAT": "LAST", "BURL": "LAST", "VRFY": "SMTPUTF8", "EXPN": "SMTPUTF8"}
"""Keywords that may end the line of a verb, behind its argument."""
_WORD = re.compile(r"\S+")
_BLANKS = re.compile(r'(?P<kept>"(?:[^"\\]|\\.)*"|<[^>]*>|\{\{.*?\}\})|[ \t]{2,}')
_PRAGMA = re.compile(r"#+\s*smtp-ls:\s*(?P<what>.*?)\s*$")
_RULES = re.compile(r"(?P<name>[\w-]+)\s*\[(?P<rules>[^\[\]]*)\]$")
_SETTING = re.compile(r"(?P<name>[\w-]+)\s*=\s*(?P<value>\S+)$")


class _Change(NamedTuple):
    """A stretch of a text, by 0-based characters, and what it becomes."""

    start: int
    end: int
    text: str


def is_ours(trace: "Trace") -> bool:
    """Is the file in our own notation, which is the only one that we format?"""
    return trace.dialect.shown.native


def formatted(trace: "Trace", first: int = 0, last: int | None = None) -> list[Edit]:
    """The edits that lay out the 0-based lines from `first` up to, not including, `last`; none overlap another."""
    return at_once(laid_out(trace, first, len(trace.lines) if last is None else last))


def laid_out(trace: "Trace", first: int, last: int) -> "Turns[list[Edit]]":
    """The same in turns."""
    if not is_ours(trace):
        return []
    last = min(last, len(trace.lines))
    purposes = _Purposes(trace)
    edits: list[Edit] = []
    for turn in range(first, last, _TURN):
        lines = range(turn, min(turn + _TURN, last))
        for number in lines:
            edits += [
                Edit(Point(number, each.start), Point(number, each.end), each.text)
                for each in _line(trace, number, purposes)
            ]
        edits += _blank_lines(trace, lines)
        if turn + _TURN < last:
            yield
    return sorted(edits)


# --- a line -----------------------------------------------------------------------------------------------------------


class _Purposes:
    """Which commands are wrong on purpose: refused, or with a comment that suppresses what is found there."""

    def __init__(self, trace: "Trace") -> None:
        self._trace = trace

    @cached_property
    def _suppressed(self) -> set[int]:
        trace = self._trace
        found = [(line, each.rule) for line in trace.found() for each in trace.findings[line] if each.rule in LAYOUT]
        stubs = [Diagnostic(rule, Severity.HINT, "", Point(line, 0), Point(line, 0)) for line, rule in found]
        kept = set(suppressed(trace, stubs, Choice())) if stubs else set()
        return {each.start.line for each in stubs if each not in kept}

    def suppressed(self, line: int) -> bool:
        """Does a comment say that this line is as it should be?"""
        return line in self._suppressed

    def refused(self, line: int) -> bool:
        """Does the file show that the server refuses this line?"""
        return bool(Places(self._trace, line).refusal(line))


def _line(trace: "Trace", number: int, purposes: _Purposes) -> Iterator[_Change]:
    """What changes on a line."""
    line = without_end(trace.lines[number])
    said = trace.said(number)
    if not said:
        return
    event = said[0]
    if event.at and not (event.at == 2 and _answers(event)):
        yield from _differing(0, line[: event.at], line[:2] + (" " if event.text else ""))
        if not event.text:
            yield from _differing(event.at, line[event.at :], "")
    elif trace.in_block(number):
        return  # a comment amid mail data; it might be taken for mail data some day
    for each in _within(event, number, purposes):
        yield _Change(event.at + each.start, event.at + each.end, each.text)


def _answers(event: Event) -> bool:
    """Is this a client's line that begins as a server's, or as a remark in an RFC? Spaced out it would not be ours."""
    return SIDES.get(event.kind) == CLIENT and (event.text.startswith("<") or is_answer(event.text))


def _within(event: Event, number: int, purposes: _Purposes) -> Iterable[_Change]:
    """What changes in the text of an event, its columns counted in that text."""
    if isinstance(event, Command):
        changes = _command(event, number, purposes)
        return () if changes and purposes.suppressed(number) else changes
    if isinstance(event, Directive | Comment):
        return _differing(0, event.text, _own(event))
    if isinstance(event, Expect):
        return _differing(0, event.text, _expectation(event))
    if isinstance(event, Reply):
        return _differing(0, event.text, _reply(event))
    return ()


def _differing(at: int, text: str, wanted: str) -> Iterator[_Change]:
    """The change that makes one text another, without what they begin and end with alike."""
    if text == wanted:
        return
    start = end = 0
    shorter = min(len(text), len(wanted))
    while start < shorter and text[start] == wanted[start]:
        start += 1
    while end < shorter - start and text[-1 - end] == wanted[-1 - end]:
        end += 1
    yield _Change(at + start, at + len(text) - end, wanted[start : len(wanted) - end])


# --- commands ---------------------------------------------------------------------------------------------------------


def _command(command: Command, number: int, purposes: _Purposes) -> list[_Change]:
    text = command.text
    if not command_parts(text.strip())[0]:
        return []
    cases = [each for each in _cases(command) if text[each.start : each.end] != each.text]
    bare = len(text.rstrip(" \t"))
    kept = command.verb in ("AUTH", "X-EXPS")  # a blank at the end may stand before an empty response
    trailing = [_Change(bare, len(text), "")] if bare < len(text) and not kept else []
    if command.valid:
        return cases + trailing
    if command.verb == "BDAT":  # mended, it would open a chunk, and the lines below would be read as such
        return []
    blanks = list(_blanks(command)) + trailing
    mended = _changed(text, blanks)
    if mended == text or not command_parts(mended)[1] or purposes.refused(number):
        return []
    return sorted(cases + blanks)


def _changed(text: str, changes: Iterable[_Change]) -> str:
    for each in sorted(changes, reverse=True):
        text = text[: each.start] + each.text + text[each.end :]
    return text


def _cases(command: Command) -> Iterator[_Change]:
    """The verb and the keywords in upper case, wherever they are so already or not; never a part of a placeholder."""
    text, verb = command.text, command.verb
    start = len(text) - len(text.lstrip())
    words = [each.span() for each in _WORD.finditer(text, start + len(verb))]
    spans = [(start, start + len(verb))]
    if verb in _PATHS:
        parts = envelope(text)
        spans.append(parts.keyword)
        for parameter in parts.parameters:
            name = parameter.span.start, parameter.span.start + len(parameter.name)
            spans.append(name)
            if _is_keyword(parameter.name, parameter.value or ""):
                spans.append(parameter.value_span)
    elif verb in ("AUTH", "X-EXPS"):
        spans += words[:1]
    elif verb in ("XCLIENT", "XFORWARD"):
        spans += [(begin, begin + len(text[begin:end].partition("=")[0])) for begin, end in words]
    elif verb in _LAST_WORDS:
        spans += [(begin, end) for begin, end in words[1:][-1:] if text[begin:end].upper() == _LAST_WORDS[verb]]
    for begin, end in spans:
        if "{{" not in text[begin : end + 2]:
            yield _Change(begin, end, text[begin:end].upper())


def _is_keyword(name: str, value: str) -> bool:
    """Is a value one of the words, or a list of them, that the parameter may have, which are the same in any case?"""
    known = PARAMETERS.get(name)
    return known is not None and bool(known.values) and set(value.upper().split(",")) <= set(known.values)


def _blanks(command: Command) -> Iterator[_Change]:
    """The blanks before the verb, and more than one between words; in free text only before it."""
    text = command.text
    start = len(text) - len(text.lstrip(" \t"))
    if start:
        yield _Change(0, start, "")
    for blanks in _BLANKS.finditer(text, start, len(text.rstrip(" \t"))):
        if command.verb in _FREE and blanks.start() > start + len(command.verb):
            return
        if blanks["kept"] is None:
            yield _Change(*blanks.span(), " ")


# --- replies and our own lines ----------------------------------------------------------------------------------------


def _reply(reply: Reply) -> str:
    """A reply without blanks at its end; `334 ` keeps its blank, without which it would be an expectation."""
    wanted = reply.text.rstrip(" \t")
    return wanted if reply.code and expectation(wanted) is None else reply.text


def _expectation(expected: Expect) -> str:
    """The codes in lower case with nothing between them but `|`, and one blank before what else is expected.

    Without a label the blank behind a code stays: it is by this that the bare form is known.
    """
    if not expected.at and re.match(r"\w+ +\|", expected.text):
        return expected.text
    enhanced, pattern, _ = expectation_parts(expected.text)
    hyphen = "-" if re.match(r"[^ /]*-", expected.text) else ""
    wanted = "|".join(expected.codes) + hyphen if expected.codes else "..."
    wanted += f" {enhanced}" if enhanced else ""
    wanted += f" /{pattern}/" if pattern else ""
    same = expectation(wanted) == expected.codes and expectation_parts(wanted) == expectation_parts(expected.text)
    return wanted if same else expected.text


def _own(event: Directive | Comment) -> str:
    """A title, variable, pragma or comment as we write it."""
    text = event.text.rstrip(" \t")
    if isinstance(event, Comment):
        return text
    if event.name == "session":
        return text if text.startswith("####") else f"### {event.value}".rstrip()
    if text.startswith("@"):
        name = text[1:].partition("=")[0].strip()
        return f"@{name} = {event.value}".rstrip()
    pragma = _PRAGMA.match(text)
    return f"# smtp-ls: {_pragma(pragma['what'])}".rstrip() if pragma else text


def _pragma(what: str) -> str:
    rules = _RULES.match(what)
    if rules:
        return f"{rules['name']}[{', '.join(filter(None, map(str.strip, rules['rules'].split(','))))}]"
    setting = _SETTING.match(what)
    return f"{setting['name']}={setting['value']}" if setting else what


# --- blank lines ------------------------------------------------------------------------------------------------------


def _blank_lines(trace: "Trace", lines: range) -> Iterator[Edit]:
    """No blank line at either end of the file, one before a session, never two, and a line end behind the last line."""
    count = len(trace.lines)
    number = lines.start
    while number < lines.stop:
        after = number
        while after < count and _is_blank(trace, after):
            after += 1
        if after > number:
            alone = number > 0 and after < count and not _is_blank(trace, number - 1)
            yield from _run(trace, number, min(after, lines.stop), keeps=alone)
        number = after + 1
    yield from _separations(trace, lines)
    last = count - 1
    if last in lines and not _end(trace, last) and not trace.in_block(count) and not _is_blank(trace, last):
        place = Point(last, len(trace.lines[last]))
        yield Edit(place, place, _end(trace, last - 1) or "\n")


def _run(trace: "Trace", first: int, after: int, *, keeps: bool) -> Iterator[Edit]:
    """Of blank lines in a row, one is kept, or none."""
    if keeps:
        blanks = len(without_end(trace.lines[first]))
        if blanks:
            yield Edit(Point(first, 0), Point(first, blanks), "")
        first += 1
    if first < after:
        yield Edit(Point(first, 0), Point(after, 0), "")


def _is_blank(trace: "Trace", number: int) -> bool:
    """Is this an empty line that is nothing: no mail data, no empty response, not half of a line end?"""
    if trace.lines[number].strip() or any(each.kind != "blank" for each in trace.said(number)):
        return False
    return not any(line.endswith("\r") for line in trace.lines[max(number - 1, 0) : number + 1])


def _end(trace: "Trace", number: int) -> str:
    """The line end of a line; nothing if there is no such line."""
    if not 0 <= number < len(trace.lines):
        return ""
    line = trace.lines[number]
    return line[len(without_end(line)) :]


def _separations(trace: "Trace", lines: range) -> Iterator[Edit]:
    """A blank line before each session but the first; the comments just above a session belong to it."""
    for number in lines:
        if not _begins(trace, number):
            continue
        start = number
        while start > 0 and _is_remark(trace, start - 1):
            start -= 1
        if start == 0 or not _may_be_parted(trace, start):
            continue
        yield Edit(Point(start, 0), Point(start, 0), _end(trace, start - 1))


def _begins(trace: "Trace", number: int) -> bool:
    """Is this a title, or the first line of a session that has none?"""
    if _is_title(trace, number):
        return True
    before = trace.begun.rfind(1, 0, number)
    return bool(trace.begun[number]) and before >= 0 and not any(_is_title(trace, n) for n in range(before, number))


def _is_title(trace: "Trace", number: int) -> bool:
    return any(isinstance(each, Directive) and each.name == "session" for each in trace.said(number))


def _is_remark(trace: "Trace", number: int) -> bool:
    """Is this a comment or pragma, which speaks of what stands below it?"""
    line = trace.lines[number]
    own = own_notation(without_end(line)) if line.startswith("#") and not line.startswith("###") else None
    return own is not None and any(each.kind in ("comment", "directive") for each in trace.said(number))


def _may_be_parted(trace: "Trace", number: int) -> bool:
    """Would a blank line above this one be nothing, and is none there? What a tool noted may belong to either side."""
    if _is_blank(trace, number - 1) or any(each.kind == "note" for each in trace.said(number - 1)):
        return False
    return not trace.in_block(number) and trace.session(number).awaits == "command" and _end(trace, number - 1) != "\r"
