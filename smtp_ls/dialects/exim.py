"""What Exim prints about its sessions (`-v`, `-d`, `-bh`), and the scripts and output of its test suite.

Rule 1: an Exim arrow points away from Exim, so that `SMTP<<` is the server's when it delivers and the client's when it
receives, and one `-d` file holds both: the text tells which (LANGUAGE section 2, trap 1).
"""

import re
from collections.abc import Callable

from smtp_ls.dialects.dialect import BARE, BLANK, COMMENT, EXPECT, NOTE, Dialect, Said, marked
from smtp_ls.events import CLIENT, SERVER
from smtp_ls.regular import Pattern
from smtp_ls.session import Shown

Line = tuple[tuple[Said, ...], str]

_REPLY = Pattern(r"\d{3}(?:[ -]|$)")

# --- what Exim prints -------------------------------------------------------------------------------------------------

_PROCESS = r"(?:\d\d:\d\d:\d\d )?(?:(?P<pid>\d{1,8}) )?"
"""What a daemon puts before each line of `-d`, and before that the time with `+timestamp`."""
_ARROW = r" *SMTP(?P<arrow><<|>>|>\||\|>|\+>)"
_TRAFFIC = Pattern(rf"{_PROCESS}{_ARROW}(?: |$)(?P<text>.*)")
_MORE = Pattern(_PROCESS + r"(?P<blanks> {7,})(?P<text>\d{3}(?:[ -]|$).*)")
_CONNECTING = Pattern(_PROCESS + r" *Connecting to ")
_CLOSED = Pattern(_PROCESS + r" *SMTP\(close\)>>")
_MESSAGE = Pattern(r"\(writing message\)|writing message and terminating \"(?P<dot>\.)\"")
DELIVERING, RECEIVING = "delivering", "receiving"
_NARROW = 7
"""Blanks before the other lines of a reply where Exim receives; where it delivers there are two more."""


def _printed(line: str, mode: str) -> Line:
    """`mode` is the direction as long as a reply is unfinished: debug lines stand between the lines of one reply."""
    traffic = _TRAFFIC.match(line)
    if traffic:
        text, at = traffic["text"], traffic.start("text")
        return _traffic(line, text, at, traffic["pid"] or "", points_in=traffic["arrow"] == "<<")
    more = _MORE.match(line)
    if more and (mode or more["pid"]):
        # Other processes may print between the lines of a reply.
        key = _key(RECEIVING if len(more["blanks"]) == _NARROW else DELIVERING, more["pid"]) if more["pid"] else mode
        return (Said(SERVER, more["text"], more.start("text"), key),), key if more["text"][3:4] == "-" else ""
    for told, pattern in (("connect", _CONNECTING), ("close", _CLOSED)):
        found = pattern.match(line)
        if found:
            return (Said(NOTE, line, 0, _key(DELIVERING, found["pid"] or ""), tells=told),), ""
    return (Said(NOTE if line.strip() else BLANK, line, 0),), mode


def _key(direction: str, pid: str) -> str:
    return f"{direction} {pid}" if pid else direction


def _traffic(line: str, text: str, at: int, pid: str, *, points_in: bool) -> Line:
    message = _MESSAGE.match(text)
    if message:
        key = _key(DELIVERING, pid)
        if not message["dot"]:
            return (Said(NOTE, line, 0, key),), ""
        return (Said(CLIENT, ".", at + message.start("dot"), key),), ""  # older Exims show no dot
    replied = _REPLY.match(text) is not None
    key = _key(DELIVERING if points_in is replied else RECEIVING, pid)
    return (Said(SERVER if replied else CLIENT, text, at, key),), key if replied and text[3:4] == "-" else ""


_TESTED = Pattern(r"\*\*\*\* SMTP testing session as if from host ")
_CHATTER = Pattern(r">>>|LOG:|\*\*\*\*")


def _host_tested(line: str, mode: str) -> Line:
    """`exim -bh`: replies are bare among the debugging; what was typed shows only where a terminal was recorded."""
    if _CHATTER.match(line):
        return (Said(NOTE, line, 0, tells="connect" if _TESTED.match(line) else ""),), mode
    return (Said(BARE, line, 0),), mode


# --- the test suite's scripts -----------------------------------------------------------------------------------------

_CLIENT_HEAD = Pattern(r"client(?:-(?:ssl|gnutls|anytls))?(?: |$)")
_SERVER_HEAD = Pattern(r"server(?: +-\S+)* +(?:PORT_\w+|\d{2,5})(?: +\d+)? *$")
_INPUT_HEAD = Pattern(r"(?:\d+ )?(?:sudo )?exim\b[^<>|]* -b[hs](?: [^<>|]*)?$")
"""Exim itself reads the lines that follow; a number before it is the exit status that is expected."""
_HEADS = (("client", _CLIENT_HEAD), ("server", _SERVER_HEAD), ("input", _INPUT_HEAD))
_EXPECTED = Pattern(r"\?\?\?(?: |\? ?)(?P<text>[^*].*)")
"""`??? ` and the beginning of a line; `????` of any number of lines. Without the blank it would be sent."""
_STAGES = {"*eof": "close", "*starttls": "tls"}
_WORDS = Pattern(r"[A-Za-z]+(?: [A-Za-z]+:?)?$")
_SENT = Pattern(r">(?:(?:CR|LF|CRLF)?>)?(?=\d)")
"""`>` quotes what the test server sends; `>LF>`, `>CR>` and `>>` choose its line end."""


