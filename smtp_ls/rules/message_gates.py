"""Which rules the end of a message is worth asking: one pass over its header, and what its lines have told before.

Rule 1: this runs once for each message of a file, so that a usual header costs a few microseconds; lines of the body
are looked at by rules alone. Rule 2: where part of the header is left out, nothing is said of it.

    message:empty            no line                        message:headless         it begins with text
    message:stray            a line that is no field        message:text             text without an empty line before
    message:spaced           blanks before a colon          message:blanks           a line of blanks in the header
    message:lacks-date       (likewise lacks-from, lacks-message-id)                 message:repeated     a field twice
    message:odd-date         (likewise odd-from, odd-message-id)
    message:bcc              the field is there (likewise return-path, received, tls-required, solicitation)
    message:non-ascii        in the header                  message:encoded          "=?" in the header
    message:eight-bit        in the body                    message:unversioned      MIME fields without MIME-Version
    message:mime             multipart, base64 or an unknown encoding                message:report
    message:sized            may have more octets than MAIL announced or EHLO offered
    message:null-sender      MAIL FROM:<>                   message:smtputf8         MAIL has it
    message:other-sender     the address of MAIL is not in From
"""

import re
from typing import NamedTuple

from smtp_ls.events import MessageLine
from smtp_ls.message import Header, header
from smtp_ls.protocol.fields import ENCODINGS, ONCE
from smtp_ls.regular import Pattern
from smtp_ls.rules.message.dates import date_flaw
from smtp_ls.rules.words import message_of
from smtp_ls.session import LINE_LIMIT, Known, Session, Step, Transaction
from smtp_ls.session.acceptance import presume
from smtp_ls.text import octets

MOST_LINES = 2000
"""Of a longer message the body is not looked at: an edit within it has to stay cheap."""

_NAME = re.compile(r"[!-9;-z|~]+")
"""A field's name (RFC 5322 section 2.2), without the braces of placeholders."""
_LEFT_OUT = Pattern(r"\{\{|<<<|\.\.\.|\u2026|<.*snip.*>|\bsnip\b|\betc\b|\bblah\b|goes here|\\[rn]", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"\s*<[^\s<>@]+@[^\s<>@]+>\s*")
_ASKED = frozenset(("bcc", "return-path", "received", "tls-required", "solicitation"))
_MIME = frozenset(("content-type", "content-transfer-encoding", "content-disposition", "content-id"))
_PATH = re.compile(r"<(?:@[^<>\s]*:)?([^<>\s]*)>")
_SIZE = re.compile(r"\sSIZE=([0-9]{1,18})(?=\s|$)", re.IGNORECASE)
_PLAIN_ENCODINGS = ("", *(each for each in ENCODINGS if each != "base64"))
_WATCHED = ("date", "from", "message-id", "content-type", "content-transfer-encoding")
_MOST_SHAPES = 500
_AGAIN = "again"
"""Stands for the name of a field that has come before: its value is not looked at."""
_keys: dict[str, str] = {}
"""What stands before a colon -> the field's name in lower case; "" if it is no name."""


class _Shape(NamedTuple):
    """The gates that the names of a header's fields open, and the fields whose values tell more."""

    gates: tuple[str, ...]
    watched: tuple[tuple[str, int, int], ...]
    """Key, line and where the value begins, of the first of each name."""


_shapes: dict[tuple[str, ...], _Shape] = {}
"""What stands up to each colon -> the shape: a program writes the same fields again and again, mostly unfolded."""


def message_gates(step: Step) -> list[str]:
    """The names of the gates that a message opens."""
    message = message_of(step)
    texts = message.texts
    if not texts:
        return _without_header(step)
    shape = _shapes.get(tuple([text[: text.find(":") + 1] for text in texts]))
    if shape is None:
        return _otherwise(message.header, step)
    whole = "".join(texts)
    if step.before.shown.ends and ("\n" in whole or "\r" in whole):
        return []  # with bare line ends the server may see other lines
    values = {key: texts[line][start:] for key, line, start in shape.watched}
    mail = transaction(step.before)
    gates = [*shape.gates, *_of_values(values, whole), *_of_mail(values.get("from"), mail)]
    return gates + _sized(step, octets(whole), mail)


def _otherwise(lines: tuple[MessageLine, ...], step: Step) -> list[str]:
    """The gates of a header whose shape was not met before; most are folded, or not regular."""
    values: dict[str, str] = {}
    keys: list[str] = []
    key = ""
    for line in lines:
        text = line.text
        if text[0] in " \t":
            if not key:
                return _irregular(lines, step)
            values[key] += text
            continue
        name, colon, value = text.partition(":")
        key = _keys.get(name) or _key(name)
        if not (key and colon):
            return _irregular(lines, step)
        keys.append(key)
        if key in values:
            key = _AGAIN
        values[key] = value
    whole = "".join([line.text for line in lines])
    if step.before.shown.ends and ("\n" in whole or "\r" in whole):
        return []
    gates = _of_names(keys)
    if len(keys) == len(lines):
        _remember(keys, gates, lines)
    elif any(line.text.isspace() for line in lines):
        gates.append("message:blanks")
    mail = transaction(step.before)
    gates += [*_of_values(values, whole), *_of_mail(values.get("from"), mail)]
    return gates + _sized(step, octets(whole), mail)


def _remember(keys: list[str], gates: list[str], lines: tuple[MessageLine, ...]) -> None:
    """Keep the shape of a header that has no folded field."""
    if len(_shapes) >= _MOST_SHAPES:
        _shapes.clear()
    heads = tuple([line.text[: line.text.find(":") + 1] for line in lines])
    watched = tuple((key, keys.index(key), len(heads[keys.index(key)])) for key in _WATCHED if key in keys)
    _shapes[heads] = _Shape(tuple(gates), watched)


