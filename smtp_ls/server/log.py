"""The server's log: what it does and what goes wrong, never what a file says.

Rule 1: messages are logged by their method and what they cost. Texts, and so whatever secrets they hold, are not; what
pygls would log of them is left out. Rule 2: `info` tells the beginning and the end of the conversation, the files that
come and go, and what took long; `debug` tells every message's method.
"""

import logging

from smtp_ls.errors import JobError


def log_to(file: str, level: str) -> None:
    """Log to a file from now on, after what is in it; JobError: it cannot be written."""
    try:
        handler = logging.FileHandler(file, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise JobError(f"{file}: {error.strerror}") from None
    handler.setFormatter(_Line("%(asctime)s %(levelname)s %(message)s"))
    ours = logging.getLogger("smtp_ls")
    ours.addHandler(handler)
    ours.setLevel(level.upper())


class _Line(logging.Formatter):
    """One line for each record, whatever names an editor gives to things."""

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return line if line.isprintable() else "".join(each if each.isprintable() else "\ufffd" for each in line)
