"""Test scripts of other projects: Apache James MPT, chasquid's chamuyero, Tcl's Expect and OpenSMTPD's smtpscript.

Rule 1: what a script expects is a pattern in the language of its tool; here it becomes the codes that it allows.
"""

import re

from smtp_ls.dialects.dialect import BLANK, COMMENT, DIRECTIVE, EXPECT, NOTE, Dialect, Said
from smtp_ls.dialects.quoted import Pieces, replaced, wire_lines
from smtp_ls.events import CLIENT, SERVER
from smtp_ls.regular import Pattern
from smtp_ls.session import Shown

Line = tuple[tuple[Said, ...], str]

_REPLY = Pattern(r"\d{3}(?:[ -]|$)")
_CODE = Pattern(r"[*^\s]*(?P<class>[2-5])(?P<rest>(?:\\d|[\d.?]){2})")
_CODES = Pattern(r"\^?\(?(?P<codes>[2-5]\d\d(?:\|[2-5]\d\d)+)\)?")


def _codes(pattern: str) -> str:
    r"""The codes that a regular expression or glob allows; "" if it names none: `2?? `, `^5\d\d`, `(250|550) .*`."""
    several = _CODES.match(pattern)
    if several:
        return several["codes"]
    found = _CODE.match(pattern)
    if not found:
        return ""
    return found["class"] + "".join(one if one.isdigit() else "x" for one in re.findall(r"\\d|.", found["rest"]))


def _other(line: str) -> tuple[Said, ...]:
    """A comment, a blank line or a note."""
    text = line.strip()
    return (Said(COMMENT if text.startswith("#") else NOTE if text else BLANK, line, 0),)


def _meaning(found: re.Match[str]) -> Pieces:
    """A letter behind a backslash, or `{{name}}` for what the script puts in only when it runs."""
    groups = found.groupdict()
    if groups.get("letter"):
        yield _LETTERS.get(groups["letter"], groups["letter"]), 0
        return
    for character in "{{" + (groups.get("name") or "any") + "}}":
        yield character, 0


_LETTERS = {"n": "\n", "r": "\r", "t": "\t"}


# --- Apache James MPT -------------------------------------------------------------------------------------------------

_MPT = Pattern(r"(?P<who>[CS]):(?: |$)?(?P<text>.*)")
_SESSION = Pattern(r"SESSION:\s*(?P<key>\d{1,9})\s*$")
_REGEX = Pattern(r".*?(?:\.[*+]|\\[dDwWsS]|\][*+]|\)[?*+]|\(\?|\([^()|]*\|)")
_JAMES_ESCAPE = Pattern(r"\\r\\n|\$\{(?P<name>[\w.-]+)\}")


def _james(line: str, mode: str) -> Line:
    """`mode` is the number of the session that the following lines belong to."""
    number = _SESSION.match(line)
    if number:
        return _other(line), number["key"]
    found = _MPT.match(line)
    if not found:
        reconnects = line.startswith("REINIT")
        return (Said(NOTE, line, 0, mode, tells="connect"),) if reconnects else _other(line), mode
    text, at = found["text"], found.start("text")
    if found["who"] == "S":
        if _REGEX.match(text):
            return (Said(EXPECT, text, at, mode, value=_codes(text)),), mode
        return (Said(SERVER, text, at, mode),), mode
    if "\\r\\n" not in text and "${" not in text:
        return (Said(CLIENT, text, at, mode),), mode
    written = replaced(text, at, _JAMES_ESCAPE, lambda it: _meaning(it) if it["name"] else iter((("\r", 0), ("\n", 2))))
    return tuple(Said(CLIENT, part, columns[0], mode, columns) for part, columns in wire_lines(*written)), mode


# --- chamuyero --------------------------------------------------------------------------------------------------------

