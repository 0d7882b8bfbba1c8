"""What the rules of pipelining share: which commands a file shows as sent in one group, before any was answered."""

from smtp_ls.session import Step, Waiting


def shown_group(step: Step) -> tuple[Waiting, ...]:
    """The commands of the client's latest group, when the first reply since comes; none where that proves nothing.

    It proves that the client did not wait where all replies are shown, in their order, and somebody gave them: patterns
    are no replies. That a reply is missing is known only when the next one comes, so that groups are judged at replies.
    """
    return step.before.pending[group_start(step) :] if is_proof(step) else ()


def is_proof(step: Step) -> bool:
    """Does the file show all lines in their order, so that what stands before a reply was sent before it?"""
    before = step.before
    shown = before.shown
    whole = shown.ordered and shown.every_reply and shown.client and shown.server
    given = before.full or not shown.patterns
    return given and whole and not before.lost


def group_start(step: Step) -> int:
    """The index of the group's first command among those that wait."""
    return max(len(step.before.pending) - step.before.sent, 0)
