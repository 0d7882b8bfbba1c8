"""One file checked: read, linted, mended if asked, and made into a result that may be shown.

Rule 1: whatever goes wrong with a file becomes its result's `failure`, in one line, and is never raised: the other
files are linted all the same.
"""

import os
import sys
from typing import NamedTuple

from smtp_ls.findings import Diagnostic
from smtp_ls.linting import Linted, lines_of
from smtp_ls.project.config import Config, Selection
from smtp_ls.project.files import Target, Trouble
from smtp_ls.report import Checked
from smtp_ls.text import decode, encode_like


class Asked(NamedTuple):
    """What the command line asks of each file, on top of its configuration."""

    selection: Selection = Selection()
    strict: bool = False
    dialect: str = ""
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False

    def of(self, config: Config) -> Config:
        """The configuration with that on top."""
        return config._replace(
            selections=config.selections if self.selection == Selection() else (*config.selections, self.selection),
            strict=config.strict or self.strict,
            dialect=self.dialect or config.dialect,
        )


def check_file(target: Target | Trouble, asked: Asked) -> Checked:
    """The result for one file; whatever goes wrong becomes its `failure`."""
    if isinstance(target, Trouble):
        return Checked(target.path, failure=target.message)
    try:
        octets = octets_of(target)
        linted = Linted(target.path, decode(octets), asked.of(target.config))
        if asked.fix or asked.diff:
            return _mended(target, asked, linted, octets)
        return _result(target.path, linted)
    except OSError as error:
        return Checked(target.path, failure=f"{target.path}: {error.strerror or type(error).__name__}")
    except Exception as error:  # noqa: BLE001  rule 1
        return Checked(target.path, failure=f"{target.path}: {fault(error)}")


def fault(error: BaseException) -> str:
    """What to say of an error that is ours: its kind and where it was raised, nothing of what was being read."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    place = f" at {os.path.basename(at.tb_frame.f_code.co_filename)}:{at.tb_lineno}" if at is not None else ""
    return f"internal error: {type(error).__name__}{place}; please report it"


def octets_of(target: Target) -> bytes:
    """What the file holds; OSError."""
    if target.stdin:
        return sys.stdin.buffer.read()
    with open(target.path, "rb") as file:
        return file.read()


def _result(path: str, linted: Linted) -> Checked:
    diagnostics = tuple(map(linted.shown, linted.diagnostics))
    failure = f"{path}: internal error: {linted.failures}; please report it" if linted.failures else ""
    source = {line: linted.masked(line) for it in diagnostics for line in lines_of(it)}
    return Checked(path, diagnostics, source, failure)


def _mended(target: Target, asked: Asked, before: Linted, octets: bytes) -> Checked:
    """The result after fixes were applied, and the file was written, or after telling what that would change."""
    from smtp_ls.editing import fixing  # noqa: PLC0415  only --fix and --diff need these
    from smtp_ls.editing.difference import diff  # noqa: PLC0415

    config = asked.of(target.config)
    after = before

    def lint(text: str) -> list[Diagnostic]:
        nonlocal after
        after = before if text == before.text else Linted(target.path, text, config)
        return after.diagnostics

    fixed = fixing.fix(before.text, lint, unsafe=asked.unsafe_fixes)
    result = _result(target.path, after)._replace(fixed=fixed.applied, settled=fixed.settled)
    if asked.diff:
        shown = before.masked_lines(), after.masked_lines()
        return result._replace(diff=diff(target.path, before.lines, after.lines, shown))
    mended = encode_like(octets, fixed.text)
    if target.stdin:
        return result._replace(rewritten=mended)
    if fixed.applied:
        try:
            fixing.write(target.path, mended)
        except OSError as error:
            return _result(target.path, before)._replace(failure=f"{target.path}: cannot write: {error.strerror}")
    return result
