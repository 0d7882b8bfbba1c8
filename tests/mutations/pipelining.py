"""Commands that did not wait for a reply, and extensions that were not offered."""

from collections.abc import Iterator

from smtp_ls.events import Command, Reply
from tests.mutations.breaking import Broken, Clean, kind


@kind("pipelined without the offer")
def _(clean: Clean) -> Iterator[Broken]:
    offer = [each for each in clean.of(Reply) if each.text[4:].upper() == "PIPELINING" and clean.counts]
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
        if not (lines and following and clean.counts) or len(clean.answers(following)) != 1:
            continue
        if following.line > lines[-1].line and clean.next(lines[-1], Command) == following:
            yield Broken(clean).add(hello, following.text, like=following).blame(hello).cut(following)


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
