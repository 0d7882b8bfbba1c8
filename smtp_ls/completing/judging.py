"""What our own rules say of a line that might be written at the cursor: what they warn of is not offered.

Rule 1: the rules themselves are asked, so that one that is new needs no word here. What they say of the lines about the
cursor does not count, nor what they have said of the line before the choice was made.
"""

from smtp_ls.completing.item import filled
from smtp_ls.completing.place import Place
from smtp_ls.dialects.dialect import EXPECT, Said
from smtp_ls.dialects.native import expectation
from smtp_ls.events import SERVER
from smtp_ls.findings import HERE, Severity
from smtp_ls.reading import read
from smtp_ls.rules import RULES, judge
from smtp_ls.session import Session, fresh
from smtp_ls.session.following import begins, follow


def is_flagged(here: Place, side: str, template: str) -> bool:
    """Would a warning or an error stand on the line, if this side said that much there and nothing more?"""
    session = here.session
    if session.extent == "block":
        return False
    event = read(_said(side, filled(template), session), session, str)
    if begins(session, event):
        session = fresh(session.shown, session.file, extent="begun" if session.extent else "")
    found = judge(follow(session, event), _ignored)
    return any(
        each.place == HERE and (each.severity or RULES[each.rule].severity) >= Severity.WARNING for each in found
    )


def _said(side: str, text: str, session: Session) -> Said:
    codes = expectation(text) if side == SERVER and session.shown.patterns else None
    return Said(side, text, 0) if codes is None else Said(EXPECT, text, 0, value="|".join(codes))


def _ignored(_rule: str, _error: Exception) -> None:
    """A rule that raises is told of where the line is judged for good."""
