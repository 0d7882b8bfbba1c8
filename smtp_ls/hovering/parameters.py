"""What to say of a parameter of a command and of a keyword of the EHLO reply, with what their values come to."""

import re
from collections.abc import Iterator

from smtp_ls.events import Command
from smtp_ls.hovering.brief import brief, listed, size
from smtp_ls.hovering.labels import label
from smtp_ls.hovering.offered import offered
from smtp_ls.hovering.token import Here, Token, code
from smtp_ls.pages import Topic, translated
from smtp_ls.pages.layout import joined
from smtp_ls.protocol.extensions import EXTENSIONS, LIMIT_NAMES
from smtp_ls.protocol.parameters import PARAMETERS, POSITIONAL, VALUE_EXTENSIONS
from smtp_ls.session.offers import Offers

_XTEXT = re.compile(r"\+([0-9A-F]{2})")
_XTEXTS = ("ORCPT", "ENVID", "AUTH", "SUBMITTER", "ALT-ADDRESS")
_LONGEST = 18
"""Digits of a number of octets that are worth counting."""


def parameter(here: Here, token: Token) -> str:
    """A parameter, with its value."""
    event, step = token.event, token.step
    assert isinstance(event, Command)
    row = PARAMETERS.get(token.part) or POSITIONAL.get(token.part)
    if row is None:
        return label("unknown parameter", here.lang)
    offers = step.known.offers if step else None
    wanted = VALUE_EXTENSIONS.get(token.text.upper())
    keywords = (wanted,) if wanted else row.extensions
    facts = [f"{' / '.join(keywords)}: {offered(here, offers, event.key, *keywords)}"] if keywords else []
    if event.verb not in row.commands:
        facts.append(label("other verb", here.lang, code(event.verb), listed(row.commands)))
    facts += _value(token, offers, here.lang)
    return brief(Topic("parameter", row.name), here.lang, *facts)


def _value(token: Token, offers: Offers | None, lang: str) -> Iterator[str]:
    """What a value comes to, where that is not plain to see."""
    value = token.text.partition("=")[2]
    if token.part == "SIZE" and is_number(value):
        yield size(int(value), lang)
        most = offers.table.get("SIZE", "") if offers else ""
        if is_number(most):
            yield _most(most, lang)
    elif token.part in _XTEXTS and _XTEXT.search(value):
        yield label("decoded", lang, code(_XTEXT.sub(lambda found: chr(int(found[1], 16)), value)))
    elif token.part in ("HOLDFOR", "BY") and is_number(value.partition(";")[0]):
        yield label("seconds", lang, value.partition(";")[0])


def is_number(text: str) -> bool:
    """Is this a number short enough to count with?"""
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST


def _most(text: str, lang: str) -> str:
    """What a SIZE keyword says (RFC 1870 section 3): 0 is no fixed limit."""
    return label("no size limit", lang) if not int(text) else label("offered size", lang, size(int(text), lang))


def keyword(here: Here, token: Token) -> str:
    """A keyword of the EHLO reply, or a word behind it."""
    lang = here.lang
    if token.part not in EXTENSIONS:
        return label("unknown keyword", lang)
    words = token.event.text[4:].split()
    return joined(brief(Topic("extension", token.part), lang, *_words(token.part, words, lang)))


def _words(name: str, words: list[str], lang: str) -> Iterator[str]:
    """What the words behind a keyword come to."""
    first = words[1] if len(words) > 1 else ""
    if name == "SIZE":
        yield _most(first, lang) if is_number(first) else label("no size limit", lang)
    elif name in ("AUTH", "X-EXPS", "AUTH=") and words:
        named = [words[0].partition("=")[2], *words[1:]]
        yield label("mechanisms", lang, ", ".join(code(each) for each in named if each))
    elif name == "LIMITS":
        for each in words[1:]:
            limit, _, value = each.partition("=")
            if limit.upper() in LIMIT_NAMES:
                yield f"{code(limit)}: {code(value)} {translated(LIMIT_NAMES[limit.upper()], lang)}"
    elif name in ("DELIVERBY", "FUTURERELEASE") and is_number(first):
        yield label("seconds", lang, first)
