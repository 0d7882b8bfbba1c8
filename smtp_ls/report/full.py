"""The format for people: a finding, its line with carets below, what explains it, how to mend it, where to read on."""

from collections.abc import Iterable
from typing import TextIO

from smtp_ls.findings import Diagnostic, Point
from smtp_ls.report import Checked, ReportOptions
from smtp_ls.report.terminal import BOLD, FAINT, LOUDNESS, PLACE, Paint
from smtp_ls.report.visible import expanded, visible

WIDEST = 160
"""How many columns of a line are shown; of a longer one, those about the finding."""

_BEFORE = 40
"""How many columns before the finding are kept of a line that is too long."""


def render(results: Iterable[Checked], out: TextIO, options: ReportOptions) -> None:
    """Write each finding as a block of lines, a blank line after it."""
    paint = Paint(on=options.color)
    for result in results:
        shown = filter(options.shows, result.diagnostics)
        out.writelines("\n".join(_block(result, diagnostic, paint)) + "\n\n" for diagnostic in shown)


def _block(result: Checked, diagnostic: Diagnostic, paint: Paint) -> list[str]:
    look = LOUDNESS[diagnostic.severity]
    rows = [diagnostic.start.line, *(related.start.line for related in diagnostic.related)]
    margin = " " * len(str(max(rows) + 1))
    bar = paint("|", PLACE)

    def quote(start: Point, end: Point, under: str, look: str) -> list[str]:
        text, underline = _quoted(result, start, end, under)
        row = paint(str(start.line + 1).rjust(len(margin)), PLACE)
        return [f"{margin} {bar}", f"{row} {bar} {text}".rstrip(), f"{margin} {bar} {paint(underline, look)}"]

    head = paint(f"{diagnostic.severity.word}[{diagnostic.rule}]", look)
    lines = [
        f"{head}: {paint(visible(diagnostic.message), BOLD)}",
        f"{margin}{paint('-->', PLACE)} {place(result.path, diagnostic.start)}",
        *quote(diagnostic.start, diagnostic.end, "^", look),
    ]
    for related in diagnostic.related:
        lines.append(f"{margin}{paint(':::', PLACE)} {place(result.path, related.start)}: {visible(related.message)}")
        lines += quote(related.start, related.end, "-", PLACE)
    if diagnostic.fix is not None:
        flag = "--fix" if diagnostic.fix.safe else "--fix --unsafe-fixes"
        lines.append(f"{margin} {paint('=', PLACE)} fix: {visible(diagnostic.fix.title)} ({flag})")
    if diagnostic.url:
        lines.append(f"{margin} {paint('=', PLACE)} see {paint(diagnostic.url, FAINT)}")
    return lines


def place(path: str, point: Point) -> str:
    """A place as people and editors write it: path, 1-based row and column."""
    return f"{visible(path)}:{point.line + 1}:{point.column + 1}"


def _quoted(result: Checked, start: Point, end: Point, under: str) -> tuple[str, str]:
    """The source line and what underlines the stretch; one that goes on in the next line is underlined to the end."""
    source = result.source.get(start.line, "")
    last = end.column if end.line == start.line else len(source)
    text, left, right = _window(*expanded(source, start.column, max(last, start.column)))
    return text, " " * left + under * max(1, right - left)


def _window(text: str, left: int, right: int) -> tuple[str, int, int]:
    """The part of a long line about the finding, dots where it is cut."""
    if len(text) <= WIDEST:
        return text, left, right
    start = max(0, min(left - _BEFORE, len(text) - WIDEST))
    cut = text[start : start + WIDEST]
    if start:
        cut = "..." + cut[3:]
    if start + WIDEST < len(text):
        cut = cut[:-3] + "..."
    return cut, left - start, min(right - start, WIDEST)
