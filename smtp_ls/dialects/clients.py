"""Programs that send mail or test servers and print the dialog: swaks, curl, msmtp, s-nail, mutt, smtp-source."""

import re

from smtp_ls.dialects.dialect import BARE, BLANK, CONTENT, NOTE, Dialect, Said, marked
from smtp_ls.events import CLIENT, SERVER
from smtp_ls.regular import Pattern
from smtp_ls.session import Shown

# --- swaks ------------------------------------------------------------------------------------------------------------
# `-` in a mark is plain text, `~` is inside TLS, `**` says that swaks expected something else. `<** Timeout` is swaks'
# own word, and what comes after it may answer what came before. `12 lines sent` is what --suppress-data leaves of mail
# data. Not SMTP: HAProxy's header before the greeting (--proxy), `  > 0000: 45 48` and `<   0000: 32` (--show-raw-text:
# the octets of the line above), `=== `, `*** `. A web page makes one blank of two and drops the one at the beginning.

_SWAKS_MARKED = marked(
    client=r"(?: ?[-~]|\*[*~])>(?: (?!PROXY (?:TCP[46]|UNKNOWN)\b)|$)",
    server=r"<[-~] (?: |$|(?=\d{3}(?:[ -]|$)))|<(?:\*\*|~\*) (?=\d{3}(?:[ -]|$))",
    connect=r"=== (?:Trying \S+:\d+\.|Connected to )",
    tls="=== TLS started",
    close=r"=== (?:Connection closed|Dropping connection)|<(?:\*\*|~\*) Timeout ",
    end=r" ?[-~]> \d+ lines sent$",
)


