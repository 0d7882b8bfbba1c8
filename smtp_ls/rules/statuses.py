"""Enhanced status codes in replies: where one stands, what is registered, and which are worth asking rules about.

Rule 1: only a server that offers ENHANCEDSTATUSCODES says any; for others it is text (RFC 2034 section 3).
"""

import re
from functools import lru_cache
from typing import NamedTuple

from smtp_ls.events import Event
from smtp_ls.findings import Span
from smtp_ls.protocol.enhanced import ENHANCED, EnhancedCode
from smtp_ls.session.following import STATUS

_WELL_FORMED = re.compile(r"[245]\.(?:0|[1-9]\d{0,2})\.(?:0|[1-9]\d{0,2})")


class Status(NamedTuple):
    """What stands where a reply has its enhanced status code: its text and where, in columns of the event's text."""

    text: str
    span: Span

    @property
    def kind(self) -> str:
        """Its class, as it is written."""
        return self.text.partition(".")[0]


def status_of(event: Event) -> Status | None:
    """What stands in that place in a line of a reply; None if nothing there looks like one."""
    found = STATUS.match(event.text, 4)
    return Status(found[1], Span(*found.span(1))) if found else None


def is_well_formed(text: str) -> bool:
    """Three numbers without leading zeros, the first 2, 4 or 5 (RFC 3463 section 2)?"""
    return _WELL_FORMED.fullmatch(text) is not None


def registered(text: str) -> EnhancedCode | None:
    """What is registered for a code of any class; None if nothing is."""
    return ENHANCED.get(f"X.{text.partition('.')[2]}")


def is_restricted(text: str) -> bool:
    """Does RFC 3463 define this code for other classes alone? A reply code registered with it vouches for its class."""
    row = registered(text)
    if row is None or not row.rfc.startswith("3463") or not text[0].isdigit():
        return False
    kinds = {*row.classes, *(code // 100 or code for code in row.basic)}
    return 0 not in kinds and int(text[0]) not in kinds


def is_paired(code: int, text: str) -> bool:
    """Is the reply code among those registered with the enhanced code, if there are any (RFC 5248 section 2.4)?"""
    row = registered(text)
    return row is None or not row.basic or not {0, code, code // 100}.isdisjoint(row.basic)


@lru_cache(maxsize=1024)
def gates_of(code: int, text: str) -> tuple[str, ...]:
    """The gates that a line with this reply code opens, and with this text where its enhanced code has its place."""
    gates = [] if is_paired(code, text) else ["enhanced:unpaired"]
    row = registered(text)
    right = is_well_formed(text) and text[0] == str(code // 100)
    if not right or row is None or row.deprecated or is_restricted(text):
        gates.append("enhanced:odd")
    return tuple(gates)
