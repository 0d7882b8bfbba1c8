"""The option `--add-ignore` of `check`: comments put into the files that suppress all that would be printed of them."""

import sys
from collections.abc import Iterable

from smtp_ls.commands.one_file import Asked
from smtp_ls.commands.options import CheckOptions
from smtp_ls.commands.rewriting import Original, edited, originals, put
from smtp_ls.editing.ignoring import ignored
from smtp_ls.findings import Edit, Severity
from smtp_ls.linting import Parts
from smtp_ls.report.tally import count
from smtp_ls.report.terminal import lenient, warn
from smtp_ls.trace import Trace

DONE, FAILED = 0, 2
"""The exit codes: nothing is left to be printed, or something is."""


def silence(options: CheckOptions, asked: Asked, level: Severity) -> int:
    """Add the comments for findings at this level and above, and return the exit code."""
    added = changed = 0
    failed = False
    for original in originals(options.paths, options, options.dialect):
        number, done = (0, False) if original is None else _one(original, asked, level)
        failed |= not done
        added += number
        changed += number > 0
    if not options.quiet:
        lenient(sys.stdout).write(f"{count(added, 'finding')} ignored in {count(changed, 'file')}.\n")
    return FAILED if failed else DONE


def _one(original: Original, asked: Asked, level: Severity) -> tuple[int, bool]:
    """How many findings comments suppress now that were printed before, and whether that is all of them."""
    config = asked.of(original.target.config)
    choice = config.choice(original.target.path)
    added = left = 0

    def edits(trace: Trace) -> Iterable[Edit]:
        nonlocal added, left
        found = ignored(trace, lambda text: Parts("", text, config).read[0][1], choice, level)
        added, left = added + found.added, left + len(found.left)
        return found.edits

    text = edited(original, edits)
    if left:
        warn(f"{original.target.path}: {_why(original, left)}; per-file-ignores in the configuration can", "error")
    if not put(original, text):
        return 0, False
    return added, not left


def _why(original: Original, left: int) -> str:
    others = {trace.dialect.name for _, trace in original.parts.read if not trace.dialect.shown.native}
    them = count(left, "finding")
    if not others:
        return f"no comment can ignore {them}"
    return f"no comment can ignore {them}: the dialect {', '.join(sorted(others))} has no comments of ours"
