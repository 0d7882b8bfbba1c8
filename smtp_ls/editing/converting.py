"""Any dialect written anew in our own notation: who says what, and what the tool printed besides, as comments.

Rule 1: what the file shows is kept: each event's text, to the character, and each note. What it does not show is said
to be left out (`...`, `# smtp-ls: partial`), so that nothing is found that was not found before.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from smtp_ls.events import Blank, Command, Comment, Directive, EndOfData, Event, Expect, Note, Reply
from smtp_ls.findings import Severity
from smtp_ls.folding import BODY
from smtp_ls.session import Origin, Session
from smtp_ls.session.following import begins, follow
from smtp_ls.session.order import HELLO
from smtp_ls.text import without_end
from smtp_ls.trace import Trace

_CONTROL = re.compile(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""What would end a line here or in some editor, and so is written as an escape."""


class _Heard(NamedTuple):
    """An event, what was known before it, and the 0-based line that holds it."""

    line: int
    before: Session
    event: Event


def native(trace: Trace) -> str:
    """The file in our own notation, with the line end that its first line has; as it is if it is in that already."""
    if trace.dialect.name in ("native", "none"):
        return trace.text
    first = trace.lines[0] if trace.lines else ""
    end = first[len(without_end(first)) :] or "\n"
    sessions = [[*_lines(trace, heard)] for heard in _sessions(trace)]
    plain = _joined(sessions, end)
    read = Trace(plain)
    if read.dialect.name != "native":
        sessions[0].insert(0, "# smtp-ls: dialect=native")
        plain = _joined(sessions, end)
        read = Trace(plain)
    added = _found(read) - _found(trace)
    if not added:
        return plain
    # The log does not show what these are about; that it is there or not can be told of no other session either.
    sessions[0].insert(0, f"# smtp-ls: ignore-file[{', '.join(sorted(added))}]")
    return _joined(sessions, end)


def _joined(sessions: list[list[str]], end: str) -> str:
    """The text of the sessions, with a title for each if there are several."""
    lines: list[str] = []
    for number, said in enumerate(sessions, 1):
        if len(sessions) > 1 and not any(line.startswith("###") for line in said):
            lines += ["", f"### {number}"] if number > 1 else ["### 1"]
        lines += said
    return "".join(f"{line}{end}" for line in lines)


def _found(trace: Trace) -> set[str]:
    """The rules that find something, at warning and above."""
    return {each.rule for each in trace.diagnostics() if each.severity >= Severity.WARNING}


def _lines(trace: Trace, heard: list[_Heard]) -> Iterator[str]:
    """The lines of a session."""
    yield from _pragmas(trace, heard)
    hidden = trace.dialect.shown.content == "hidden"
    replied = any(isinstance(each.event, Reply | Expect) for each in heard)
    for number, each in enumerate(heard):
        yield from _written(trace, each)
        if hidden and _opens(each.event, replied=replied):
            then = next((one.event.kind for one in heard[number + 1 :] if one.event.kind not in ("note", "blank")), "")
            if then != "body":
                yield "C: ..."
                if then != "end-of-data":
                    yield "C: ."


def _opens(event: Event, *, replied: bool) -> bool:
    """Does mail data begin behind this, in a session that shows replies or none?"""
    if isinstance(event, Reply):
        return event.code == 354 and event.final
    return isinstance(event, Command) and event.verb == "DATA" and not replied


def _sessions(trace: Trace) -> list[list[_Heard]]:
    """What is said, session by session; notes that belong to none go with what they stand beside."""
    done: list[list[_Heard]] = []
    current: dict[str, list[_Heard]] = {}
    for each in _heard(trace):
        key = each.event.key
        spoken = [one for one in current.get(key, ()) if one.before.origin != Origin.NEW or _speaks(one.event)]
        if key not in current or (spoken and begins(each.before, each.event)):
            current[key] = []
            done.append(current[key])
        current[key].append(each)
    return done


def _heard(trace: Trace) -> Iterator[_Heard]:
    """Each event with what was known before it."""
    for line in range(len(trace.lines)):
        said = trace.said(line)
        if trace.index[line] == BODY[0] and trace.in_block(line) and len(said) == 1:
            state = trace.states[line]
            assert isinstance(state, Session)  # the state of a block is one
            yield _Heard(line, state, said[0])
            continue
        before: dict[str, Session] = {}
        for event in said:
            session = before.get(event.key) or trace.session(line, event.key)
            yield _Heard(line, session, event)
            before[event.key] = follow(session, event).after


def _speaks(event: Event) -> bool:
    return event.kind in ("command", "reply", "expect")


def _pragmas(trace: Trace, heard: list[_Heard]) -> Iterator[str]:
    """What must be said of a session because the notation shows less of it than ours would."""
    shown = trace.dialect.shown
    first = next((each for each in heard if _speaks(each.event)), None)
    if first is None:
        return
    if first.before.known.tls and not first.before.file.tls:
        yield "# smtp-ls: tls=implicit"
    if first.before.known.lmtp and not first.before.file.protocol:
        yield "# smtp-ls: protocol=lmtp"
    begun = not isinstance(first.event, Command) or first.event.verb in HELLO
    if not (shown.quit and shown.every_reply and shown.client and shown.server and (begun or not shown.excerpt)):
        yield "# smtp-ls: partial"


def _written(trace: Trace, heard: _Heard) -> Iterator[str]:
    """An event as our notation has it."""
    event = heard.event
    if isinstance(event, EndOfData):
        if event.implied and trace.dialect.shown.content != "hidden":
            yield "C: ..."
        yield "C: ."
    elif isinstance(event, Blank):
        return
    elif isinstance(event, Directive | Comment):
        yield without_end(trace.lines[heard.line])
    elif isinstance(event, Note):
        yield f"# {_visible(event.text)}".rstrip()
    elif isinstance(event, Expect):
        yield f"S: {_expected(event)}"
    else:
        text = _visible(_stuffed(trace, event))
        yield f"{'S' if isinstance(event, Reply) else 'C'}:{' ' if text else ''}{text}"


def _expected(event: Expect) -> str:
    """An expectation: codes, enhanced code, pattern."""
    if not event.codes:
        return "..."
    if event.code and event.text.startswith(f"{event.code}-"):
        return _visible(event.text)
    parts = ("|".join(event.codes) + ("" if event.final else "-"), event.enhanced, f"/{event.pattern}/")
    return " ".join(part for part in parts if part not in ("", "//"))


def _stuffed(trace: Trace, event: Event) -> str:
    """The text as it is on the wire, where the dialect shows mail data as it was written (RFC 5321 section 4.5.2)."""
    displayed = event.kind == "body" and trace.dialect.shown.content == "displayed" and event.text.startswith(".")
    return f".{event.text}" if displayed else event.text


def _visible(text: str) -> str:
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
