"""Where the cursor stands: on which line, in whose words, and what is known of the session before that line.

Rule 1: only what a person writes is completed: our own notation, labelled or bare, and what stands behind a mark of
another dialect. In a log that a tool wrote nothing else is certain.
"""

from collections.abc import Callable
from functools import cache, partial
from typing import NamedTuple

from smtp_ls.completing.nearby import Nearby, nearby
from smtp_ls.dialects import NONE
from smtp_ls.dialects.dialect import COMMENT, CONTENT, DIRECTIVE, EXPECT, Dialect
from smtp_ls.dialects.native import own_notation
from smtp_ls.events import CLIENT, SERVER
from smtp_ls.session import Session
from smtp_ls.text import without_end
from smtp_ls.trace import Trace

YOUNG = 200
"""A file of at most so many lines, none of which speaks, has not been given a form yet: it shall be labelled."""


class Place(NamedTuple):
    """Where the cursor stands. `line` and the columns are 0-based, the columns in characters."""

    trace: Trace
    line: int
    column: int
    text: str
    """The whole line, without its end."""
    side: str
    """Who speaks on this line, "client" or "server"; "" where either may; "directive" for our own notation."""
    at: int
    """Where the SMTP text begins."""
    session: Session
    """What is known before the line; inside mail data its content alone."""
    labelled: bool
    """The file says who speaks with `C: ` and `S: `."""
    near: Callable[[], Nearby]
    """What is named about the line, looked for once."""

    @property
    def left(self) -> str:
        """The SMTP text before the cursor."""
        return self.text[self.at : self.column]

    @property
    def right(self) -> str:
        """The rest of the line."""
        return self.text[self.column :]

    def label(self, side: str) -> str:
        """What is to be written before a line of this side."""
        if not self.labelled or self.side:
            return ""
        return "C: " if side == CLIENT else "S: "

    @property
    def content(self) -> bool:
        """Are the client's lines mail data or a chunk here?"""
        return self.session.awaits in ("data", "chunk")

    def following(self) -> str:
        """The text of the next line that is not blank, if it is near."""
        for text in self.trace.lines[self.line + 1 : self.line + 4]:
            if text.strip():
                return without_end(text)
        return ""


def place(trace: Trace, line: int, column: int) -> Place | None:
    """The place of a cursor; None where nothing can be offered for certain."""
    text = without_end(trace.lines[line]) if line < len(trace.lines) else ""
    column = min(column, len(text))
    dialect = trace.dialect
    if dialect is NONE:
        return _young(trace, line, column, text)
    if dialect.keyed or not dialect.shown.ordered:
        return None
    session = _session(trace, line)
    if not dialect.shown.native:
        return _marked(trace, line, column, text, session)
    return _native(trace, line, column, text, session)


def _native(trace: Trace, line: int, column: int, text: str, session: Session) -> Place | None:
    labelled = not trace.dialect.peeks
    side, at = "", 0
    if labelled and text[:1] in ("C", "S"):
        side, at = _speaker(trace.dialect, text, trace.modes[line])
        if column < at:
            return None
    elif _is_own(text) and (labelled or session.awaits == "command"):
        side = DIRECTIVE
    if session.turned and side in (CLIENT, SERVER):
        side = CLIENT if side == SERVER else SERVER
    return Place(trace, line, column, text, side, at, session, labelled, _near(trace, line))


def _speaker(dialect: Dialect, text: str, mode: str) -> tuple[str, int]:
    """Who speaks by the line's mark, and where the text begins; nobody without a mark, or where the text is escaped."""
    said, _ = dialect.split(text, mode)
    if len(said) != 1 or said[0].columns is not None or not said[0].at:
        return "", 0
    side = {EXPECT: SERVER, CONTENT: CLIENT}.get(said[0].side, said[0].side)
    if side not in (CLIENT, SERVER) or (text[: said[0].at].endswith(":") and said[0].at == len(text)):
        return "", 0  # `C:` is not a whole label yet
    return side, said[0].at


def _near(trace: Trace, line: int) -> Callable[[], Nearby]:
    return cache(partial(nearby, trace, line))


def _is_own(text: str) -> bool:
    return text.startswith(("#", "@"))


def _marked(trace: Trace, line: int, column: int, text: str, session: Session) -> Place | None:
    """In another dialect: only behind its mark, and in a pragma."""
    if text.startswith("#") and "smtp-ls" in text:
        return Place(trace, line, column, text, DIRECTIVE, 0, session, False, _near(trace, line))
    side, at = _speaker(trace.dialect, text, trace.modes[line])
    if not side or column < at or session.shown.content == "hidden":
        return None
    if session.turned:
        side = CLIENT if side == SERVER else SERVER
    return Place(trace, line, column, text, side, at, session, False, _near(trace, line))


def _young(trace: Trace, line: int, column: int, text: str) -> Place | None:
    """In a file that says nothing yet: it is read as our own notation, labelled."""
    if len(trace.lines) > YOUNG:
        return None
    others = [without_end(each) for number, each in enumerate(trace.lines) if number != line]
    if any(each.strip() and not _is_own_line(each) for each in others):
        return None
    state = trace.states[0]
    given = state.file if isinstance(state, Session) else None
    above = "".join(trace.lines[:line])
    before = Trace(
        above, dialect="native", protocol=given.protocol if given else "", tls=given.tls if given else ""
    )  # fmt: skip
    session = before.session(len(before.lines))
    side = DIRECTIVE if _is_own(text) else ""
    return Place(before, line, column, text, side, 0, session, True, _near(before, line))


def _is_own_line(text: str) -> bool:
    said = own_notation(text)
    return said is not None and said.side in (DIRECTIVE, COMMENT)


def _session(trace: Trace, line: int) -> Session:
    """The session before a line; inside mail data only what its lines see, so that a long message costs nothing."""
    state = trace.states[line]
    if isinstance(state, Session) and state.extent == "block":
        return state
    return trace.session(line)
