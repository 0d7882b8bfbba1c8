"""What may stand in a message: header fields, those that are missing first, their values, and the dot that ends it."""

import re
from email.utils import formatdate
from typing import NamedTuple

from smtp_ls.completing.item import Item
from smtp_ls.completing.place import Place
from smtp_ls.events import CLIENT
from smtp_ls.folding import BODY
from smtp_ls.pages import Topic
from smtp_ls.text import without_end

LONGEST_HEADER = 200
"""How many lines above the cursor are looked at for fields that are there already."""

_NAME = re.compile(r"([!-9;-~]+)\s*:")
_TYPED = re.compile(r"[!-9;-~]*$")
_VALUE = re.compile(r"([!-9;-~]+)\s*:\s*(.*)$")


class Field(NamedTuple):
    """A header field: its name, what usually stands in it (a template), other values, and if it may come only once."""

    name: str
    value: str
    values: tuple[str, ...] = ()
    once: bool = True


FIELDS = (
    # RFC 5322 section 3.6: From and Date must be there, the others are what every message has
    Field("From", "<«{sender}»>"),
    Field("To", "<«{recipient}»>"),
    Field("Subject", "«Hello»"),
    Field("Date", "«{date}»"),
    Field("Message-ID", "<«1@{host}»>"),
    Field("Cc", "<«carol@example.net»>"),
    Field("Reply-To", "<«alice@example.org»>"),
    Field("MIME-Version", "1.0", ("1.0",)),
    Field("Content-Type", "«text/plain; charset=utf-8»", (
        "text/plain; charset=utf-8", "text/html; charset=utf-8", "multipart/mixed; boundary=«boundary»",
        "multipart/alternative; boundary=«boundary»", "message/rfc822", "application/pdf; name=«a.pdf»",
    )),
    Field("Content-Transfer-Encoding", "«7bit»", ("7bit", "8bit", "quoted-printable", "base64", "binary")),
    Field("Content-Disposition", "«attachment; filename=a.pdf»", ("inline", "attachment; filename=«a.pdf»")),
    Field("Content-ID", "<«1@example.org»>"),
    Field("In-Reply-To", "<«1@example.org»>"),
    Field("References", "<«1@example.org»>"),
    Field("Sender", "<«alice@example.org»>"),
    Field("List-Unsubscribe", "<«https://example.org/leave»>"),
    Field("List-Unsubscribe-Post", "List-Unsubscribe=One-Click", ("List-Unsubscribe=One-Click",)),
    Field("List-Id", "<«list.example.org»>"),
    Field("Auto-Submitted", "«auto-generated»", ("auto-generated", "auto-replied", "no")),
    Field("Precedence", "«bulk»", ("bulk", "list", "junk")),
    Field("Disposition-Notification-To", "<«alice@example.org»>"),
    Field("TLS-Required", "No", ("No",)),
    Field("Require-Recipient-Valid-Since", "«bob@example.net; Sat, 1 Jun 2013 09:23:01 -0700»"),
    Field("Resent-From", "<«alice@example.org»>", once=False),
    Field("Resent-To", "<«bob@example.net»>", once=False),
    Field("Resent-Date", "«{date}»", once=False),
    Field("Resent-Message-ID", "<«2@{host}»>", once=False),
    Field("Received", "«from client.example.org by mx.example.com with ESMTP; {date}»", once=False),
    Field("DKIM-Signature", "«v=1; a=rsa-sha256; d=example.org; s=mail; h=from:to:subject; bh=; b=»", once=False),
    Field("Authentication-Results", "«mx.example.com; spf=pass smtp.mailfrom=example.org»", once=False),
    Field("Importance", "«high»", ("high", "normal", "low")),
    Field("X-Mailer", "«»"),
)  # fmt: skip
"""The fields that SMTP people meet, the most usual first; Bcc and Return-Path are not for them to write."""

USUAL = ("From", "To", "Subject", "Date", "Message-ID")
_ADDRESSED = (
    "from",
    "to",
    "cc",
    "bcc",
    "reply-to",
    "sender",
    "resent-from",
    "resent-to",
    "disposition-notification-to",
)


