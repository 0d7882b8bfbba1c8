"""What a line says, given who speaks (the dialect) and what is known (the session). It never fails.

Rule 1: reading looks at one line, the session before it and, in the bare form alone, the next line that is not blank.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from smtp_ls import syntax
from smtp_ls.dialects.dialect import BARE, BLANK, COMMENT, CONTENT, DIRECTIVE, END, EXPECT, UNLABELLED, Said
from smtp_ls.dialects.native import expectation, expectation_parts, own_notation, tool_note
from smtp_ls.events import (
    CLIENT,
    SERVER,
    Answer,
    Blank,
    Body,
    Chunk,
    Command,
    Comment,
    Directive,
    EndOfData,
    Event,
    Expect,
    Note,
    Reply,
    SaslResponse,
)
from smtp_ls.protocol.verbs import VERBS, nearest
from smtp_ls.regular import Pattern
from smtp_ls.session import Session, allowed
from smtp_ls.session.acceptance import presume
from smtp_ls.session.contents import UNCOUNTED
from smtp_ls.session.order import Phase
from smtp_ls.text import octets

Peek = Callable[[], str]
"""The text of the next line that is not blank, "" at the end of the file."""

_REPLY = re.compile(r"(\d\d\d)(?:([ -])|$)")
_VERB = re.compile(r"\s*([A-Za-z][A-Za-z0-9-]*)")
_WORD = Pattern(r"\s?([A-Za-z-]{3,12})(?=\s|$|:)")
_GLUED = ("MAILFROM", "RCPTTO")
"""Verbs without the blank behind them, which are no verb's near misses."""
_WORDY = ("HELP", "NOOP", "VRFY", "EXPN")
"""Verbs behind which anything may stand."""
_WRITTEN = Pattern(r"[<>@:=]")
"""What commands of several words hold."""
_CHUNK_ENDS = Pattern(r"(?:250|[45]\d\d)[ -]")


def read(said: Said, session: Session, peek: Peek) -> Event:
    """The event of what is said on a line, in a session."""
    side = said.side
    if session.turned and side in (CLIENT, SERVER):
        side = SERVER if side == CLIENT else CLIENT
    if side == CLIENT:
        return _client(said, session)
    if side == SERVER:
        return _reply(said)
    if side == BARE:
        return _bare(said, session, peek)
    if side == EXPECT:
        return _expect(said, peek)
    if side == DIRECTIVE:
        return Directive(said.text, said.at, said.tells, said.value, said.key)
    if side == COMMENT:
        return Comment(said.text, said.at, said.key)
    if side == BLANK:
        return Blank("", said.at, said.key)
    if side == UNLABELLED:
        if session.awaits == "data" and (session.content is not None or said.text.strip()):  # not above 354
            return _client(said, session)
        return Note(said.text, said.at, said.tells, said.key) if said.text.strip() else Blank("", said.at, said.key)
    if side == CONTENT:
        return _content(said)
    if side == END and session.awaits == "data":
        return EndOfData(said.text, said.at, True, said.key)
    return Note(said.text, said.at, said.tells, said.key)


# --- the client's place -----------------------------------------------------------------------------------------------


def _client(said: Said, session: Session) -> Event:
    text, at, key, columns = said.text, said.at, said.key, said.columns
    awaits = session.awaits
    if awaits == "command":
        if session.shown.content == "displayed" and _lies_behind_dot(text, session):
            return Note(text, at, "", key)
        return _content(said) if text == "." and session.shown.content == "hidden" else _command(said)
    if awaits == "data":
        if session.content is None and _gives_up_data(text, session):
            return _command(said)
        if text == ".":
            return EndOfData(text, at, False, key, columns)
        return Body(text, at, key, columns)
    if awaits == "chunk":
        if session.content is not None and session.content.left >= UNCOUNTED >> 1 and is_command(text):
            return _command(said)
        return Chunk(text, at, octets(text) + 2, key, columns)
    if awaits == "sasl" or text.strip() == "*" or not (is_command(text) or _asks_to_log_in(text)):
        return SaslResponse(text, at, key, columns)
    return _command(said)


def _asks_to_log_in(text: str) -> bool:
    """Is this AUTH again, whatever comes behind the mechanism? No user's name or password looks like that."""
    from smtp_ls.protocol.sasl import MECHANISMS  # noqa: PLC0415  (wanted only once there is an AUTH)

    words = text.upper().split(maxsplit=2)
    return len(words) > 1 and words[0] == "AUTH" and words[1] in MECHANISMS


def _content(said: Said) -> Event:
    """What the format itself marks as mail data."""
    if said.text == ".":
        return EndOfData(said.text, said.at, False, said.key, said.columns)
    return Body(said.text, said.at, said.key, said.columns)


def _lies_behind_dot(text: str, session: Session) -> bool:
    """Does mail data go on here? Where dots are shown as they were before stuffing, a lone one may be a line of it."""
    ended = session.last == CLIENT and session.pending and session.pending[-1].verb == "."
    return bool(ended) and not is_command(text)


