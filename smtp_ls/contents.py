"""Mail data and chunks from the inside: what is known when they open, and after each of their lines.

Rule 1: a `Content` holds flags and, in a chunk, the octets still to come; nothing of the session about it (DESIGN
law 5).
"""

import re

from smtp_ls.events import Body, Chunk, Command
from smtp_ls.order import Phase
from smtp_ls.session import Content, Known, Session, is_last

UNCOUNTED = 1 << 62
"""The size of a chunk whose count is a placeholder: it ends at the next server line or command."""


def mail_data(known: Known, session: Session) -> Content:
    """The content that DATA opens in a session of which this is known."""
    return _opened(known, session, left=-1)


def chunk(event: Command, known: Known, session: Session) -> Content | None:
    """The content that a valid BDAT opens; None if it is empty, or not shown."""
    words = event.text.split()
    size = int(words[1]) if len(words) > 1 and words[1].isascii() and words[1].isdigit() and len(words[1]) < 19 else -1
    if size <= 0 and not (len(words) > 1 and "{{" in words[1]):
        return None
    if session.shown.content == "hidden":
        return None
    return _opened(known, session, left=size if size > 0 else UNCOUNTED)


def _opened(known: Known, session: Session, left: int) -> Content:
    mail, offers = known.mail, known.offers
    body = (mail.parameter("BODY") or "").upper() if mail else ""
    utf8 = mail is not None and mail.parameter("SMTPUTF8") is not None
    if body in ("8BITMIME", "BINARYMIME") or "{{" in body:
        eight_bit = "declared"
    elif mail is None or not mail.mail:
        eight_bit = "unknown"
    elif offers is None:
        eight_bit = "undeclared" if known.hello == "HELO" else "unsaid"
    else:
        eight_bit = "undeclared" if "8BITMIME" in offers or not offers.complete else "not-offered"
    if known.hello == "HELO" and eight_bit == "undeclared":
        eight_bit = "not-offered"
    return Content(
        eight_bit, utf8,
        wire=session.shown.content == "wire",
        limit=0 if body == "BINARYMIME" else session.given.line_limit,
        left=left, size=left if left < UNCOUNTED else -1,
    )  # fmt: skip


def open_content(session: Session) -> Session:
    """The session with mail data open, as a client line after an unanswered DATA presumes."""
    if session.content is not None:
        return session
    content = mail_data(session.presumed, session)
    return session._replace(content=content._replace(awaited=True), last="client")


_ELIDES = frozenset(" .[(<\u2026")
_ELISION = re.compile(
    r"\s*(?:\.\.\.|\u2026)\s*|\s*[\[(<].*(?:\.\.\.|\u2026|\b(?:octets|bytes|lines|data|message|content|body)\b).*[\])>]\s*"
)


def is_elided(text: str) -> bool:
    """Does this line of content stand for others that are left out: `...`, `(80 octets of message)`?"""
    return _ELISION.fullmatch(text) is not None


def offends(content: Content) -> bool:
    """May octets above 127 not be sent here (RFC 6152 section 3, RFC 6531 section 3.6)?"""
    return content.eight_bit not in ("declared", "unknown") and not (content.header and content.utf8_headers)


def content_after(content: Content, event: Body | Chunk) -> Content | None:
    """What is known inside the block after one of its lines; None once a chunk is complete."""
    text = event.text
    if not content.eight_seen and not text.isascii() and offends(content):
        content = content._replace(eight_seen=True)
    if text[:1] in _ELIDES and not content.elided and is_elided(text):
        content = content._replace(elided=True)
    if content.left >= 0:
        left = content.left - event.octets  # type: ignore[union-attr]
        # The last line of a chunk may have no CRLF of its own (SEMANTICS section 1, BDAT).
        return content._replace(left=left, header=content.header and bool(text)) if left > 0 else None
    if content.header and not text.strip():
        return content._replace(header=False)
    return content


def is_whole(session: Session) -> bool:
    """Is the chunk that ends here all of its message: the last chunk, and the first (RFC 3030 section 2)?"""
    chunks = [each for each in session.pending if each.verb in ("BDAT", "BURL")]
    return len(chunks) == 1 and session.known.phase != Phase.BDAT and is_last(chunks[0])


def overruns(content: Content, event: Chunk) -> bool:
    """Does the chunk end inside this line? The line may lack its own CRLF there (SEMANTICS section 1, BDAT)."""
    return content.left < event.octets and content.left != event.octets - 2
