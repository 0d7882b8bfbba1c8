"""Files that a command rewrites: opened, edited part by part, then written or shown as a difference.

Rule 1: what no edit touches keeps its octets: line ends, a byte order mark, octets that are not UTF-8.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from smtp_ls.commands.one_file import fault, octets_of
from smtp_ls.editing import fixing
from smtp_ls.editing.difference import diff
from smtp_ls.errors import UsageError
from smtp_ls.findings import Edit, Repair
from smtp_ls.linting import Parts
from smtp_ls.project import files
from smtp_ls.project.files import Target, Trouble
from smtp_ls.report.terminal import warn, write_exactly
from smtp_ls.text import decode, encode_like
from smtp_ls.trace import Trace


class Original(NamedTuple):
    """A file as it was found."""

    target: Target
    octets: bytes
    parts: Parts


def originals(paths: Sequence[str], options: files.SearchOptions, dialect: str) -> Iterator[Original | None]:
    """The files that the paths stand for, opened; None for one that cannot be, of which it was said why."""
    for found in files.find(paths or (files.STDIN,), files.search(options)):
        if isinstance(found, Trouble):
            warn(found.message, "error")
            yield None
            continue
        config = found.config._replace(dialect=dialect or found.config.dialect)
        try:
            octets = octets_of(found)
            parts = Parts(found.path, decode(octets), config)
        except OSError as error:
            warn(f"{found.path}: {error.strerror or type(error).__name__}", "error")
            yield None
        except Exception as error:  # noqa: BLE001  as linting does: a fault of ours is told of, and the others go on
            warn(f"{found.path}: {fault(error)}", "error")
            yield None
        else:
            yield Original(found._replace(config=config), octets, parts)


def refuse_no_path(command: str, paths: Sequence[str], stdin_filename: str) -> None:
    """UsageError when no file is named, or when a name is given to standard input and it is not asked for."""
    if not paths and not stdin_filename:
        raise UsageError(f"{command} needs a path: a file, a folder, or - for standard input")
    if stdin_filename and files.STDIN not in (paths or (files.STDIN,)):
        raise UsageError("--stdin-filename names standard input: give - as a path")


def edited(original: Original, edits: Callable[[Trace], Iterable[Edit]]) -> str:
    """The file's text with the edits of each of its parts."""
    placed = [part.edit(each) for part, trace in original.parts.read for each in edits(trace)]
    return (
        fixing.apply(original.parts.text, [Repair("", tuple(placed), safe=True)])[0] if placed else original.parts.text
    )


def again(original: Original, text: str) -> Parts:
    """Another text, read as the same file."""
    return Parts(original.target.path, text, original.target.config)


def difference(original: Original, after: Parts, shown: tuple[Sequence[str], Sequence[str]] | None = None) -> str:
    """The unified diff; `shown`: the lines of both as they may be printed, if masking is not enough or too much."""
    shown = shown or (original.parts.masked_lines(), after.masked_lines())
    return diff(original.target.path, original.parts.lines, after.lines, shown)


def put(original: Original, text: str) -> bool:
    """Write a text in the file's place, or that of standard input to standard output; False if it cannot be."""
    octets = encode_like(original.octets, text)
    if original.target.stdin:
        write_exactly(octets)
    elif octets != original.octets:
        try:
            fixing.write(original.target.path, octets)
        except OSError as error:
            warn(f"{original.target.path}: cannot write: {error.strerror}", "error")
            return False
    return True
