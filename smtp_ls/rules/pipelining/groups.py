"""What the rules of pipelining share: which commands a file shows as sent in one group, before any was answered."""

from smtp_ls.session import Step, Waiting


def shown_group(step: Step) -> tuple[Waiting, ...]:
    """The commands that wait when the first of their replies comes; none where that proves nothing.

    It proves that the client did not wait where all replies are shown, in their order, and somebody gave them: patterns
    are no replies. That a reply is missing is known only when the next one comes, so that groups are judged at replies.
    """
    before = step.before
    shown = before.shown
    whole = shown.ordered and shown.every_reply and shown.client and shown.server
    return before.pending if before.full and whole and not before.lost else ()