def message(place: Place) -> list[Item]:
    """What may stand on a line of mail data or of a chunk."""
    content = place.session.content
    header = content is None or content.header
    chunk = content is not None and content.left >= 0
    value = _VALUE.match(place.left)
    if header and value:
        return _values(place, value[1].lower(), place.column - len(value[2]))
    typed = _TYPED.search(place.left)
    if typed is None or typed.start():
        return []
    there = _there(place) if header else set()
    ends = not chunk and place.left in ("", ".") and not place.right.strip() and _has_begun(place)
    dot = [_dot(place, usual=_is_enough(there))] if ends else []
    fields = _fields(place, there) if header and not place.left.startswith(".") else []
    return fields + dot if header and not _is_enough(there) else dot + fields


def date() -> str:
    """Now, as a Date field has it (RFC 5322 section 3.3)."""
    return formatdate(localtime=True)


def _has_begun(place: Place) -> bool:
    """Does mail data stand above the cursor? A dot would end an empty message."""
    return place.line > 0 and place.trace.index[place.line - 1] in BODY


def _is_enough(there: set[str]) -> bool:
    return {name.lower() for name in USUAL} <= there


def _dot(place: Place, *, usual: bool) -> Item:
    end = place.column
    return Item(".", "dot", ".", place.at, end, ".", "ends the message", Topic("verb", "DATA"), 0 if usual else 50)


def _fields(place: Place, there: set[str]) -> list[Item]:
    """The fields that are not there yet, and those that may come again."""
    names = place.near()
    words = {
        "sender": (*names.senders, "alice@example.org")[0],
        "recipient": (*names.recipients, "bob@example.net")[0],
        "host": (*names.hellos, "client.example.org")[0],
        "date": date(),
    }
    colon = place.right.find(":")
    name_end = (
        place.column + len(place.right) - len(place.right.lstrip("".join(map(chr, (*range(33, 58), *range(59, 127))))))
    )
    items = []
    for rank, field in enumerate(FIELDS):
        if field.once and field.name.lower() in there:
            continue
        template = field.name if colon >= 0 else f"{field.name}: {_filled(field.value, words)}"
        label = f"{field.name}:"
        items.append(Item(label, "header", template, place.at, name_end, label, "", Topic("header", field.name), rank))
    return items


def _filled(value: str, words: dict[str, str]) -> str:
    for name, word in words.items():
        value = value.replace(f"{{{name}}}", word)
    return value


def _values(place: Place, name: str, start: int) -> list[Item]:
    """What may stand behind a field's colon."""
    end = len(place.text)
    if name in _ADDRESSED:
        names = place.near()
        start = place.at + max(place.left.rfind(" "), place.left.rfind(","), place.left.rfind(":")) + 1
        return [Item(f"<{each}>", "address", f"<{each}>", start, place.column, f"<{each}>") for each in names.addresses]
    field = next((each for each in FIELDS if each.name.lower() == name), None)
    if field is None:
        return []
    values = field.values or ((f"«{date()}»",) if field.value.strip("«»") == "{date}" else ())
    return [
        Item(each.replace("«", "").replace("»", ""), "value", each, start, end, "", "", Topic("header", field.name))
        for each in values
    ]


def _there(place: Place) -> set[str]:
    """The names, in lower case, of the fields above the cursor in this header section, and of those right below."""
    trace = place.trace
    found: set[str] = set()
    number = place.line
    while number > max(place.line - LONGEST_HEADER, 0) and trace.index[number - 1] in BODY + b"-":
        number -= 1
        _add(place, number, found)
    for number in range(place.line + 1, min(place.line + LONGEST_HEADER, len(trace.lines))):
        if trace.index[number] not in BODY or not _add(place, number, found):
            break
    return found


def _add(place: Place, number: int, found: set[str]) -> bool:
    """Note the field on a line; False for the blank line behind the header section."""
    text = without_end(place.trace.lines[number])
    if place.labelled:
        text = text.removeprefix("C:").removeprefix(" ")
    elif place.side == CLIENT and place.at:
        text = text[place.at :]
    name = _NAME.match(text)
    if name:
        found.add(name[1].lower())
    return bool(text.strip())
