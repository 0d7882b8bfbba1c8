"""Breaks valid sessions in known ways, one at a time, and says on which lines that must be found: `make mutations`.

Rule 1: a break is made by program from what a line says, in whatever way the session is written down. Rule 2: where
it must be found is part of the break: the broken line, or for what is missing the line that RFC or user would blame.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from smtp_ls.events import (
    Body,
    Chunk,
    Command,
    EndOfData,
    Event,
    Expect,
    Note,
    Reply,
    SaslResponse,
    column,
)
from smtp_ls.findings import Diagnostic, Severity
from smtp_ls.places import answered
from smtp_ls.rules import RULES, page
from smtp_ls.text import without_end
from smtp_ls.trace import Trace
from tests.pages import examples
from tests.test_rules_sessions import sessions

ROOT = Path(__file__).parent.parent
CLEAN = Path(__file__).parent / "clean.txt"

DRAWN = (
    "labelled submission STARTTLS AUTH LOGIN placeholder", "bare telnet", "client-only script bare",
    "script labelled client-only STARTTLS", "script with expectations", "bare script with expectations",
    "swaks with tls", "curl -v", "smtplib", "phpmailer", "javamail", "msmtp", "postfix smtpd -v", "exim -v", "haraka",
    "SCRAM", "CRAM-MD5", "AUTH cancelled", "DSN", "SMTPUTF8", "BDAT single", "BDAT in several chunks, pipelined",
    "LMTP mixed", "several transactions, RSET, EHLO again", "dot stuffing and long data", "mailkit", "aiosmtpd",
    "openssl s_client", "ruby", "sendmail -v", "LMTP script", "LMTP script with patterns", "LMTP bdat", "PRDR",
    "two messages pipelined across", "perl net smtp", "comments in odd places", "telnet windows",
)  # fmt: skip
"""Sessions of sessions.txt."""

GOOD = ("missing-date", "binarymime-without-chunking", "bdat-bare-lf", "duplicate-header", "mime-boundary")
"""Rules whose first good session is drawn too."""


# --- a session, and what becomes of it --------------------------------------------------------------------------------


class Said(NamedTuple):
    """One thing said: its 0-based line, and which of the events of that line it is."""

    line: int
    piece: int
    event: Event

    @property
    def text(self) -> str:
        """What is said."""
        return self.event.text


class Clean:
    """A valid session, read."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text
        self.trace = Trace(text)
        self.lines = [without_end(line) for line in self.trace.lines]
        self.said = [
            Said(line, piece, event)
            for line in range(len(self.lines))
            for piece, event in enumerate(self.trace.said(line))
        ]
        self.loud = loud(self.trace)
        self.known = {each.rule for each in self.trace.diagnostics()}
        self.shows_replies = any(isinstance(each.event, Reply | Expect) for each in self.said)

    def of(self, *kinds: type) -> list[Said]:
        """All events of these kinds, in order."""
        return [each for each in self.said if isinstance(each.event, kinds)]

    def commands(self, *verbs: str) -> list[Said]:
        """The commands of these verbs; of any without one."""
        found = [each for each in self.said if isinstance(each.event, Command)]
        return [each for each in found if isinstance(each.event, Command) and (not verbs or each.event.verb in verbs)]

    @property
    def client(self) -> list[Said]:
        """All that the client says."""
        return self.of(Command, Body, EndOfData, SaslResponse, Chunk)

    def answers(self, asked: Said) -> list[Said]:
        """The lines of the reply to what was asked, as far as the file shows it."""
        if len([each for each in self.said if each.line == asked.line]) > 1:
            return []
        answer, last = answered(self.trace, asked.line)
        if answer is None:
            return []
        lines = [each for each in self.of(Reply, Expect) if each.line >= last]
        end = next((number for number, each in enumerate(lines) if getattr(each.event, "final", True)), 0)
        return lines[: end + 1]

    def code(self, asked: Said) -> int:
        """The code that answered, 0 if none did."""
        lines = self.answers(asked)
        event = lines[-1].event if lines else None
        return event.code if isinstance(event, Reply | Expect) else 0

    def accepted(self, *verbs: str) -> list[Said]:
        """The commands of these verbs that were not refused."""
        return [each for each in self.commands(*verbs) if self.code(each) < 400]

    def after(self, said: Said) -> list[Said]:
        """What follows."""
        return self.said[self.said.index(said) + 1 :]

    def next(self, said: Said, *kinds: type) -> Said | None:
        """The first thing of these kinds behind it."""
        return next((each for each in self.after(said) if isinstance(each.event, kinds)), None)

    def group(self, said: Said) -> list[Said]:
        """The commands that the client sends with it, before anything is answered."""
        index, whole = self.said.index(said), [said]
        for step in (-1, 1):
            at = index + step
            while 0 <= at < len(self.said) and not isinstance(self.said[at].event, Reply | Expect):
                if isinstance(self.said[at].event, Command):
                    whole.append(self.said[at])
                at += step
        return sorted(whole)

    @property
    def offers(self) -> set[str]:
        """The keywords of the latest EHLO reply in the file."""
        hello = self.commands("EHLO", "LHLO")
        lines = self.answers(hello[-1])[1:] if hello else []
        return {each.text[4:].split(" ")[0].upper() for each in lines if each.text[4:].strip()}


def loud(trace: Trace) -> list[Diagnostic]:
    """What would fail a run."""
    return [each for each in trace.diagnostics() if each.severity >= Severity.WARNING]


