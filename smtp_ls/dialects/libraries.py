"""Libraries that print the dialog when asked to: smtplib, nodemailer, PHPMailer, JavaMail, Ruby's, MailKit, lettre."""

import re

from smtp_ls.dialects.dialect import BARE, BLANK, END, NOTE, UNLABELLED, Dialect, Said, marked
from smtp_ls.dialects.quoted import html, literal, placeholder, written_crlf
from smtp_ls.events import CLIENT, SERVER
from smtp_ls.regular import Pattern
from smtp_ls.session import Shown

_CODE = r"[2-5]\d\d(?:[ -]|$)"

# --- Python's smtplib -------------------------------------------------------------------------------------------------
# `reply: retcode (250); Msg: ..` and `data: (354, ..)` repeat what a literal has said.

_STAMP = r"(?:\d\d:\d\d:\d\d\.\d{6} )?"
"""set_debuglevel(2)."""

_SMTPLIB = marked(
    client=_STAMP + r"send: (?=b?['\"])",
    server=_STAMP + r"reply: (?=b?['\"])",
    connect=_STAMP + r"connect: (?:to )?\(",
    close=r"SMTPServerDisconnected\(",
    unescape=literal,
)

# --- Ruby's Net::SMTP -------------------------------------------------------------------------------------------------
# The arrows are drawn as the debugged object sees them: `<-` goes out. Mail data is not shown.

_RUBY = marked(
    client='<- (?=")', server='-> (?=")', connect="Connection opened: ", tls="TLS connection started", unescape=literal
)

# --- MailKit ----------------------------------------------------------------------------------------------------------

_INSTANT = r"(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z? )?"

_MAILKIT_MARKED = marked(
    client=_INSTANT + "C:(?: |$)", server=_INSTANT + "S:(?: |$)", connect=_INSTANT + "Connected to (?:smtp|lmtp)s?://"
)
_MAILKIT_SECURE = Pattern(_INSTANT + "Connected to (?=(?:smtp|lmtp)s://)")