_OPENS = Pattern(r"(?P<key>\w{1,24}) (?P<does>tcp_connect|tls_connect|tcp_listen|unix_listen|unix_connect|close)\b")
_TALKS = Pattern(r"(?P<key>\w{1,24}) (?P<arrow>->|\.>|<-|<~|<\.\.\.)(?: |$)(?P<text>.*)")
_ANYTHING = Pattern(r"(?:\.|\\[dDwWsS]|\[[^\]]*\])[*+?]?\??|\\(?P<letter>\W)")
_MOST_NAMES = 4


def _chamuyero(line: str, mode: str) -> Line:
    """`mode` holds the part that the tool plays under each name, `c:client nc:server`: it may be either."""
    parts = dict(pair.split(":") for pair in mode.split())
    opens = _OPENS.match(line)
    if opens:
        key, does = opens["key"], opens["does"]
        if does == "close":
            return (Said(NOTE, line, 0, key, tells="close"),), mode
        parts[key] = SERVER if does.endswith("listen") else CLIENT
        return (Said(NOTE, line, 0, key, tells="connect"),), _parts(parts)
    talks = _TALKS.match(line)
    if not talks:
        return _other(line), mode
    key, arrow, text = talks["key"], talks["arrow"], talks["text"]
    ours = arrow in ("->", ".>")
    if key not in parts and _CODE.match(text):
        parts[key] = SERVER if ours else CLIENT
    part = parts.get(key)
    if part is None:  # a program's output
        return _other(line), mode
    side = part if ours else CLIENT if part == SERVER else SERVER
    said = Said(side, text, talks.start("text"), key)
    return (_matched(said) if arrow in ("<~", "<...") else said,), _parts(parts)


def _matched(said: Said) -> Said:
    """What is heard must match a regular expression."""
    if said.side == SERVER:
        return said._replace(side=EXPECT, value=_codes(said.text))
    text, columns = replaced(said.text, said.at, _ANYTHING, _meaning)
    return said._replace(text=text, columns=columns)


def _parts(parts: dict[str, str]) -> str:
    return " ".join(f"{key}:{part}" for key, part in list(parts.items())[-_MOST_NAMES:])


# --- Expect -----------------------------------------------------------------------------------------------------------

_STRING = r'"(?:[^"\\]|\\.)*"'
_SPAWN = Pattern(r"\s*spawn\s+\S")
_HANDED_OVER = Pattern(r"\s*interact\b")
"""From here on somebody types."""
_BRACED = r"(?<=\s)\{[^{}\"]*\}(?=\s*$)"
_TCL = Pattern(
    rf"\b(?P<word>send|exp_send|expect)(?:(?:\s+-[\w-]+)*\s+(?P<string>{_STRING})|(?:\s+-[\w-]+)+\s+(?P<braced>{_BRACED}))"
)
"""`expect {` begins a block, but `expect -re {` a pattern."""
_BLOCK = Pattern(r"\s*expect\s*\{")
_PATTERN = Pattern(rf"(?:\s*expect\s*\{{)?\s*(?:-\w+\s+)*(?P<string>{_STRING})")
_END = Pattern(r"\r\n|\r|\n")
_TCL_ESCAPE = Pattern(r"\\(?P<letter>.)|\$\{?(?P<name>\w+)\}?(?:\([^()]*\))?|\[[^\[\]]*\]")
_BACKSLASHED_QUOTE = Pattern(r'\\(?P<letter>")')


def _expect(line: str, mode: str) -> Line:
    """`mode` is how deep in the braces of an `expect { .. }` the line stands: at depth 1 a string is a pattern."""
    if line.lstrip().startswith("#"):
        return _other(line), mode
    if _SPAWN.match(line):
        return (Said(NOTE, line, 0, tells="connect"),), ""
    if _HANDED_OVER.match(line):
        return (Said(DIRECTIVE, line, 0, tells="partial"),), mode
    depth = int(mode or 0)
    opens = depth == 0 and _BLOCK.match(line) is not None
    said: list[Said] = []
    pattern = _PATTERN.match(line) if opens or depth == 1 else None
    if pattern:
        said += _expected(pattern["string"], pattern.start("string"))
    for found in _TCL.finditer(line):
        read = _expected if found["word"] == "expect" else _sent
        string = "string" if found["string"] else "braced"
        said += read(found[string], found.start(string))
    if opens or depth:
        outside = re.sub(_STRING, "", line)
        depth = max(0, depth + outside.count("{") - outside.count("}"))
    return tuple(said) or _other(line), str(depth or "")


