"""The page of a rule: its docstring, which is its test too, below what a reader has to know of it.

Rule 1: a language may put its own `summary` and `body` in `rules.toml` for the sentences above the first heading; the
sessions are those of the docstring in any language.
"""

import re

from smtp_ls.pages import prose
from smtp_ls.pages.layout import Page, facts, joined, rfc_link
from smtp_ls.pages.words import word
from smtp_ls.rules import RULES, RuleMeta
from smtp_ls.rules import page as docstring

_HEADING = re.compile(r"^## (Good|Bad|Fixed(?:, if you like)?)$", re.MULTILINE)


def page(key: str, lang: str) -> Page | None:
    """The page of a rule, by its name."""
    meta = RULES.get(key)
    if meta is None:
        return None
    text = prose("rule", key, lang)
    before, mark, after = docstring(key).strip().partition("## ")
    summary = summary_of(meta, lang)
    body = before.strip().partition("\n\n")[2] if text is None else text.get("body", "")
    sessions = _HEADING.sub(lambda found: f"## {word(found[1], lang)}", mark + after)
    return Page(key, summary, joined(f"# {key}", summary, body, _facts(meta, lang), sessions), "rule", key, meta.url)


def summary_of(meta: RuleMeta, lang: str) -> str:
    """What is wrong, in one sentence."""
    text = prose("rule", meta.name, lang)
    return meta.summary if text is None else text["summary"]


def _facts(meta: RuleMeta, lang: str) -> str:
    loud, strict = (word(each.word, lang) for each in (meta.severity, meta.strict))
    return facts(
        lang,
        ("Severity", loud if loud == strict else word("strict", lang, loud, strict)),
        ("Fix", word(meta.fix or "no fix", lang)),
        ("Family", meta.family),
        ("Defined in", rfc_link(meta.rfc, lang)),
    )