def _key(name: str) -> str:
    """The lower-case name of a field; "" if it is none."""
    if len(_keys) > 1000:
        _keys.clear()
    _keys[name] = key = name.lower() if _NAME.fullmatch(name) else ""
    return key


def _without_header(step: Step) -> list[str]:
    """There is no line, or the first one is empty."""
    message = message_of(step)
    if not message.separated:
        return ["message:empty"]
    return [] if any(_LEFT_OUT.search(line.text) for line in message.body[:20]) else ["message:headless"]


def _irregular(lines: tuple[MessageLine, ...], step: Step) -> list[str]:
    """A line of the header is no field, or has blanks before its colon. That is the cause: nothing lacks."""
    found = header(lines)
    if any(_LEFT_OUT.search(line.text) for line in _not_fields(found, lines)):
        return []
    mail = transaction(step.before)
    if found.headless:
        whole = "".join([line.text for line in lines])
        return ["message:headless", *_sized(step, octets(whole), mail)]
    gates = ["message:stray"] if found.strays else []
    if found.text is not None:
        gates.append("message:text")
    if any(field.gap for field in found.fields):
        gates.append("message:spaced")
    keys = [field.key for field in found.fields]
    values = {field.key: field.raw for field in reversed(found.fields)}
    of_names = [gate for gate in _of_names(keys) if ":lacks-" not in gate]
    whole = "".join([line.text for line in lines])
    gates += [*of_names, *_of_values(values, "".join(values.values()))]
    return gates + _sized(step, octets(whole), mail)


def _not_fields(found: Header, lines: tuple[MessageLine, ...]) -> tuple[MessageLine, ...]:
    """The lines that are no field; all of them where there is no header."""
    if found.headless:
        return lines
    return (*found.strays, found.text) if found.text is not None else found.strays


def _of_names(keys: list[str]) -> list[str]:
    """The gates that the names of the fields open, in lower case and in order."""
    present = set(keys)
    gates = [f"message:{key}" for key in keys if key in _ASKED]
    gates += [f"message:lacks-{key}" for key in ("date", "from", "message-id") if key not in present]
    if any(keys.count(key) > 1 for key in present if key in ONCE):
        gates.append("message:repeated")
    if "mime-version" not in present and not _MIME.isdisjoint(present):
        gates.append("message:unversioned")
    return gates


def _of_values(values: dict[str, str], whole: str) -> list[str]:
    """The gates that values open: of fields by their lower-case names, and the text of all."""
    gates = []
    date, authors, identifier = values.get("date"), values.get("from", ""), values.get("message-id")
    if date is not None and date_flaw(date) and "{{" not in date:
        gates.append("message:odd-date")
    if "," in authors or ";" in authors:
        gates.append("message:odd-from")
    if identifier is not None and not _MESSAGE_ID.fullmatch(identifier) and "{{" not in identifier:
        gates.append("message:odd-message-id")
    kind, encoding = values.get("content-type"), values.get("content-transfer-encoding")
    if kind is not None or encoding is not None:
        gates += _of_mime(kind or "", encoding or "")
    if not whole.isascii():
        gates.append("message:non-ascii")
    if "=?" in whole:
        gates.append("message:encoded")
    return gates


def _of_mime(kind: str, encoding: str) -> list[str]:
    kind = kind.lower()
    if "multipart" in kind or "message/" in kind:
        return ["message:mime", "message:report"] if "report" in kind else ["message:mime"]
    return [] if encoding.strip().lower() in _PLAIN_ENCODINGS else ["message:mime"]


def _of_mail(authors: str | None, mail: Transaction | None) -> list[str]:
    """The gates that the sender and the parameters of MAIL open. `authors`: the value of From."""
    path = _PATH.search(mail.mail) if mail is not None else None
    if mail is None or path is None:
        return []
    gates = []
    if not path[1]:
        gates.append("message:null-sender")
    elif authors is not None and path[1] not in authors and path[1].lower() not in authors.lower():
        gates.append("message:other-sender")
    if len(mail.mail) > path.end() and " SMTPUTF8" in mail.mail.upper():
        gates.append("message:smtputf8")
    return gates


def _sized(step: Step, size: int, mail: Transaction | None) -> list[str]:
    """What depends on the body: may it be too large, and does it have octets above 127? `size`: the header's octets."""
    session, message = step.before, message_of(step)
    content = session.content
    gates = ["message:eight-bit"] if content is None or (content.eight_in_body and not content.eight_seen) else []
    sizes = [size for size in (announced_size(mail), offered_size(session.presumed)) if size]
    first, below = message.extent
    if sizes and below < MOST_LINES:
        limit = content.limit if content is not None else LINE_LIMIT
        longest = size + 2 * len(message.texts) + (limit + 2) * below
        if not limit or longest > min(sizes) or first == below:
            gates.append("message:sized")
    return gates


def announced_size(mail: Transaction | None) -> int:
    """The SIZE that MAIL announces; 0 if it does not."""
    found = _SIZE.search(mail.mail) if mail is not None else None
    return int(found[1]) if found else 0


def offered_size(known: Known) -> int:
    """The most octets of a message that the server takes; 0 if it does not tell."""
    return known.offers.size if known.offers is not None else 0


def transaction(session: Session) -> Transaction | None:
    """The transaction whose message ends here: BDAT, when it is presumed accepted, has completed it already."""
    mail = session.presumed.mail
    if mail is None and session.pending and session.pending[-1].verb == "BDAT":
        mail = presume(session.known, session.pending[:-1]).mail
    return mail
