"""Dialogs as RFCs print them: indented labels, commands that go on in the next line, remarks, and elided lines.

Rule 1: who a label stands for is the row's business (LANGUAGE section 2, trap 2); all else is the same in every RFC.
"""

import re

from smtp_ls.dialects.dialect import BLANK, NOTE, UNLABELLED, Dialect, Said, Split
from smtp_ls.events import CLIENT, SERVER
from smtp_ls.regular import Pattern
from smtp_ls.session import Shown

_STAGE = Pattern(r"<(?P<does>waits?|opens?|starts?|closes?)\b[^<>]*>\s*$")
"""What happens to the connection stands where a line should: `<wait for connection on TCP port 25>`."""
_WRITTEN = Pattern(r"(?:<CRLF>(?=\.))?(?P<text>.*?)[ \t]*(?:<CRLF>|<CR><LF>)[ \t]*$")
_REMARK = Pattern(r"\s*[(\[]")
_ELIDED = Pattern(r"\s*(?:\.\s?){3}\s*$|\s*\[\s*\.\.\..*\]\s*$")
_PARAMETER = Pattern(r"[A-Z][A-Z0-9-]*=.")


def _labelled(client: str, server: str, *, wide: bool) -> Split:
    """The reader for one pair of labels; `wide`: two blanks after the client's label are still the label's."""
    label = Pattern(rf"[ \t]*(?P<who>[{client}{server}]):(?:[ \t]|$)(?P<text>.*)")

    def split(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
        found = label.match(line)
        if not found:
            return _unlabelled(line, mode)
        side = CLIENT if found["who"] == client else SERVER
        stage = _STAGE.match(found["text"])
        if stage:
            return (Said(NOTE, line, 0, tells=_told(stage["does"], line)),), side
        if side == SERVER or wide:
            return (_trimmed(side, found["text"], found.start("text")),), side
        return (_written(found["text"], found.start("text")),), side

    return split


def _told(does: str, line: str) -> str:
    if does.startswith("open"):
        return "connect"
    if does.startswith("close"):
        return "close"
    return "tls" if does.startswith("start") and "TLS" in line else ""


def _trimmed(side: str, text: str, at: int) -> Said:
    """The text without the blanks before it: no reply begins with one. What 354 says ends with `.<CRLF>` of its own."""
    written = _WRITTEN.match(text) if side == SERVER and text.endswith((">", "> ")) else None
    if written and not written["text"].endswith("."):
        text = written["text"]
    return Said(side, text.lstrip(" "), at + len(text) - len(text.lstrip(" ")))


def _written(text: str, at: int) -> Said:
    """The client's text without the CRLF that RFC 772 and 3030 write out."""
    written = _WRITTEN.match(text) if text.endswith((">", "> ")) else None
    return Said(CLIENT, written["text"], at + written.start("text")) if written else Said(CLIENT, text, at)


def _unlabelled(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    """A line without a label is a remark, stands for what is left out, or goes on with the line above.

    `mode` is who spoke last, and "remark" as long as a bracket is open.
    """
    who, _, remark = mode.partition(" ")
    if not line.strip():
        return (Said(BLANK, "", 0),), mode
    if _ELIDED.match(line):
        return (Said(NOTE, line, 0, tells="tls" if "TLS" in line else ""),), who
    if remark or _REMARK.match(line):
        closed = line.count("(") + line.count("[") + bool(remark) <= line.count(")") + line.count("]")
        mode = who if closed else f"{who} remark"
    # What follows a client's line may be mail data that was folded; what follows the server's cannot.
    return (Said(UNLABELLED if who == CLIENT else NOTE, line, 0),), mode


def _joined(text: str, following: str) -> str | None:
    """The text with what the following line adds to it; None if that line does not go on with it.

    A parameter or a reply's prose is joined by a space, the rest of a URL or of base64 by nothing (RFC 4468, RFC 7628).
    """
    more = following.strip()
    if not more or re.match(r"[A-Z]: ?", more) or _ELIDED.match(more) or _REMARK.match(more):
        return None
    if text.endswith("\\"):
        return f"{text[:-1].rstrip()} {more}"
    prose = text[:3].isdigit() and " " in text[4:]
    return f"{text} {more}" if prose or _PARAMETER.match(more) else text + more


def _row(name: str, client: str, server: str, *signs: str, hits: int = 1, wide: bool = False) -> Dialect:
    shown = Shown(name, every_reply=False, excerpt=True)
    return Dialect(name, shown, signs, _labelled(client, server, wide=wide), hits=hits, joins=_joined)


ROWS: tuple[Dialect, ...] = (
    _row("rfc-ms", "M", "S", r"[ \t]*M: (?:EHLO|HELO|LHLO|MAIL|RCPT|DATA|BDAT|BURL|AUTH|STARTTLS|QUIT)\b"),
    # After ATRN the roles are swapped (RFC 2645 section 5.3): the session turns, the labels do not.
    _row("rfc-pc", "C", "P", r"[ \t]*P: +\d{3}[ -]", wide=True),
    _row("rfc-sr", "S", "R", r"[ \t]*R: +(?:\d{3}(?:[ -]|$)|<wait)"),
    _row(
        "rfc-cs",
        "C",
        "S",
        r"[ \t]+[CS]: ",
        r"[CS]: <(?:wait|open|start)",
        r"C: (?:EHLO|HELO|LHLO|MAIL|RCPT|DATA|QUIT|RSET|NOOP|STARTTLS|AUTH)\b.*<(?:CRLF|CR><LF)>\s*$",
        hits=2,
    ),
)
