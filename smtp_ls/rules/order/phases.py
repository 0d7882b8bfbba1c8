"""Where a command stands in its session, as several rules of order ask it."""

from smtp_ls.order import Phase
from smtp_ls.rules.words import command_of
from smtp_ls.session import Origin, Step

TRANSACTION = (Phase.MAIL, Phase.RCPT, Phase.BDAT)
"""The phases between MAIL and the end of the message."""
OUTSIDE = (Phase.CONNECT, Phase.GREETED, Phase.READY)
"""The phases in which no transaction is open."""


def begins_script(step: Step) -> bool:
    """Does the session begin with this command, or with NOOP and the like before it, so that the file must be a script?

    It is one only if no server line follows: a finding says so with `only_script`.
    """
    return step.known.phase == Phase.UNKNOWN and step.after.origin == Origin.SCRIPT and step.before.shown.ordered


def inside_transaction(step: Step, *verbs: str) -> bool:
    """Is this one of these verbs, between MAIL and the end of the message?"""
    return command_of(step).verb in verbs and step.known.phase in TRANSACTION