class Broken:
    """A session while it is broken; `right` lines are where that must be found."""

    def __init__(self, clean: Clean) -> None:
        self.clean = clean
        self._rows: list[list[str]] = [[line] for line in clean.lines]
        self._right: set[tuple[int, int]] = set()
        self.refused = False
        """The server refuses what is broken, so that it is information."""

    def change(self, said: Said, text: str) -> "Broken":
        """Say something else there, and blame it."""
        return self.say(said, text).blame(said)

    def say(self, said: Said, text: str) -> "Broken":
        """Say something else there."""
        line, event = self.clean.lines[said.line], said.event
        start, end = column(event, 0), column(event, len(event.text))
        self._rows[said.line][0] = line[:start] + text + line[end:]
        return self

    def blame(self, *said: Said | None) -> "Broken":
        """A finding may stand on these."""
        self._right |= {(each.line, 0) for each in said if each is not None}
        return self

    def cut(self, *said: Said) -> "Broken":
        """Leave these lines out, and what the tool says of them."""
        for each in said:
            self._rows[each.line] = []
            line = each.line + 1
            while self._remark(line):
                self._rows[line] = []
                line += 1
        return self

    def _remark(self, line: int) -> bool:
        """Does smtplib say again on this line what was said above it?"""
        said = [each for each in self.clean.said if each.line == line]
        return bool(said) and isinstance(said[0].event, Note) and said[0].text.startswith(("reply: retcode", "data: ("))

    def add(self, beside: Said, text: str, *, like: Said | None = None, below: bool = True, blame: bool = True) -> "Broken":
        """A new line below a line, or above it, written as another is."""
        like = like or beside
        line = self.clean.lines[like.line]
        new = line[: like.event.at] + text + line[column(like.event, len(like.event.text)) :]
        row = self._rows[beside.line]
        row.insert(len(row) if below else 0, new)
        if not below:
            self._right = {(at, nth + (at == beside.line)) for at, nth in self._right}
        if blame:
            self._right.add((beside.line, len(row) - 1 if below else 0))
        return self

    def refuse(self, said: Said, reply: str = "501 5.5.4 no") -> "Broken":
        """Let the server refuse it."""
        lines = self.clean.answers(said)
        self.cut(*lines[:-1])
        self.refused = True
        return self.say(lines[-1], reply)

    def made(self) -> tuple[str, set[int]]:
        """The text, and the 0-based lines on which a finding is right."""
        text, right = [], set()
        for at, row in enumerate(self._rows):
            right |= {len(text) + nth for nth in range(len(row)) if (at, nth) in self._right}
            text += row
        return "".join(f"{line}\n" for line in text), right


# --- the kinds of break -----------------------------------------------------------------------------------------------

Break = Callable[[Clean], Iterator[Broken]]
KINDS: dict[str, Break] = {}
"""The ways to break a session: each yields what it can make of one."""


def kind(name: str) -> Callable[[Break], Break]:
    """Declare a kind of break."""

    def declare(break_: Break) -> Break:
        assert name not in KINDS
        KINDS[name] = break_
        return break_

    return declare


def _dropped(clean: Clean, said: list[Said]) -> Broken:
    """Commands left out, with their replies."""
    return Broken(clean).cut(*said, *[line for each in said for line in clean.answers(each)])


# Order.


@kind("no EHLO")
def _(clean: Clean) -> Iterator[Broken]:
    for hello in clean.commands("EHLO", "LHLO", "HELO")[:1]:
        following = clean.next(hello, Command)
        greeted = not clean.shows_replies or isinstance(clean.of(Reply, Expect, Command)[0].event, Reply | Expect)
        if greeted and following and following.event.text.split()[0].upper() in ("MAIL", "AUTH", "STARTTLS", "ETRN"):
            yield _dropped(clean, [hello]).blame(following)


@kind("no MAIL")
def _(clean: Clean) -> Iterator[Broken]:
    for mail in clean.accepted("MAIL"):
        following = clean.next(mail, Command)
        if following and following.event.text.upper().startswith("RCPT"):
            yield _dropped(clean, [mail]).blame(following)


@kind("no RCPT")
def _(clean: Clean) -> Iterator[Broken]:
    for mail in clean.accepted("MAIL"):
        rcpts, following = [], clean.next(mail, Command)
        while following and following.event.text.upper().startswith("RCPT"):
            rcpts.append(following)
            following = clean.next(following, Command)
        if rcpts and following and following.event.text.upper().startswith(("DATA", "BDAT", "BURL")):
            yield _dropped(clean, rcpts).blame(following)


@kind("RCPT before MAIL")
def _(clean: Clean) -> Iterator[Broken]:
    for mail in clean.accepted("MAIL"):
        rcpt = clean.next(mail, Command)
        if rcpt and rcpt.event.text.upper().startswith("RCPT"):
            yield Broken(clean).say(rcpt, mail.text).change(mail, rcpt.text)


@kind("MAIL twice")
def _(clean: Clean) -> Iterator[Broken]:
    for mail in clean.accepted("MAIL"):
        yield _repeated(clean, mail)


def _repeated(clean: Clean, said: Said, text: str = "", reply: str = "") -> Broken:
    """The same again, with its reply, behind the reply; in a pipelined group behind the command and its reply."""
    broken, lines = Broken(clean), clean.answers(said)
    if len(clean.group(said)) > 1 or not lines:
        broken.add(said, text or said.text)
        if lines:
            broken.add(lines[-1], reply or lines[-1].text, blame=False)
        return broken
    return broken.add(lines[-1], text or said.text, like=said).add(lines[-1], reply or lines[-1].text, blame=False)


@kind("DATA again when the message is sent")
def _(clean: Clean) -> Iterator[Broken]:
    for dot in clean.of(EndOfData):
        following, data = clean.next(dot, Command), clean.commands("DATA")
        lines = clean.answers(dot)
        if following and data and following.text.upper() == "QUIT" and lines and lines[-1].line < following.line:
            broken = Broken(clean).add(following, "503 5.5.1 no", like=lines[-1], below=False, blame=False)
            broken.refused = True
            yield broken.add(following, data[0].text, like=following, below=False)


