"""The page of a reply code: what it means, to which commands it comes, and what to do about it.

Rule 1: a code that no document defines has a page too, made of what its digits say.
"""

import re
from collections.abc import Iterator

from smtp_ls.pages import prose
from smtp_ls.pages.layout import Page, facts, items, joined, origin, section
from smtp_ls.pages.verbs import meaning
from smtp_ls.pages.words import word
from smtp_ls.protocol.answers import ANSWERS
from smtp_ls.protocol.replies import REPLY_CODES, ReplyCode
from smtp_ls.rfcs import rfc_url

WELL_FORMED = re.compile(r"[2-5][0-5][0-9]")
"""RFC 5321 section 4.2."""

_GROUPS = ("greeting", ".", "*")


def page(key: str, lang: str) -> Page | None:
    """The page of a code of three digits."""
    if not WELL_FORMED.fullmatch(key):
        return None
    reply = REPLY_CODES.get(int(key))
    text = prose("reply", key, lang)
    if reply is None or text is None:
        summary = word("undefined reply", lang)
        return Page(key, summary, joined(f"# {key}", summary, facts(lang, *_digits(key, lang))), "reply", key, "")
    markdown = joined(
        f"# {key}",
        text["summary"],
        text["body"],
        "" if reply.verified else word("not verified", lang),
        section(word("What to do", lang), text["action"]),
        section(word("Answers", lang), items(_answers(reply, lang))),
        section(word("Meaning", lang), facts(lang, *_digits(key, lang), *origin(reply.rfc, reply.source, lang))),
    )
    return Page(key, text["summary"], markdown, "reply", key, rfc_url(reply.rfc))


def _digits(key: str, lang: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("Class", f"`{key[0]}yz`, {word(f'{key[0]}yz', lang)}"), (
        "Subject",
        f"`x{key[1]}z`, {word(f'x{key[1]}z', lang)}",
    )


def _answers(reply: ReplyCode, lang: str) -> Iterator[str]:
    """To which commands it comes, with what it says to each in particular."""
    for verb in reply.commands:
        place = word(f"answers {verb}", lang) if verb in _GROUPS else f"`{verb}`"
        said = [meaning(each, lang) for each in ANSWERS.get(verb, ()) if each.code == reply.code]
        or_else = f"; {word('or', lang)} "
        yield f"{place}: {or_else.join(said)}" if said else place