def _script(line: str, mode: str) -> Line:
    r"""`mode` is the block the line stands in, "client", "server", "input" or "", with `\` while its head goes on."""
    if mode.endswith("\\"):
        return (Said(NOTE, line, 0),), mode if line.endswith("\\") else mode[:-1]
    if line.rstrip() == "****":
        return (Said(NOTE, line, 0, tells="close"),), ""
    if mode in _BLOCKS:
        return (_BLOCKS[mode](line),), mode
    for block, head in _HEADS:
        if head.match(line):
            return (Said(NOTE, line, 0, tells="connect"),), block + ("\\" if line.endswith("\\") else "")
    # `#` is a comment between blocks only: inside one it is sent.
    return (Said(COMMENT if line.startswith("#") else NOTE if line.strip() else BLANK, line, 0),), ""


def _in_client(line: str) -> Said:
    expected = _EXPECTED.match(line)
    if expected:
        return Said(EXPECT, expected["text"], expected.start("text"), value=_codes(expected["text"]))
    if line.startswith(("???*", "+++ ")):  # the server must close; sleep
        return Said(NOTE, line, 0, tells="close" if line.startswith("?") else "")
    if line.startswith(">>> "):  # sent without a line end
        return Said(CLIENT, line[4:], 4)
    return Said(CLIENT, line, 0)


def _codes(prefix: str) -> str:
    """The codes that a line with this prefix may have: `250-SIZE` is 250, `3` is any 3yz."""
    digits = re.match(r"\d{0,3}", prefix)
    return digits[0].ljust(3, "x") if digits and digits[0] else ""


def _in_server(line: str) -> Said:
    if line.startswith(("*", ">*")):
        return Said(NOTE, line, 0, tells=_STAGES.get(line.lstrip(">").strip(), ""))
    sent = _SENT.match(line)
    if sent:
        return Said(SERVER, line[sent.end() :], sent.end())
    if line.startswith("<"):
        return _begun(line[1:], 1)
    if line[:1].isdigit():
        return Said(SERVER, line, 0)
    return _begun(line, 0)


def _begun(text: str, at: int) -> Said:
    """What the client's line must begin with; if that is a word or two, anything may follow: `MAIL FROM:{{rest}}`."""
    if not _WORDS.match(text):
        return Said(CLIENT, text, at)
    rest, end = "{{rest}}", at + len(text)
    return Said(CLIENT, text + rest, at, columns=(*range(at, end), *[end] * (len(rest) + 1)))


def _in_input(line: str) -> Said:
    """What is typed into Exim; where a terminal was recorded, its replies too."""
    return Said(BARE if _REPLY.match(line) else CLIENT, line, 0)


_BLOCKS: dict[str, Callable[[str], Said]] = {"client": _in_client, "server": _in_server, "input": _in_input}

# --- the rows ---------------------------------------------------------------------------------------------------------

ROWS: tuple[Dialect, ...] = (
    Dialect(
        "exim-test-client-stdout",
        Shown("exim-test-client-stdout", every_reply=False),
        (r"Connecting to \S+ port \S+? ?\.\.\. connected",),
        # `??? ` repeats what the `<<< ` line below it says. A blank at the end of `>>> ` may have been stripped.
        marked(
            client=r">>>(?: |$)",
            server=r"<<<(?: |$)",
            connect=r"Connecting to \S+ port ",
            tls=r"Succeeded in starting TLS",
            close=r"End of script",
        ),
    ),
    Dialect(
        "exim-client-script",
        Shown("exim-client-script", every_reply=False, patterns=True),
        (r"\?\?\? \d",),
        _script,
        aliases=("exim-script-file",),
    ),
    Dialect(
        "exim-bs-input",
        Shown("exim-bs-input", server=False, every_reply=False),
        (_INPUT_HEAD.pattern,),
        _script,
        aliases=("exim-bh-input",),
    ),
    Dialect(
        "exim-server-script",
        Shown("exim-server-script", content="hidden", every_reply=False),
        (_SERVER_HEAD.pattern,),
        _script,
    ),
    Dialect(
        "exim-v",
        Shown("exim-v", content="hidden", auth="masked", every_reply=False),
        (f"{_PROCESS}{_ARROW} ",),
        _printed,
        hits=2,
        aliases=("exim-debug",),
        keyed=True,
    ),
    Dialect(
        "exim-bh-debug",
        Shown("exim-bh-debug", every_reply=False),  # mail data shows where what was typed does
        (_TESTED.pattern,),
        _host_tested,
        aliases=("exim-bs", "exim-bs-server-only"),
        peeks=True,
    ),
)
