"""Mail data: dots, long lines, letters that were not announced, fields of the header."""

from collections.abc import Iterator

from smtp_ls.events import Body, Command, EndOfData, Expect, Reply
from tests.mutations.breaking import Broken, Clean, Said, kind


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
    several = len({each.line for each in clean.of(Body)}) > 1 and len(clean.commands("DATA")) == 1 and not clean.excerpt
    for dot in clean.of(EndOfData):  # of two messages the first goes on to the dot of the second
        if isinstance(dot.event, EndOfData) and not dot.event.implied and several and _wire(clean):
            opened = [each for each in clean.commands("DATA") if each.line < dot.line]
            yield Broken(clean).cut(dot).blame(opened[-1])


@kind("a dot too early")
def _(clean: Clean) -> Iterator[Broken]:
    for _, body in _messages(clean):
        if len(body) > 1 and body[-1].text and clean.shows_replies and not clean.excerpt:
            dot = clean.next(body[-1], EndOfData)
            yield Broken(clean).add(body[-1], ".", below=False).blame(body[-1], dot, clean.next(body[-1], Reply))


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
        escaped = clean.trace.dialect.shown.ends  # as Python writes octets
        yield Broken(clean).change(each, "bell\\x07" if escaped else "bell\x07")


@kind("header: a field without a colon")
def _(clean: Clean) -> Iterator[Broken]:
    for header, _ in _messages(clean):
        yield Broken(clean).add(header[0], "X-Priority 1")


@kind("header: a blank before the colon")
def _(clean: Clean) -> Iterator[Broken]:
    for header, _ in _messages(clean):
        field = next(each for each in reversed(header) if each.text[0] != " ")
        yield Broken(clean).change(field, field.text.replace(":", " :", 1))


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
            yield _unwritten(clean, header, "Date")


@kind("header: no From")
def _(clean: Clean) -> Iterator[Broken]:
    for header, _ in _messages(clean):
        rest = [each for each in header if each not in _field(header, "From")]
        if rest != header and rest:
            yield _unwritten(clean, header, "From")


def _unwritten(clean: Clean, header: list[Said], name: str) -> Broken:
    """A message without a field; in a submission, or in a script, the server may be meant to add it."""
    opened = [each for each in clean.commands("DATA") if each.line < header[0].line]
    broken = Broken(clean).cut(*_field(header, name)).blame(opened[-1], *header)
    broken.quiet = not clean.shows_replies or bool(clean.of(Expect) or clean.commands("AUTH"))
    return broken


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
            yield (
                Broken(clean).change(subject[0], "Subject: Grüße")
                if subject
                else Broken(clean).add(header[-1], "Subject: Grüße")
            )