def _swaks(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    """Mode "tls": a mark has told that TLS is up, where the line that says so is not shown."""
    said, _ = _SWAKS_MARKED(line, "")
    if said[0].side == NOTE and said[0].tells:
        return said, "tls" if said[0].tells == "tls" else ""
    if not mode and line[:2] in ("<~", " ~", "~>", "*~"):
        return (Said(NOTE, line[: said[0].at], 0, tells="tls"), *said), "tls"
    return said, mode


_SWAKS_NOTE = Pattern(
    r"(?P<close>=== (?:Connection closed|Dropping connection)|Timeout \(\d+ secs\) waiting for server response$)"
    r"|(?:===|\*\*\*) (?:(?P<connect>Trying \S+:\d+\.|Connected to )|(?P<tls>TLS started))?"
)


def _swaks_without_hints(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    """--no-hints: nothing but swaks' own notes is marked, also amid mail data."""
    note = _SWAKS_NOTE.match(line)
    return (Said(NOTE, line, 0, tells=note.lastgroup or "") if note else Said(BARE, line, 0),), mode


# --- curl -------------------------------------------------------------------------------------------------------------

_STAMP = r"(?:\d\d:\d\d:\d\d\.\d{6} )?(?:\[\d+-\d+\] )?"
"""--trace-time and --trace-ids."""

_CURL_VERBOSE = marked(
    client=_STAMP + r">(?: |$)",
    server=_STAMP + r"<(?: |$)",
    connect=_STAMP + r"\* (?:Connected to|Established connection to) ",
    tls=_STAMP + r"\* SSL connection using ",
    close=_STAMP + r"\* [Cc]losing connection",
)

_CURL_BLOCK = Pattern(_STAMP + r"(?:(?P<sent>=>)|<=) (?P<verb>Send|Recv) (?P<what>SSL data|data|header), \d+ bytes")
_CURL_INFO = Pattern(
    _STAMP + r"== Info: (?:(?P<connect>Connected to |Established connection to )|(?P<tls>SSL connection using )"
    r"|(?P<close>[Cc]losing connection))?"
)
_CURL_ROW = Pattern(r"(?P<offset>[0-9a-f]{4,}): ")
_CURL_HEX = Pattern(r"(?:[0-9a-f]{2} ){1,16} *")
_ASCII_ROW, _HEX_ROW = 64, 16
"""How many octets curl puts in a row of --trace-ascii and of --trace, where 48 columns of hexadecimal come first."""
_BASE64 = Pattern(r"[A-Za-z0-9+/]+=*$")


def _curl_trace(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    """A heading tells who speaks in the rows below; `+` and an offset in the mode, which row goes on with a line."""
    block = _CURL_BLOCK.match(line)
    if block:
        return (Said(NOTE, line, 0),), _curl_side(block)
    row = _CURL_ROW.match(line)
    if row and mode:
        return _curl_row(line, int(row["offset"], 16), mode)
    note = _CURL_INFO.match(line)
    return (Said(NOTE if line.strip() else BLANK, line, 0, tells=(note and note.lastgroup) or ""),), ""


def _curl_side(block: re.Match[str]) -> str:
    """What a block holds. Data that is received repeats the reply, and data that is sent has lost its line ends."""
    if block["what"] == "header":
        return CLIENT if block["sent"] else SERVER
    return CONTENT if block["sent"] and block["what"] == "data" else NOTE


def _curl_octets(line: str) -> tuple[int, str, int, bool]:
    """Of a row: the column of its text, the text without CRLF, how many octets fit in a row, and if CRLF ends it."""
    at = line.index(": ") + 2
    octets = line[at : at + 48]
    if len(octets) == 48 and _CURL_HEX.fullmatch(octets) and len(line) - at - 48 == len(octets.split()):
        ended = octets.rstrip().endswith("0d 0a")
        return at + 48, line[at + 48 : len(line) - 2 * ended], _HEX_ROW, ended
    return at, line[at:], _ASCII_ROW, False


def _curl_row(line: str, offset: int, mode: str) -> tuple[tuple[Said, ...], str]:
    side, _, expected = mode.partition("+")
    at, text, width, ended = _curl_octets(line)
    cut = len(line) - at == width and not ended and side in (CLIENT, SERVER)
    after = f"{side}+{offset + width}" if cut else side
    if expected == str(offset):  # the row above has said this
        hides = side == CLIENT and _BASE64.match(text) is not None
        return (Said(NOTE, text, at, tells="secret" if hides else ""),), after
    return (Said(side, text, at),), after


def _curl_joined(text: str, following: str) -> str | None:
    """A line is longer than a row: the next row's offset tells, since with a CRLF between them it is two higher."""
    row = _CURL_ROW.match(following)
    offset = int(row["offset"], 16) if row else 0
    if not offset or (offset != len(text) and text != "\\"):  # asked with "\": may this row go on with another at all?
        return None
    _, more, width, ended = _curl_octets(following)
    if width == _HEX_ROW and not ended and following[6:9] == "0a ":  # the CR is the last octet of the row above
        return text[:-1]
    return text + more


# --- msmtp ------------------------------------------------------------------------------------------------------------

_MSMTP = marked(client=r"-->(?: |$)", server=r"<--(?: |$)", tls="TLS session parameters:")

# --- s-nail, before any line of which stands the name by which it was called ------------------------------------------

_SNAIL_MARKED = marked(
    client=r"[\w.-]+: >>>(?: (?!SERVER: )|$)", server=r"[\w.-]+: >>> SERVER: ",
    connect=r"[\w.-]+: Connecting to ", tls=r"[\w.-]+: TLS connection using ",
)  # fmt: skip
_SNAIL_LOGIN = Pattern(r"[\w.-]+: Credentials: host .*, pass (?!'')")


def _snail(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    login = _SNAIL_LOGIN.match(line)
    if login:
        return (Said(NOTE, line[login.end() :], login.end(), tells="secret"),), mode
    return _SNAIL_MARKED(line, mode)


# --- ssmtp, mutt and sendEmail ----------------------------------------------------------------------------------------
# mutt (-d 1 and above, ~/.muttdebug0) has the number of the socket before its arrow; sendEmail joins a reply's lines.

_SSMTP = marked(client=r"\[->\](?: |$)", server=r"\[<-\](?: |$)")
_MUTT_LINE = r"(?:\[\d{4}-\d\d-\d\d [\d:]{8}\] )?"
_MUTT = marked(client=_MUTT_LINE + r"\d+> ", server=_MUTT_LINE + r"\d+< ", connect=_MUTT_LINE + "Connected to ")
_SENDEMAIL_LINE = r".{0,80}?(?i:sendemail)\[\d+\]: "
_JOINED = Pattern(r", (?=\d{3}[ -])")


def _sendemail_lines(text: str, at: int) -> list[tuple[str, tuple[int, ...]]]:
    """`250-a, 250-b, 250 c` is three lines."""
    joints = list(_JOINED.finditer(text)) if text[3:4] == "-" else []
    starts, ends = [0, *(each.end() for each in joints)], [*(each.start() for each in joints), len(text)]
    return [
        (text[start:end], tuple(range(at + start, at + end + 1))) for start, end in zip(starts, ends, strict=True)
    ]  # fmt: skip


_SENDEMAIL = marked(
    client=_SENDEMAIL_LINE + r"INFO => Sending: \t", server=_SENDEMAIL_LINE + r"[A-Z]+ => Received: \t",
    connect=_SENDEMAIL_LINE + "DEBUG => Connecting to ", unescape=_sendemail_lines,
)  # fmt: skip

# --- Perl's Net::SMTP -------------------------------------------------------------------------------------------------

_PERL = Pattern(
    r"[\w:]*SMTP(?P<secure>::_SSL)?[\w:]*=GLOB\(0x[0-9a-f]+\)(?:(?P<client>>>>)|<<<)(?: |$)(?P<decoded>\(decoded\) )?"
)


def _perl_net_smtp(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    """The class changes to `Net::SMTP::_SSL` with TLS, the object's address does not.

    Mode "begun": something has been said. A file that begins with that class has TLS from the start.
    """
    found = _PERL.match(line)
    if not found:
        return (Said(NOTE if line.strip() else BLANK, line, 0),), mode
    if found["decoded"]:  # repeats a base64 line in clear
        return (Said(NOTE, line[found.end() :], found.end(), tells="secret"),), mode
    said = Said(CLIENT if found["client"] else SERVER, line[found.end() :], found.end())
    if found["secure"] and not mode:
        return (Said(NOTE, found[0], 0, tells="tls"), said), "begun"
    return (said,), "begun"


# --- Postfix's smtp-source and smtp-sink ------------------------------------------------------------------------------

_POSTFIX_TEST = Pattern(
    r"smtp-(?:(?P<source>source)|sink): (?P<server><<< )?"
    r"(?:(?P<connect>connect \()|(?P<stream>fd=\d+: stream buffer size )|(?P<close>disconnect$))?"
)


def _smtp_sink(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    """Commands and the program's own words look alike: who speaks is told by the text.

    The mode counts the connections that are open. Nothing tells the lines of several apart (-s): until all of them are
    closed, marked by `*`, nobody is taken to speak.
    """
    found = _POSTFIX_TEST.match(line)
    if not found:
        return (Said(NOTE if line.strip() else BLANK, line, 0),), mode
    at, text = found.end(), line[found.end() :]
    opens = found["stream"] if found["source"] else found["connect"]
    closes = found["server"] and text.startswith("221") if found["source"] else found["close"]
    after = _connections(mode, 1 if opens else -1 if closes else 0)
    if mode.endswith("*") or after.endswith("*"):
        return (Said(NOTE, line, 0, tells="" if mode.endswith("*") else "close"),), after
    if found["connect"] or found["close"]:
        return (Said(NOTE, line, 0, tells=found.lastgroup or ""),), after
    if found["stream"]:
        return (Said(NOTE, line, 0),), after
    side = SERVER if found["server"] else CONTENT if text == "." else BARE
    return (Said(side, text, at),), after


def _connections(mode: str, more: int) -> str:
    count = max(int(mode.rstrip("*") or 0) + more, 0)
    return f"{count}{'*' if count > 1 or mode.endswith('*') else ''}" if count else ""


_CODE = r"[2-5]\d\d(?:[ -]|$)"

ROWS: tuple[Dialect, ...] = (
    Dialect(
        "curl-trace",
        Shown("curl-trace", content="hidden", quit=False),
        (f"{_STAMP}== Info: ", f"{_STAMP}<= Recv header, "),
        _curl_trace,
        joins=_curl_joined,
    ),
    Dialect(
        "curl-verbose",
        Shown("curl-verbose", content="hidden", quit=False),
        # A log that begins in the middle may hold only what curl says of the end.
        (rf"{_STAMP}\* (?: *Trying |Connected to |Connection #\d|[Cc]losing connection|We are completely uploaded)",),
        _CURL_VERBOSE,
    ),
    Dialect(
        "perl-net-smtp",
        Shown("perl-net-smtp", content="displayed"),
        (r"[\w:]*SMTP[\w:]*=GLOB\(0x",),
        _perl_net_smtp,
    ),
    Dialect(
        "smtp-sink-v",
        Shown("smtp-sink-v", content="hidden", every_reply=False),
        ("smtp-(?:sink|source): ",),
        _smtp_sink,
        aliases=("smtp-sink", "smtp-source"),
        peeks=True,
    ),
    Dialect("msmtp-debug", Shown("msmtp-debug"), (f"<-- {_CODE}",), _MSMTP, aliases=("msmtp",)),
    Dialect("s-nail", Shown("s-nail", content="displayed"), (rf"[\w.-]+: >>> SERVER: {_CODE}",), _snail),
    Dialect("ssmtp", Shown("ssmtp"), (rf"\[<-\] {_CODE}",), _SSMTP),
    Dialect(
        "mutt-debug", Shown("mutt-debug", content="hidden"), (rf"{_MUTT_LINE}\d+< {_CODE}",), _MUTT, aliases=("mutt",)
    ),
    Dialect(
        "sendemail",
        Shown("sendemail", content="hidden", quit=False),
        (rf"{_SENDEMAIL_LINE}SUCCESS => Received: \t{_CODE}",),
        _SENDEMAIL,
    ),
    Dialect("swaks", Shown("swaks"), (f"<[-~]  ?{_CODE}", r"<(?:\*\*|~\*) ", r" [-~]> \S"), _swaks),
    Dialect(
        "swaks",
        Shown("swaks"),
        ("=== (?:Trying|Connected to) ",),
        _swaks_without_hints,
        hits=2,
        aliases=("swaks-no-hints",),
        peeks=True,
    ),
)
