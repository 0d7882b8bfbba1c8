"""The command `redact`: files without their secrets, to standard output, in place, or as differences; and the counts.

Rule 1: what is printed of the file as it was is masked, so that a difference gives nothing away.
"""

import sys
from collections.abc import Iterator
from typing import NamedTuple

from smtp_ls.commands.rewriting import Original, again, difference, edited, originals, put, refuse_no_path
from smtp_ls.errors import UsageError
from smtp_ls.findings import Edit
from smtp_ls.project import files
from smtp_ls.redacting import Redaction, redacted
from smtp_ls.report.tally import count
from smtp_ls.report.terminal import colorful, lenient, warn, write_diff, write_exactly
from smtp_ls.report.visible import plain
from smtp_ls.text import encode_like
from smtp_ls.trace import Trace

DONE, WOULD_CHANGE, FAILED = 0, 1, 2
"""The exit codes: done, something would change, the job could not be done."""


class RedactOptions(NamedTuple):
    """What `redact` was asked to do."""

    paths: tuple[str, ...] = ()
    addresses: bool = False
    in_place: bool = False
    diff: bool = False
    json: bool = False
    config: str = ""
    isolated: bool = False
    dialect: str = ""
    color: str = "auto"
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    stdin_filename: str = ""
    quiet: bool = False


class _Counts(NamedTuple):
    """How many stretches of a file were replaced."""

    path: str
    secrets: int = 0
    names: int = 0
    addresses: int = 0

    def plus(self, more: Redaction) -> "_Counts":
        """The counts with those of one more part."""
        return _Counts(self.path, self.secrets + more.secrets, self.names + more.names, self.addresses + more.addresses)


def redact(options: RedactOptions) -> int:
    """Redact what the options name, and return the exit code."""
    _refuse(options)
    failed = False
    done: list[_Counts] = []
    for original in originals(options.paths, options, options.dialect):
        counts = None if original is None else _one(original, options)
        failed |= counts is None
        done += [counts] if counts else []
    _say(done, options)
    if failed:
        return FAILED
    return WOULD_CHANGE if options.diff and any(each != _Counts(each.path) for each in done) else DONE


def _refuse(options: RedactOptions) -> None:
    """UsageError for options that do not go together."""
    refuse_no_path("redact", options.paths, options.stdin_filename)
    if options.in_place and options.diff:
        raise UsageError("--in-place and --diff exclude each other")
    if options.in_place or options.diff:
        return
    if len(options.paths) > 1:
        raise UsageError("redact writes one file to standard output; for several: --in-place or --diff")
    found = next(files.find(options.paths or (files.STDIN,), files.search(options)), None)
    if isinstance(found, files.Target) and not found.named:
        raise UsageError(f"{options.paths[0]} is a folder: redact it with --in-place or --diff")


def _one(original: Original, options: RedactOptions) -> _Counts | None:
    """Redact one file; None if it could not be written."""
    counts = _Counts(original.target.path)
    hidden: dict[int, list[tuple[int, int]]] = {}
    read = iter(original.parts.read)

    def edits(trace: Trace) -> tuple[Edit, ...]:
        nonlocal counts
        part, _ = next(read)
        found = redacted(trace, addresses=options.addresses)
        counts = counts.plus(found)
        for line, start, end in found.hidden:
            lost = len(part.lost[line]) if part.lost else 0
            hidden.setdefault(part.first + line, []).append((start + lost, end + lost))
        return found.edits

    text = edited(original, edits)
    if options.diff:
        after = again(original, text)
        shown = list(_masked(original.parts.masked_lines(), hidden)), after.lines
        out = lenient(sys.stdout)
        write_diff(difference(original, after, shown), out, color=colorful(out, options.color))
    elif options.in_place or original.target.stdin:
        if not put(original, text):
            return None
    else:
        write_exactly(encode_like(original.octets, text))
    return counts


def _masked(lines: list[str], hidden: dict[int, list[tuple[int, int]]]) -> Iterator[str]:
    """Lines whose hidden stretches are `*`."""
    for number, line in enumerate(lines):
        for start, end in hidden.get(number, ()):
            line = line[:start] + "*" * (end - start) + line[end:]  # noqa: PLW2901  it is the line that is masked
        yield line


def _say(done: list[_Counts], options: RedactOptions) -> None:
    """Say on standard error what was replaced."""
    total = [sum(numbers) for numbers in zip(*(each[1:] for each in done), strict=True)] or [0, 0, 0]
    if options.json:
        import json  # noqa: PLC0415  only this needs it

        kinds = _Counts._fields[1:]
        listed = [{"filename": plain(each.path)} | dict(zip(kinds, each[1:], strict=True)) for each in done]
        sys.stderr.write(json.dumps({**dict(zip(kinds, total, strict=True)), "files": listed}) + "\n")
    elif not options.quiet and done:
        words = (("secret", ""), ("user name", ""), ("address", "addresses"))
        said = [count(number, *word) for number, word in zip(total, words, strict=True) if number]
        verb = "would be replaced" if options.diff else "replaced"
        warn(f"{', '.join(said)} {verb}" if said else "there is nothing to redact", "note")