@kind("a command after QUIT")
def _(clean: Clean) -> Iterator[Broken]:
    for quit_ in clean.commands("QUIT")[-1:]:
        lines = clean.answers(quit_)
        if lines:
            yield (
                Broken(clean)
                .add(lines[-1], "MAIL FROM:<alice@example.org>", like=quit_)
                .add(lines[-1], "250 ok", blame=False)
            )
        elif not clean.shows_replies:
            yield Broken(clean).add(quit_, "MAIL FROM:<alice@example.org>")


@kind("no QUIT")
def _(clean: Clean) -> Iterator[Broken]:
    for quit_ in clean.commands("QUIT"):
        broken = _dropped(clean, [quit_])
        gone = {quit_.line, *[each.line for each in clean.answers(quit_)]}
        before = [each for each in clean.of(Reply, Expect, *CLIENT) if each.line not in gone and each.line < max(gone)]
        if before:
            yield broken.blame(before[-1])


CLIENT = (Command, Body, EndOfData, SaslResponse, Chunk)


@kind("no EHLO after STARTTLS")
def _(clean: Clean) -> Iterator[Broken]:
    for starttls in clean.accepted("STARTTLS"):
        hello = clean.next(starttls, Command)
        if hello and hello.text.upper().startswith("EHLO"):
            yield _dropped(clean, [hello]).blame(clean.next(hello, Command))


@kind("STARTTLS twice")
def _(clean: Clean) -> Iterator[Broken]:
    for starttls in clean.accepted("STARTTLS"):
        hello = clean.next(starttls, Command)
        lines = clean.answers(hello) if hello else []
        if hello and (lines or not clean.shows_replies):
            broken = Broken(clean).add(lines[-1] if lines else hello, "STARTTLS", like=hello)
            yield broken.add(lines[-1], "220 2.0.0 go", blame=False) if lines else broken


@kind("AUTH twice")
def _(clean: Clean) -> Iterator[Broken]:
    for done in clean.of(Reply, Expect):
        auth = clean.commands("AUTH")
        if done.text.startswith("235") and auth:
            yield (
                Broken(clean)
                .add(done, "AUTH PLAIN {{again}}", like=auth[0])
                .add(done, "235 2.7.0 ok", blame=False)
            )


@kind("AUTH in a transaction")
def _(clean: Clean) -> Iterator[Broken]:
    auth = clean.commands("AUTH")
    if "AUTH" not in clean.offers or any(each.text.startswith("235") for each in clean.of(Reply, Expect)) or not auth:
        return
    for mail in clean.accepted("MAIL"):
        yield _repeated(clean, mail, "AUTH PLAIN {{again}}", "235 2.7.0 ok")


# Addresses: in MAIL or RCPT, the path rewritten.


def _paths(clean: Clean, rewritten: Callable[[str, str, str], str], verbs: tuple[str, ...] = ("MAIL", "RCPT")) -> Iterator[Broken]:
    """Paths written otherwise: verb and keyword, the address without brackets, what follows -> the command."""
    for each in clean.accepted(*verbs):
        head, open_, rest = each.text.partition("<")
        address, close, behind = rest.partition(">")
        if not (open_ and close) or "@" not in address or '"' in address or "{{" in address:
            continue
        text = rewritten(head, address, behind)
        yield Broken(clean).change(each, text)
        if clean.answers(each) and not behind:
            yield Broken(clean).change(each, text).refuse(each)


def _address(name: str, rewritten: Callable[[str], str], verbs: tuple[str, ...] = ("MAIL", "RCPT")) -> None:
    """A kind of break that rewrites the address within its brackets."""
    kind(name)(lambda clean: _paths(clean, lambda head, it, rest: f"{head}<{rewritten(it)}>{rest}", verbs))


kind("address: no brackets")(lambda clean: _paths(clean, lambda head, it, rest: f"{head}{it}{rest}"))
kind("address: a blank after the colon")(lambda clean: _paths(clean, lambda head, it, rest: f"{head} <{it}>{rest}"))
kind("address: a blank before the colon")(
    lambda clean: _paths(clean, lambda head, it, rest: f"{head.replace(':', ' :')}<{it}>{rest}")
)
kind("address: a display name")(lambda clean: _paths(clean, lambda head, it, rest: f"{head}Alice <{it}>{rest}"))
kind("address: no colon")(lambda clean: _paths(clean, lambda head, it, rest: f"{head.replace(':', ' ')}<{it}>{rest}"))
kind("address: one bracket")(lambda clean: _paths(clean, lambda head, it, rest: f"{head}<{it}{rest}"))
kind("address: two in one RCPT")(
    lambda clean: _paths(clean, lambda head, it, rest: f"{head}<{it}>,<zoe@example.net>{rest}", ("RCPT",))
)
kind("address: FROM and TO mixed up")(
    lambda clean: _paths(
        clean, lambda head, it, rest: f"{'MAIL TO' if head.upper().startswith('MAIL') else 'RCPT FROM'}:<{it}>{rest}"
    )
)
_address("address: two dots", lambda it: it.replace("@", "..x@"))
_address("address: a bad IPv4 literal", lambda it: it.split("@")[0] + "@[300.1.1.1]")
_address("address: IPv6 without its tag", lambda it: it.split("@")[0] + "@[2001:db8::1]")
_address("address: underscore in the domain", lambda it: it.split("@")[0] + "@my_host.example.org")
_address("address: hyphen at the edge of a label", lambda it: it.replace("@", "@-"))
_address("address: no domain", lambda it: it.split("@")[0])
_address("address: one label", lambda it: it.split("@")[0] + "@mail")
_address("address: a blank within", lambda it: it.replace("@", " x@"))
_address("address: two at signs", lambda it: it.replace("@", "@@"))
_address("address: a route", lambda it: f"@relay.example.com:{it}")
_address("address: empty in RCPT", lambda _: "", ("RCPT",))


