"""The Markdown of our pages as text for a terminal: wrapped to its width, in colours or without.

Only what the pages use is known: headings, paragraphs, lists of one level, fences, indented sessions, `code`,
**strong**, *emphasis* and links. Without colours, headings are underlined and code stands without its marks.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from smtp_ls.report.terminal import BOLD, FAINT, PLACE, Paint
from smtp_ls.report.visible import width

NARROWEST, WIDEST = 40, 100
"""The least and the most columns that text is wrapped to: longer lines are hard to read."""

CODE, EMPHASIS, TITLE, CARETS = "36", "3", "1;4", "33"
"""Looks of their own, as SGR parameters."""

_INLINE = re.compile(
    r"`(?P<code>[^`]+)`|\*\*(?P<strong>.+?)\*\*|(?<![\w*])\*(?P<emphasis>[^\s*](?:[^*]*[^\s*])?)\*(?![\w*])"
    r"|\[(?P<name>[^\]]+)\]\((?P<url>[^)\s]+)\)"
)
_FENCE = re.compile(r"```")
_SPEAKER = re.compile(r"(?P<label>[CS]:)(?= |$)")
_LOOKS = {"code": CODE, "strong": BOLD, "emphasis": EMPHASIS}


class Run(NamedTuple):
    """Characters of one look; "" is plain."""

    text: str
    look: str


def paragraphs(markdown: str, paint: Paint, columns: int, *, underline: bool) -> str:
    """A page as text that ends with a line feed."""
    room = max(NARROWEST, min(columns, WIDEST))
    blocks = _blocks(markdown.splitlines())
    lines = [line for block in blocks for line in _shown(block, paint, room, underline=underline)]
    return "\n".join(lines).strip("\n") + "\n"


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    """The page in parts: a fence with its marks, an indented session, a list's item, a paragraph or heading."""
    block: list[str] = []
    fenced = False
    for line in lines:
        if fenced:
            block.append(line)
            if _FENCE.match(line):
                yield block
                block, fenced = [], False
            continue
        fenced = _FENCE.match(line) is not None
        ends = fenced or not line.strip() or line.startswith("- ")
        if block and (ends or _is_indented(line) != _is_indented(block[-1])):
            yield block
            block = []
        if line.strip():
            block.append(line)
        else:
            yield []
    yield block


def _is_indented(line: str) -> bool:
    return line.startswith("    ")


def _shown(block: list[str], paint: Paint, room: int, *, underline: bool) -> Iterator[str]:
    """The lines of a part; an empty one parts it from what is above, if the page has one there."""
    if not block:
        yield ""
    elif _FENCE.match(block[0]):
        yield from (_source(line, paint) for line in block[1:-1])
    elif _is_indented(block[0]):
        yield from (_source(line[4:], paint) for line in block)
    elif block[0].startswith("#"):
        yield from _heading(block[0], paint, underline=underline)
    elif block[0].startswith("- "):
        yield from _wrapped(" ".join([block[0][2:], *block[1:]]), paint, room, "- ")
    else:
        yield from _wrapped(" ".join(block), paint, room)


def _heading(line: str, paint: Paint, *, underline: bool) -> Iterator[str]:
    marks, _, text = line.partition(" ")
    plain = text.replace("`", "")
    yield paint(plain, TITLE if len(marks) == 1 else PLACE)
    if underline:
        yield ("=" if len(marks) == 1 else "-") * width(plain)


def _source(line: str, paint: Paint) -> str:
    """A line of a session: who speaks stands out, and so do the carets of a rule's page."""
    if line.lstrip().startswith("^"):
        return f"    {paint(line, CARETS)}"
    speaker = _SPEAKER.match(line)
    if speaker is None:
        return f"    {line}".rstrip()
    look = CODE if speaker["label"] == "C:" else FAINT
    return f"    {paint(speaker['label'], look)}{line[speaker.end() :]}"


def _wrapped(text: str, paint: Paint, room: int, mark: str = "") -> Iterator[str]:
    """The text in lines of at most so many columns, those after the first as indented as the mark is wide."""
    line, used = mark, width(mark)
    margin, empty = " " * len(mark), True
    for word in _words(text):
        wide = sum(width(run.text) for run in word)
        if not empty and used + 1 + wide > room:
            yield line
            line, used, empty = margin, len(margin), True
        line += ("" if empty else " ") + "".join(paint(run.text, run.look) if run.look else run.text for run in word)
        used += wide + (not empty)
        empty = False
    yield line


def _words(text: str) -> Iterator[list[Run]]:
    """The words of a text, each of runs of one look; a piece of code is one word with its blanks."""
    word: list[Run] = []
    for run in _runs(text):
        if run.look == CODE:
            word.append(run)
            continue
        for number, part in enumerate(re.split(r"\s+", run.text)):
            if number and word:
                yield word
                word = []
            if part:
                word.append(Run(part, run.look))
    if word:
        yield word


def _runs(text: str) -> Iterator[Run]:
    end = 0
    for found in _INLINE.finditer(text):
        yield Run(text[end : found.start()], "")
        kind = str(found.lastgroup)
        if kind == "url":
            yield Run(found["name"], "")
            yield Run(f" <{found['url']}>", FAINT)
        elif kind == "strong":
            yield Run(found["strong"].replace("`", ""), BOLD)
        else:
            yield Run(found[kind], _LOOKS[kind])
        end = found.end()
    yield Run(text[end:], "")
