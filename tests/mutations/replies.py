"""Replies with other codes, in other shapes, too many or too few of them; and what EHLO offers."""

from collections.abc import Iterator

from smtp_ls.events import Command, EndOfData, Expect, Reply
from tests.mutations.breaking import Broken, Clean, Said, kind


def _replies(clean: Clean, *verbs: str) -> Iterator[tuple[Said, list[Said]]]:
    """Commands and the lines of their replies, success only."""
    for each in clean.accepted(*verbs):
        lines = clean.answers(each)
        if lines and all(isinstance(line.event, Reply) for line in lines):
            yield each, lines


def _recoded(name: str, code: str, *verbs: str) -> None:
    """A kind of break: a single-line success of these verbs has another code."""

    def break_(clean: Clean) -> Iterator[Broken]:
        unread = len(code) != 3  # a bare line of that sort is prose, and in a script it expects nothing
        for each in clean.accepted(*verbs) if clean.trace.dialect.shown.every_reply else []:
            lines, group = clean.answers(each), clean.group(each)
            if len(lines) == 1 and lines[0].text[:3].isdigit() and (clean.counts or not unread):
                broken = Broken(clean).change(lines[0], code + lines[0].text[3:])
                yield broken.blame(*(group if len(group) > 1 else clean.run(each) if unread else []))

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
    if first and first[0].text.startswith("220 ") and isinstance(first[0].event, Reply) and not clean.excerpt:
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
    for each, lines in _replies(clean, "EHLO", "LHLO", "MAIL", "RCPT", "RSET", "NOOP"):
        if not clean.counts:
            continue
        group = clean.group(each)
        broken = Broken(clean).change(lines[-1], f"{lines[-1].text[:3]}-{lines[-1].text[4:]}")
        # In a group the next reply joins it, and the last command has none.
        yield broken.blame(*(clean.run(group[-1]) + group if len(group) > 1 else ()))


@kind("reply: a blank amid it")
def _(clean: Clean) -> Iterator[Broken]:
    for _, lines in _replies(clean, "EHLO", "LHLO"):
        if clean.counts and len(lines) > 3:
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
        if clean.counts and len(clean.group(each)) == 1:
            yield Broken(clean).blame(lines[-1]).add(lines[-1], lines[-1].text)


@kind("reply: one too many for a pipelined group")
def _(clean: Clean) -> Iterator[Broken]:
    for each, lines in _replies(clean, "MAIL", "RCPT"):
        group = clean.group(each)
        if clean.counts and len(group) > 1:
            last = clean.next(group[-1], Command)
            behind = [it for it in clean.of(Reply) if lines[0].line < it.line and (last is None or it.line < last.line)]
            yield Broken(clean).add(lines[-1], lines[-1].text).blame(lines[-1], *behind, *group)


@kind("reply: one too few")
def _(clean: Clean) -> Iterator[Broken]:
    for each, lines in _replies(clean, "MAIL", "RCPT", "RSET", "NOOP"):
        if clean.counts and len(clean.group(each)) == 1:
            yield Broken(clean).cut(*lines).blame(*clean.run(each))


@kind("reply: one too few for a pipelined group")
def _(clean: Clean) -> Iterator[Broken]:
    for each, lines in _replies(clean, "MAIL", "RCPT"):
        group = clean.group(each)
        if clean.counts and len(group) > 1:
            last = [line for asked in group for line in clean.answers(asked)][-1]
            yield Broken(clean).cut(*lines).blame(*group, last, clean.next(group[-1], Command))


@kind("reply: two for a message in SMTP")
def _(clean: Clean) -> Iterator[Broken]:
    if clean.commands("LHLO") or "PRDR" in clean.offers or not clean.commands("EHLO", "HELO"):
        return
    for dot in clean.of(EndOfData):
        lines = clean.answers(dot)
        following = clean.next(lines[-1], Command) if lines else None
        if following and clean.counts and len(clean.group(following)) == 1 and clean.group(dot) == [dot]:
            yield Broken(clean).blame(lines[-1]).add(lines[-1], lines[-1].text)


@kind("reply: a line of 600 octets")
def _(clean: Clean) -> Iterator[Broken]:
    for _, lines in _replies(clean, "MAIL", "RCPT"):
        yield Broken(clean).change(lines[-1], f"{lines[-1].text} {'x' * 600}")


@kind("EHLO reply: a bad SIZE")
def _(clean: Clean) -> Iterator[Broken]:
    for each in () if clean.of(Expect) else clean.of(Reply):
        if each.text[3:8].upper() in ("-SIZE", " SIZE") and not each.text[8:9].strip():
            yield Broken(clean).change(each, f"{each.text[:8]} 10MB")


@kind("EHLO reply: a keyword with a colon")
def _(clean: Clean) -> Iterator[Broken]:
    for each in () if clean.of(Expect) else clean.of(Reply):
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
            if isinstance(each.event, Reply):
                lines.append(each)
        if lines:
            yield lines


@kind("LMTP: EHLO instead of LHLO")
def _(clean: Clean) -> Iterator[Broken]:
    for each in clean.commands("LHLO"):
        if clean.trace.dialect.shown.native:
            broken = Broken(clean).change(each, each.text.replace("LHLO", "EHLO"))
            yield broken.note("# smtp-ls: protocol=lmtp")