def _hello(name: str, rewritten: str) -> None:
    """A kind of break of what EHLO says."""

    def break_(clean: Clean) -> Iterator[Broken]:
        for each in clean.accepted("EHLO", "LHLO"):
            if "{{" not in each.text:
                yield Broken(clean).change(each, f"{each.text.split()[0]}{rewritten}")

    kind(name)(break_)


_hello("EHLO without a name", "")
_hello("EHLO with an underscore", " my_laptop.example.org")
_hello("EHLO with one label", " laptop")
_hello("EHLO with a bare IP address", " 192.0.2.7")
_hello("EHLO with letters beyond ASCII", " büro.example.org")

# Parameters.

_BAD = {
    "SIZE": "10MB", "BODY": "8BIT", "RET": "HEADERS", "ENVID": "a=b", "AUTH": "a b+z", "BY": "0;R", "HOLDFOR": "0",
    "HOLDUNTIL": "tomorrow", "MT-PRIORITY": "+3", "MTRK": "?", "SOLICIT": "1,,2", "NOTIFY": "NEVER,FAILURE",
    "ORCPT": "bob@example.net", "RRVS": "2026-04-03", "SMTPUTF8": "1", "REQUIRETLS": "yes",
}  # fmt: skip
"""A value of each parameter that cannot be."""

_OFFERED_BY = {
    "BODY": "8BITMIME", "RET": "DSN", "ENVID": "DSN", "BY": "DELIVERBY", "HOLDFOR": "FUTURERELEASE",
    "HOLDUNTIL": "FUTURERELEASE", "SOLICIT": "NO-SOLICITING", "NOTIFY": "DSN", "ORCPT": "DSN",
}  # fmt: skip
_ON_RCPT = ("NOTIFY", "ORCPT", "RRVS")


def _with(clean: Clean, name: str, value: str, *, offered: bool = True) -> Iterator[Broken]:
    """MAIL or RCPT with this parameter at its end, and without such a one before."""
    keyword = _OFFERED_BY.get(name, name)
    shown = clean.shows_replies and bool(clean.offers)
    if shown and (keyword in clean.offers) != offered:
        return
    if not shown and (clean.shows_replies or not offered):
        return
    for each in clean.accepted("RCPT" if name in _ON_RCPT else "MAIL"):
        words = [word for word in each.text.split(" ") if not word.upper().startswith((f"{name}=", "HOLD"))]
        text = " ".join(word for word in words if word.upper() != name)
        yield Broken(clean).change(each, f"{text.rstrip()} {name}={value}" if value else f"{text} {name}")


for _name, _value in _BAD.items():
    kind(f"parameter: bad {_name}")(lambda clean, name=_name, value=_value: _with(clean, name, value))  # type: ignore[misc]

kind("parameter: RET without a value")(lambda clean: _with(clean, "RET", ""))
kind("parameter: not offered")(lambda clean: _with(clean, "RET", "FULL", offered=False))


@kind("parameter: nobody knows it")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.accepted("MAIL", "RCPT"):
        yield Broken(clean).change(each, f"{each.text} COLOUR=red")


@kind("parameter: twice")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.accepted("MAIL", "RCPT"):
        words = [word for word in each.text.split(" ") if "=" in word and "<" not in word]
        if words:
            yield Broken(clean).change(each, f"{each.text.rstrip()} {words[-1]}")


@kind("parameter: on the other command")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.accepted("MAIL", "RCPT"):
        parameter = "NOTIFY=NEVER" if each.text.upper().startswith("MAIL") else "SIZE=10"
        yield Broken(clean).change(each, f"{each.text.rstrip()} {parameter}")


# Verbs.

_TYPOS = {
    "EHLO": "ELHO", "MAIL": "MALI", "RCPT": "RCTP", "DATA": "DATE", "QUIT": "QIUT", "RSET": "REST", "NOOP": "NOP",
    "STARTTLS": "STARTTSL", "AUTH": "ATUH", "BDAT": "BDTA", "VRFY": "VERIFY", "LHLO": "LHELO",
}  # fmt: skip


@kind("a verb misspelt")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.commands(*_TYPOS):
        head, blank, rest = each.text.partition(" ")
        yield Broken(clean).change(each, _TYPOS[head.upper().strip()] + blank + rest)


@kind("DATA, RSET or QUIT with an argument")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.accepted("DATA", "RSET", "QUIT", "STARTTLS"):
        yield Broken(clean).change(each, f"{each.text} now")


@kind("two blanks behind the verb")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.accepted("MAIL", "RCPT"):
        yield Broken(clean).change(each, each.text.replace(" ", "  ", 1))


@kind("a command line of 600 octets")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.commands("NOOP", "VRFY", "HELP"):
        yield Broken(clean).change(each, f"{each.text} {'x' * 600}")


# Replies.


def _replies(clean: Clean, *verbs: str) -> Iterator[tuple[Said, list[Said]]]:
    """Commands and the lines of their replies, success only."""
    for each in clean.accepted(*verbs):
        lines = clean.answers(each)
        if lines and all(isinstance(line.event, Reply) for line in lines):
            yield each, lines


def _recoded(name: str, code: str, *verbs: str) -> None:
    """A kind of break: a single-line success of these verbs has another code."""

    def break_(clean: Clean) -> Iterator[Broken]:
        for each in clean.accepted(*verbs):
            lines = clean.answers(each)
            if len(lines) == 1 and lines[0].text[:1].isdigit():
                yield Broken(clean).change(lines[0], code + lines[0].text[3:])

    kind(name)(break_)


_recoded("reply: 354 to MAIL or RCPT", "354", "MAIL", "RCPT")
_recoded("reply: 250 to DATA", "250", "DATA")
_recoded("reply: 250 to QUIT", "250", "QUIT")
_recoded("reply: 220 to MAIL or RCPT", "220", "MAIL", "RCPT")
_recoded("reply: a code of no class", "650", "MAIL", "RCPT", "RSET", "NOOP")
_recoded("reply: four digits", "2500", "MAIL", "RCPT", "RSET", "NOOP")
_recoded("reply: no code", "OK", "MAIL", "RCPT", "RSET", "NOOP")


