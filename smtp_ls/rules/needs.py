"""What a command needs the server to have offered in its EHLO reply: for its verb, its parameters, their values."""

import re
from functools import lru_cache
from typing import NamedTuple

from smtp_ls.envelope import EsmtpParameter, envelope
from smtp_ls.events import Command
from smtp_ls.findings import Span
from smtp_ls.protocol.parameters import PARAMETERS, VALUE_EXTENSIONS
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.session.offers import Offers

MUST_BE_OFFERED = frozenset(name for name, verb in VERBS.items() if verb.must_be_offered)
"""Verbs that a client may use only where the EHLO reply lists their extension."""

_KEYWORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


class Need(NamedTuple):
    """Something that a command uses: what it is, the keywords any one of which permits it, and where it stands."""

    what: str
    keywords: tuple[str, ...]
    span: Span


@lru_cache(maxsize=1024)
def carried(text: str) -> tuple[EsmtpParameter, ...]:
    """The parameters of a MAIL or RCPT line: the words after a path in brackets that are written as parameters.

    A blank beside an "=" parts no parameters: `SIZE = 1` is SIZE without a value.
    """
    parts = envelope(text)
    if text[parts.path.start : parts.path.start + 1] != "<" or text[parts.path.end - 1] != ">":
        return ()
    found = []
    is_value = False
    for each in parts.parameters:
        if _KEYWORD.fullmatch(each.name) and not (is_value and each.value is None):
            found.append(each)
        is_value = each.value == ""
    return tuple(found)


def needs(command: Command) -> list[Need]:
    """All that a command uses and that a server must offer first; what no document permits is not listed."""
    verb, text = command.verb, command.text
    found = []
    if verb in MUST_BE_OFFERED:
        start = len(text) - len(text.lstrip())
        found.append(Need(verb, (VERBS[verb].extension or verb,), Span(start, start + len(verb))))
    elif verb in ("MAIL", "RCPT") and text.count(" ") > 1:
        for each in carried(text):
            row = PARAMETERS.get(each.name)
            if row is None or verb not in row.commands:
                continue
            value = f"{each.name}={(each.value or '').upper()}"
            only = VALUE_EXTENSIONS.get(value)
            what = value if only and len(row.extensions) > 1 else f"the parameter {each.name}"
            found.append(Need(what, (only,) if only else row.extensions, each.span))
    elif verb in ("VRFY", "EXPN") and text.upper().rstrip().endswith(" SMTPUTF8") and len(text.split()) > 2:
        end = len(text.rstrip())
        found.append(Need("the parameter SMTPUTF8", ("SMTPUTF8",), Span(end - len("SMTPUTF8"), end)))
    return found


def offered(need: Need, offers: Offers) -> bool:
    """Is it among these offers? `X-EXPS=LOGIN` is an old way to write `X-EXPS LOGIN`."""
    return any(
        keyword in offers or any(known.startswith(f"{keyword}=") for known in offers.table) for keyword in need.keywords
    )


def unmet(command: Command, offers: Offers | None) -> list[Need]:
    """What a command needs and a server, whose offers are all known, does not offer."""
    if offers is None or not offers.complete:
        return []
    return [need for need in needs(command) if not offered(need, offers)]
