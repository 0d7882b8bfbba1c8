"""Formats that people paste into questions: webmail, mailers and servers that are known by their log lines alone.

Rule 1: where an arrow means what the writer sends (`<<`, `-->`), a line that begins with a reply code is the server's
and any other the client's; that is safe here because these logs do not hold mail data.
"""

import re

from smtp_ls.dialects.dialect import BLANK, NOTE, UNLABELLED, Dialect, Said, Split, marked
from smtp_ls.dialects.quoted import Pieces, Wire, replaced, wire_lines
from smtp_ls.events import CLIENT, SERVER
from smtp_ls.regular import Pattern
from smtp_ls.session import Shown

_CODE = r"(?=[2-5]\d\d(?:[ -]|$))"
_ELSE = r"(?![2-5]\d\d(?:[ -]|$))"
_REPLY = Pattern(r"[2-5]\d\d(?:[ -]|$)")
_MORE = rf"\s*{_CODE}"
"""The lines of one reply below each other, the first alone with a mark."""


def _hidden(name: str, *, auth: str = "shown", ends: bool = False) -> Shown:
    return Shown(name, content="hidden", auth=auth, ends=ends, every_reply=False)


# --- SwiftMailer, GMass: `<< ` and `>> `; Symfony, curl without its own words: `< ` and `> ` --------------------------

_YII = r"(?:\d{4}-\d\d-\d\d [\d:.]+ (?:\[[^\]]*\])+ )?"
_SWIFT = marked(
    server=rf"{_YII}(?:<<|>>) {_CODE}", client=rf"{_YII}(?:<<|>>) {_ELSE}", more=_MORE, connect=rf"{_YII}\+\+ Starting "
)
_BRACKETED = r"(?:\[\d{4}-\d\d-\d\d[T ][^\]]*\] )?"
_SYMFONY = marked(server=rf"{_BRACKETED}[<>] {_CODE}", client=rf"{_BRACKETED}[<>] {_ELSE}")

# --- the same arrows and others, where mail data is shown: people, web pages ------------------------------------------

_OTHER_ARROW = r"(?:[-=]{1,2}>|<[-=]{1,2}|[\u2190\u2192\u21d0\u21d2])"
_ARROW = Pattern(rf"{_BRACKETED}(?P<arrow><{{1,2}}|>{{1,2}}|{_OTHER_ARROW})(?: (?P<text>.*)|$)")


def _angles(line: str, mode: str) -> tuple[tuple[Said, ...], str]:
    """`mode` is the server's arrow, once a reply has told: a line of mail data may look like a reply."""
    found = _ARROW.match(line)
    if not found:
        return (Said(NOTE if line.strip() else BLANK, line, 0),), mode
    arrow, text = found["arrow"], found["text"] or ""
    if not mode and _REPLY.match(text):
        mode = arrow
    at = found.start("text") if found["text"] is not None else len(line)
    return (Said(SERVER if arrow == mode else CLIENT, text, at),), mode


# --- MDaemon, as a server or as a client ------------------------------------------------------------------------------

_MDAEMON_LINE = r"[A-Z][a-z]{2} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?: (?:\d\d: )?\[(?P<key>[\d:]+)\] (?:-->|<--) "
_MDAEMON = marked(server=_MDAEMON_LINE + _CODE, client=_MDAEMON_LINE + _ELSE)

# --- Roundcube, DokuWiki, mailsend: mail data follows without marks ---------------------------------------------------

_RCUBE = r"(?:\[[^\]]{10,40}\]: )?(?:<\w+> )?"
_ROUNDCUBE = marked(
    server=_RCUBE + "Recv: ", client=_RCUBE + "Send: ", connect=_RCUBE + "Connecting to ", otherwise=UNLABELLED,
    end=r".*\[truncated \d+ bytes\]$",
)  # fmt: skip
_DOKUWIKI = marked(server=r"Got: (?=\S)", client=r"Sent: (?=\S)", connect="Connecting to ", otherwise=UNLABELLED)
_MAILSEND = marked(server=r"\[S\](?: |$)", client=r"\[C\](?: |$)", connect="Connecting to ", otherwise=UNLABELLED)

# --- fakeSMTP (SubEthaSMTP), Postal, Mailinator: written by the server ------------------------------------------------

_WHEN = r"(?:\[?\d[\d:.,/TZ +-]{3,30}\]? )"
_SERVER_LABEL = rf"(?:{_WHEN}?(?:(?i:server)[:>]|s:|[Ss]>)|{_WHEN}S:)"
_LABELLED = marked(server=_SERVER_LABEL + "(?: |$)", client=rf"{_WHEN}?(?:(?i:client)[:>]|[Cc][:>])(?: |$)")
"""What people write before the lines of a dialog, if it is not our own notation."""

_CLOCK = r"(?:.{0,120}? - )?"
_FAKESMTP = marked(
    server=_CLOCK + "Server: ", client=_CLOCK + "Client: ", more=_MORE, connect=_CLOCK + "SMTP connection from "
)

