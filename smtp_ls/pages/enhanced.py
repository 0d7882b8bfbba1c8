"""The page of an enhanced status code: its registered title, what to do, with which reply codes it comes.

Rule 1: a code may be asked for with its class (5.1.1) or without (X.1.1). Rule 2: one that is not registered has a page
too, made of what its parts say, since servers send many.
"""

import re

from smtp_ls.pages import prose
from smtp_ls.pages.layout import Page, code, facts, joined, origin, section
from smtp_ls.pages.words import word
from smtp_ls.protocol.enhanced import ENHANCED, SUBJECTS, EnhancedCode
from smtp_ls.rfcs import rfc_url

WELL_FORMED = re.compile(r"(?P<cls>[245X])\.(?P<subject>0|[1-9]\d{0,2})\.(?P<detail>0|[1-9]\d{0,2})")
"""RFC 3463 section 2, and X for any class."""


def page(key: str, lang: str) -> Page | None:
    """The page of a code."""
    parts = WELL_FORMED.fullmatch(key)
    if parts is None:
        return None
    number = f"X.{parts['subject']}.{parts['detail']}"
    row = ENHANCED.get(number)
    text = prose("enhanced", number, lang)
    if row is None or text is None:
        summary = word("undefined enhanced", lang)
        rows = facts(lang, ("Class", _class(parts["cls"], lang)), ("Subject", _subject(parts["subject"], lang)))
        return Page(key, summary, joined(f"# {key}", summary, rows), "enhanced", key, "")
    markdown = joined(
        f"# {key} {row.title}",
        text["summary"],
        word("deprecated", lang) if row.deprecated else "",
        "" if row.verified else word("from memory", lang),
        _wrong_class(row, parts["cls"], lang),
        section(word("What to do", lang), text["action"]),
        section(word("Meaning", lang), _facts(row, parts["cls"], lang)),
    )
    return Page(f"{key} {row.title}", text["summary"], markdown, "enhanced", key, rfc_url(row.rfc))


def _facts(row: EnhancedCode, cls: str, lang: str) -> str:
    classes = [cls] if cls != "X" else [str(each) for each in row.classes]
    basic = {0: "", 5: "5yz"}
    return facts(
        lang,
        ("Class", "; ".join(filter(None, (_class(each, lang) for each in classes)))),
        ("Subject", _subject(row.code.split(".")[1], lang)),
        ("With", code(filter(None, (basic.get(each, str(each)) for each in row.basic)))),
        ("Status", word("newer", lang) if row.newer else ""),
        *origin(row.rfc, row.source, lang),
    )


def _class(cls: str, lang: str) -> str:
    return "" if cls == "X" else f"`{cls}.Y.Z`, {word(f'{cls}.Y.Z', lang)}"


def _subject(subject: str, lang: str) -> str:
    known = subject.isdecimal() and int(subject) in SUBJECTS
    return f"`X.{subject}.Z`, {word(f'X.{subject}.Z', lang)}" if known else ""


def _wrong_class(row: EnhancedCode, cls: str, lang: str) -> str:
    """A remark for a code in a class that its document does not give it."""
    if cls == "X" or int(cls) in row.classes:
        return ""
    return word("other class", lang, ", ".join(map(str, row.classes)))
