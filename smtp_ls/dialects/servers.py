"""What mail servers and the tools about them print: Postfix, sendmail, bounces, Haraka, Exchange, OpenSMTPD, OpenSSL.

Rule 1: an arrow points away from the program that writes it (LANGUAGE section 2, trap 1); where one format serves both
sides, the program's name or the text tells who speaks.
"""

import re

from smtp_ls.dialects.dialect import BARE, BLANK, CONTENT, NOTE, Dialect, Said, marked
from smtp_ls.events import CLIENT, SERVER
from smtp_ls.regular import Pattern
from smtp_ls.session import Shown

Line = tuple[tuple[Said, ...], str]

_REPLY = Pattern(r"\d{3}(?:[ -]|$)")


def _note(line: str, key: str = "", tells: str = "") -> tuple[Said, ...]:
    return (Said(NOTE if line.strip() else BLANK, line, 0, key, tells=tells),)


# --- Postfix ----------------------------------------------------------------------------------------------------------

_SYSLOG = Pattern(r".{0,120}?(?<![\w.-])(?P<program>[\w.-]+)\[(?P<pid>\d+)\]: (?P<said>.*)")
_PEER = Pattern(r"(?P<arrow>[<>]) \S+?\[[^\]\s]*\](?::\d+)?: ?(?P<text>.*)")
_DELIVERS = {">": CLIENT, "<": SERVER}
_POSTFIX = {"smtpd": {"<": CLIENT, ">": SERVER}, "smtp": _DELIVERS, "lmtp": _DELIVERS}
"""One log holds what the server (smtpd) and what the client (smtp, lmtp) say."""
_POSTFIX_TELLS = (
    ("connect", Pattern(r"connect from |smtp_connect_addr: trying: ")),  # not `connect to subsystem private/rewrite`
    ("close", Pattern(r"(?:disconnect from|lost connection|timeout after) ")),
    ("tls", Pattern(r"\w+ TLS connection established (?:from|to) ")),
)


def _postfix(line: str, mode: str) -> Line:
    syslog = _SYSLOG.match(line)
    sides = _POSTFIX.get(syslog["program"]) if syslog else None
    if not syslog or not sides:
        return _note(line), mode
    key = f"{syslog['program']}[{syslog['pid']}]"
    peer = _PEER.match(syslog["said"])
    if peer:
        return (Said(sides[peer["arrow"]], peer["text"], syslog.start("said") + peer.start("text"), key),), mode
    tells = next((told for told, pattern in _POSTFIX_TELLS if pattern.match(syslog["said"])), "")
    return _note(line, key, tells), mode


def _postfix_row(name: str, sign: str) -> Dialect:
    shown = Shown(name, content="hidden", every_reply=False, excerpt=True)
    return Dialect(name, shown, (sign,), _postfix, keyed=True)


# --- sendmail, mailx and bounces --------------------------------------------------------------------------------------

_SENDMAIL_X = Pattern(r"(?P<pid>\d{1,10}) (?P<arrow><<<|>>>|===)(?: |$)(?P<text>.*)")
_MOST_PROCESSES = 8


def _sendmail_x(line: str, mode: str) -> Line:
    """`mode` holds each process's arrow for the server: what comes before is the message read from standard input."""
    found = _SENDMAIL_X.match(line)
    if not found:
        return _note(line), mode
    pid, arrow, text = found["pid"], found["arrow"], found["text"]
    arrows = dict(pair.split(":") for pair in mode.split())
    connects = arrow == "===" and text.startswith("CONNECT")
    if connects:
        arrows[pid] = "<<<"
    elif arrow == ">>>" and pid not in arrows and _REPLY.match(text):
        arrows[pid] = ">>>"  # this process is the server
    mode = " ".join(f"{each}:{server}" for each, server in list(arrows.items())[-_MOST_PROCESSES:])
    if arrow == "===" or pid not in arrows or text == "[EOF]":
        return _note(line, pid, "connect" if connects else ""), mode
    return (Said(SERVER if arrow == arrows[pid] else CLIENT, text, found.start("text"), pid),), mode


_TRANSCRIPT = Pattern(r"\s*-+ Transcript of session follows -+")
_TALKING = Pattern(r"\.{3,4} while talking to ")
_ARROW = Pattern(r"(?P<arrow><<<|>>>)(?: |$)(?P<text>.*)")


