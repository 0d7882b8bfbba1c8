"""Checkstyle's XML, which Jenkins, reviewdog and many CI servers read: a file with its errors."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from smtp_ls.findings import Diagnostic, Severity
from smtp_ls.report import Checked, ReportOptions
from smtp_ls.report.junit import escaped

_SEVERITIES = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "info",
    Severity.HINT: "info",
}


def render(results: Iterable[Checked], out: TextIO, options: ReportOptions) -> None:
    """Write the document, a file at a time as results come; one without findings is listed too."""
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n')
    for result in results:
        out.writelines(f"  {line}\n" for line in _file(result, filter(options.shows, result.diagnostics)))
    out.write("</checkstyle>\n")


def _file(result: Checked, shown: Iterable[Diagnostic]) -> Iterator[str]:
    yield f'<file name="{escaped(result.path)}">'
    for it in shown:
        yield _error(it.start.line + 1, it.start.column + 1, _SEVERITIES[it.severity], it.message, it.rule)
    if result.failure:
        yield _error(1, 1, "error", result.failure, "check")
    yield "</file>"


def _error(row: int, column: int, severity: str, message: str, source: str) -> str:
    """One finding, its place 1-based."""
    return (
        f'  <error line="{row}" column="{column}" severity="{severity}" message="{escaped(message)}"'
        f' source="smtp-ls.{source}"/>'
    )
