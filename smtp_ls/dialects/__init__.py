"""All the ways of writing a session down, in the order in which they are tried, and which of them a file is in."""

import importlib
import re
from functools import lru_cache, reduce
from operator import or_
from typing import NamedTuple

from smtp_ls.dialects.dialect import BARE, CONTENT, EXPECT, NOTE, Dialect, Said
from smtp_ls.dialects.native import BARE_ROW, NATIVE, is_answer, own_notation
from smtp_ls.events import CLIENT, SERVER
from smtp_ls.regular import Pattern
from smtp_ls.session import Shown

DETECTED_LINES = 400
"""How many lines of a file detection looks at."""

_MODULES = ("captures", "exim", "clients", "libraries", "servers", "scripts", "rfc", "pasted")


def _nothing(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    return (Said(NOTE, line, 0),), mode


NONE = Dialect("none", Shown("none", client=False, server=False, ordered=False), (), _nothing)
"""What is no SMTP at all: no rule runs."""


@lru_cache(maxsize=1)
def rows() -> tuple[Dialect, ...]:
    """Every dialect, the most decisive first, the bare form last."""
    found: list[Dialect] = []
    for module in _MODULES:
        found += importlib.import_module(f"smtp_ls.dialects.{module}").ROWS
    return (*found, NATIVE, BARE_ROW)


def named(name: str) -> Dialect | None:
    """The dialect of that id or alias."""
    if name in ("native", "bare", "none"):
        return {"native": NATIVE, "bare": BARE_ROW, "none": NONE}[name]
    return next((row for row in rows() if name == row.name or name in row.aliases), None)


def detect(lines: list[str], name: str = "") -> Dialect:
    """The dialect of a file: by name, by its pragma, or else by what its first lines bear (0-based, without ends)."""
    first = [line.rstrip("\r\n") for line in lines[:DETECTED_LINES]]
    wanted = named(name) if name else _pragma(first)
    if wanted is not None:
        return wanted
    return _dialect(first)


def _dialect(first: list[str], depth: int = 0) -> Dialect:
    """The dialect of a file's first lines, from which so many decorations have been taken off."""
    if _is_native(first):
        return NATIVE
    return _judged(next((row for row in rows() if row.bears(first)), NONE), first, depth)


def _judged(row: Dialect, first: list[str], depth: int = 0) -> Dialect:
    """The dialect of lines of which a row's signs tell, if the lines as a whole bear it out."""
    if row is not NONE and row is not BARE_ROW:
        row = _dialog_about(first, row)
    if row is NONE or row.name in _POINTED:
        from smtp_ls.dialects.decorations import undecorated  # noqa: PLC0415  (most files need it not)

        below = undecorated(first, _below, depth)
        if below is not None:
            return below
        if row is not NONE and _shows_data(first):
            row = named("angles") or row
    if row is NONE or (row is BARE_ROW and not _is_dialog(first)):
        return NONE
    return NONE if _is_foreign(first) else row


def _below(texts: list[str], depth: int) -> Dialect | None:
    """The dialect below a decoration, if there is less doubt than elsewhere that it is SMTP."""
    row = _dialect(texts, depth)
    if row is NONE or (row.name == "bare" and not any(_COMMANDED.match(text) or _SMTP.search(text) for text in texts)):
        return None
    return row


def _pragma(lines: list[str]) -> Dialect | None:
    for line in lines:
        if "smtp-ls:" in line:
            said = own_notation(line)
            if said is not None and said.tells == "dialect":
                return named(said.value)
    return None


_COMMANDED = Pattern(BARE_ROW.signs[1])
_REPLIED = Pattern(BARE_ROW.signs[0])
_SMTP = re.compile(r"\b(?:EHLO|HELO|LHLO)\b|MAIL FROM:|RCPT TO:|\b220[ -].*MTP", re.IGNORECASE)
_FOREIGN = Pattern(
    r"(?:.{0,60}?[<>:] )?(?:"
    r"(?:GET|POST|HEAD|PUT|OPTIONS) \S+ HTTP/|HTTP/[\d.]+ \d{3}"  # HTTP
    r"|\+OK\b|(?:USER|PASS|EPSV|PASV) ?|(?:331|230|227|229|226) "  # POP3, FTP
    r"|\* (?:OK|BYE|PREAUTH) |[A-Za-z]\w{0,7} (?:OK|NO|BAD) |AUTHENTICATE \"|LISTSCRIPTS"  # IMAP, ManageSieve
    r"|20[01] .*(?:NNTP|[Nn]ews|posting)"
    r")"
)


def _is_dialog(lines: list[str]) -> bool:
    """Are these bare lines more than prose of which one begins with a number, `250 people came`?"""
    if any(_COMMANDED.match(line) for line in lines):
        return True
    replies = sum(_REPLIED.match(line) is not None for line in lines)
    return replies * 3 >= sum(bool(line.strip()) for line in lines)


def _is_foreign(lines: list[str]) -> bool:
    """Is this another protocol, in a way of writing down that SMTP shares with it?"""
    if any(_SMTP.search(line) for line in lines):
        return False
    return any(_FOREIGN.match(line) for line in lines)


def _is_native(lines: list[str]) -> bool:
    """Is every line our own notation to the letter? Nearly every `.smtp` file is, and no other row need be tried."""
    speaks = False
    for line in lines:
        said = _native(line)
        if said == _OTHER:
            return False
        speaks = speaks or said == _SPEAKS
    return speaks


_OTHER, _SILENT, _SPEAKS = range(3)


_CRLF = ("<CRLF>", "<CR><LF>")


def _native(line: str) -> int:
    """Is this line our own notation, and does somebody speak on it?"""
    if line.startswith("S:"):
        return _SPEAKS if is_answer(line[2:].removeprefix(" ")) else _OTHER
    if line.startswith("C:"):
        # Where `C:` answers and `S:` asks, a tag holds `<open connection>`, or CRLF is written out, it is an RFC's way.
        return _OTHER if line[3:4] == "<" or is_answer(line[3:]) or line.endswith(_CRLF) else _SPEAKS
    return _SILENT if not line or line.isspace() or own_notation(line) is not None else _OTHER


def _dialog_about(first: list[str], row: Dialect) -> Dialect:
    """The dialect of lines that bear a row's signs: these may stand in the mail data of another dialog.

    A session may quote a log, in our own notation or in the bare form. What a row itself takes for speech is its own.
    """
    labelled = sum(_native(line) == _SPEAKS for line in first)
    bare = sum(_COMMANDED.match(line) is not None for line in first)
    bare = min(bare, sum(_REPLIED.match(line) is not None for line in first)) if bare else 0
    if row is NATIVE:
        return BARE_ROW if labelled < bare else row
    if not (labelled or bare):
        return row
    signs = sum(row.bears_one(line) for line in first)
    if labelled > max(signs, bare) and not (_reads(row, "C: QUIT", "QUIT") or _reads(row, "S: 250 x", "250 x")):
        return NATIVE
    if bare <= max(signs, labelled) or row.name in _BLOCKS:
        return row
    return row if _reads(row, "250 x", "250 x") or _reads(row, "QUIT", "QUIT") else BARE_ROW


_BLOCKS = ("curl-test-data", "tshark-follow", "exim-client-script", "exim-bs-input", "exim-server-script")
"""Rows that know by the lines above, and by no mark, that a line is a dialog's."""
_SPEECH = (CLIENT, SERVER, BARE, EXPECT, CONTENT)


@lru_cache(maxsize=256)
def _reads(row: Dialect, line: str, text: str) -> bool:
    """Does a row say of a line, whatever stands above it, that somebody speaks this text there?"""
    return any(said.side in _SPEECH and said.text == text for said in row.split(line, "")[0])


_POINTED = ("swiftmailer", "symfony-mailer")
"""Rows of tools that point `<` at what they hear, and leave mail data out."""
_POINTS = Pattern(r"(?:\[[^\]]*\] )?[<>]{1,2}(?: (?P<text>.*)|$)")


def _shows_data(first: list[str]) -> bool:
    """Does mail data follow 354? Others point too."""
    invited = False
    for found in filter(None, map(_POINTS.match, first)):
        text = found["text"] or ""
        if invited and text != "." and not _REPLIED.match(text):
            return True
        invited = text.startswith("354")
    return False


class _Told(NamedTuple):
    """All that detection asks of one line: equal lines are interchangeable to it, whatever their order."""

    native: int
    commanded: bool
    replied: bool
    smtp: bool
    foreign: bool
    filled: bool
    angled: bool
    """It begins with `<`, so that `>` is an arrow and quotes nothing."""
    signs: int
    """A bit for each row whose sign it bears."""


@lru_cache(maxsize=4096)
def _told(line: str) -> _Told:
    return _Told(
        _native(line),
        commanded=_COMMANDED.match(line) is not None,
        replied=_REPLIED.match(line) is not None,
        smtp=_SMTP.search(line) is not None,
        foreign=_FOREIGN.match(line) is not None,
        filled=bool(line.strip()),
        angled=line.startswith("<"),
        signs=sum(row.bears_one(line) << number for number, row in enumerate(rows())),
    )


def tell_alike(some: list[str], others: list[str]) -> bool:
    """Is a file with some of these lines in its beginning in the same dialect as with the others in their stead?

    False where that is not certain, and `detect_again` is to be asked.
    """
    mine, theirs = (sorted(_told(line.rstrip("\r\n")) for line in lines) for lines in (some, others))
    return mine == theirs and not any(_is_moot(line) for line in (*some, *others))


def _is_moot(line: str) -> bool:
    """May what a line tells hang on others, or on more than `_Told` holds?"""
    from smtp_ls.dialects.decorations import is_decorated  # noqa: PLC0415  (wanted only under edits)

    return "smtp-ls:" in line or is_decorated(line) or _POINTS.match(line) is not None


def detect_again(lines: list[str], name: str = "") -> Dialect:
    """What `detect` says, for a file that is asked about again and again: what its lines tell is remembered."""
    first = [line.rstrip("\r\n") for line in lines[:DETECTED_LINES]]
    wanted = named(name) if name else _pragma(first)
    if wanted is not None:
        return wanted
    told = [_told(line) for line in first]
    if all(each.native != _OTHER for each in told) and any(each.native == _SPEAKS for each in told):
        return NATIVE
    borne = reduce(or_, (each.signs for each in told), 0)
    row = next((row for number, row in enumerate(rows()) if borne >> number & 1 and _bear(told, number, row)), NONE)
    return _judged(row, first)


def _bear(told: list[_Told], number: int, row: Dialect) -> bool:
    """Do enough lines bear a sign of the row of this number, one of which does?"""
    return row.hits < 2 or sum(each.signs >> number & 1 for each in told) >= row.hits
