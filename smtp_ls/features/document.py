"""A file that the editor holds open: how it reads, and what is asked of the rules about it."""

import sys
from bisect import bisect_left
from itertools import count

from smtp_ls.features.sessions import Sessions
from smtp_ls.features.token_rows import TokenRows
from smtp_ls.findings import Diagnostic
from smtp_ls.folding import OPENING, SASL
from smtp_ls.project.config import DEFAULT, Config
from smtp_ls.publishing import Publisher
from smtp_ls.secrets import payload_span
from smtp_ls.trace import Edited, Trace, unheard

_SECRETIVE = OPENING + SASL
"""The index's octets of lines that may hold a secret: AUTH, BURL, and what is sent in an exchange."""
_SHORTEST_SECRET = 4
"""Stretches of fewer characters are not looked for in messages: they would be found in ordinary words."""


_STATES = count()
"""Numbers for the states of files, never used twice."""


class Document:
    """An open file. Its text is the trace's: the editor's changes are made there and nowhere else.

    `most` is how many lines are read at a time; while `trace.is_read` is False, `read_on` reads more.
    """

    def __init__(
        self,
        uri: str,
        version: int,
        text: str,
        config: Config = DEFAULT,
        path: str = "",
        most: int = sys.maxsize,
    ) -> None:
        self.uri, self.version, self.path = uri, version, path
        """`path` is empty for what is not saved anywhere."""
        self._most = most
        self.touched = 0
        """The 0-based line that was edited last."""
        self.written: dict[int, tuple[Diagnostic, str]] = {}
        """What was published last: diagnostics, by identity, and their JSON."""
        self.edits = 0
        """How often its text was edited, or read in another way."""
        self.is_read_on = False
        """Somebody is reading the rest of a long file."""
        self.config = config
        self._read(text)

    def _read(self, text: str) -> None:
        self.trace = Trace(text, **self.config.reading(self.path), most=self._most)
        self._publisher = Publisher(self.trace)
        self.tokens = TokenRows(self.trace)
        """What each line's tokens are."""
        self.sessions = Sessions(self.trace)
        """The outline."""
        self.trace.edited = self._edited
        self.edits += 1
        self._forget()

    def _edited(self, edited: Edited) -> None:
        """Forget what rests on lines that were read again."""
        self._publisher.forget(edited)
        self.tokens.forget(self.trace, edited)
        self.sessions.forget(self.trace, edited)

    def _forget(self) -> None:
        """What was found may be something else now."""
        self._diagnostics: list[Diagnostic] | None = None
        self._earlier: tuple[int, list[Diagnostic]] = (0, [])
        """What was found when no more of the file than so many lines had been read."""
        self.result = str(next(_STATES))
        """Names what is found as it is now; another name after each change."""

    def has_read(self, lines: int) -> bool:
        """Have so many lines been read, or all that there are?"""
        return self.trace.read >= min(lines, len(self.trace.lines))

    def read_on(self, lines: int) -> None:
        """Read so many more lines of a long file."""
        found, read, earlier = self._diagnostics, self.trace.read, self._earlier
        self.trace.read_on(lines)
        self._forget()
        self._earlier = earlier if found is None else (read, found)

    def reread(self, text: str) -> None:
        """Read the file anew, with this text."""
        self._read(text)

    def close(self) -> None:
        """Let go of the trace, so that no circle keeps it; nothing is asked of the file from now on."""
        self.trace.edited = unheard

    def configure(self, config: Config) -> bool:
        """Let this configuration hold from now on; whether it is another one."""
        before, self.config = self.config, config
        if config == before:
            return False
        self._forget()
        if config.reading(self.path) != before.reading(self.path):
            self._read(self.trace.text)
        return True

    def changed(self, line: int) -> None:
        """The trace was edited at this 0-based line."""
        self.touched = line
        self.edits += 1
        self._forget()

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """What the rules have found, by place; made once after each change."""
        if self._diagnostics is None:
            found = self._publisher.diagnostics(self.config.choice(self.path))
            index = self.trace.index
            self._diagnostics = [
                _masked(self.trace, each) if index[each.start.line] in _SECRETIVE else each for each in found
            ]
        return self._diagnostics

    def found_on(self, line: int) -> list[Diagnostic]:
        """The diagnostics that begin on a 0-based line; while a file is being read, those that were known first."""
        read, earlier = self._earlier
        found = earlier if self._diagnostics is None and line < read else self.diagnostics
        first = bisect_left(found, line, key=_line)
        return found[first : bisect_left(found, line + 1, first, key=_line)]


def _line(diagnostic: Diagnostic) -> int:
    return diagnostic.start.line


def _masked(trace: Trace, diagnostic: Diagnostic) -> Diagnostic:
    """The diagnostic, the secrets of its line left out of its message (SEMANTICS section 3)."""
    line = diagnostic.start.line
    message = diagnostic.message
    for event in trace.said(line):
        span = payload_span(event)
        if span is not None and span.end - span.start >= _SHORTEST_SECRET:
            message = message.replace(event.text[span.start : span.end], "*" * (span.end - span.start))
    return diagnostic._replace(message=message)
