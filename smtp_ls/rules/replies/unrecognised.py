"""Whether a 500 or 502 says that the server does not know a command, and not that something else is wrong with it."""

import re

from smtp_ls.events import Reply
from smtp_ls.reading import is_command
from smtp_ls.rules.needs import carried
from smtp_ls.rules.replies.counts import surely_asked
from smtp_ls.rules.statuses import status_of
from smtp_ls.session import Step, Waiting, allowed
from smtp_ls.session.order import Phase

_CODES = (500, 502)
_OTHER_REASON = re.compile(
    r"\b(?:too (?:long|many)|length|auth\w*|tls|starttls|denied|reject\w*|refused|lhlo|argument|first)\b", re.IGNORECASE
)
_ABOUT_COMMANDS = ("0.0", "3.3", "5.0", "5.1", "5.2")
"""Subjects and details that such a reply has: not implemented, invalid command, syntax error."""


def unrecognised(step: Step) -> Waiting | None:
    """The command that this reply says is not known or not implemented; None if it says something else.

    The command is right and in order, so that there is no other reason for 500 or 502.
    """
    reply, asked, known = step.event, surely_asked(step), step.before.known
    if not isinstance(reply, Reply) or asked is None or reply.code not in _CODES or not step.before.shown.ordered:
        return None
    if known.phase == Phase.UNKNOWN or asked.verb not in allowed(known) or not is_command(asked.text):
        return None
    if asked.verb in ("MAIL", "RCPT") and carried(asked.text):
        return None  # it may be a parameter that is not known
    status = status_of(reply)
    about = status is None or status.text.partition(".")[2] in _ABOUT_COMMANDS
    return asked if about and not _OTHER_REASON.search(reply.text) else None
