"""What was found, on its way out: the shape that every output format is given, and the table of the formats.

Rule 1: nothing here holds a secret. Source lines and texts come masked (`linting.Linted.shown`); a format only arranges
them. Rule 2: a format is a module with `render(results, out, options)`, which writes as results come.
"""

import importlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TextIO

from smtp_ls.findings import Diagnostic, Severity

FORMATS: Mapping[str, str] = {
    "full": "full",
    "concise": "concise",
    "json": "json_array",
    "json-lines": "json_lines",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "checkstyle": "checkstyle",
    "rdjson": "rdjson",
}
"""The module of each format's name."""

ALL_LEVELS = ("json", "json-lines", "sarif")
"""The formats that hold every finding, however quiet: a program reads them, which can choose for itself."""


class Checked(NamedTuple):
    """One file that was linted: its diagnostics as they may be shown."""

    path: str
    diagnostics: tuple[Diagnostic, ...] = ()
    source: Mapping[int, str] = {}
    """The masked text of each (0-based) line that a diagnostic names, without its line end."""
    failure: str = ""
    """Why the file could not be linted, or not by every rule, or not be written."""
    fixed: int = 0
    """How many findings were mended; `diagnostics` are those left."""
    settled: bool = True
    """Whether no fix is left that could be applied."""
    rewritten: bytes | None = None
    """The whole file as mended, for standard input."""
    diff: str = ""
    """What fixing would change."""


class ReportOptions(NamedTuple):
    """How results are to be shown."""

    output_format: str = "full"
    level: Severity = Severity.WARNING
    """The lowest level to show."""
    color: bool = False
    unsafe_fixes: bool = False

    def shows(self, diagnostic: Diagnostic) -> bool:
        """Whether this diagnostic is loud enough."""
        return diagnostic.severity >= self.level or self.output_format in ALL_LEVELS

    def fixes(self, diagnostic: Diagnostic) -> bool:
        """Whether `--fix` would mend this diagnostic, with or without `--unsafe-fixes` as it was given."""
        return diagnostic.fix is not None and (diagnostic.fix.safe or self.unsafe_fixes)


def render(results: Iterable[Checked], out: TextIO, options: ReportOptions) -> None:
    """Write what was found in the format asked for."""
    module = importlib.import_module(f"smtp_ls.report.{FORMATS[options.output_format]}")
    module.render(results, out, options)
