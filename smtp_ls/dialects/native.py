"""Our own notation, labelled (`C: `, `S: `) or bare: what we write, format and teach (LANGUAGE section 1)."""

import re

from smtp_ls.dialects.dialect import BARE, COMMENT, DIRECTIVE, EXPECT, NOTE, UNLABELLED, Dialect, Said
from smtp_ls.events import CLIENT, SERVER
from smtp_ls.regular import Pattern
from smtp_ls.session import Shown

_LABEL = re.compile(r"([CS]):(?: |$)|([CS]):(?=\S)")
_PRAGMA = Pattern(
    r"#+\s*smtp-ls:\s*(?P<all>.*?)\s*$"
    r"|#.*\ssmtp-ls:\s*(?P<last>(?:ignore(?:-file)?\[.*\]|(?:dialect|protocol|tls)=\S+|partial))\s*$"
)
_VARIABLE = Pattern(r"@(?P<name>[A-Za-z_][\w.-]*)\s*=\s*(?P<value>.*?)\s*$")
_PATTERN = Pattern(
    r"(?P<codes>(?:[2-5](?:\d\d|[xX][xX]|\d[xX]))(?:\s*\|\s*[2-5](?:\d\d|[xX][xX]|\d[xX]))*)"
    r"(?P<hyphen>-)?(?:[ ](?P<enhanced>[245]\.\d{1,3}\.\d{1,3}))?(?:[ ]/(?P<regex>.*)/)?[ ]?$"
)


_BEGUN = Pattern(
    r"\s*[\[(<]\W*(?i:(?:negotiat|start|begin|perform)\w* (?:\w+ )?TLS|TLS (?:\w+ )?(?:negotiat|handshake|start)\w*)\b"
)
"""How documents say in brackets that TLS begins here (RFC 6758, RFC 7628)."""


def own_notation(line: str) -> Said | None:
    """A comment, pragma, session title or variable; None if the line is none of these."""
    if line.startswith("###"):
        return Said(DIRECTIVE, line, 0, tells="session", value=line[3:].strip())
    if line.startswith("#"):
        pragma = _PRAGMA.match(line)
        if not pragma:
            return Said(COMMENT, line, 0)
        name, value = pragma_parts(pragma["all"] or pragma["last"] or "")
        return Said(DIRECTIVE, line, 0, tells=name, value=value)
    if line.startswith("@"):
        variable = _VARIABLE.match(line)
        if variable:
            name = variable["name"]
            reserved = name in ("server", "tls", "protocol", "timeout")
            return Said(DIRECTIVE, line, 0, tells=name if reserved else "variable", value=variable["value"])
    return None


def pragma_parts(text: str) -> tuple[str, str]:
    """Name and value of what stands after `smtp-ls:`: `ignore[a, b]`, `dialect=swaks`, `partial`."""
    name, bracket, rest = text.partition("[")
    if bracket and "=" not in name:
        return name.strip(), rest.rstrip().removesuffix("]")
    name, _, value = text.partition("=")
    return name.strip(), value.strip()


_ANSWER = re.compile(r"\d\d\d(?:[ -]|$)|[2-5](?:\d\d|[xX][xX]|\d[xX])\s*(?:\||$|/)|\.\.\.$")


def is_answer(text: str) -> bool:
    """Does a text look like a reply or an expectation, and not like a command?"""
    return _ANSWER.match(text) is not None


def expectation(text: str) -> tuple[str, ...] | None:
    """The codes that a server line without free text expects; () for `...`; None if it is a reply."""
    if text.strip() == "...":
        return ()
    if text[4:5] not in "245/ |" and text[3:4] in " -":
        return None  # the short way for a reply with words in it
    if text[4:5] in "245" and text.partition(" ")[2].partition(" ")[2][:1] not in "/| ":
        return None  # and for one with an enhanced code before its words
    found = _PATTERN.match(text)
    if not found or (text.endswith(" ") and len(text) == 4):
        return None  # `334 ` is a reply with an empty text
    return tuple(code.strip().lower() for code in found["codes"].split("|"))


def expectation_parts(text: str) -> tuple[str, str, bool]:
    """Enhanced code, regular expression and whether it is final, of an expectation."""
    found = _PATTERN.match(text)
    return (found["enhanced"] or "", found["regex"] or "", not found["hyphen"]) if found else ("", "", True)


def _server(text: str, at: int) -> Said:
    codes = expectation(text)
    return Said(SERVER, text, at) if codes is None else Said(EXPECT, text, at, value="|".join(codes))


def _labelled(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    label = _LABEL.match(line)
    if label:
        text = line[label.end() :]
        if (label[1] or label[2]) == "C":
            return (Said(CLIENT, text, label.end()),), ""
        return (_server(text, label.end()),), ""
    own = own_notation(line)
    if own is not None:
        return (own,), mode
    return (Said(UNLABELLED, line, 0, tells="tls" if "TLS" in line and _BEGUN.match(line) else ""),), mode


def _bare(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    return (Said(BARE, line, 0),), mode


_CONNECTED = ("Connected to ", "CONNECTED(")
_DROPPED = ("Connection closed by foreign host", "Connection to host lost", "Connection closed by remote host")
_PROMPTS = Pattern(
    r"Trying [\d.:a-fA-F]+|Escape character is|Connection (?:closed|to )|\^\]|telnet> ?"
    r"|\S*[$#%] (?:telnet|nc|ncat|openssl)\b|(?:DONE|RENEGOTIATING|KEYUPDATE|closed)$"  # s_client: Q, R or K was typed
)


def tool_note(line: str) -> Said | None:
    """What telnet, nc or a shell prints about a session that was typed into it."""
    if line.startswith(_CONNECTED):
        return Said(NOTE, line, 0, tells="connect")
    if line.startswith(_DROPPED):
        return Said(NOTE, line, 0, tells="close")
    if _PROMPTS.match(line):
        return Said(NOTE, line, 0)
    return None


_WORDS = (
    r"(?i:(?:EHLO|HELO|LHLO|STARTTLS|RSET|NOOP|VRFY|EXPN|BDAT|RCPT)\b|MAIL +FROM *[:<{]|(?:QUIT|DATA)\s*$"
    r"|AUTH +[A-Z0-9_-]+(?: +\S+)?\s*$)"
)
"""Commands as prose does not begin: "Quit smoking", "Mail from home"."""
NATIVE = Dialect(
    "native",
    Shown("native", patterns=True, native=True),
    # A file may hold no more than a label and the beginning of a word: somebody is typing it.
    (r"[CS]: ?\S{0,12}$", r"S: ?(?:[2-5][\dxX]{2}|\.\.\.)", rf"C: ?(?:{_WORDS}|(?i:MAIL|QUIT|DATA|AUTH|HELP)\b)"),
    _labelled,
    label="C: ",
)
BARE_ROW = Dialect(
    "bare",
    Shown("bare", patterns=True, native=True),
    (r"[2-5]\d\d(?:[ -]|$)", _WORDS),
    _bare,
    aliases=(
        "bare-telnet",
        "bare-nc",
        "telnet",
        "nc",
        "wireshark-follow-raw",
        "go-net-smtp",
        "mailkit-replay",
        "exim-bs",
        "exim-bs-server-only",
    ),
    peeks=True,
)
