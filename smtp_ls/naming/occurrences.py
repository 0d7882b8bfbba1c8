"""Where in a file the same name stands."""

from itertools import islice
from typing import NamedTuple

from smtp_ls.folding import BODY
from smtp_ls.naming.names import DOMAIN, MAILBOX, VARIABLE, Name, Word, names, to_xtext
from smtp_ls.naming.search import EVERYWHERE, lines_with
from smtp_ls.trace import Trace


class Occurrence(NamedTuple):
    """A name and its 0-based line."""

    line: int
    name: Name


class Reach(NamedTuple):
    """How far a name is looked for: about a line first, and at most so many places."""

    about: int = 0
    most: int = EVERYWHERE
    tries: int = EVERYWHERE
    """How many lines are read where it seems to stand."""
    far: int = EVERYWHERE
    """How many lines above and below."""


_WHOLE = Reach()


def occurrences(trace: Trace, name: Word, reach: Reach = _WHOLE) -> list[Occurrence]:
    """The places of a name within reach, in their order."""
    about, most, tries, far = reach
    found: list[Occurrence] = []
    likely = lines_with(trace.lines, _texts(name), any_case=_in_any_case(name), about=about, far=far)
    for line in islice(likely, tries):
        if name.kind != VARIABLE and _is_text(trace, line):
            continue
        found += [Occurrence(line, each) for each in names(trace, line) if _is_same(each, name)]
        if len(found) >= most:
            break
    return sorted(found[:most], key=lambda each: (each.line, each.name.columns))


def _is_same(one: Name, other: Word) -> bool:
    if one.word.kind != other.kind or one.word.key != other.key:
        return False
    start, end = one.columns
    return start < end


def _texts(name: Word) -> tuple[str, ...]:
    """What stands in every line that holds the name."""
    if name.kind == MAILBOX and "@" in name.key:
        local = name.key.rpartition("@")[0]
        return tuple(dict.fromkeys((f"{local}@", f"{to_xtext(local)}@")))
    return (name.key,)


def _in_any_case(name: Word) -> bool:
    return name.kind == DOMAIN or (name.kind == MAILBOX and name.key.partition("@")[0] == "postmaster")


def _is_text(trace: Trace, line: int) -> bool:
    """Is this a line of a message's text, where no name stands? Asked before it is read."""
    content = getattr(trace.states[line], "content", None)
    return trace.index[line] == BODY[0] and content is not None and not content.header