def _sent(string: str, at: int, escape: Pattern = _TCL_ESCAPE) -> list[Said]:
    r"""The lines of a quoted string: `\r`, `\n` or both end a line."""
    text, columns = replaced(string[1:-1], at + 1, escape, _meaning)
    said, start = [], 0
    for end in [*_END.finditer(text), None]:
        stop = end.start() if end else len(text)
        if end or stop > start or not text:
            said.append(Said(CLIENT, text[start:stop], columns[start], columns=columns[start : stop + 1]))
        start = end.end() if end else stop
    return said


def _expected(string: str, at: int) -> list[Said]:
    text, columns = replaced(string[1:-1], at + 1, _TCL_ESCAPE, _meaning)
    if not text.strip():
        return []  # it waits for the echo of what was sent
    return [Said(EXPECT, text, columns[0], columns=columns, value=_codes(text))]


# --- OpenSMTPD's smtpscript -------------------------------------------------------------------------------------------

_WRITES = Pattern(rf"\s*writeln\s+(?P<string>{_STRING})")
_EXPECTS = Pattern(r"\s*expect smtp(?: (?P<class>ok|helo|tempfail|permfail))?\s*$")
_CASE = Pattern(r"\s*(?:test-case\b|connect )")
_CLASSES = {"ok": "2xx|3xx", "helo": "250", "tempfail": "4xx", "permfail": "5xx", "": ""}


def _smtpscript(line: str, mode: str) -> Line:
    """`mode` is "case" once a test case has begun: the procedures above the first one are what it calls."""
    writes = _WRITES.match(line)
    if writes:
        return tuple(_sent(writes["string"], writes.start("string"), _BACKSLASHED_QUOTE)), mode
    expects = _EXPECTS.match(line)
    if expects:
        name = expects["class"] or ""
        return (Said(EXPECT, name, expects.start("class") if name else len(line), value=_CLASSES[name]),), mode
    if _CASE.match(line):
        return (Said(NOTE, line, 0, tells="connect" if mode else ""),), "case"
    return _other(line), mode


# --- the rows ---------------------------------------------------------------------------------------------------------

ROWS: tuple[Dialect, ...] = (
    Dialect(
        "james-mpt",
        Shown("james-mpt", every_reply=False),
        (r"S: [2-5]\d\d[^/]*\.\*",),
        _james,
        peeks=True,  # `250.*` is the first line of a longer reply if `250-` follows
        keyed=True,
    ),
    Dialect(
        "chamuyero",
        Shown("chamuyero", every_reply=False, patterns=True),
        (r"\w+ (?:->|<[~-]|<\.\.\.) [2-5]\d\d(?:[ -]|$)", _OPENS.pattern),
        _chamuyero,
        hits=2,
        keyed=True,
    ),
    Dialect(
        "expect-script",
        Shown("expect-script", every_reply=False, patterns=True),
        (r"\s*(?:exp_)?send(?:\s+-[\w-]+)*\s+\"(?i:ehlo|helo|lhlo|mail from|rcpt to|quit|data)\b",),
        _expect,
    ),
    Dialect(
        "opensmtpd-smtpscript",
        Shown("opensmtpd-smtpscript", every_reply=False, patterns=True),
        (r"\s*writeln\s+\"", r"\s*expect smtp\b", r"\s*test-case name "),
        _smtpscript,
        hits=2,
    ),
)
