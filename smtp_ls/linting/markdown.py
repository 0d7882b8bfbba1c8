"""The ```` ```smtp ```` fences of a Markdown document, each a `.smtp` file of its own, and where they stand in it.

Source: CommonMark 0.31 section 4.5 (fenced code blocks). An indented fence's lines lose as much of its indentation as
they have; what a line lost is kept, so that places in a fence can be told as places in the document and back.
"""

from typing import NamedTuple

from smtp_ls.findings import Diagnostic, Edit, Point, Related, Repair
from smtp_ls.regular import Pattern
from smtp_ls.text import split_lines

_OPENING = Pattern(r"(?P<indent>[ \t]*)(?P<fence>`{3,}(?=[^`]*$)|~{3,})[ \t]*(?P<language>[^\s`{]*)")


class Part(NamedTuple):
    """A stretch of a file that is a `.smtp` file: its first line (0-based), what each line lost, and the text."""

    first: int
    lost: tuple[str, ...]
    text: str

    def place(self, point: Point) -> Point:
        """A place in the part as a place in the file."""
        return Point(self.first + point.line, point.column + len(self._lost(point.line)))

    def placed(self, diagnostic: Diagnostic) -> Diagnostic:
        """A diagnostic of the part as one of the file."""
        related = tuple(Related(self.place(it.start), self.place(it.end), it.message) for it in diagnostic.related)
        fix = diagnostic.fix and Repair(
            diagnostic.fix.title, tuple(map(self.edit, diagnostic.fix.edits)), diagnostic.fix.safe
        )
        return diagnostic._replace(
            start=self.place(diagnostic.start), end=self.place(diagnostic.end), related=related, fix=fix
        )

    def edit(self, edit: Edit) -> Edit:
        """An edit of the part as one of the file: lines that it adds are as indented as the line that it starts on."""
        lost = self._lost(edit.start.line)
        return Edit(self.place(edit.start), self.place(edit.end), edit.text.replace("\n", "\n" + lost))

    def _lost(self, line: int) -> str:
        return self.lost[line] if line < len(self.lost) else ""


def is_markdown(path: str) -> bool:
    """True when the name of the file says that it is Markdown."""
    return path.lower().endswith((".md", ".markdown"))


def fences(document: str) -> list[Part]:
    """The parts of a document that are SMTP sessions, in order; a fence that is never closed ends with the document."""
    parts = []
    lines = split_lines(document)
    line = 0
    while line < len(lines):
        opening = _OPENING.match(lines[line])
        line += 1
        if opening is None:
            continue
        end = _closing(lines, line, opening["fence"])
        if opening["language"].lower() == "smtp":
            parts.append(_part(lines, line, end, opening["indent"]))
        line = end + 1
    return parts


def _closing(lines: list[str], line: int, fence: str) -> int:
    """The line that closes the fence, from `line` on; the number of lines when none does."""
    while line < len(lines):
        text = lines[line].strip()
        if len(text) >= len(fence) and not text.strip(fence[0]):
            break
        line += 1
    return line


def _part(lines: list[str], first: int, end: int, indent: str) -> Part:
    """The part between two fences; the closing fence's own indentation is kept for what is inserted before it."""
    lost = tuple(_indentation(line, len(indent)) for line in lines[first : end + 1])
    text = "".join(line[len(gone) :] for line, gone in zip(lines[first:end], lost, strict=False))
    return Part(first, lost, text)


def _indentation(line: str, width: int) -> str:
    return line[: min(width, len(line) - len(line.lstrip(" \t")))]
