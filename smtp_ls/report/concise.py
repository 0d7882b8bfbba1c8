"""One line a finding, in the form that compilers made usual: editors, `grep` and CI problem matchers know it."""

from collections.abc import Iterable
from typing import TextIO

from smtp_ls.report import Checked, ReportOptions
from smtp_ls.report.full import place
from smtp_ls.report.terminal import BOLD, FAINT, LOUDNESS, Paint
from smtp_ls.report.visible import visible


def render(results: Iterable[Checked], out: TextIO, options: ReportOptions) -> None:
    """Write `path:row:column: level: message [rule]`, and `[*]` after what `--fix` would mend."""
    paint = Paint(on=options.color)
    for result in results:
        for it in filter(options.shows, result.diagnostics):
            level = paint(f"{it.severity.word}:", LOUDNESS[it.severity])
            star = " [*]" if options.fixes(it) else ""
            where = paint(place(result.path, it.start), BOLD)
            out.write(f"{where}: {level} {visible(it.message)} {paint(f'[{it.rule}]', FAINT)}{star}\n")
