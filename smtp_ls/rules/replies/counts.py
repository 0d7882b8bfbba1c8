"""What the rules that count replies share: whether a file tells, and whether a reply is one too many."""

from smtp_ls.events import Reply
from smtp_ls.session import Session, Step, Waiting
from smtp_ls.session.order import Phase

_CLOSING = 421
_LEAST = 100
"""Below it are sendmail's remarks, which answer nothing."""


def shows_every_reply(session: Session) -> bool:
    """Are all commands and all replies shown, in their order, and is nothing lost? Patterns are no replies."""
    shown = session.shown
    return session.full and shown.ordered and shown.every_reply and shown.client and shown.server and not session.lost


def surely_asked(step: Step) -> Waiting | None:
    """The command that this first line of a reply answers; None where another one may have been meant."""
    before, asked, content = step.before, step.asked, step.before.content
    if content is not None and not content.awaited:
        return None  # a message or a chunk is not finished: this may answer what seems to be a part of it
    alone = before.last == "client" and len(before.pending) == 1
    if before.reply is not None or before.lost or not (before.shown.every_reply or alone):
        return None
    return asked


def is_extra(step: Step) -> bool:
    """Is this the first line of a reply for which nothing waits? 421 may come unasked (RFC 5321 section 3.8)."""
    event, before = step.event, step.before
    first = isinstance(event, Reply) and before.reply is None and event.code >= _LEAST and event.code != _CLOSING
    spoken = bool(before.answered) or before.last == "client"
    known = before.known.phase != Phase.UNKNOWN and not (before.cut or before.stray)  # lines that are no commands
    return first and step.asked is None and spoken and known
