"""What tshark, ngrep, socat and strace print of a connection, and curl's test cases: formats that a wrapper frames."""

import re

from smtp_ls.dialects.dialect import BLANK, CONTENT, NOTE, Dialect, Said
from smtp_ls.dialects.quoted import Pieces, literal, replaced
from smtp_ls.events import CLIENT, SERVER
from smtp_ls.regular import Pattern
from smtp_ls.session import Shown
from smtp_ls.text import octets

# --- tshark -z follow,tcp,ascii ---------------------------------------------------------------------------------------

_FRAME = Pattern(r"={20,}$|(?P<connect>Follow: )|Filter: |Node [01]: ")
_LENGTH = Pattern(r"(?P<tab>\t?)(?P<octets>\d{1,9})$")
_REPLY = Pattern(r"[2-5]\d\d(?:[ -]|$)")


def _tshark_follow(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    """Blocks: a length (after a TAB, what node 1 sent), so many octets, and a line end of tshark's own.

    A line of mail data may look like a length, so the count decides while octets are left. The mode is which node is
    the server ("?", "0", "1"), which one speaks, how many octets it has left, and if the client said STARTTLS last; or
    "sealed": after the 220 to that nothing can be read.
    """
    frame = _FRAME.match(line)
    if frame:
        return (Said(NOTE, line, 0, tells=frame.lastgroup or ""),), "" if frame["connect"] else mode
    if mode == "sealed":
        return (Said(NOTE, line, 0),), mode
    server, node, left, asked = _block(mode)
    length = _LENGTH.match(line)
    if length and (left <= 0 or length["tab"]):
        return (Said(NOTE, line, 0),), f"{server} {int(bool(length['tab']))} {length['octets']} {asked}"
    if not node or (left <= 0 and not line.strip()):
        return (Said(NOTE if line.strip() else BLANK, line, 0),), mode
    if server == "?":
        server = node if _REPLY.match(line) else "01"[node == "0"]
    side = SERVER if node == server else CLIENT
    if side == CLIENT:
        asked = "starttls" if line.strip().upper() == "STARTTLS" else ""
    elif asked and line.startswith("220 "):
        return (Said(side, line, 0),), "sealed"
    return (Said(side, line, 0),), f"{server} {node} {left - octets(line) - 2} {asked}"


def _block(mode: str) -> tuple[str, str, int, str]:
    """The parts of a mode: server node, speaking node, octets left, what was asked."""
    if not mode:
        return "?", "", 0, ""
    server, node, left, asked = mode.split(" ")
    return server, node, int(left), asked


# --- tshark's packet list ---------------------------------------------------------------------------------------------

_PACKET = Pattern(
    r"\s*\d+\s+[\d.:]+\s+(?P<source>\S+)(?:\s+(?:→|->)\s*|\t+| {2,})(?P<target>\S+)\s+SMTP\s+\d+\s+"
    r"(?P<side>[CS]): (?!(?:DATA fragment|Message Body)\b)(?:User: |Pass: )?"
)
"""`C: DATA fragment, 25 bytes` is whatever came after a DATA, even a refused one."""
_JOINT = " | "


def _tshark_packet_list(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    """Lines in one packet are joined; of a reply's lines only the first has its code."""
    packet = _PACKET.match(line)
    if not packet:
        return (Said(NOTE if line.strip() else BLANK, line, 0),), mode
    at, text = packet.end(), line[packet.end() :]
    if packet["side"] == "C":
        key = f"{packet['source']} {packet['target']}"
        return tuple(Said(CLIENT, part, at + start, key) for start, part in _parts(text)), mode
    key = f"{packet['target']} {packet['source']}"
    return tuple(said._replace(key=key) for said in _replies(_parts(text), at)), mode


def _parts(text: str) -> list[tuple[int, str]]:
    parts, start = [], 0
    for part in text.split(_JOINT):
        parts.append((start, part))
        start += len(part) + len(_JOINT)
    return parts


def _replies(parts: list[tuple[int, str]], at: int) -> list[Said]:
    """The reply lines of one packet, each with its code again."""
    said: list[Said] = []
    code = ""  # of the multi-line reply that goes on
    for index, (start, part) in enumerate(parts):
        column = at + start
        if _REPLY.match(part):
            code = part[:3] if part[3:4] == "-" else ""
            said.append(Said(SERVER, part, column))
        elif code:
            last = index + 1 == len(parts) or _REPLY.match(parts[index + 1][1]) is not None
            columns = (*[column] * 4, *range(column, column + len(part) + 1))
            said.append(Said(SERVER, f"{code}{' ' if last else '-'}{part}", column, "", columns))
        elif said:  # the text of a one-line reply holds ` | `
            said[-1] = said[-1]._replace(text=f"{said[-1].text}{_JOINT}{part}")
        else:
            said.append(Said(SERVER, part, column))
    return said


# --- curl's test cases ------------------------------------------------------------------------------------------------

_SECTION = Pattern(r"<(?P<close>/)?(?P<name>protocol|upload)\b[^>]*>\s*$")
_CONDITION = Pattern(r"%(?:if |else$|endif$)")
_VARIABLE = Pattern(r"%(?:LT|GT|(?P<function>[a-z]+\d*)\[.{0,500}?\](?P=function)?%|(?P<name>[A-Z][A-Z0-9_-]*))")


def _curl_test(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    """Mode: the section.

    <protocol> holds the commands, <upload> the mail data of its DATA, although it stands below QUIT; what the server is
    told to answer (<servercmd>, <reply>) is no dialog.
    """
    section = _SECTION.match(line)
    if section:
        return (Said(NOTE, line, 0),), "" if section["close"] else section["name"]
    if not mode or _CONDITION.match(line):
        return (Said(NOTE if line.strip() else BLANK, line, 0),), mode
    text, columns = replaced(line, 0, _VARIABLE, _meaning)
    return (Said(CLIENT if mode == "protocol" else CONTENT, text, 0, "", columns),), mode


def _meaning(found: re.Match[str]) -> Pieces:
    """`%LT` and `%GT` are brackets; what else the test harness fills in is a placeholder."""
    brackets = {"%LT": "<", "%GT": ">"}
    for character in brackets.get(found[0]) or "{{" + (found["name"] or found["function"]) + "}}":
        yield character, 0


# --- socat -v and ngrep -W byline -------------------------------------------------------------------------------------

_SOCAT = Pattern(r"(?P<arrow>[<>]) \d{4}/\d\d/\d\d \d\d:\d\d:\d\d\.\d+ +length=\d+ from=\d+ to=\d+$")
_NGREP = Pattern(r"T (?:\S+ \S+ )?(?P<source>\S+:\d+) -> (?P<target>\S+:\d+) \[[A-Z]+\](?: #\d+)?$|#+$")


def _socat(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    r"""Mode: the arrow of the lines below, and the server's once a reply has told. CR is written `\r`."""
    speaker, _, server = mode.partition(" ")
    heading = _SOCAT.match(line)
    if heading:
        return (Said(NOTE, line, 0),), f"{heading['arrow']} {server}"
    if not speaker:
        return (Said(NOTE if line.strip() else BLANK, line, 0),), mode
    text = line.removesuffix("\\r")
    if not server:
        server = speaker if _REPLY.match(text) else "<>"[speaker == "<"]
    return (Said(SERVER if speaker == server else CLIENT, text, 0),), f"{speaker} {server}"


def _ngrep(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    """Mode: who speaks below, to whom, and the server of each pair once a reply has told. CR is printed as a dot."""
    speaker, _, rest = mode.partition(" ")
    heading = _NGREP.match(line)
    if heading:
        who = f"{heading['source']}>{heading['target']}" if heading["source"] else ""
        return (Said(NOTE, line, 0),), f"{who} {rest}"
    if not speaker or (not line and not rest):
        return (Said(NOTE if line.strip() else BLANK, line, 0),), mode
    source, _, target = speaker.partition(">")
    servers = rest.split()
    if not line:  # what ngrep adds behind a packet
        return (Said(NOTE, line, 0),), f" {rest}"
    text = line.removesuffix(".")
    if source not in servers and target not in servers:
        servers = [*servers, source if _REPLY.match(text) else target][-_MOST_SERVERS:]
    by_server = source in servers
    key = f"{target} {source}" if by_server else f"{source} {target}"
    return (Said(SERVER if by_server else CLIENT, text, 0, key),), f"{speaker} {' '.join(servers)}"


_MOST_SERVERS = 8

# --- strace -----------------------------------------------------------------------------------------------------------

_CALL = Pattern(
    r"(?:\[pid +\d+\] |\d+ +)?(?:[\d:.]+ )?(?:(?P<hears>read|recv|recvfrom)|write|send|sendto)"
    r"\((?P<socket>\d+)(?:<[^>]*>)?, (?P<string>\"(?:[^\"\\]|\\.)*\")(?P<cut>\.\.\.)?,"
)


def _strace(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    """Mode: the number of the socket that was greeted last. A string that strace has cut stands for what it may be."""
    call = _CALL.match(line)
    if not call:
        return (Said(NOTE if line.strip() else BLANK, line, 0),), mode
    at, text = call.start("string"), call["string"]
    if call["socket"] != mode and not (call["hears"] and text.startswith('"220')):
        return (Said(NOTE, line, 0),), mode
    if text == '""':
        return (Said(NOTE, line, 0, tells="close" if call["hears"] else ""),), mode
    side = SERVER if call["hears"] else CLIENT
    said = [Said(side, part, columns[0], "", columns) for part, columns in literal(text, at)]
    if call["cut"]:
        rest, (*_, last) = said[-1], said[-1].columns or (at,)
        columns = (*(rest.columns or ()), *[last] * len(_REST))
        said[-1] = rest._replace(text=rest.text + _REST, columns=columns)
    return tuple(said), call["socket"]


_REST = "{{rest}}"

ROWS: tuple[Dialect, ...] = (
    Dialect("socat", Shown("socat"), (_SOCAT.pattern,), _socat),
    Dialect("ngrep", Shown("ngrep"), (r"T (?:\S+ \S+ )?\S+:\d+ -> \S+:\d+ \[[A-Z]+\]",), _ngrep, keyed=True),
    Dialect(
        "strace",
        Shown("strace", ends=True, every_reply=False),
        (r"(?:\[pid +\d+\] |\d+ +)?(?:[\d:.]+ )?(?:read|recv|recvfrom)\(\d+(?:<[^>]*>)?, \"220[ -]",),
        _strace,
    ),
    Dialect(
        "curl-test-data",
        Shown("curl-test-data", server=False, content="hidden", every_reply=False),
        (r".{0,200}?smtps?://%(?:HOST|TEST)",),
        _curl_test,
    ),
    Dialect("tshark-follow", Shown("tshark-follow"), ("Follow: tcp,ascii$",), _tshark_follow),
    Dialect(
        "tshark-packet-list",
        Shown("tshark-packet-list", content="hidden", every_reply=False),
        (_PACKET.pattern,),
        _tshark_packet_list,
        keyed=True,
    ),
)
