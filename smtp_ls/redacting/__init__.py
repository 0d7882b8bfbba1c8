"""The edits that take passwords and tokens out of a file, and addresses if asked: for `redact` and a code action.

Rule 1: nothing but the secrets changes: the lines, the dialect and what each line is stay what they were. Where
placeholders of a length of their own would change that, they are as long as what they replace. Where nothing but a
secret told the dialect, it is not told any more: secrets go first. Rule 2: a secret is replaced wherever the file
repeats it. `disguises` says by what; `sasl_messages` and `exposures` say where it may be.
"""

import re
from bisect import insort
from collections import Counter
from typing import NamedTuple

from smtp_ls.dialects import detect
from smtp_ls.editing import fixing
from smtp_ls.events import Directive, Event, Note, Reply
from smtp_ls.findings import Edit, Point, Repair, Span
from smtp_ls.protocol.sasl import MECHANISMS
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.redacting.disguises import ADDRESS, NAME, SECRET, Disguise, Disguises, unwrapped
from smtp_ls.redacting.dumps import Octet, dumps
from smtp_ls.redacting.exposures import ORDINARY, Exposed, Mailbox, in_header, in_urls, in_words, mailboxes
from smtp_ls.redacting.sasl_messages import Message, Stretch, messages, stretches
from smtp_ls.text import decode, octets, split_lines, without_end
from smtp_ls.trace import Trace


class Redaction(NamedTuple):
    """The edits, none of which overlaps another, and how many stretches of each kind they replace."""

    edits: tuple[Edit, ...] = ()
    secrets: int = 0
    names: int = 0
    addresses: int = 0
    hidden: tuple[Stretch, ...] = ()
    """The stretches that hold a secret, which nobody may print."""


class _Place(NamedTuple):
    """A stretch of a line and what replaces it."""

    start: int
    end: int
    text: str
    kind: str


def redacted(trace: Trace, *, addresses: bool = False) -> Redaction:
    """What has to change so that the file holds no password, token, user's name of a login, or (asked for) address."""
    found = _Redactor(trace, addresses=addresses, fitted=False).redaction()
    if found.edits and not _reads_alike(trace, found):
        return _Redactor(trace, addresses=addresses, fitted=True).redaction()
    return found


def _reads_alike(trace: Trace, redaction: Redaction) -> bool:
    """Is the file that the edits give read as this one is: dialect, and what each line is?"""
    after, _ = fixing.apply(trace.text, [Repair("", redaction.edits, safe=True)])
    own = detect(trace.lines)
    if own is not detect(split_lines(after)):
        return False
    name = "" if own is trace.dialect else trace.dialect.name
    kinds = _kinds(Trace(after, dialect=name))
    return kinds == _kinds(trace) or kinds == _kinds(Trace(trace.text, dialect=name))  # without the settings of either


def _kinds(trace: Trace) -> list[list[tuple[str, str]]]:
    return [[(each.kind, each.key) for each in trace.said(line)] for line in range(len(trace.lines))]


_SHORTEST = 5
"""A shorter secret is not looked for in the rest of the file: it would be found in ordinary words."""
_WORDY = 15
"""A longer text without blanks in a note about a message is taken for base64."""
_NAME = re.compile(r"[^=\[]*")
_SENTENCE_ENDS = ".:,;!?"
_TOKEN = re.compile(r"[A-Za-z0-9+/]{6,}={0,2}")
_WORD_BEGINS = r"(?:(?<![A-Za-z0-9])|(?<=\\x0[01])|(?<=\\[01rnt])|(?<=%0[01]))"
_SAYING = ("note", "comment", "directive")