_POSTAL_LINE = r".{0,120}?\[(?P<key>[A-Z0-9]{4,10})\] +"
_POSTAL = marked(
    server=_POSTAL_LINE + "=> ", client=_POSTAL_LINE + "<= ", connect=_POSTAL_LINE + "Connection opened from "
)

_MAILINATOR_MARK = r"\d+ ?ms[ |]+{}[ |]+(?:-->?|<--?|\u2013>|<\u2013)[ |]+(?P<text>.*[^ |]|)"


def _flattened(text: str, at: int) -> Wire:
    """`250-a 250-SIZE 250 Ok`: a reply's lines, joined with blanks."""
    code = text[:3] if text[3:4] == "-" and text[:3].isdigit() else ""
    starts = [0, *(found.end() for found in re.finditer(rf" (?={code}[ -])", text))] if code else [0]
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    return [
        (text[start:end], tuple(range(at + start, at + end + 1))) for start, end in zip(starts, ends, strict=True)
    ]  # fmt: skip


_MAILINATOR = marked(
    server=_MAILINATOR_MARK.format("OUTGOING"), client=_MAILINATOR_MARK.format("INCOMING"),
    connect=r"\d+ ?ms[ |]+SOCKET_OPEN", tls=r"\d+ ?ms[ |]+TLS_ACTIVE", close=r"\d+ ?ms[ |]+SOCKET_CLOSED",
    unescape=_flattened,
)  # fmt: skip

# --- hMailServer ("SMTPD" receives, "SMTPC" delivers), SnappyMail and RainLoop ----------------------------------------

_HMAIL_LINE = r'"SMTP(?:(?P<receives>D)|C)"\s+\d+\s+(?P<key>\d+)\s+"[^"]*"\s+"[^"]*"\s+"'
_NEW_LINE = Pattern(r"\[nl\]")
_ESCAPED_END = Pattern(r"\\([rn])")


def _crlf(_: re.Match[str]) -> Pieces:
    yield "\r", 0
    yield "\n", 0


def _hmail_text(text: str, at: int) -> Wire:
    return wire_lines(*replaced(text.rstrip().removesuffix('"'), at, _NEW_LINE, _crlf))


def _escaped_ends(text: str, at: int) -> Wire:
    return wire_lines(*replaced(text, at, _ESCAPED_END, lambda found: iter((("\r" if found[1] == "r" else "\n", 0),))))


_HMAIL = marked(
    server=_HMAIL_LINE + "(?(receives)SENT|RECEIVED): ", client=_HMAIL_LINE + "(?(receives)RECEIVED|SENT): ",
    unescape=_hmail_text,
)  # fmt: skip

_SNAPPY_LINE = r"\[[\d: .-]+\]\[(?P<key>\w+)\] SMTP\[[A-Z]+\]: "
_SNAPPY = marked(
    server=_SNAPPY_LINE + "< ", client=_SNAPPY_LINE + "> ", connect=_SNAPPY_LINE + "Start connection to ",
    unescape=_escaped_ends,
)  # fmt: skip


def _row(shown: Shown, sign: str, split: Split, *, hits: int = 1, aliases: tuple[str, ...] = ()) -> Dialect:
    return Dialect(shown.name, shown, (sign,), split, hits, aliases, keyed="(?P<key>" in sign)


ROWS: tuple[Dialect, ...] = (
    _row(_hidden("hmailserver", auth="masked"), _HMAIL_LINE + "(?:SENT|RECEIVED): ", _HMAIL),
    _row(_hidden("snappymail", auth="masked", ends=True), _SNAPPY_LINE + "[<>] ", _SNAPPY, aliases=("rainloop",)),
    _row(_hidden("mailinator"), r"\d+ ?ms[ |]+OUTGOING[ |]", _MAILINATOR),
    _row(_hidden("postal"), _POSTAL_LINE + "=> " + _CODE, _POSTAL),
    _row(_hidden("mdaemon", auth="masked"), _MDAEMON_LINE, _MDAEMON),
    _row(Shown("labelled"), _SERVER_LABEL + " " + _CODE, _LABELLED),
    _row(_hidden("fakesmtp", auth="hidden"), _CLOCK + "Server: " + _CODE, _FAKESMTP, aliases=("subethasmtp",)),
    _row(Shown("roundcube", auth="masked", every_reply=False), _RCUBE + "Recv: " + _CODE, _ROUNDCUBE),
    _row(Shown("dokuwiki", auth="hidden", every_reply=False), "Got: " + _CODE, _DOKUWIKI),
    _row(Shown("mailsend", every_reply=False), r"\[S\] " + _CODE, _MAILSEND),
    _row(_hidden("swiftmailer"), rf"{_YII}(?:<<|>>) {_CODE}", _SWIFT, aliases=("gmass",)),
    _row(_hidden("symfony-mailer"), rf"{_BRACKETED}[<>] {_CODE}", _SYMFONY, hits=2),
    # Where `<` and `>` stand alone, detection tells by the lines behind 354.
    _row(Shown("angles"), rf"{_OTHER_ARROW} {_CODE}", _angles, hits=2),
)
