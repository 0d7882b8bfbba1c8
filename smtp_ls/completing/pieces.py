"""Whole pieces of a session to be filled in: a session, a submission, a message, DSN, BDAT, LMTP, a negative test.

Rule 1: a piece is right as it stands: with its defaults, and where it is offered, nothing is found in it (a test).
"""

import re
from typing import NamedTuple

from smtp_ls.completing.commands import Standing, standing
from smtp_ls.completing.item import Item, filled
from smtp_ls.completing.message import date
from smtp_ls.completing.nearby import Nearby
from smtp_ls.completing.place import Place
from smtp_ls.events import CLIENT
from smtp_ls.pages import Topic
from smtp_ls.session import Origin, Session
from smtp_ls.session.order import Phase
from smtp_ls.text import octets

_LABEL = re.compile(r"^[CS]: ?", re.MULTILINE)

_MESSAGE = """\
C: From: <«{sender}»>
C: To: <«{recipient}»>
C: Subject: «Hello»
C: Date: «{date}»
C: Message-ID: <«1@{client}»>
C:
C: «Text»
C: .
"""
_HELLO = "C: EHLO «{client}»\nS: 250-«{server}»\nS: 250-SIZE 52428800\nS: 250-PIPELINING\n"
_ENVELOPE = "C: MAIL FROM:<«{sender}»>\nS: 250 2.1.0 Ok\nC: RCPT TO:<«{recipient}»>\nS: 250 2.1.5 Ok\n"
_SENT = f"C: DATA\nS: 354 End data with <CR><LF>.<CR><LF>\n{_MESSAGE}S: 250 2.0.0 Ok\n"
_QUIT = "C: QUIT\nS: 221 2.0.0 Bye\n"

_SESSION = f"S: 220 «{{server}}» ESMTP\n{_HELLO}S: 250-8BITMIME\nS: 250 ENHANCEDSTATUSCODES\n{_ENVELOPE}{_SENT}{_QUIT}"
_SUBMISSION = (
    f"S: 220 «{{server}}» ESMTP\n{_HELLO}S: 250-8BITMIME\nS: 250-ENHANCEDSTATUSCODES\nS: 250 STARTTLS\n"
    "C: STARTTLS\nS: 220 2.0.0 Ready to start TLS\n"
    f"{_HELLO}S: 250-8BITMIME\nS: 250-ENHANCEDSTATUSCODES\nS: 250 AUTH PLAIN LOGIN\n"
    "C: AUTH PLAIN {{{{$env.«SMTP_PLAIN»}}}}\nS: 235 2.7.0 Authentication successful\n"
    f"{_ENVELOPE}{_SENT}{_QUIT}"
)
_LMTP = (
    "S: 220 «{server}» LMTP\nC: LHLO «{client}»\nS: 250-«{server}»\nS: 250-PIPELINING\nS: 250 ENHANCEDSTATUSCODES\n"
    f"{_ENVELOPE}C: RCPT TO:<«carol@example.net»>\nS: 250 2.1.5 Ok\n"
    f"C: DATA\nS: 354 End data with <CR><LF>.<CR><LF>\n{_MESSAGE}"
    f"S: 250 2.1.5 <«{{recipient}}»> delivered\nS: 250 2.1.5 <«carol@example.net»> delivered\n{_QUIT}"
)
_NEGATIVE = (
    "### «A recipient that does not exist is refused»\n"
    "C: EHLO «{client}»\nS: 250\nC: MAIL FROM:<«{sender}»>\nS: 250\n"
    "C: RCPT TO:<«nobody@example.net»>\nS: «550»\nC: QUIT\nS: 221\n"
)
_DSN = (
    "C: MAIL FROM:<«{sender}»> RET=«HDRS» ENVID=«QQ314159»\nS: 250 2.1.0 Ok\n"
    "C: RCPT TO:<«{recipient}»> NOTIFY=«SUCCESS,FAILURE,DELAY» ORCPT=rfc822;«{recipient}»\nS: 250 2.1.5 Ok\n"
)
_CHUNK = "From: <{sender}>\nTo: <{recipient}>\nSubject: Hello\nDate: {date}\nMessage-ID: <1@{client}>\n\nText\n"