def _bounce(line: str, mode: str) -> Line:
    """`mode` is "in" inside the transcript, which a blank line ends: the mail that follows may hold anything."""
    if _TRANSCRIPT.match(line):
        return _note(line, tells="connect"), "in"
    if not mode or not line.strip():
        return _note(line), ""
    if _TALKING.match(line):
        return _note(line, tells="connect"), mode
    found = _ARROW.match(line)
    if found:
        return (Said(SERVER if found["arrow"] == "<<<" else CLIENT, found["text"], found.start("text")),), mode
    return _note(line), mode  # `550 5.1.1 <x>... User unknown` without a mark is sendmail's own word


_TAG = Pattern(r" (?P<tag>In: |Out:)(?: |$)")


def _transcript(line: str, mode: str) -> Line:
    """`mode` is the server's tag: smtpd(8) writes `Out:` for what it says itself, smtp(8) too, and is the client."""
    found = _TAG.match(line)
    if not found:
        return _note(line, tells="close" if line.startswith("Session aborted") else ""), mode
    tag, text = found["tag"], line[found.end() :]
    if not mode:
        mode = tag if _REPLY.match(text) else "Out:" if tag == "In: " else "In: "
    return (Said(SERVER if tag == mode else CLIENT, text, found.end()),), mode


_GLUED = Pattern(r" (?=(?:<<<|>>>) \d{3}(?:[ -]|$))")


def _arrows(line: str, mode: str) -> Line:
    """`mode` is the server's arrow, once a reply has told."""
    found = _ARROW.match(line)
    if not found:
        return _note(line), mode
    if not mode and _REPLY.match(found["text"]):
        mode = found["arrow"]
    server = mode or "<<<"
    glued = next(_GLUED.finditer(line), None)  # `>>> QUIT <<< 221 goodbye`
    first = found["text"] if glued is None else line[found.start("text") : glued.start()]
    said = (Said(SERVER if found["arrow"] == server else CLIENT, first, found.start("text")),)
    if glued is None:
        return said, mode
    second, mode = _arrows(line[glued.end() :], mode)
    return said + tuple(each._replace(at=each.at + glued.end()) for each in second), mode


def _continued(text: str, following: str) -> str | None:
    """Documentation breaks a long command with a backslash and goes on with blanks."""
    return f"{text[:-1].rstrip()} {following.strip()}" if text.endswith("\\") and following[:1] in (" ", "\t") else None


def _unfolded(text: str, following: str) -> str | None:
    """Postfix folds a long line at a blank and goes on below it with five."""
    return f"{text} {following.strip()}" if following.startswith("     ") and following.strip() else None


# --- logs of sessions -------------------------------------------------------------------------------------------------

_HARAKA = Pattern(
    r".{0,80}?\[(?P<level>[A-Z]+)\] \[(?P<id>[0-9A-Fa-f-]{36})[\d.]*\] \[(?P<part>core|outbound)\] (?P<said>.*)"
)
_HARAKA_SAID = Pattern(r"(?P<who>[CS]): ?(?P<text>.*?)(?: ?(?<!\S)state=\d+)?$")


def _haraka(line: str, mode: str) -> Line:
    """Mail data is logged at a level of its own. What is sent on from a session goes by that session's number."""
    found = _HARAKA.match(line)
    if not found:
        return _note(line), mode
    key = found["id"] if found["part"] == "core" else f"{found['id']} {found['part']}"
    said = _HARAKA_SAID.match(found["said"]) if found["level"] in ("PROTOCOL", "DATA") else None
    if said is None:
        closed = re.match(r"(?:client (?:half )?closed|disconnect)", found["said"])
        return _note(line, key, "close" if closed else ""), mode
    at = found.start("said") + said.start("text")
    side = CONTENT if found["level"] == "DATA" else CLIENT if said["who"] == "C" else SERVER
    return (Said(side, said["text"], at, key),), mode


_FIELD = r'(?:"(?:[^"]|"")*"|[^,]*)'
_EXCHANGE = Pattern(
    rf"\d{{4}}-\d\d-\d\dT[^,]*,{_FIELD},(?P<key>{_FIELD}),{_FIELD},{_FIELD},{_FIELD},(?P<event>[-+<>*]),(?P<said>{_FIELD})"
    r"(?:,(?P<context>.*))?$"
)
_ARGUED = ("AUTH", "SIZE", "X-EXPS")
"""Keywords that take what follows, up to the next keyword."""


