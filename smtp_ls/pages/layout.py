"""How a page is laid out in Markdown: its parts, its lists of facts, its sessions, its links into the RFCs."""

from collections.abc import Iterable
from typing import NamedTuple

from smtp_ls.pages.words import word
from smtp_ls.rfcs import kind_of, rfc_url


class Page(NamedTuple):
    """One topic in one language: its heading, one sentence, and all of it in Markdown, heading included."""

    title: str
    summary: str
    markdown: str
    kind: str
    key: str
    url: str
    """Where the RFC says it, or the provider; "" where neither does."""


def joined(*parts: str) -> str:
    """The parts that are not empty, as paragraphs."""
    return "\n\n".join(part for part in parts if part)


def section(heading: str, *parts: str) -> str:
    """A part with a heading; nothing if there is nothing below it."""
    body = joined(*parts)
    return f"## {heading}\n\n{body}" if body else ""


def items(lines: Iterable[str]) -> str:
    """A list; nothing for nothing."""
    return "\n".join(f"- {line}" for line in lines)


def facts(lang: str, *rows: tuple[str, str]) -> str:
    """A list of label (a key of `WORDS`) and fact; what is empty is left out."""
    return items(f"**{word(label, lang)}:** {fact}" for label, fact in rows if fact)


def session(text: str) -> str:
    """A session in our notation, or some lines of one."""
    return f"```smtp\n{text}\n```" if text else ""


def code(words: Iterable[object]) -> str:
    """Words as code, with commas."""
    return ", ".join(f"`{each}`" for each in words)


def sentence(phrase: str) -> str:
    """A phrase of the tables with a capital letter and a full stop."""
    return phrase if not phrase else phrase[0].upper() + phrase[1:] + ("" if phrase.endswith((".", "?")) else ".")


def rfc_link(rfc: str, lang: str) -> str:
    """A link to "number#section" of the RFCs; nothing for nothing."""
    if not rfc:
        return ""
    return f"[{rfc_name(rfc, lang)}]({rfc_url(rfc)})"


def rfc_name(rfc: str, lang: str) -> str:
    """What "number#section" of the RFCs is called."""
    number, _, place = rfc.partition("#")
    return word(kind_of(place), lang).format(number=number, section=place) if place else f"RFC {number}"


def origin(rfc: str, source: str, lang: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """The two rows that say where facts are from."""
    return ("Defined in", rfc_link(rfc, lang)), ("Source", source)
