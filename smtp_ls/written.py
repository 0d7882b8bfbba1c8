"""How a file's lines are written, kept true under edits: their ends, and the variables that they define or use.

Rule 1: it depends on the text of each line and on nothing else.
"""

import re
from collections import Counter
from collections.abc import Iterator

from smtp_ls.findings import Span

_PLACEHOLDER = r"\{\{[ \t]*([A-Za-z_][\w.-]*)[ \t]*\}\}"
"""`{{name}}`; `{{$env.NAME}}` and `{{file:PATH}}` are no variables (LANGUAGE section 1)."""

LF, CRLF, CR, NO_END = range(4)
"""How a line ends, in one octet."""


def placeholders(text: str) -> Iterator[tuple[str, Span]]:
    """The variables that a text uses, and where their placeholders stand in it."""
    return ((found[1], Span(*found.span())) for found in re.finditer(_PLACEHOLDER, text))


class Written:
    """The ends and placeholders of a file's lines, by 0-based line."""

    def __init__(self, text: str, lines: list[str]) -> None:
        self.ends = bytearray(map(_end, lines)) if "\r" in text else bytearray(len(lines))
        if lines:
            self.ends[-1] = _end(lines[-1])
        self.braced = bytearray("{{" in line for line in lines) if "{{" in text else bytearray(len(lines))
        """1 where a line has placeholders, or may."""
        self.directed = bytearray(map(_directs, lines)) if _has_directives(text) else bytearray(len(lines))
        """1 where a line may be a variable or a pragma."""
        self.uses: Counter[str] = Counter()
        """How often each variable is used, wherever that is."""
        if "{{" in text:
            self.uses.update(re.findall(_PLACEHOLDER, text))

    def splice(self, first: int, old: list[str], new: list[str]) -> None:
        """The lines from `first` on, which were `old`, become `new`."""
        last = first + len(old)
        if self.braced.find(1, first, last) >= 0:
            for line in old:
                self.uses.subtract(re.findall(_PLACEHOLDER, line))
            self.uses = +self.uses
        for line in new:
            if "{{" in line:
                self.uses.update(re.findall(_PLACEHOLDER, line))
        self.ends[first:last] = bytes(map(_end, new))
        self.braced[first:last] = bytes("{{" in line for line in new)
        self.directed[first:last] = bytes(map(_directs, new))

    @property
    def is_mixed(self) -> bool:
        """Do lines end in more than one way?"""
        return sum(self.ends.count(end) > 0 for end in (LF, CRLF, CR)) > 1


def _has_directives(text: str) -> bool:
    return "smtp-ls:" in text or text.startswith("@") or "\n@" in text or "\r@" in text


def _directs(line: str) -> bool:
    return line.startswith("@") or "smtp-ls:" in line


def _end(line: str) -> int:
    if line.endswith("\n"):
        return CRLF if line.endswith("\r\n") else LF
    return CR if line.endswith("\r") else NO_END