@kind("reply: 250 for AUTH")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.of(Reply, Expect):
        if each.text.startswith("235"):
            yield Broken(clean).change(each, f"250{each.text[3:]}")


@kind("reply: 250 as greeting")
def _(clean: Clean) -> Iterator[Broken]:
    first = clean.of(Reply, Expect, Command)[:1]
    if first and first[0].text.startswith("220 ") and isinstance(first[0].event, Reply):
        yield Broken(clean).change(first[0], f"250{first[0].text[3:]}")


@kind("reply: codes differ within it")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.commands("EHLO", "LHLO"):
        lines = [line for line in clean.answers(each) if isinstance(line.event, Reply)]
        if len(lines) > 2:
            yield Broken(clean).change(lines[1], f"251{lines[1].text[3:]}")
            yield Broken(clean).change(lines[-1], f"220{lines[-1].text[3:]}").blame(lines[-2])


@kind("reply: a hyphen in its last line")
def _(clean: Clean) -> Iterator[Broken]:
    for _, lines in _replies(clean, "EHLO", "LHLO", "MAIL", "RCPT", "RSET", "NOOP"):
        yield Broken(clean).change(lines[-1], f"{lines[-1].text[:3]}-{lines[-1].text[4:]}")


@kind("reply: a blank amid it")
def _(clean: Clean) -> Iterator[Broken]:
    for _, lines in _replies(clean, "EHLO", "LHLO"):
        if len(lines) > 3:
            yield Broken(clean).change(lines[-2], f"{lines[-2].text[:3]} {lines[-2].text[4:]}").blame(lines[-1])


@kind("reply: another class in its enhanced code")
def _(clean: Clean) -> Iterator[Broken]:
    if "ENHANCEDSTATUSCODES" in clean.offers:
        for _, lines in _replies(clean, "MAIL", "RCPT", "QUIT"):
            if lines[-1].text[4:6] == "2.":
                yield Broken(clean).change(lines[-1], f"{lines[-1].text[:4]}5{lines[-1].text[5:]}")


@kind("reply: an enhanced code of two parts")
def _(clean: Clean) -> Iterator[Broken]:
    if "ENHANCEDSTATUSCODES" in clean.offers:
        for _, lines in _replies(clean, "MAIL", "RCPT", "QUIT"):
            words = lines[-1].text.split(" ", 2)
            if len(words) == 3 and words[1].count(".") == 2:
                yield Broken(clean).change(lines[-1], f"{words[0]} {words[1][:3]} {words[2]}")


@kind("reply: one too many")
def _(clean: Clean) -> Iterator[Broken]:
    for each, lines in _replies(clean, "MAIL", "RCPT", "RSET", "NOOP"):
        if len(clean.group(each)) == 1:
            yield Broken(clean).blame(lines[-1]).add(lines[-1], lines[-1].text)


@kind("reply: one too many for a pipelined group")
def _(clean: Clean) -> Iterator[Broken]:
    for each, lines in _replies(clean, "MAIL", "RCPT"):
        group = clean.group(each)
        if len(group) > 1:
            last = [line for asked in group for line in clean.answers(asked)][-1]
            yield Broken(clean).add(lines[-1], lines[-1].text).blame(lines[-1], last, *group)


@kind("reply: one too few")
def _(clean: Clean) -> Iterator[Broken]:
    for each, lines in _replies(clean, "MAIL", "RCPT", "RSET", "NOOP"):
        if len(clean.group(each)) == 1:
            yield Broken(clean).cut(*lines).blame(each, clean.next(each, Command))


@kind("reply: one too few for a pipelined group")
def _(clean: Clean) -> Iterator[Broken]:
    for each, lines in _replies(clean, "MAIL", "RCPT"):
        group = clean.group(each)
        if len(group) > 1:
            last = [line for asked in group for line in clean.answers(asked)][-1]
            yield Broken(clean).cut(*lines).blame(*group, last, clean.next(group[-1], Command))


@kind("reply: two for a message in SMTP")
def _(clean: Clean) -> Iterator[Broken]:
    if clean.commands("LHLO") or "PRDR" in clean.offers or not clean.commands("EHLO", "HELO"):
        return
    for dot in clean.of(EndOfData):
        lines = clean.answers(dot)
        following = clean.next(lines[-1], Command) if lines else None
        if following and isinstance(lines[-1].event, Reply):
            yield Broken(clean).blame(lines[-1]).add(lines[-1], lines[-1].text)


@kind("reply: a line of 600 octets")
def _(clean: Clean) -> Iterator[Broken]:
    for _, lines in _replies(clean, "MAIL", "RCPT"):
        yield Broken(clean).change(lines[-1], f"{lines[-1].text} {'x' * 600}")


@kind("EHLO reply: a bad SIZE")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.of(Reply):
        if each.text[3:8].upper() in ("-SIZE", " SIZE") and not each.text[8:9].strip():
            yield Broken(clean).change(each, f"{each.text[:8]} 10MB")


@kind("EHLO reply: a keyword with a colon")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.of(Reply):
        if each.text[4:].upper() in ("PIPELINING", "8BITMIME", "DSN", "CHUNKING") and each.text.startswith("250"):
            yield Broken(clean).change(each, f"{each.text}:")


@kind("LMTP: one reply too few for the message")
def _(clean: Clean) -> Iterator[Broken]:
    for lines in _of_the_message(clean):
        if len(lines) > 1:
            yield Broken(clean).cut(lines[-1]).blame(*lines[:-1], *clean.of(EndOfData), *clean.commands("DATA", "BDAT"))


@kind("LMTP: one reply too many for the message")
def _(clean: Clean) -> Iterator[Broken]:
    for lines in _of_the_message(clean):
        yield Broken(clean).add(lines[-1], lines[-1].text).blame(*lines, *clean.of(EndOfData))


