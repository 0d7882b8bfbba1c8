"""How much of a message a session shows, and how loud a rule may be about what it does not have."""

import re

from smtp_ls.events import Message
from smtp_ls.findings import Severity
from smtp_ls.message import Entity, entities, header
from smtp_ls.rules.message_gates import MOST_LINES
from smtp_ls.session import Origin, Session

_LEFT_OUT = re.compile(r"\W*(?:\.\.\.|\u2026|snip\b.*|etc\.?|blah\b.*|\{\{.*)\W*", re.IGNORECASE)
_FEW = 100
"""Lines of a body that are looked at for signs that some were left out."""


def of_missing(session: Session) -> Severity | None:
    """The severity of a field that is missing, where it is not the rule's own.

    In a script somebody else may fill it in; a submission server does (RFC 6409 section 8.2); an excerpt or a document
    may show as much as it needs.
    """
    shown = session.shown
    whole = session.full and shown.every_reply and not shown.excerpt and session.origin != Origin.EXCERPT
    submitted = session.known.authenticated or session.given.protocol == "submission" or session.given.partial
    return None if whole and not submitted else Severity.INFORMATION


def is_abbreviated(message: Message) -> bool:
    """Does a line near the beginning stand for others: `...`, `<snip>`, `etc.`, a placeholder?"""
    lines = message.header
    if lines and lines[-1].above <= _FEW:
        lines = (*lines, *message.body)
    return any(is_left_out(line.text) for line in lines)


def parts_of(message: Message) -> list[Entity]:
    """The message and its parts, the outer ones first; nothing where the file does not show all, or far too much."""
    lines = message.header
    if not lines or lines[0].above > MOST_LINES or any(is_left_out(line.text) for line in message.body):
        return []
    return entities(header(lines), message.body)


def is_left_out(text: str) -> bool:
    """Does this line stand for others?"""
    return _LEFT_OUT.fullmatch(text) is not None
