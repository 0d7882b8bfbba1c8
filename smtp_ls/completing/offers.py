"""The keywords of an EHLO reply that are not listed yet, and what stands behind each."""

import re

from smtp_ls.completing.item import Item
from smtp_ls.completing.judging import is_flagged
from smtp_ls.completing.place import Place
from smtp_ls.events import SERVER
from smtp_ls.pages import Topic
from smtp_ls.protocol.extensions import EXTENSIONS, LIMIT_NAMES, PRIORITY_POLICIES, Extension
from smtp_ls.protocol.parameters import ATTRIBUTES
from smtp_ls.protocol.sasl import MECHANISMS

_USUAL = (
    "SIZE", "PIPELINING", "8BITMIME", "ENHANCEDSTATUSCODES", "STARTTLS", "AUTH", "DSN", "SMTPUTF8", "CHUNKING", "HELP",
    "VRFY", "ETRN", "BINARYMIME", "REQUIRETLS", "LIMITS", "DELIVERBY", "MT-PRIORITY", "FUTURERELEASE", "RRVS", "EXPN",
)  # fmt: skip
"""What servers offer most often."""
_BEHIND = {
    "SIZE": " «52428800»",
    "AUTH": " «PLAIN LOGIN»",
    "LIMITS": " «RCPTMAX=100»",
    "DELIVERBY": " «3600»",
    "FUTURERELEASE": " «86400 2030-01-01T00:00:00Z»",
    "BURL": " «imap»",
    "MT-PRIORITY": " «MIXER»",
    "XCLIENT": " «NAME ADDR PROTO HELO»",
    "XFORWARD": " «NAME ADDR PROTO HELO»",
    "X-EXPS": " «GSSAPI NTLM»",
}
_WORD = re.compile(r"\S*$")


def keywords(place: Place, lines: tuple[str, ...], start: int) -> list[Item]:
    """The keywords for a line of the reply whose text begins at the column `start`; behind a keyword, its words."""
    typed = place.text[start : place.column]
    if " " in typed:
        return _words(place, typed)
    listed = {each.split()[0].upper() for each in lines if each.split()}
    rest = re.match(r"\S*", place.right)
    end = place.column + (rest.end() if rest else 0)
    alone = not place.text[end:].strip()
    rows = [row for row in EXTENSIONS.values() if row.keyword not in listed and _fits(row, listed, place)]
    order = {keyword: index for index, keyword in enumerate(_USUAL)}
    rows.sort(
        key=lambda row: order.get(row.keyword, len(order) + (not row.registered) + 2 * (row.status == "obsolete"))
    )
    return [
        Item(
            row.keyword,
            "keyword",
            row.keyword + (_behind(row) if alone else ""),
            start,
            end,
            row.keyword,
            "",
            Topic("extension", row.keyword),
            index,
        )
        for index, row in enumerate(rows)
    ]


def _fits(row: Extension, listed: set[str], place: Place) -> bool:
    """Can a server offer it here, next to what it has offered?"""
    known = place.session.known
    if row.status in ("legacy", "no-extension") or "=" in row.keyword:
        return False
    if row.keyword in ("STARTTLS", "X-ANONYMOUSTLS") and known.tls:
        return False
    if row.keyword == "REQUIRETLS" and not known.tls:
        return False
    return set(row.requires) <= listed and not is_flagged(place, SERVER, f"250-{row.keyword}{_behind(row)}")


def _behind(row: Extension) -> str:
    """What stands behind the keyword, as a template."""
    return _BEHIND.get(row.keyword, "")


def _words(place: Place, typed: str) -> list[Item]:
    """What may stand behind a keyword: mechanisms, limits, policies."""
    keyword, *there = typed.upper().split()
    choices: dict[str, tuple[str, ...]] = {
        "AUTH": tuple(
            name for name, row in MECHANISMS.items() if row.status in ("common", "limited", "obsolete-common")
        ),
        "MT-PRIORITY": PRIORITY_POLICIES,
        **ATTRIBUTES,
    }
    word = _WORD.search(typed)
    assert word is not None
    start = place.column - len(word[0])
    there = there if not word[0] else there[:-1]
    if keyword == "LIMITS":
        used = {each.partition("=")[0] for each in there}
        names = [name for name in LIMIT_NAMES if name not in used]
        return [
            Item(f"{name}=", "value", f"{name}=«100»", start, place.column, "", LIMIT_NAMES[name]) for name in names
        ]
    if keyword == "SIZE" and not there:
        return [Item("52428800", "value", "«52428800»", start, place.column, "", "", Topic("extension", "SIZE"))]
    kind = "mechanism" if keyword == "AUTH" else "extension"
    return [
        Item(each, "value", each, start, place.column, each, "", Topic(kind, each if keyword == "AUTH" else keyword))
        for each in choices.get(keyword, ())
        if each not in there and not is_flagged(place, SERVER, f"250-{keyword} {each}")
    ]
