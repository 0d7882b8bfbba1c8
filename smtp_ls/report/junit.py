"""JUnit's XML, which CI servers show as a test run: a file is a suite, a finding is a failed test."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from smtp_ls.findings import Diagnostic
from smtp_ls.report import Checked, ReportOptions
from smtp_ls.report.visible import visible


def render(results: Iterable[Checked], out: TextIO, options: ReportOptions) -> None:
    """Write the document; a file without findings is a test that passed."""
    suites: list[str] = []
    tests = failures = errors = 0
    for result in results:
        shown = list(filter(options.shows, result.diagnostics))
        tests += max(1, len(shown) + bool(result.failure))
        failures += len(shown)
        errors += bool(result.failure)
        suites += _suite(result, shown)
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write(f'<testsuites name="smtp-ls" tests="{tests}" failures="{failures}" errors="{errors}">\n')
    out.writelines(f"  {line}\n" for line in suites)
    out.write("</testsuites>\n")


def _suite(result: Checked, shown: list[Diagnostic]) -> Iterator[str]:
    path = escaped(result.path)
    errors = int(bool(result.failure))
    tests = max(1, len(shown) + errors)
    yield f'<testsuite name="{path}" tests="{tests}" failures="{len(shown)}" errors="{errors}">'
    for diagnostic in shown:
        yield from _case(path, diagnostic)
    if result.failure:
        yield f'  <testcase name="check" classname="{path}" file="{path}">'
        yield f'    <error message="{escaped(result.failure)}"/>'
        yield "  </testcase>"
    elif not shown:
        yield f'  <testcase name="check" classname="{path}" file="{path}"/>'
    yield "</testsuite>"


def _case(path: str, diagnostic: Diagnostic) -> Iterator[str]:
    row, column = diagnostic.start.line + 1, diagnostic.start.column + 1
    message = escaped(diagnostic.message)
    see = f", see {escaped(diagnostic.url)}" if diagnostic.url else ""
    yield f'  <testcase name="{diagnostic.rule}" classname="{path}" file="{path}" line="{row}">'
    yield f'    <failure type="{diagnostic.severity.word}" message="{message}">'
    yield f"      line {row}, column {column}{see}"
    yield "    </failure>"
    yield "  </testcase>"


_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def escaped(text: str) -> str:
    """The text as XML can hold it, in an element or an attribute."""
    return visible(text).translate(_ENTITIES)
