"""What the rules of pipelining share: whether a file tells which commands were sent in one group."""

from smtp_ls.session import Session


def shows_groups(session: Session) -> bool:
    """Is a command without its reply before the next one evidence that the client did not wait?

    It is where all replies are shown, in their order, and somebody gave them: patterns are no replies.
    """
    shown = session.shown
    return session.full and shown.ordered and shown.every_reply and shown.client and shown.server and not session.lost
