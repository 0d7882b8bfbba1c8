"""A page made short enough for a hover: its name, its syntax, a sentence, what holds here, a paragraph, a link."""

from collections.abc import Iterable

from smtp_ls.hovering.labels import label
from smtp_ls.pages import Topic, prose
from smtp_ls.pages.extensions import offer
from smtp_ls.pages.forms import FORMS
from smtp_ls.pages.layout import items, joined, rfc_link, sentence
from smtp_ls.pages.page import page
from smtp_ls.pages.parameters import forms
from smtp_ls.pages.words import word
from smtp_ls.protocol.extensions import EXTENSIONS
from smtp_ls.protocol.parameters import PARAMETERS, POSITIONAL
from smtp_ls.protocol.replies import REPLY_CODES
from smtp_ls.rfcs import rfc_place


def brief(topic: Topic, lang: str, *here: str, order: str = "") -> str:
    """What a page says, in short. `order` and `here` (a list) are what holds in this place; nothing: no such page."""
    found = page(topic, lang)
    if found is None:
        return ""
    text = prose(topic.kind, topic.key, lang) or {}
    return joined(
        f"**{found.title}** ({word(topic.kind, lang)})",
        _syntax(topic),
        _summary(topic, found.summary, lang),
        order,
        items(filter(None, here)),
        text.get("body", ""),
        text.get("action", ""),
        link(found.url, lang),
    )


def link(url: str, lang: str) -> str:
    """A link to an RFC by its name, to anything else by that it is a page; nothing for nothing."""
    place = rfc_place(url)
    if place:
        return rfc_link(place, lang)
    return f"[{label('page', lang)}]({url})" if url else ""


def _summary(topic: Topic, summary: str, lang: str) -> str:
    """The sentence; for a code without a page of its own, what its digits say."""
    if topic.kind != "reply" or (topic.key.isdigit() and int(topic.key) in REPLY_CODES):
        return summary
    return joined(summary, digits(topic.key, lang))


def digits(key: str, lang: str) -> str:
    """What the first two digits of a reply code say; an `x` says nothing (RFC 5321 section 4.2.1)."""
    known = (key[0] in "2345" and f"{key[0]}yz", key[1] in "012345" and f"x{key[1]}z")
    return sentence(", ".join(word(each, lang) for each in known if each))


def _syntax(topic: Topic) -> str:
    kind, key = topic
    if kind == "verb":
        return f"`{FORMS[key.lower()]}`"
    if kind == "extension":
        return f"`{offer(EXTENSIONS[key])}`"
    if kind == "parameter":
        return " ".join(f"`{form}`" for form in forms(PARAMETERS.get(key) or POSITIONAL[key]))
    return ""


def bounded(octets: int, limit: int, lang: str) -> str:
    """A count of octets against a limit."""
    return label("limit" if octets <= limit else "over limit", lang, octets, limit)


def size(octets: int, lang: str) -> str:
    """A number of octets, in MB (10^6) and MiB (2^20) too where it is large: people mean either."""
    if octets < 1_000_000:
        return label("octets", lang, octets)
    return label("megabytes", lang, octets, f"{octets / 1_000_000:.1f} MB ({octets / 1_048_576:.1f} MiB)")


def listed(words: Iterable[object]) -> str:
    """Words as code, with commas."""
    return ", ".join(f"`{each}`" for each in words)