class _Piece(NamedTuple):
    """A piece: its name, what it is, and where it may come."""

    name: str
    detail: str
    template: str
    phases: tuple[Phase, ...] = ()
    """In a session; () before one begins."""
    needs: str = ""
    """The extension without which it makes no sense."""
    verb: str = ""
    """The command that it begins with, if it stands in a session."""


_PIECES = (
    _Piece("session", "a whole session: one message to one person", _SESSION),
    _Piece("submission", "a submission with STARTTLS and AUTH", _SUBMISSION),
    _Piece("lmtp", "a delivery by LMTP: a reply for each recipient", _LMTP),
    _Piece("negative test", "a script that expects a refusal", _NEGATIVE),
    _Piece("message", "DATA, header fields, text and the dot", _SENT, (Phase.RCPT,), verb="DATA"),
    _Piece("dsn", "sender and recipient, with reports of delivery", _DSN, (Phase.READY,), "DSN", "MAIL"),
    _Piece("bdat", "the message as one chunk, counted", "", (Phase.RCPT,), "CHUNKING", "BDAT"),
)


def pieces(place: Place) -> list[Item]:
    """The pieces that may come at the cursor, which is at the beginning of what a line says."""
    if place.right.strip() or place.session.reply is not None:
        return []
    stands = standing(place.session)
    names = _names(place.near())
    typed = place.left.strip().lower()
    return [_item(each, place, names) for each in _PIECES if each.name.startswith(typed) and _fits(each, place, stands)]


def _fits(piece: _Piece, place: Place, stands: Standing) -> bool:
    if not piece.phases:
        native = place.session.shown.native or place.labelled
        return not place.side and native and _is_over(place.session)
    known = stands.known
    offered = not piece.needs or known.offers is None or not known.offers.lacks(piece.needs)
    return known.phase in piece.phases and piece.verb in stands.verbs and not stands.waits and offered


def _is_over(session: Session) -> bool:
    """May a session begin here: nothing was said yet, or the one before is closed?"""
    if session.origin == Origin.NEW and not session.replied:
        return True
    return not session.pending and session.known.phase in (Phase.CLOSED, Phase.DROPPED)


def _names(names: Nearby) -> dict[str, str]:
    return {
        "server": (*names.servers, "mx.example.com")[0],
        "client": (*names.hellos, "client.example.org")[0],
        "sender": (*names.senders, "alice@example.org")[0],
        "recipient": (*names.recipients, "bob@example.net")[0],
        "date": date(),
    }


def _item(piece: _Piece, place: Place, names: dict[str, str]) -> Item:
    text = piece.template.format(**names) if piece.template else _bdat(names)
    text = text.removesuffix("\n")
    if not (place.labelled or place.label(CLIENT)):
        text = _LABEL.sub("", text)
    elif place.side:
        text = text.removeprefix("C: ")
    return Item(piece.name, "piece", text, place.at, place.column, piece.name, piece.detail, Topic("piece", piece.name))


def _bdat(names: dict[str, str]) -> str:
    """A chunk cannot have stops: its octets are counted."""
    chunk = _CHUNK.format(**names).splitlines()
    count = sum(octets(line) + 2 for line in chunk)
    body = "".join(f"C: {line}\n" if line else "C:\n" for line in chunk)
    return f"C: BDAT {count} LAST\n{body}S: 250 2.0.0 Ok\n"


def sketch(name: str) -> str:
    """The piece of that name, labelled, with its defaults; "" if there is none."""
    piece = next((each for each in _PIECES if each.name == name), None)
    if piece is None:
        return ""
    names = _names(Nearby())
    return filled(piece.template.format(**names) if piece.template else _bdat(names)).removesuffix("\n")