def _of_the_message(clean: Clean) -> Iterator[list[Said]]:
    """The replies to a message in LMTP."""
    if not clean.commands("LHLO"):
        return
    for dot in clean.of(EndOfData):
        lines = []
        for each in clean.after(dot):
            if isinstance(each.event, Command):
                break
            if isinstance(each.event, Reply | Expect):
                lines.append(each)
        if lines:
            yield lines


@kind("LMTP: EHLO instead of LHLO")
def _(clean: Clean) -> Iterator[Broken]:
    greeting = clean.of(Reply)[:1]
    for each in clean.commands("LHLO"):
        if greeting and "LMTP" in greeting[0].text:
            yield Broken(clean).change(each, each.text.replace("LHLO", "EHLO")).blame(*greeting)


# Mail data.


def _wire(clean: Clean) -> bool:
    """Does the file show mail data as on the wire?"""
    return clean.trace.dialect.shown.content == "wire"


def _messages(clean: Clean) -> Iterator[tuple[list[Said], list[Said]]]:
    """Header and body of each message in DATA."""
    for data in clean.commands("DATA"):
        lines: list[Said] = []
        for each in clean.after(data):
            if isinstance(each.event, Body):
                lines.append(each)
            elif isinstance(each.event, EndOfData | Command):
                break
        blank = next((number for number, each in enumerate(lines) if not each.text), len(lines))
        if lines and blank and lines[0].text.partition(":")[1] and len({each.line for each in lines}) > 1:
            yield lines[:blank], lines[blank:]


def _body(clean: Clean) -> Iterator[Said]:
    """The lines of bodies with something in them."""
    for _, body in _messages(clean):
        yield from [each for each in body if each.text]


def _field(header: list[Said], name: str) -> list[Said]:
    """The field of that name."""
    return [each for each in header if each.text.lower().startswith(f"{name.lower()}:")]


@kind("no dot")
def _(clean: Clean) -> Iterator[Broken]:
    for dot in clean.of(EndOfData):
        if isinstance(dot.event, EndOfData) and not dot.event.implied and len({e.line for e in clean.of(Body)}) > 1:
            opened = [each for each in clean.commands("DATA") if each.line < dot.line]
            yield Broken(clean).cut(dot).blame(opened[-1])


@kind("a dot too early")
def _(clean: Clean) -> Iterator[Broken]:
    for header, body in _messages(clean):
        if len(body) > 1 and body[-1].text and clean.shows_replies:
            yield Broken(clean).add(body[-1], ".", below=False).blame(body[-1])
            del header


@kind("an unstuffed dot")
def _(clean: Clean) -> Iterator[Broken]:
    if _wire(clean):
        for each in _body(clean):
            yield Broken(clean).change(each, ".hidden")


@kind("a line of mail data of 1,200 octets")
def _(clean: Clean) -> Iterator[Broken]:
    for each in _body(clean):
        yield Broken(clean).change(each, "x" * 1200)


@kind("8-bit text without 8BITMIME")
def _(clean: Clean) -> Iterator[Broken]:
    if not any("8BITMIME" in each.text.upper() or "SMTPUTF8" in each.text.upper() for each in clean.commands("MAIL")):
        for each in _body(clean):
            yield Broken(clean).change(each, "Grüße")


@kind("a control character in mail data")
def _(clean: Clean) -> Iterator[Broken]:
    for each in _body(clean):
        yield Broken(clean).change(each, "bell\x07") if each.event.columns is None else Broken(clean).change(each, "bell\\x07")


@kind("header: a field without a colon")
def _(clean: Clean) -> Iterator[Broken]:
    for header, _ in _messages(clean):
        yield Broken(clean).add(header[-1], "X-Priority 1")


@kind("header: a blank before the colon")
def _(clean: Clean) -> Iterator[Broken]:
    for header, _ in _messages(clean):
        yield Broken(clean).change(header[-1], header[-1].text.replace(":", " :", 1))


@kind("header: Date twice")
def _(clean: Clean) -> Iterator[Broken]:
    for header, _ in _messages(clean):
        for date in _field(header, "Date"):
            yield Broken(clean).blame(date).add(date, date.text)


@kind("header: From twice")
def _(clean: Clean) -> Iterator[Broken]:
    for header, _ in _messages(clean):
        for field in _field(header, "From"):
            yield Broken(clean).blame(field).add(field, "From: mallory@example.com")


@kind("header: no Date")
def _(clean: Clean) -> Iterator[Broken]:
    for header, _ in _messages(clean):
        rest = [each for each in header if each not in _field(header, "Date")]
        if rest != header and rest:
            opened = [each for each in clean.commands("DATA") if each.line < rest[0].line]
            yield Broken(clean).cut(*_field(header, "Date")).blame(opened[-1], *rest)


@kind("header: no From")
def _(clean: Clean) -> Iterator[Broken]:
    for header, _ in _messages(clean):
        rest = [each for each in header if each not in _field(header, "From")]
        if rest != header and rest:
            opened = [each for each in clean.commands("DATA") if each.line < rest[0].line]
            yield Broken(clean).cut(*_field(header, "From")).blame(opened[-1], *rest)


def _fields(name: str, field: str, text: str) -> None:
    """A kind of break that writes a field otherwise, or adds it."""

    def break_(clean: Clean) -> Iterator[Broken]:
        for header, _ in _messages(clean):
            there = _field(header, field)
            yield Broken(clean).change(there[0], text) if there else Broken(clean).add(header[-1], text)

    kind(name)(break_)


_fields("header: a date of another sort", "Date", "Date: 2026-11-24 10:00")
_fields("header: a wrong day of the week", "Date", "Date: Fri, 24 Nov 2026 10:00:00 +0000")
_fields("header: a message id without brackets", "Message-ID", "Message-ID: 1@client.example.org")
_fields("header: an unknown transfer encoding", "Content-Transfer-Encoding", "Content-Transfer-Encoding: 9bit")
_fields("header: a broken encoded word", "Subject", "Subject: =?utf-8?X?abc?=")
_fields("header: Bcc", "Bcc", "Bcc: secret@example.org")


