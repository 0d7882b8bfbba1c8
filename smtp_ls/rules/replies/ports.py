"""What a server is for, as far as the file tells: `protocol=` says it, and so does the port."""

from smtp_ls.session import Session

_SUBMISSION, _RELAY = (465, 587), 25


def is_submission(session: Session) -> bool:
    """Does this server take messages from those who write them (RFC 6409, RFC 8314 section 3)?"""
    protocol, port = session.given.protocol, session.given.port
    return protocol == "submission" or (not protocol and port in _SUBMISSION)


def is_relay(session: Session) -> bool:
    """Does this server take messages from other servers, on port 25?"""
    protocol, port = session.given.protocol, session.given.port
    return protocol == "smtp" or (not protocol and port == _RELAY)
