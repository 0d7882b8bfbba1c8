"""What a dialect is: how one tool writes a session down, as a row of patterns and of what it shows.

Rule 1: a dialect says who speaks on a line and where the SMTP text begins; it knows no command, reply or session.
Rule 2: what a dialect must remember from the line above is its *mode*, a short text that belongs to the fold's state.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

from smtp_ls.events import CLIENT, SERVER
from smtp_ls.session import Shown

BARE = "bare"
"""Nobody's label: who speaks is told by the text and the session (SEMANTICS section 1, bare form)."""
NOTE, COMMENT, BLANK, DIRECTIVE, EXPECT = "note", "comment", "blank", "directive", "expect"
UNLABELLED = "unlabelled"
"""A line without a mark in a format that marks its lines: mail data while DATA is open, else a note."""
CONTENT = "content"
"""Mail data that the format itself marks as such, wherever it stands: one of its lines, or the lone dot."""
END = "end"
"""A note that stands for mail data and its end, neither of which is shown ("12 lines sent")."""


class Said(NamedTuple):
    """A stretch of a line: who speaks or what else it is, the text un-escaped, and where it stands.

    `side` is "client", "server" or "bare" where somebody speaks, else "note", "comment", "blank", "directive" or
    "expect"; `at` is the 0-based character column.
    """

    side: str
    text: str
    at: int
    key: str = ""
    columns: tuple[int, ...] | None = None
    tells: str = ""
    """A note: "connect", "tls" or "close". A directive: its name."""
    value: str = ""
    """A directive's value; the codes of an expectation, joined by "|"."""


Split = Callable[[str, str], tuple[tuple[Said, ...], str]]
"""(line without its end, mode before) -> (what is said, mode after)."""


class Dialect(NamedTuple):
    """One way of writing a session down."""

    name: str
    shown: Shown
    signs: tuple[str, ...]
    """Patterns that tell this dialect at the beginning of a line."""
    split: Split
    hits: int = 1
    """How many of a file's first lines must bear a sign."""
    aliases: tuple[str, ...] = ()
    peeks: bool = False
    """What a line is may hang on the next line that is not blank."""
    keyed: bool = False
    """Sessions are interleaved and told apart by a key."""
    label: str = ""
    """What stands before the text of a client's line, where it is always this, so that it need not be split."""
    joins: Callable[[str, str], str | None] | None = None
    """(SMTP text so far, next line) -> the text with what that line adds to it; None if it does not go on with it."""
    text_of: Callable[[str], str] | None = None
    """A line without what decorates it, where something does (`decorations.py`)."""

    def bears(self, lines: list[str]) -> bool:
        """Do enough of these lines bear one of the signs?"""
        pattern = _sign(self.signs)
        hits = 0
        for line in lines:
            if pattern.match(line):
                hits += 1
                if hits >= self.hits:
                    return True
        return False

    def bears_one(self, line: str) -> bool:
        """Does this line bear one of the signs?"""
        return _sign(self.signs).match(line) is not None


@lru_cache(maxsize=128)
def _sign(signs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{sign})" for sign in signs))


Unescape = Callable[[str, int], list[tuple[str, tuple[int, ...]]]]
"""(text, its column in the line) -> the wire lines in it without their CRLF, each with its columns (see `events`)."""


def marked(  # noqa: PLR0913 - keywords only
    *,
    client: str = "",
    server: str = "",
    more: str = "",
    connect: str = "",
    tls: str = "",
    close: str = "",
    end: str = "",
    unescape: Unescape | None = None,
    otherwise: str = NOTE,
) -> Split:
    """A `Split` for lines that bear a mark of who speaks.

    Each argument is a pattern matched at the line's beginning; the SMTP text is the group `text`, or what follows the
    match. A group `key` tells interleaved sessions apart. `more` is a continuation: the speaker of the line above goes
    on. `connect`, `tls` and `close` are notes that tell something, `end` one that stands for mail data and its end. Any
    other line is `otherwise`.
    """

    @cache
    def patterns() -> list[tuple[str, re.Pattern[str]]]:
        named = {END: end, CLIENT: client, SERVER: server, "connect": connect, "tls": tls, "close": close, "more": more}
        return [(name, re.compile(pattern)) for name, pattern in named.items() if pattern]

    def split(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
        for name, pattern in patterns():
            found = pattern.match(line)
            if not found:
                continue
            groups = found.groupdict()
            if name in ("connect", "tls", "close"):
                return (Said(NOTE, line, 0, groups.get("key") or "", None, name),), ""
            side, key = name, groups.get("key") or ""
            if name == "more":
                if not mode:
                    break
                side, _, key = mode.partition(" ")
            at = found.start("text") if groups.get("text") is not None else found.end()
            text = groups["text"] if groups.get("text") is not None else line[at:]
            if unescape is not None:
                said = tuple(Said(side, part, at, key, columns) for part, columns in unescape(text, at))
            else:
                said = (Said(side, text, at, key),)
            return said, f"{side} {key}" if more else ""
        if not line.strip():
            return (Said(BLANK, "", 0),), mode
        return (Said(otherwise, line, 0),), mode if otherwise == NOTE else ""

    return split