@kind("header: no MIME-Version")
def _(clean: Clean) -> Iterator[Broken]:
    for header, _ in _messages(clean):
        if _field(header, "MIME-Version"):
            yield Broken(clean).cut(*_field(header, "MIME-Version")).blame(*header)


@kind("header: letters beyond ASCII")
def _(clean: Clean) -> Iterator[Broken]:
    if not any("SMTPUTF8" in each.text.upper() for each in clean.commands("MAIL")):
        for header, _ in _messages(clean):
            subject = _field(header, "Subject")
            yield Broken(clean).change(subject[0], "Subject: Grüße") if subject else Broken(clean).add(header[-1], "Subject: Grüße")


# Chunks.


def _chunks(clean: Clean) -> Iterator[tuple[Said, list[Said]]]:
    """BDAT and the lines of its chunk."""
    for bdat in clean.accepted("BDAT"):
        lines: list[Said] = []
        for each in clean.after(bdat):
            if not isinstance(each.event, Chunk):
                break
            lines.append(each)
        if lines and "{{" not in bdat.text:
            yield bdat, lines


def _resized(name: str, by: int) -> None:
    """A kind of break: BDAT counts wrongly."""

    def break_(clean: Clean) -> Iterator[Broken]:
        for bdat, _ in _chunks(clean):
            words = bdat.text.split(" ")
            yield Broken(clean).change(bdat, " ".join([words[0], str(int(words[1]) + by), *words[2:]]))

    kind(name)(break_)


_resized("BDAT: three octets too many", 3)
_resized("BDAT: five octets too few", -5)
_resized("BDAT: thirty octets too many", 30)


@kind("BDAT: no size")
def _(clean: Clean) -> Iterator[Broken]:
    for bdat, _ in _chunks(clean):
        yield Broken(clean).change(bdat, bdat.text.replace(bdat.text.split(" ")[1], "-1"))


@kind("BDAT: no LAST")
def _(clean: Clean) -> Iterator[Broken]:
    for bdat, lines in _chunks(clean):
        if bdat.text.upper().endswith(" LAST"):
            yield Broken(clean).change(bdat, bdat.text[:-5]).blame(*clean.after(lines[-1]))


@kind("BDAT: another after LAST")
def _(clean: Clean) -> Iterator[Broken]:
    for bdat in clean.accepted("BDAT"):
        following = clean.next(bdat, Command)
        lines = clean.answers(bdat)
        if bdat.text.upper().endswith(" LAST") and lines and following and lines[-1].line < following.line:
            yield Broken(clean).add(lines[-1], "BDAT 0 LAST", like=bdat).add(lines[-1], "250 ok", blame=False)


@kind("BDAT, then DATA")
def _(clean: Clean) -> Iterator[Broken]:
    for bdat in clean.accepted("BDAT"):
        lines = clean.answers(bdat)
        following = clean.next(bdat, Command)
        if not bdat.text.upper().endswith(" LAST") and lines and following and lines[-1].line < following.line:
            yield Broken(clean).add(lines[-1], "DATA", like=bdat).add(lines[-1], "503 5.5.1 no", blame=False)


# AUTH.


@kind("AUTH: no base64")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.of(SaslResponse):
        if len(each.text) > 4 and "{{" not in each.text and "*" not in each.text:
            yield Broken(clean).change(each, f"{each.text.rstrip('=')}!=")
    for each in clean.commands("AUTH"):
        words = each.text.split(" ")
        if len(words) > 2 and len(words[2]) > 4 and "{{" not in each.text:
            yield Broken(clean).change(each, f"{words[0]} {words[1]} {words[2].rstrip('=')}!=")


@kind("AUTH: a mechanism that is not offered")
def _(clean: Clean) -> Iterator[Broken]:
    if "AUTH" in clean.offers:
        for each in clean.commands("AUTH"):
            words = each.text.split(" ")
            yield Broken(clean).change(each, " ".join([words[0], "GSSAPI", *words[2:]]))


@kind("AUTH: a mechanism misspelt")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.commands("AUTH"):
        words = each.text.split(" ")
        yield Broken(clean).change(each, " ".join([words[0], f"{words[1]}X", *words[2:]]))


@kind("AUTH: an equals sign before the mechanism")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.commands("AUTH"):
        yield Broken(clean).change(each, each.text.replace(" ", "=", 1))


@kind("AUTH: a challenge that is no base64")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.of(Reply):
        if each.text.startswith("334 ") and len(each.text) > 4:
            yield Broken(clean).change(each, "334 Username:")


@kind("AUTH: broken off")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.commands("AUTH"):
        first = clean.next(each, Reply, Expect)
        following = clean.next(each, Command)
        if first and following and first.text.startswith("334") and first.line < following.line:
            rest = [it for it in clean.after(first) if first.line < it.line < following.line]
            broken = Broken(clean).cut(*[it for it in rest if not isinstance(it.event, Note)])
            yield broken.blame(each, following)


# Pipelining and TLS.


@kind("pipelined without the offer")
def _(clean: Clean) -> Iterator[Broken]:
    offer = [each for each in clean.of(Reply) if each.text[4:].upper() == "PIPELINING"]
    for mail in clean.accepted("MAIL"):
        group = [each for each in clean.group(mail) if each.line >= mail.line]
        if len(group) > 1 and offer:
            broken = Broken(clean).blame(*group)
            for each in offer:
                broken.say(each, f"{each.text[:4]}HELP")
            yield broken