def _exchange(line: str, mode: str) -> Line:
    found = _EXCHANGE.match(line)
    if not found:
        return _note(line), mode
    key, event = found["key"], found["event"]
    if event in "<>":
        text, columns = _unquoted(found["said"], found.start("said"))
        side = SERVER if _REPLY.match(text) else CLIENT  # `<` is the client in a Receive log, the server in a Send log
        return tuple(Said(side, part, where[0], key, where) for part, where in _unflattened(text, columns)), mode
    negotiated = "TLS protocol" in (found["context"] or "") and "succeeded" in found["context"]
    return _note(line, key, {"+": "connect", "-": "close"}.get(event, "tls" if negotiated else "")), mode


def _unquoted(field: str, at: int) -> tuple[str, tuple[int, ...]]:
    """The text of a CSV field, and its columns."""
    if not field.startswith('"'):
        return field, tuple(range(at, at + len(field) + 1))
    places = [found.start() for found in re.finditer(r'""|.', field[1:-1])]
    text = "".join(field[1 + place] for place in places)
    return text, (*(at + 1 + place for place in places), at + len(field) - 1)


def _unflattened(text: str, columns: tuple[int, ...]) -> list[tuple[str, tuple[int, ...]]]:
    """The lines of an EHLO reply that Exchange wrote into one field, two blanks after its code."""
    from smtp_ls.protocol.extensions import EXTENSIONS  # noqa: PLC0415  (wanted only in these logs)

    if text[3:5] != "  ":
        return [(text, columns)]
    starts, takes = [5], True
    for word in re.finditer(r"\S+", text[5:]):
        keyword = word[0] in EXTENSIONS
        if word.start() and (keyword or not takes):
            starts.append(5 + word.start())
        takes = word[0] in _ARGUED if keyword else takes
    lines = []
    for start, end in zip(starts, [*starts[1:], len(text) + 1], strict=True):
        said = text[start : end - 1]
        separator = "-" if end <= len(text) else " "
        lines.append((text[:3] + separator + said, (*columns[:4], *columns[start:end])))
    return lines


_OPENSMTPD = Pattern(
    r".{0,80}?\b(?P<who>smtp|mta): (?P<key>0x[0-9a-f]{1,16}): (?:(?P<arrow><<<|>>>) (?P<text>.*)|(?P<told>.*))"
)
_OPENSMTPD_MESSAGE = Pattern(r".{0,80}?<<< \[MSG\] (?P<text>.*)")


def _opensmtpd(line: str, mode: str) -> Line:
    """`mode` is the latest session that received: its message is traced without its name."""
    message = _OPENSMTPD_MESSAGE.match(line)
    if message:
        return (Said(CLIENT, message["text"], message.start("text"), mode),), mode
    found = _OPENSMTPD.match(line)
    if not found or not found["arrow"] or found["text"].startswith("[..."):
        key = found["key"] if found else ""
        return _note(line, key, "close" if found and "deleting session" in line else ""), mode
    client = "<<<" if found["who"] == "smtp" else ">>>"
    side = CLIENT if found["arrow"] == client else SERVER
    return (Said(side, found["text"], found.start("text"), found["key"]),), found["key"] if client == "<<<" else mode


# --- OpenSSL ----------------------------------------------------------------------------------------------------------

_DUMPED = Pattern(
    r"Certificate chain|Server certificate|No client certificate|Acceptable client|SSL handshake|New, |Reused, "
    r"|Post-Handshake|no peer certificate"
)
"""What stands below the rules of hyphens between which s_client prints the session."""
_PROTOCOL = Pattern(r" *Protocol *: (?:TLS|SSL)v")
_VERIFIED = Pattern(r"(?:depth=\d|verify (?:error|return):|Can't use SSL_get_servername|CONNECTED\()")


def _s_client(line: str, mode: str) -> Line:
    """`mode` is "dump" inside what OpenSSL prints of the session, "rule" below its hyphens, else "typed" or "reply"."""
    if _VERIFIED.match(line):
        tells = "connect" if line.startswith("CONNECTED") else ""
        return _note(line, tells=tells), "typed" if mode == "typed" and not tells else "dump"
    if line == "read R BLOCK":
        return _note(line), "typed"
    if line == "---" and mode in ("dump", "rule"):
        return _note(line), "rule"
    replied = _REPLY.match(line) is not None
    if not replied and (mode == "dump" or (mode == "rule" and _DUMPED.match(line))):
        return _note(line, tells="tls" if _PROTOCOL.match(line) else ""), "dump"
    if mode == "reply" and not line:  # a terminal turns CRLF into CR CR LF: this line is the second CR, no mail data
        return _note(line), "typed"
    after = "rule" if line == "---" or (replied and mode == "rule") else "reply" if replied else "typed"
    return (Said(BARE, line, 0),), after


