"""How often each rule was broken, instead of where: `--statistics`."""

from collections import Counter
from collections.abc import Iterable
from typing import TextIO

from smtp_ls.findings import Severity
from smtp_ls.report import Checked, ReportOptions
from smtp_ls.report.terminal import BOLD, LOUDNESS, Paint

_Row = tuple[str, Severity]


def render(results: Iterable[Checked], out: TextIO, options: ReportOptions) -> None:
    """Write one line, or one JSON object, for each rule and level, the most frequent first."""
    counts: Counter[_Row] = Counter()
    fixable: Counter[_Row] = Counter()
    for result in results:
        for diagnostic in filter(options.shows, result.diagnostics):
            row = diagnostic.rule, diagnostic.severity
            counts[row] += 1
            fixable[row] += options.fixes(diagnostic)
    rows = sorted(counts, key=lambda row: (-counts[row], -row[1], row[0]))
    if options.output_format == "json":
        _render_json(rows, counts, fixable, out)
    else:
        _render_text(rows, counts, fixable, out, Paint(on=options.color))


def _render_text(rows: list[_Row], counts: Counter[_Row], fixable: Counter[_Row], out: TextIO, paint: Paint) -> None:
    digits = len(str(counts[rows[0]])) if rows else 0
    for row in rows:
        rule, level = row
        star = "*" if fixable[row] == counts[row] else "-" if fixable[row] else " "
        number = paint(f"{counts[row]:{digits}}", BOLD)
        out.write(f"{number}  {paint(f'{level.word:11}', LOUDNESS[level])}  [{star}]  {rule}\n")


def _render_json(rows: list[_Row], counts: Counter[_Row], fixable: Counter[_Row], out: TextIO) -> None:
    import json  # noqa: PLC0415  only this format needs it

    listed = [
        {"code": rule, "severity": level.word, "count": counts[rule, level], "fixable": fixable[rule, level]}
        for rule, level in rows
    ]
    out.write(json.dumps(listed, indent=2) + "\n")