@kind("pipelined behind EHLO")
def _(clean: Clean) -> Iterator[Broken]:
    for hello in clean.accepted("EHLO"):
        lines, following = clean.answers(hello), clean.next(hello, Command)
        if lines and following and isinstance(lines[0].event, Reply) and len(clean.answers(following)) == 1:
            if following.line > lines[-1].line and clean.next(lines[-1], Command) == following:
                broken = Broken(clean).add(hello, following.text, like=following).blame(hello)
                yield broken.cut(following)


@kind("a command injected behind STARTTLS")
def _(clean: Clean) -> Iterator[Broken]:
    for starttls in clean.accepted("STARTTLS"):
        lines = clean.answers(starttls)
        if lines:
            yield Broken(clean).add(starttls, "RSET").add(lines[-1], "250 ok", blame=False).blame(starttls)


@kind("an extension not offered")
def _(clean: Clean) -> Iterator[Broken]:
    for verb, keyword in (("STARTTLS", "STARTTLS"), ("BDAT", "CHUNKING"), ("AUTH", "AUTH"), ("ETRN", "ETRN")):
        offer = [each for each in clean.of(Reply) if each.text[4:].split(" ")[0].upper() == keyword]
        uses = clean.commands(verb)
        if offer and uses:
            broken = Broken(clean).blame(*uses)
            for each in offer:
                broken.say(each, f"{each.text[:4]}HELP")
            yield broken


# Scripts.


@kind("script: an expectation that cannot be met")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.commands("QUIT", "RSET", "DATA"):
        lines = clean.answers(each)
        if lines and isinstance(lines[-1].event, Expect):
            yield Broken(clean).change(lines[-1], "235")


@kind("script: success expected for what is wrong")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.accepted("MAIL", "RCPT"):
        lines = clean.answers(each)
        if lines and isinstance(lines[-1].event, Expect) and "<" in each.text:
            yield Broken(clean).change(each, each.text.replace("@", "..@")).blame(lines[-1])


@kind("script: a variable without a value")
def _(clean: Clean) -> Iterator[Broken]:
    if any(line.startswith("@") for line in clean.lines):
        for each in clean.commands("MAIL", "RCPT"):
            yield Broken(clean).change(each, f"{each.text.split('<')[0]}<{{{{sendr}}}}>")


@kind("script: a directive misspelt")
def _(clean: Clean) -> Iterator[Broken]:
    first = clean.said[0]
    if clean.trace.dialect.shown.native and clean.shows_replies:
        broken = Broken(clean).add(first, "", below=False)
        broken._rows[0][0] = "# smtp-ls: ignroe[missing-quit]"  # noqa: SLF001
        yield broken


# --- the measure ------------------------------------------------------------------------------------------------------


class Verdict(NamedTuple):
    """What came of one break."""

    session: str
    rules: tuple[str, ...]
    """Which rules tell of it on a right line."""
    elsewhere: tuple[str, ...]
    """What else is told at warning or above, on other lines."""
    text: str


def clean_sessions() -> list[Clean]:
    """The sessions that are broken."""
    drawn, own = sessions(), sessions(CLEAN)
    table = {name: text for name, (text, _) in own.items()}
    table |= {name: drawn[name][0] for name in DRAWN}
    table["examples/clean.smtp"] = (ROOT / "examples" / "clean.smtp").read_text(encoding="utf-8")
    for rule in GOOD:
        table[f"page of {rule}"] = next(each.text for each in examples(page(rule)) if each.section == "Good")
    return [Clean(name, text) for name, text in table.items()]


def judged(broken: Broken) -> Verdict:
    """What is found in a broken session, and where."""
    text, right = broken.made()
    least = Severity.INFORMATION if broken.refused else Severity.WARNING
    clean = broken.clean
    found = [
        each
        for each in Trace(text).diagnostics()
        if each.severity >= least and (each.severity >= Severity.WARNING or each.rule not in clean.known)
    ]
    here = tuple(sorted({each.rule for each in found if each.start.line in right}))
    elsewhere = [each for each in found if each.start.line not in right and each.severity >= Severity.WARNING]
    return Verdict(clean.name, here, tuple(f"{it.start.line + 1}:{it.rule}" for it in elsewhere), text)


def verdicts(name: str, cleans: list[Clean]) -> list[Verdict]:
    """One break of a kind for each session that allows it, at a place that chance picks and time does not change."""
    found = []
    for clean in cleans:
        choices = [*KINDS[name](clean)]
        if choices:
            found.append(judged(choices[crc32(f"{name} {clean.name}".encode()) % len(choices)]))
    return found


def main() -> None:
    """Print the table: kind of break, how often it could be made, found at all, found on the right line, and by whom."""
    cleans = clean_sessions()
    table = {name: verdicts(name, cleans) for name in KINDS}
    print(f"{'kind of break':46} made found right others  told by")
    for name, all_ in table.items():
        rules: dict[str, int] = {}
        for each in all_:
            for rule in each.rules:
                rules[rule] = rules.get(rule, 0) + 1
        told = ", ".join(sorted(rules, key=lambda rule: -rules[rule])[:4])
        right = sum(bool(each.rules) for each in all_)
        found = sum(bool(each.rules or each.elsewhere) for each in all_)
        print(f"{name:46} {len(all_):4} {found:5} {right:5} {sum(len(each.elsewhere) for each in all_):6}  {told}")
    whole = [each for all_ in table.values() for each in all_]
    right = sum(bool(each.rules) for each in whole)
    still = sum(not clean.loud for clean in cleans)
    print(f"{len(KINDS)} kinds, {len(whole)} breaks, {right} found on the right line ({100 * right / len(whole):.1f} %)")
    print(f"{still} of {len(cleans)} clean sessions stay clean at warning and above, in {len({c.trace.dialect.name for c in cleans})} dialects")
    if "-v" in sys.argv:
        for name, all_ in table.items():
            for each in all_:
                if not each.rules:
                    print(f"\n== {name}: {each.session}: {each.elsewhere}\n{each.text}")


if __name__ == "__main__":
    main()
