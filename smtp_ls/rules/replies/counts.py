"""What the rules that count replies share: whether a file tells, and whether a reply is one too many."""

from smtp_ls.events import Reply
from smtp_ls.session import Phase, Session, Step


def shows_every_reply(session: Session) -> bool:
    """Are all commands and all replies shown, in their order, and has nothing gone wrong before? Patterns are no replies."""
    shown = session.shown
    return session.full and shown.ordered and shown.every_reply and shown.client and shown.server and not session.lost


def is_extra(step: Step) -> bool:
    """Is this the first line of a reply for which nothing waits? 421 may come unasked (RFC 5321 section 3.8)."""
    event, before = step.event, step.before
    first = isinstance(event, Reply) and before.reply is None and event.code not in (0, 421)
    spoken = bool(before.answered) or before.last == "client"
    return first and step.asked is None and spoken and before.known.phase != Phase.UNKNOWN