# --- the rows ---------------------------------------------------------------------------------------------------------

ROWS: tuple[Dialect, ...] = (
    Dialect(
        "exchange-protocol-log",
        Shown("exchange-protocol-log", content="hidden", auth="hidden", every_reply=False, excerpt=True),
        (r"#Log-type: SMTP ", rf"{_EXCHANGE.pattern}"),
        _exchange,
        keyed=True,
    ),
    Dialect(
        "haraka-log",
        Shown("haraka-log", content="hidden", every_reply=False, excerpt=True),
        (r".{0,80}?\[PROTOCOL\] \[[0-9A-Fa-f-]{36}[\d.]*\] \[(?:core|outbound)\] [CS]: ",),
        _haraka,
        keyed=True,
    ),
    _postfix_row("postfix-smtpd-v", r"\S.{0,120}?smtpd\[\d+\]: [<>] \S+\[[^\]\s]*\](?::\d+)?: "),
    _postfix_row("postfix-smtp-client-v", r"\S.{0,120}?[sl]mtp\[\d+\]: [<>] \S+\[[^\]\s]*\](?::\d+)?: "),
    Dialect(
        "opensmtpd-trace",
        Shown("opensmtpd-trace", every_reply=False, excerpt=True),
        (r".{0,80}?\b(?:smtp|mta): 0x[0-9a-f]+: (?:<<<|>>>) ",),
        _opensmtpd,
        keyed=True,
    ),
    Dialect(
        "postfix-transcript-mail",
        Shown("postfix-transcript-mail", content="hidden", excerpt=True),
        (r" (?:Out|In): {1,2}\d{3}[ -]", r" In:  \S", r" Out: [A-Z]{4}\b"),
        _transcript,
        hits=2,
        joins=_unfolded,
    ),
    Dialect(
        "bounce-transcript",
        Shown("bounce-transcript", content="hidden", every_reply=False, excerpt=True),
        (_TRANSCRIPT.pattern,),
        _bounce,
    ),
    Dialect(
        "sendmail-X",
        Shown("sendmail-X", every_reply=False),
        # With VERB, `050 >>> EHLO` is what another sendmail says in its replies.
        (r"(?!050 )\d{1,10} (?:<<<|>>>) (?:\d{3}[ -]|[A-Z]{4})", r"\d{1,10} === CONNECT "),
        _sendmail_x,
        keyed=True,
    ),
    Dialect(
        "maddy",
        Shown("maddy", every_reply=False),
        (r"(?:\s*\w+\.go:\d+: )?\d+ [<>] \w+(?: \[tls\])?: (?:\d{3}[ -]|[A-Z]{4})",),
        marked(
            client=r"(?:\s*\w+\.go:\d+: )?(?P<key>\d+) > \w+(?: \[tls\])?: ?",
            server=r"(?:\s*\w+\.go:\d+: )?(?P<key>\d+) < \w+(?: \[tls\])?: ?",
            more=r" {8}(?!\s*\w+\.go:\d+: )",  # a text of several lines is indented below its first
        ),
        hits=2,
        keyed=True,
    ),
    Dialect(
        "openssl-s_client",
        Shown("openssl-s_client", excerpt=True),
        (r"CONNECTED\(\d+\)", r"depth=\d+ \S"),
        _s_client,
        peeks=True,
    ),
    Dialect("arrows-angle", Shown("arrows-angle"), (r"(?:<<<|>>>) \d{3}(?:[ -]|$)",), _arrows, joins=_continued),
    Dialect(
        "sendmail-v",
        Shown("sendmail-v", content="hidden"),
        (
            r">>> (?:EHLO|HELO|LHLO|MAIL|RCPT|DATA|QUIT|RSET|AUTH|STARTTLS)\b",
            r"\S+\.\.\. Connecting to ",
            r"Connecting to \S+ \. \. \. connected\.",
        ),
        # Replies bear no mark. `Using cached ESMTP connection` is the same session.
        marked(
            client=r">>>(?: |$)",
            server=r"(?P<text>\d{3}(?:[ -].*|$))",
            connect=r"(?:\S+\.\.\. )?Connecting to ",
        ),
        hits=2,
        aliases=("mailx-v",),
    ),
)
