"""The command `format`: files in our own notation laid out anew, in place, or told of or shown as differences.

Rule 1: what a tool printed is evidence and stays as it is. Where such a file was named, that is said and the exit code
is 2, unless `--skip-other-dialects` foresaw it (pre-commit names every file); found in a folder, it is only counted.
Rule 2: a result that would be read in another dialect is not written.
"""

import sys
from collections import Counter
from typing import NamedTuple

from smtp_ls.commands.rewriting import Original, again, difference, edited, originals, put, refuse_no_path
from smtp_ls.dialects.native import own_notation
from smtp_ls.editing.formatting import formatted, is_ours
from smtp_ls.linting import Parts
from smtp_ls.linting.markdown import is_markdown
from smtp_ls.report.tally import count
from smtp_ls.report.terminal import colorful, lenient, warn, write_diff
from smtp_ls.report.visible import visible
from smtp_ls.text import without_end
from smtp_ls.trace import Trace

DONE, WOULD_CHANGE, FAILED = 0, 1, 2
"""The exit codes: all is laid out, something would change, the job could not be done."""


class FormatOptions(NamedTuple):
    """What `format` was asked to do."""

    paths: tuple[str, ...] = ()
    check: bool = False
    diff: bool = False
    skip_other_dialects: bool = False
    config: str = ""
    isolated: bool = False
    dialect: str = ""
    color: str = "auto"
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    stdin_filename: str = ""
    quiet: bool = False


def reformat(options: FormatOptions) -> int:
    """Format what the options name, and return the exit code."""
    refuse_no_path("format", options.paths, options.stdin_filename)
    counts: Counter[str] = Counter()
    to_stdout = False
    for original in originals(options.paths, options, options.dialect):
        to_stdout |= original is not None and original.target.stdin
        counts["failed" if original is None else _one(original, options)] += 1
    _summarise(counts, options, to_stdout=to_stdout)
    if counts["failed"]:
        return FAILED
    return WOULD_CHANGE if counts["changed"] and (options.check or options.diff) else DONE


def _one(original: Original, options: FormatOptions) -> str:
    """What became of a file: "changed", "unchanged", "other" (another dialect) or "failed"."""
    if not _is_ours(original):
        if original.target.named and not options.skip_other_dialects:
            warn(f"{original.target.path}: {_whose(original)}; only our own notation is formatted", "error")
            return "failed"
        if original.target.stdin and not (options.check or options.diff):
            put(original, original.parts.text)
        return "other"
    text = edited(original, formatted)
    changes = text != original.parts.text
    after = again(original, text) if changes else original.parts
    if _dialects(after) != _dialects(original.parts):
        warn(f"{original.target.path}: internal error: formatting would change its dialect; please report it", "error")
        return "failed"
    if options.diff:
        out = lenient(sys.stdout)
        write_diff(difference(original, after), out, color=colorful(out, options.color))
    elif options.check:
        if changes and not options.quiet:
            lenient(sys.stdout).write(f"Would reformat: {visible(original.target.path)}\n")
    elif not put(original, text):
        return "failed"
    return "changed" if changes else "unchanged"


def _is_ours(original: Original) -> bool:
    """Is there nothing in the file that we do not format? The fences of a document may be of any kind."""
    if is_markdown(original.target.path):
        return True
    return all(is_ours(trace) or _is_empty(trace) for _, trace in original.parts.read)


def _is_empty(trace: Trace) -> bool:
    """Does nobody speak here (yet)?"""
    return all(not line.strip() or own_notation(without_end(line)) for line in trace.lines)


def _whose(original: Original) -> str:
    names = {trace.dialect.name for _, trace in original.parts.read}
    return "no SMTP session" if names == {"none"} else f"written in the dialect {', '.join(sorted(names))}"


def _dialects(parts: Parts) -> list[str]:
    return [trace.dialect.name for _, trace in parts.read]


def _summarise(counts: Counter[str], options: FormatOptions, *, to_stdout: bool) -> None:
    """Say what was done, where no text or difference goes; and what was not done in any case."""
    if options.quiet:
        return
    if counts["other"] and not to_stdout:
        them = count(counts["other"], "file")
        warn(f"{them} in other dialects left as they are: only our own notation is formatted", "note")
    would = options.check or options.diff
    said = []
    if counts["changed"]:
        said.append(f"{count(counts['changed'], 'file')} {'would be reformatted' if would else 'reformatted'}")
    if counts["unchanged"]:
        said.append(f"{count(counts['unchanged'], 'file')} {'already formatted' if would else 'left unchanged'}")
    if not said:
        if not (counts["other"] or counts["failed"]):
            warn("there is nothing to format")
    elif options.diff:
        warn(", ".join(said), "note")
    elif options.check or not to_stdout:
        lenient(sys.stdout).write(f"{', '.join(said)}.\n")
