"""Where a command stands in its session, as several rules of order ask it."""

from smtp_ls.findings import ENDED, Fix, Insertion, refused
from smtp_ls.rules.words import command_of
from smtp_ls.session import Origin, Session, Step
from smtp_ls.session.order import Phase

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


BEFORE = (
    (refused("MAIL"), "this MAIL was refused, so that no transaction is open"),
    (ENDED, "this ended the transaction; another one begins with MAIL"),
)
"""What explains that no transaction is open where the client seems to believe so."""
SENDER, RECIPIENT = "MAIL FROM:<alice@example.org>", "RCPT TO:<bob@example.net>"
"""What a fix adds where it cannot know who was meant."""


def introduction(step: Step) -> tuple[str, ...]:
    """The command by which a client introduces itself, where it has not."""
    known = step.known
    if known.phase not in (Phase.CONNECT, Phase.GREETED, Phase.UNKNOWN):
        return ()
    return (f"{'LHLO' if known.lmtp else 'EHLO'} client.example.org",)


def added(step: Step, *commands: str) -> Fix | None:
    """A fix that puts commands above this one; None in a log, where each would need the reply that it got."""
    if step.before.full:
        return None
    words = " and ".join(command.split()[0] for command in commands)
    return Fix(f"Add {words}", (), False, tuple(Insertion(command) for command in commands))


def latest(before: Session) -> str:
    """The verb of the client's latest command: the one just answered, or the latest that waits; "" if there is none.

    "." is the end of mail data.
    """
    if before.last == "server" and before.answered:
        return before.answered
    return before.pending[-1].verb if before.pending else ""
