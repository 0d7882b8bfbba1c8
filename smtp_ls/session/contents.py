"""Mail data and chunks from the inside: what is known when they open, and after each of their lines.

Rule 1: a `Content` holds flags and, in a chunk, the octets still to come; nothing of the session about it (DESIGN
law 5).
"""

import re

from smtp_ls.events import CLIENT, Body, Chunk, Command
from smtp_ls.protocol.verbs import nearest
from smtp_ls.regular import Pattern
from smtp_ls.session import Content, Known, Session, is_last
from smtp_ls.session.order import Phase

UNCOUNTED = 1 << 62
"""The size of a chunk whose count is a placeholder: it ends at the next server line or command."""


def mail_data(known: Known, session: Session) -> Content:
    """The content that DATA opens in a session of which this is known."""
    return _opened(known, session, left=-1)


def chunk(event: Command, known: Known, session: Session) -> Content | None:
    """The content that BDAT opens; None if it is empty, or not shown. One that is not valid counts nothing."""
    words = event.text.split()
    if not event.valid and session.shown.content != "hidden" and len(words) > 1:
        return _opened(known, session, left=UNCOUNTED)
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
    if body == "7BIT" and eight_bit in ("undeclared", "unsaid"):
        eight_bit = "denied"
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
_ELISION = Pattern(
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
    if not text.isascii():
        if not content.eight_seen and offends(content):
            content = content._replace(eight_seen=True)
        if not content.header and not content.eight_in_body:
            content = content._replace(eight_in_body=True)
    if not text.isprintable():
        if "\0" in text:
            content = content._replace(nul_seen=True)
        if CONTROL.search(text):
            content = content._replace(control_seen=True)
    if text[:1] in _ELIDES and not content.elided and is_elided(text):
        content = content._replace(elided=True)
    if event.columns is not None:
        content = _ends_after(content, text)
    if content.left >= 0:
        left = content.left - event.octets  # type: ignore[union-attr]
        # The last line of a chunk may have no CRLF of its own (SEMANTICS section 1, BDAT).
        return content._replace(left=left, header=content.header and bool(text)) if left > 0 else None
    if content.header and not text.strip():
        return content._replace(header=False)
    return content


def is_whole(session: Session) -> bool:
    """Is the chunk that ends here all of its message, the first and the last, none refused (RFC 3030 section 2)?"""
    chunks = [each for each in session.pending if each.verb in ("BDAT", "BURL")]
    return len(chunks) == 1 and session.known.phase not in (Phase.BDAT, Phase.FAILED) and is_last(chunks[0])


CONTROL = Pattern(r"[\x01-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]")
"""Control characters that are no part of text: neither NUL nor a TAB, a line end or the ESC of ISO-2022-JP."""
BARE_END = Pattern(r"[\r\n]")
"""In a text that was cut at each CRLF."""
FALSE_END = Pattern(r"(?:^|(?<=[\r\n]))\.(?=[\r\n])|(?<=[\r\n])\.\Z")
"""A lone dot with something else than CRLF on one side: what some servers take for the end of mail data. The beginning
and the end of the text are a CRLF.
"""
_INJECTED = Pattern(r"(?:^|(?<=[\r\n]))(?:MAIL FROM:|RCPT TO:|(?:EHLO|HELO|LHLO) (?=\S))", re.IGNORECASE)
"""A command that is told from prose, at the beginning of a line."""


def injected(content: Content, text: str) -> tuple[int, int] | None:
    """Where in a text the first command stands that is hidden behind a false end of data; None if that is told already.

    `content` is what was known before the text.
    """
    dot = None if content.ends in ("dot", "command") else FALSE_END.search(text)
    if content.ends == "command" or (dot is None and content.ends != "dot"):
        return None
    command = _INJECTED.search(text, dot.end() if dot else 0)
    return command.span() if command else None


def _ends_after(content: Content, text: str) -> Content:
    """What is known of line ends after a text that shows its own."""
    if injected(content, text):
        return content._replace(ends="command")
    if content.ends in ("", "bare") and FALSE_END.search(text):
        return content._replace(ends="dot")
    return content._replace(ends="bare") if not content.ends and BARE_END.search(text) else content


def overruns(content: Content, event: Chunk) -> bool:
    """Does the chunk end inside this line? The line may lack its own CRLF there (SEMANTICS section 1, BDAT)."""
    return content.left < event.octets and content.left != event.octets - 2


_WRITTEN = Pattern(r"[<>@:=]")
"""What commands of several words hold."""


def goes_on(session: Session, text: str, *, answered: bool = True) -> bool:
    """Does a text go on behind the dot that has ended its message, where a command should come?

    `answered`: it may be so even after the reply to the dot.
    """
    words = text.split()
    if not words or words[0][-1] in ">$#%]" or "{{" in text:  # what a shell or telnet prints
        return False
    if session.pending:
        if session.pending[-1].verb != "." or session.last != CLIENT:
            return False
    elif not answered or session.answered != "." or len(words) == 1:
        return False
    if (len(words[0]) > 2 and words[0].isupper()) or not any(each.isalpha() for each in text):
        return False
    return (len(words) > 2 and _WRITTEN.search(text) is None) or nearest(words[0].rstrip(".,:;!?")) is None