class _Redactor:
    """Finds what to replace in one file. `fitted`: every replacement is as long as what it replaces."""

    def __init__(self, trace: Trace, *, addresses: bool, fitted: bool) -> None:
        self.trace, self.addresses, self.fitted = trace, addresses, fitted
        self.messages = list(messages(trace))
        plain = [decode(unwrapped(each.text) or b"") for each in self.messages]
        self.disguises = Disguises((trace.text, *plain))
        self.places: dict[int, list[_Place]] = {}
        self.counts: Counter[str] = Counter()
        self.whole: dict[str, str] = {}
        """Messages that are replaced, as they are sent and decoded: by what."""
        self.names: dict[str, str] = {}
        """The same for messages that decode to a name, which may be an ordinary word."""
        self.harmless: set[str] = set()
        """Messages that are left as they are, decoded."""
        self.counted: set[tuple[str, str]] = set()
        """Addresses that stand in chunks: they keep their lengths everywhere, so as to stay the same."""
        self.dumps = list(dumps(trace.lines))
        self.dumped = {each.line for dump in self.dumps for each in dump}

    def redaction(self) -> Redaction:
        """The edits, and their counts."""
        for message in self.messages:
            self._message(message)
        for line in range(len(self.trace.lines)):
            for event in self.trace.said(line):
                self._exposed(line, event)
        self._repeated()
        if self.addresses:
            self._mailboxes()
        for dump in self.dumps:
            self._dump(dump)
        edits, hidden = [], []
        for line, places in sorted(self.places.items()):
            for start, end, text, kind in places:
                edits.append(Edit(Point(line, start), Point(line, end), text))
                if kind != ADDRESS:
                    hidden.append(Stretch(line, start, end))
        counts = self.counts
        return Redaction(tuple(edits), counts[SECRET], counts[NAME], counts[ADDRESS], tuple(hidden))

    def _put(self, place: Stretch, text: str, kind: str, *, fitted: bool = False, counted: bool = True) -> None:
        """Replace a stretch, unless it is replaced already, is in a dump, or would stay as it is."""
        line, start, end = place
        old = without_end(self.trace.lines[line])[start:end]
        if (self.fitted or fitted) and text != old:
            text = _fitted(text, old, kind)
        if text != old and not self._is_taken(place):
            insort(self.places.setdefault(line, []), _Place(start, end, text, kind))
            self.counts[kind] += counted

    def _put_in(self, line: int, event: Event, span: Span, text: str, kind: str) -> None:
        """Replace a stretch of what is said on a line.

        In a chunk, whose octets are counted, and where a line goes on below, as many octets take its place.
        """
        if text == event.text[span.start : span.end]:
            return
        places = stretches(self.trace, line, event, span)
        several = len(places) > 1 or any(each.line != line for each in places)
        for number, place in enumerate(places):
            fitted = several or event.kind == "chunk"
            self._put(place, "" if len(places) > 1 else text, kind, fitted=fitted, counted=not number)

    def _is_taken(self, place: Stretch) -> bool:
        """Is any of it replaced already, or in a dump?"""
        line, start, end = place
        if line in self.dumped:
            return True
        return any(start < each.end and each.start < end for each in self.places.get(line, ()))

    # --- AUTH ---------------------------------------------------------------------------------------------------------

    def _message(self, message: Message) -> None:
        plain = decode(unwrapped(message.text) or b"")
        if message.kind == "challenge":
            disguise = self.disguises.challenge(message.mechanism, message.text)
        elif message.kind == "misplaced":
            disguise = self.disguises.misplaced(message.text)
        else:
            disguise = self.disguises.message(message.mechanism, message.nth, message.text)
        if disguise.text == message.text:
            self.harmless.add(plain.strip("\0\r\n "))
            return
        self._remember(message, disguise, plain)
        several = len(message.places) > 1
        for number, place in enumerate(message.places):
            text = "*" * (place.end - place.start) if several else disguise.text
            if self.fitted and message.kind == "response" and octets(message.text) == 1:
                text = "."  # a lone `*` cancels
            self._put(place, text, disguise.kind, counted=not number)

    def _remember(self, message: Message, disguise: Disguise, plain: str) -> None:
        self.whole[message.text] = disguise.text
        if plain:
            repeated = self.names if disguise.kind == NAME else self.whole
            repeated[plain.strip("\r\n")] = decode(unwrapped(disguise.text) or b"").strip("\r\n")

    # --- what else gives something away -------------------------------------------------------------------------------

    def _exposed(self, line: int, event: Event) -> None:
        if isinstance(event, Note) and event.tells == "secret":
            self._repeated_message(line, event)
        found: list[Exposed] = list(in_urls(event.text))
        if event.kind in ("body", "chunk", *_SAYING):
            found += in_header(event.text)
        if event.kind in _SAYING:
            found += in_words(event.text)
        for start, end, what in sorted(found, key=lambda each: each.start - each.end):  # a password may be a URL
            hidden = self._hidden(event.text[start:end], what)
            self._put_in(line, event, Span(start, end), hidden, NAME if what == "name" else SECRET)

    def _hidden(self, text: str, what: str) -> str:
        """What replaces a stretch."""
        if what == "name":
            return self.disguises.name(text)
        if what == "login":  # name:password in base64, of HTTP
            return self.disguises.login(text)
        return self.disguises.secret(text)

    def _repeated_message(self, line: int, event: Event) -> None:
        """A note in which a log repeats a message, decoded or not."""
        text = event.text.strip("\0\r\n ")
        start = event.text.index(text)
        hidden = self.whole.get(text) or self.names.get(text)
        if hidden is None and text in self.harmless:
            return
        if hidden is None:
            hidden = self.disguises.message("", 0, text).text if len(text) > _WORDY else self.disguises.secret(text)
        self._put_in(line, event, Span(start, start + len(text)), hidden, SECRET)

    def _repeated(self) -> None:
        """Replace what is a secret in one place wherever else it stands."""
        secrets = {old: new for old, new in self.disguises.replaced.items() if len(old) >= _SHORTEST}
        words = sorted({*secrets, *(old for old in self.whole if len(old) >= _SHORTEST)}, key=len, reverse=True)
        words = [each for each in words if each.lower() not in ORDINARY and each.upper() not in (*VERBS, *MECHANISMS)]
        if not words:
            return
        wanted = re.compile(_WORD_BEGINS + "(?:" + "|".join(map(re.escape, words)) + ")(?![A-Za-z0-9])")
        known = secrets | self.whole
        for line in range(len(self.trace.lines)):
            for event in self.trace.said(line):
                if event.kind == "command":
                    spans = [each.span() for each in _TOKEN.finditer(event.text) if each[0] in self.whole]
                else:
                    spans = [each.span() for each in wanted.finditer(event.text, _name_end(event))]
                for start, end in spans:
                    self._put_in(line, event, Span(start, end), known[event.text[start:end]], SECRET)

    # --- addresses ----------------------------------------------------------------------------------------------------

    def _mailboxes(self) -> None:
        lines = range(len(self.trace.lines))
        for line in lines:
            for event in self.trace.said(line):
                if event.kind == "chunk":
                    self.counted.update((found.local, found.domain.lower()) for found in mailboxes(event))
        for line in lines:
            for event in self.trace.said(line):
                for found in mailboxes(event):
                    self._mailbox(line, event, found)

    def _mailbox(self, line: int, event: Event, found: Mailbox) -> None:
        span = Span(found.start, found.end)
        if any(map(self._is_taken, stretches(self.trace, line, event, span))):
            return
        text = self._address(found.local, found.domain)
        if text == (f"{found.local}@{found.domain}" if found.local and found.domain else found.local or found.domain):
            return
        if (found.local, found.domain.lower()) in self.counted:
            text = _fitted(text, f"{found.local}@{found.domain}", ADDRESS)
        self._put_in(line, event, span, text, ADDRESS)

    def _address(self, local: str, domain: str) -> str:
        """What replaces an address, a local part alone, or a domain alone."""
        if local and domain:
            return self.disguises.mailbox(local, domain)
        return self.disguises.name(local) if local else self.disguises.domain(domain)

    # --- dumps --------------------------------------------------------------------------------------------------------

    def _dump(self, dump: list[Octet]) -> None:
        """Put `*` in the place of the secrets of a dump, in its digits and in its characters."""
        values = "".join(chr(each.value) for each in dump)
        secrets = {*self.whole, *self.disguises.replaced}
        spans = [
            each.span() for old in secrets if len(old) >= _SHORTEST for each in re.finditer(re.escape(old), values)
        ]
        if self.addresses:
            spans += [
                (each.start, each.end)
                for each in mailboxes(Note(values, 0))
                if self.disguises.mailbox(each.local, each.domain) != f"{each.local}@{each.domain}"
            ]
        for start, end in spans:
            for number, each in enumerate(dump[start:end]):
                self._star(each, counted=not number)

    def _star(self, octet: Octet, *, counted: bool) -> None:
        for column_, text in ((octet.digits, "2a"), (octet.character, "*")):
            places = self.places.setdefault(octet.line, [])
            width = len(text)
            if column_ >= 0 and not any(each.start == column_ for each in places):
                insort(places, _Place(column_, column_ + width, text, SECRET))
                self.counts[SECRET] += counted and width == 2


def _name_end(event: Event) -> int:
    """The offset behind what says what a line is: a reply's code, a directive's name. A password may be the same."""
    if isinstance(event, Reply):
        return 3 if event.code else 0
    if not isinstance(event, Directive) or event.name == "session":
        return 0
    name = _NAME.match(event.text)
    return name.end() if name else 0


def _fitted(text: str, old: str, kind: str) -> str:
    """A replacement that has as many octets as what it replaces."""
    width = octets(old)
    words = old.split(" ")
    if octets(text) == width and len(words) == 1:
        return text
    if kind != ADDRESS:  # blanks stay, and a mark at the end: by these a line of prose is told from a command
        mark = old[-1] if width > 1 and old[-1] in _SENTENCE_ENDS else ""
        stars = " ".join("*" * octets(word) for word in words)
        return stars.removesuffix("*" * len(mark)) + mark
    local, at, domain = text.rpartition("@")
    if len(text) <= width:
        return f"{local}{'x' * (width - len(text))}{at}{domain}" if at else text.ljust(width, "x")
    return re.sub(r"[^@.\[\]]", "x", old) + "x" * (width - len(old))