def _mailkit(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    secure = _MAILKIT_SECURE.match(line)
    return (_secured(line, secure.end()), mode) if secure else _MAILKIT_MARKED(line, mode)


def _secured(line: str, at: int, key: str = "") -> tuple[Said, ...]:
    """A connection with TLS from the start: what stands before and from a column tells the one and the other."""
    return Said(NOTE, line[:at], 0, key, tells="connect"), Said(NOTE, line[at:], at, key, tells="tls")


# --- nodemailer -------------------------------------------------------------------------------------------------------

_NODEMAILER_HEAD = r"\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] (?P<level>[A-Z]+) +\[(?P<key>[\w+/=-]+)\](?: |$)"
_NODEMAILER = Pattern(rf"{_NODEMAILER_HEAD}(?:(?P<client>C:(?: |$))|(?P<server>S:(?: |$)))?")
_NODEMAILER_TELLS = (
    ("Connection established to ", "connect"),
    ("Connection upgraded with STARTTLS", "tls"),
    ("Closing connection to the server using ", "close"),
)
_NODEMAILER_SECURE = "Secure connection established to "


def _nodemailer(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    """Mail data bears no label, like nodemailer's own words; a mail's line that begins with `C: ` cannot be told."""
    found = _NODEMAILER.match(line)
    if not found:
        return (Said(NOTE if line.strip() else BLANK, line, 0),), mode
    text, at, key = line[found.end() :], found.end(), found["key"]
    if found["client"] or found["server"]:
        return (Said(CLIENT if found["client"] else SERVER, text, at, key),), mode
    if text.startswith(_NODEMAILER_SECURE):
        return _secured(line, at + len("Secure connection"), key), mode
    tells = next((tells for words, tells in _NODEMAILER_TELLS if text.startswith(words)), "")
    if text.startswith("<") and " bytes encoded mime message" in text:
        return (Said(END, text, at, key),), mode
    if tells or found["level"] not in ("DEBUG", "TRACE"):
        return (Said(NOTE, line, 0, key, tells=tells),), mode
    return (Said(UNLABELLED, text, at, key),), mode


# --- PHPMailer --------------------------------------------------------------------------------------------------------
# Formats "echo" (a TAB after the stamp, the lines of one reply below each other), "html" (a reply's lines run together,
# `<br>` at the end) and "error_log"; and what a browser makes of them.

_PHPMAILER_WHEN = r"(?:\[?\d{1,4}-\w{1,3}-\d{1,4}[ T][\d:.]+(?: ?[A-Z]{1,4})?\]?[ \t]+)?"
_PHPMAILER_SAYS = r"(?:(?P<client>CLIENT -(?:>|&gt;) S(?:ERVER|MTP):)|(?P<server>SERVER -(?:>|&gt;) CLIENT:)"
_PHPMAILER = Pattern(
    rf"{_PHPMAILER_WHEN}{_PHPMAILER_SAYS}"
    r"|Connection: (?:(?P<ssl>opening to (?:ssl|tls)://)|(?P<connect>opened)|(?P<close>closed)))(?: |$)?"
)
_PHPMAILER_MORE = Pattern(rf"{_PHPMAILER_WHEN}[ \t]*(?={_CODE})")  # "error_log" at a terminal does not indent it
_HIDDEN = "[credentials hidden]"


def _phpmailer(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    """Mode "server": a line below may go on with the reply. An array of options is printed with the same indent.

    Mode "ssl": the connection that is about to be opened has TLS from the start.
    """
    found = _PHPMAILER.match(line)
    if not found:
        more = _PHPMAILER_MORE.match(line) if mode == SERVER else None
        if more:
            return (Said(SERVER, line[more.end() :], more.end()),), mode
        return (Said(NOTE if line.strip() else BLANK, line, 0),), "" if line.strip() and mode != "ssl" else mode
    if found["ssl"]:
        return (Said(NOTE, line, 0),), "ssl"
    if found["connect"] and mode == "ssl":
        return _secured(line, found.start("connect")), ""
    if found.lastgroup in ("connect", "close"):
        return (Said(NOTE, line, 0, tells=found.lastgroup),), ""
    at, end = found.end(), len(line.removesuffix("<br>"))
    text, columns = html(line[at:end], at) if "&" in line else (line[at:end], tuple(range(at, end + 1)))
    if found["client"]:
        if text == _HIDDEN:
            text, columns = placeholder("credentials", at, end)
        return (Said(CLIENT, text, at, "", columns),), ""
    if not text.strip():  # the connection was lost: nothing came
        return (Said(NOTE, line, 0),), ""
    return tuple(Said(SERVER, text[i:j], columns[i], "", columns[i : j + 1]) for i, j in _unglued(text)), SERVER


def _unglued(text: str) -> list[tuple[int, int]]:
    """Where the lines of a reply begin and end that lost its CRLFs: `250-a250-SIZE 100250 b` is three."""
    starts = [0]
    if text[3:4] == "-" and text[:3].isdigit():
        for found in re.finditer(rf"(?<=\S){text[:3]}([ -])", text[4:]):
            starts.append(found.start() + 4)
            if found[1] == " ":
                break
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


# --- JavaMail ---------------------------------------------------------------------------------------------------------

_JAVAMAIL = Pattern(r"DEBUG(?: [A-Z]+)?: (?P<connect>trying to connect to host )?")
_IS_SSL = "isSSL true"


def _javamail(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    """Only its own words are marked; what it says of the connection being there comes after the greeting."""
    note = _JAVAMAIL.match(line)
    if note and note["connect"] and line.endswith(_IS_SSL):
        return _secured(line, len(line) - len(_IS_SSL)), mode
    return (Said(NOTE, line, 0, tells=note.lastgroup or "") if note else Said(BARE, line, 0),), mode


# --- lettre -----------------------------------------------------------------------------------------------------------

_LETTRE = Pattern(r"(?:\S+ {1,2}){0,6}?(?:(?P<client>Wrote:|>>)|<<|Read:) ")


def _lettre(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    """Mode "open": what was written last lacks its CRLF. A number: so many lines of a reply are said already.

    For lettre prints all it has of a reply each time a line comes.
    """
    found = _LETTRE.match(line)
    if not found or not (found["client"] or "<CRLF>" in line):
        tells = "tls" if line.endswith("connection encrypted") else ""
        return (Said(NOTE if line.strip() else BLANK, line, 0, tells=tells),), mode
    at = found.end()
    wire = written_crlf(line[at:], at)
    if found["client"]:
        if mode == "open" and not wire[0][0] and len(wire) > 1:
            wire = wire[1:]
        mode = "" if line.endswith("<CRLF>") else "open"
        return tuple(Said(CLIENT, text, columns[0], "", columns) for text, columns in wire), mode
    new = wire[int(mode) :] if mode.isdigit() and int(mode) < len(wire) else wire
    mode = str(len(wire)) if wire[-1][0][3:4] == "-" else ""
    return tuple(Said(SERVER, text, columns[0], "", columns) for text, columns in new), mode


# --- aiosmtpd ---------------------------------------------------------------------------------------------------------

_MAIL_LOG = r"[^'(]{0,80}?\bmail\.log\b[^'(\w]*(?:[A-Z]+\b[^'(\w]*)?"
_PEER = r"\('[^']*', \d+(?:, \d+, \d+)?\)"
_AIOSMTPD = Pattern(
    rf"{_MAIL_LOG}(?:(?P<connect>Peer: )?(?P<key>{_PEER})(?: (?:(?P<client>>> )|(?P<server><< ))(?=b?['\"]))?"
    r"|(?P<content>DATA readline: ))"
)
_MOST_SENDING = 8


def _aiosmtpd(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    """Mode: the connection named last, and behind TABs those that were told to send mail data (354).

    A line of mail data does not say whose it is: most often his who was told first. Other readings and `challenge:`
    repeat.
    """
    last, *sending = mode.split("\t")
    found = _AIOSMTPD.match(line)
    if not found:
        return (Said(NOTE if line.strip() else BLANK, line, 0, last),), mode
    key = found["key"] or (sending[0] if sending else last)
    if not (found["client"] or found["server"] or found["content"]):
        tells = "connect" if found["connect"] else "close" if line.endswith(" connection lost") else ""
        if tells and key in sending:
            sending.remove(key)
        return (Said(NOTE, line, 0, key, tells=tells),), "\t".join((key, *sending))
    side = SERVER if found["server"] else CLIENT
    wire = literal(line[found.end() :], found.end())
    if found["server"] and wire[0][0].startswith("354"):
        sending = [*(other for other in sending if other != key), key][-_MOST_SENDING:]
    elif key in sending and (found["client"] or wire[0][0] == "."):
        sending.remove(key)
    said = tuple(Said(side, text, columns[0], key, columns) for text, columns in wire)
    return said, "\t".join((key, *sending))


_URL = "Connected to (?:smtp|lmtp)s?://"

ROWS: tuple[Dialect, ...] = (
    Dialect(
        "nodemailer",
        Shown("nodemailer", auth="masked"),
        (f"{_NODEMAILER_HEAD}[CS]: ",),
        _nodemailer,
        keyed=True,
    ),
    Dialect(
        "phpmailer",
        Shown("phpmailer"),
        (f"{_PHPMAILER_WHEN}{_PHPMAILER_SAYS})",),
        _phpmailer,
    ),
    Dialect(
        "aiosmtpd-log",
        Shown("aiosmtpd-log", auth="hidden", ends=True, every_reply=False),
        (rf"{_MAIL_LOG}{_PEER} (?:<<|>>) b['\"]",),
        _aiosmtpd,
        keyed=True,
    ),
    Dialect("javamail", Shown("javamail"), ("DEBUG SMTPS?: ",), _javamail, aliases=("jakarta-mail",), peeks=True),
    Dialect("ruby-net-smtp", Shown("ruby-net-smtp", content="hidden", ends=True), (rf'-> "{_CODE}',), _RUBY),
    Dialect(
        "python-smtplib",
        Shown("python-smtplib", ends=True),
        (rf"{_STAMP}reply: b?['\"]{_CODE}", rf"{_STAMP}send: b?['\"]"),
        _SMTPLIB,
        aliases=("smtplib",),
    ),
    Dialect(
        "lettre",
        Shown("lettre"),
        (r"(?:\S+ {1,2}){0,6}?Wrote: .*<CRLF>", rf"(?:\S+ {{1,2}}){{1,6}}?<< {_CODE}.*<CRLF>"),
        _lettre,
    ),
    Dialect(
        "mailkit",
        Shown("mailkit", auth="masked"),
        (_URL, f"{_INSTANT.removesuffix('?')}(?:[CS]: |{_URL})"),
        _mailkit,
    ),
)
