"""AUTH: payloads, mechanisms, exchanges broken off."""

from collections.abc import Iterator

from smtp_ls.events import Command, Expect, Note, Reply, SaslResponse
from tests.mutations.breaking import Broken, Clean, kind


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
        hidden = clean.next(each, SaslResponse)
        if each.text.startswith("334 ") and len(each.text) > 4 and not (hidden and "***" in hidden.text):
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
