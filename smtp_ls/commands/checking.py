"""The command `check`: files looked for, checked one by one, and their results handed to a report.

Rule 1: results come in the order of the files, one at a time, also with `--jobs`. Rule 2: what could not be done is
said on standard error and makes the exit code 2, whatever was found.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TextIO

from smtp_ls.commands.one_file import Asked, check_file
from smtp_ls.commands.options import CheckOptions
from smtp_ls.errors import JobError, UsageError
from smtp_ls.project import files
from smtp_ls.project.config import Selection
from smtp_ls.project.files import Target, Trouble
from smtp_ls.report import Checked, ReportOptions, render
from smtp_ls.report.tally import Tally, count
from smtp_ls.report.terminal import colorful, lenient, warn, write_diff, write_exactly

CLEAN, FINDINGS, FAILED = 0, 1, 2
"""The exit codes: nothing found, something found, the job could not be done."""


def check(options: CheckOptions) -> int:
    """Lint what the options name, print what is found, and return the exit code."""
    _refuse(options)
    if not options.paths:
        options = options._replace(paths=(files.STDIN,))
    if options.add_ignore:
        from smtp_ls.commands.silencing import silence  # noqa: PLC0415  only this needs it

        return silence(options, _asked(options), min(options.show, options.severity))
    found = files.find(options.paths, files.search(options))
    if options.show_files or options.show_settings:
        return _show(found, options)
    with _output(options) as out:
        shown = ReportOptions(
            options.output_format, min(options.show, options.severity), _colors(out, options), options.unsafe_fixes
        )
        tally = Tally(shown)
        results = tally.watch(_told(_checked(found, options), options))
        if options.diff:
            _write_diffs(results, tally, out, shown)
        else:
            _report(results, tally, shown, out, options)
    if not tally.files:
        warn("there is nothing to lint")
    return _exit_code(tally, options)


def _refuse(options: CheckOptions) -> None:
    """UsageError for options that do not go together."""
    if not options.paths and not options.stdin_filename:
        raise UsageError("check needs a path: a file, a folder, or - for standard input")
    if options.stdin_filename and files.STDIN not in (options.paths or (files.STDIN,)):
        raise UsageError("--stdin-filename names standard input: give - as a path")
    if options.add_ignore and (options.fix or options.diff or options.statistics):
        raise UsageError("--add-ignore goes with neither --fix nor --diff nor --statistics")
    if options.add_ignore and files.STDIN in (options.paths or (files.STDIN,)):
        raise UsageError("--add-ignore changes files, not standard input")
    if options.config and options.isolated:
        raise UsageError("--config and --isolated exclude each other")
    if options.statistics and options.output_format not in ("full", "concise", "json"):
        raise UsageError(f"--statistics has no {options.output_format} format: use full, concise or json")


def _asked(options: CheckOptions) -> Asked:
    layer = Selection(options.select, options.extend_select, options.ignore)
    return Asked(layer, options.strict, options.dialect, options.fix, options.unsafe_fixes, options.diff)


def _show(found: Iterator[Target | Trouble], options: CheckOptions) -> int:
    """Print the files that would be linted, or the settings of the first of them."""
    code = CLEAN
    out = lenient(sys.stdout)
    for target in found:
        if isinstance(target, Trouble):
            code = FAILED
            warn(target.message, "error")
        elif options.show_files:
            out.write(f"{target.path}\n")
        else:
            from smtp_ls.report.settings import render as render_settings  # noqa: PLC0415  only this needs it

            render_settings(target.path, _asked(options).of(target.config), out)
            break
    return code


def _checked(found: Iterator[Target | Trouble], options: CheckOptions) -> Iterator[Checked]:
    """Each file's result in turn; with `--jobs`, several files are worked on at once."""
    work = partial(check_file, asked=_asked(options))
    if options.jobs == 1 or files.STDIN in options.paths:  # another process has no standard input
        return map(work, found)
    from smtp_ls.linting.parallel import in_order  # noqa: PLC0415  multiprocessing is dear

    return in_order(work, found, options.jobs)


def _told(results: Iterator[Checked], options: CheckOptions) -> Iterator[Checked]:
    """The same results; what went wrong with one is said as it comes, once, and on a terminal how many there were."""
    if sys.stderr.isatty() and not options.quiet:
        from smtp_ls.report.progress import progress  # noqa: PLC0415  nobody watches a pipe

        results = progress(results)
    said = set()
    for result in results:
        if result.failure and result.failure not in said:
            said.add(result.failure)
            warn(result.failure, "error")
        if not result.settled:
            warn(f"{result.path}: some fixes undo each other, so that not all are applied")
        yield result


def _report(
    results: Iterator[Checked], tally: Tally, shown: ReportOptions, out: TextIO, options: CheckOptions
) -> None:  # fmt: skip
    if options.fix and files.STDIN in options.paths:
        results = _rewritten(results)
    if options.statistics:
        from smtp_ls.report.statistics import render as render_statistics  # noqa: PLC0415  only this needs it

        render_statistics(results, out, shown)
    else:
        render(results, out, shown)
    if shown.output_format in ("full", "concise") and not options.quiet and tally.files:
        out.write(tally.summary())


def _rewritten(results: Iterator[Checked]) -> Iterator[Checked]:
    """The same results; standard input goes to standard output, mended, or as it was if it is excluded."""
    written = False
    for result in results:
        if result.rewritten is not None:
            write_exactly(result.rewritten)
            written = True
        yield result
    if not written:
        write_exactly(sys.stdin.buffer.read())


def _write_diffs(results: Iterator[Checked], tally: Tally, out: TextIO, shown: ReportOptions) -> None:
    """Write each difference."""
    for result in results:
        write_diff(result.diff, out, color=shown.color)
    if tally.fixed:
        warn(f"{count(tally.fixed, 'fix', 'fixes')} would change {count(tally.changed, 'file')}", "note")


@contextmanager
def _output(options: CheckOptions) -> Iterator[TextIO]:
    """Where the report goes: the file named, standard output, or standard error when the mended text goes there."""
    if not options.output_file:
        yield lenient(sys.stderr if options.fix and files.STDIN in options.paths else sys.stdout)
        return
    try:
        out = open(options.output_file, "w", encoding="utf-8", errors="backslashreplace")  # noqa: SIM115  closed below
    except OSError as error:
        raise JobError(f"{options.output_file}: {error.strerror}") from None
    with out:
        yield out


def _colors(out: TextIO, options: CheckOptions) -> bool:
    if options.output_file and options.color == "auto":
        return False
    return colorful(out, options.color)


def _exit_code(tally: Tally, options: CheckOptions) -> int:
    loudest = tally.loudest()
    if tally.failures:
        return FAILED
    if options.exit_zero:
        return CLEAN
    if options.diff:
        return FINDINGS if tally.changed else CLEAN
    return FINDINGS if loudest is not None and loudest >= options.severity else CLEAN
