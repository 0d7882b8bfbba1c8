"""Standard output and standard error: whether they take colours, and lines of ours that are no findings."""

import os
import sys
from typing import TextIO

from smtp_ls.findings import Severity
from smtp_ls.report.visible import visible
from smtp_ls.text import encode

BOLD, FAINT, PLACE, GREEN, RED = "1", "2", "1;34", "32", "31"
"""What the parts of an output look like, as SGR parameters (ECMA-48 section 8.3.117)."""

LOUDNESS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFORMATION: "1;36", Severity.HINT: "1;32"}
"""The same for what is said at each level."""


class Paint:
    """Puts colours on texts, or leaves them as they are."""

    def __init__(self, *, on: bool) -> None:
        self._on = on

    def __call__(self, text: str, look: str) -> str:
        """The text in that look."""
        return f"\x1b[{look}m{text}\x1b[0m" if self._on and text else text


def colorful(stream: TextIO, when: str) -> bool:
    """Whether to use colours: `--color` decides, else NO_COLOR, else FORCE_COLOR, else whether it is a terminal."""
    if when != "auto":
        return when == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def warn(message: str, kind: str = "warning") -> None:
    """Say something on standard error, in one line."""
    sys.stderr.write(f"smtp-ls: {kind}: {visible(message)}\n")


def lenient(stream: TextIO) -> TextIO:
    """The stream, made to escape what its encoding cannot hold instead of failing."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")
    return stream


def write_exactly(octets: bytes) -> None:
    """Write to standard output as it is, behind what was printed before."""
    sys.stdout.flush()
    sys.stdout.buffer.write(octets)


def write_diff(diff: str, out: TextIO, *, color: bool) -> None:
    """Write a unified diff: to a program exactly, so that `patch` can use it, to people safely and in colour."""
    if color or out.isatty():
        out.write(diff_for_people(diff, Paint(on=color)))
    elif out is sys.stdout:
        write_exactly(encode(diff))
    else:
        out.write(diff)


def diff_for_people(diff: str, paint: Paint) -> str:
    """A unified diff with its lines made visible, in the colours that are usual."""
    looks = {"---": BOLD, "+++": BOLD, "@": PLACE, "-": RED, "+": GREEN}
    lines = []
    for line in diff.split("\n"):
        look = next((look for mark, look in looks.items() if line.startswith(mark)), "")
        shown = "\t".join(map(visible, line.split("\t")))
        lines.append(paint(shown, look) if look else shown)
    return "\n".join(lines)
