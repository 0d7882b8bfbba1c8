"""Workflow commands, which GitHub Actions turns into annotations of the lines of a pull request."""

from collections.abc import Iterable
from typing import TextIO

from smtp_ls.findings import Severity
from smtp_ls.report import Checked, ReportOptions
from smtp_ls.report.full import place
from smtp_ls.report.visible import visible

_COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "notice",
    Severity.HINT: "notice",
}


def render(results: Iterable[Checked], out: TextIO, options: ReportOptions) -> None:
    """Write `::level title=...,line=...::message`; the message repeats the place, for whoever reads the log."""
    for result in results:
        for it in filter(options.shows, result.diagnostics):
            properties = {"title": f"smtp-ls ({it.rule})", "file": visible(result.path), "line": it.start.line + 1}
            properties["endLine"] = it.end.line + 1
            if it.start.line == it.end.line:  # GitHub refuses columns of a range over several lines
                properties |= {"col": it.start.column + 1, "endColumn": max(it.end.column, it.start.column + 1)}
            said = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
            message = f"{place(result.path, it.start)}: {visible(it.message)} [{it.rule}]"
            out.write(f"::{_COMMANDS[it.severity]} {said}::{_message(message)}\n")


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