def _gives_up_data(text: str, session: Session) -> bool:
    """Is this a command after a DATA that was out of order and so presumed refused (SEMANTICS section 1)?"""
    verb = _verb(text)
    if verb not in ("QUIT", "RSET", "EHLO", "MAIL") or not is_command(text):
        return False
    before = presume(session.known, session.pending[:-1])
    return before.phase != Phase.UNKNOWN and "DATA" not in allowed(before)


def _command(said: Said) -> Event:
    if not said.text.strip():
        return Blank("", said.at, said.key)
    verb, valid = command_parts(said.text)
    return Command(said.text, said.at, verb, valid, said.key, said.columns)


@lru_cache(maxsize=4096)
def command_parts(text: str) -> tuple[str, bool]:
    """The verb of a client line in upper case, and whether the grammar accepts the line (blanks at its end aside)."""
    verb = _verb(text)
    if verb not in VERBS:
        return verb or text.split(maxsplit=1)[0].upper(), False
    return verb, syntax.matches(verb.lower(), text.rstrip(" \t"), utf8=True)


def is_command(text: str) -> bool:
    """Is this a complete command with valid syntax?"""
    return bool(text.strip()) and command_parts(text)[1]


def _verb(text: str) -> str:
    found = _VERB.match(text)
    return found[1].upper() if found else ""


# --- the server's place -----------------------------------------------------------------------------------------------


def _reply(said: Said) -> Reply:
    found = _REPLY.match(said.text)
    if not found:
        return Reply(said.text, said.at, 0, True, said.key, said.columns)
    code, separator = found.groups()
    return Reply(said.text, said.at, int(code), separator != "-", said.key, said.columns)


def _expect(said: Said, peek: Peek) -> Expect:
    codes = tuple(said.value.split("|")) if said.value else ()
    enhanced, pattern, final = expectation_parts(said.text)
    separator = said.text[3:4]
    if separator == "-":
        final = False
    elif separator not in ("", " ", "|", "/") and codes:  # `250.*` fits any line of a reply, so the next one tells
        final = f"{codes[0]}-" not in peek()
    return Expect(said.text, said.at, codes, final, enhanced, pattern, said.key, said.columns)


# --- the bare form ----------------------------------------------------------------------------------------------------


def _bare(said: Said, session: Session, peek: Peek) -> Event:
    text, awaits = said.text, session.awaits
    client = said._replace(side=CLIENT)
    if awaits == "data":
        unopened = session.content is None or session.content.awaited
        if session.content is None and not text.strip() and _is_server(peek()):
            return Blank("", said.at)  # between DATA and 354
        return _answer(said, session) if unopened and _is_server(text) else _client(client, session)
    if awaits == "chunk":
        return _reply(said) if _ends_chunk(text, session, peek) else _client(client, session)
    if awaits == "sasl":
        return _client(client, session) if not _REPLY.match(text) else _reply(said)
    if _is_server(text):
        return _answer(said, session)
    own = own_notation(text) if session.shown.native else None
    if own is not None:
        return read(own._replace(at=said.at), session, peek)
    if not text.strip():
        return Blank("", said.at)
    if awaits == "sasl?":
        return _client(client, session)
    note = tool_note(text)
    if note is not None:
        return Note(text, said.at, note.tells)
    return _command(said) if _is_bare_command(text, session, peek) else Note(text, said.at)


def _is_server(text: str) -> bool:
    return _REPLY.match(text) is not None or (text[:1].isdigit() and expectation(text) is not None) or text == "..."


def _answer(said: Said, session: Session) -> Answer:
    codes = expectation(said.text) if session.shown.patterns else None
    return _reply(said) if codes is None else _expect(said._replace(value="|".join(codes)), lambda: "")


def _is_bare_command(text: str, session: Session, peek: Peek) -> bool:
    """SEMANTICS section 1: a known verb, or a word that is answered by a reply or is nearly a verb; but not prose.

    Text stands above, between and below what people paste: "Then I tried again:", "Help is welcome".
    """
    verb, valid = command_parts(text)
    over = session.replied and session.presumed.phase in (Phase.CLOSED, Phase.DROPPED, Phase.REJECTED)
    if verb in VERBS:
        certain = valid and not (over and verb in _WORDY)
        return certain or not session.replied or not _is_prose(text) or _is_answered(peek(), over=over)
    word = _WORD.match(text)
    if word is None or (not session.replied and session.pending == () and session.origin == 0):
        return False
    if word[1].upper() in _GLUED or _is_answered(peek(), over=over):
        return True
    return not over and not _is_prose(text) and nearest(word[1]) is not None


def _is_answered(following: str, *, over: bool) -> bool:
    """Does a server line follow that may be a reply? Behind a session that is over, 220 greets in the next one."""
    return _is_server(following) and not (over and following.startswith("220"))


def _is_prose(text: str) -> bool:
    words = text.split()
    if words[-1][-1] in ".:,;!?":
        return True
    return len(words) > 2 and _WRITTEN.search(words[1]) is None and words[1].upper() not in ("FROM", "TO")


def _ends_chunk(text: str, session: Session, peek: Peek) -> bool:
    """Does a line like a reply end a chunk, though octets are left (SEMANTICS section 1, BDAT)?"""
    content = session.content
    assert content is not None
    if not _CHUNK_ENDS.match(text) or content.left <= octets(text) + 2:
        return False
    following = peek()
    return not following or is_command(following)
