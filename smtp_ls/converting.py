"""Any dialect written anew in our own notation: who says what, and what the tool printed besides, as comments.

Rule 1: what the file shows is kept: each event's text, to the character, and each note. What it does not show is said
to be left out (`...`, `# smtp-ls: partial`), so that nothing is found that was not found before.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from smtp_ls.events import Blank, Command, Comment, Directive, EndOfData, Event, Expect, Note, Reply
from smtp_ls.folding import BODY
from smtp_ls.following import begins, follow
from smtp_ls.session import Origin, Session
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
    return "".join(f"{line}{end}" for line in _tidy(_lines(trace)))


def _lines(trace: Trace) -> Iterator[str]:
    """The lines of all sessions, one after the other."""
    sessions = _sessions(trace)
    for number, heard in enumerate(sessions):
        if len(sessions) > 1 and not any(isinstance(each.event, Directive) for each in heard):
            yield ""
            yield f"### {number + 1}"
        yield from _pragmas(trace, heard)
        for each in heard:
            yield from _written(trace, each)


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
    starts_in_the_middle = isinstance(first.event, Command) and shown.excerpt and first.event.verb not in ("EHLO", "LHLO")
    if not (shown.quit and shown.every_reply and shown.client and shown.server) or starts_in_the_middle:
        yield "# smtp-ls: partial"


def _written(trace: Trace, heard: _Heard) -> Iterator[str]:
    """An event as our notation has it."""
    event = heard.event
    if isinstance(event, EndOfData) and event.implied:
        yield "C: ..."
        yield "C: ."
    elif isinstance(event, Blank):
        yield ""
    elif isinstance(event, Directive | Comment):
        yield without_end(trace.lines[heard.line])
    elif isinstance(event, Note):
        yield f"# {_visible(event.text)}".rstrip()
    else:
        yield f"{'S' if isinstance(event, Reply | Expect) else 'C'}: {_visible(_stuffed(trace, event))}"


def _stuffed(trace: Trace, event: Event) -> str:
    """The text as it is on the wire, where the dialect shows mail data as it was written (RFC 5321 section 4.5.2)."""
    displayed = event.kind == "body" and trace.dialect.shown.content == "displayed" and event.text.startswith(".")
    return f".{event.text}" if displayed else event.text


def _visible(text: str) -> str:
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def _tidy(lines: Iterator[str]) -> Iterator[str]:
    """The lines without the blanks at the end of labels, and with one empty line where there would be several."""
    before = ""
    for line in lines:
        tidy = line.rstrip() if line in ("C: ", "S: ") else line
        if tidy or before:
            yield tidy
        before = tidy
