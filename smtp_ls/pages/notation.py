"""The page of a piece of our own notation: a label, a pattern, a directive, a pragma, a placeholder."""

from smtp_ls.pages import prose
from smtp_ls.pages.layout import Page, joined, section, session
from smtp_ls.pages.words import word


def page(key: str, lang: str) -> Page | None:
    """The page of a piece, by the name that the prose has for it."""
    text = prose("notation", key, lang)
    if text is None:
        return None
    example = section(word("Example", lang), session(text["example"]))
    markdown = joined(f"# `{key}`", text["summary"], text["body"], example)
    return Page(key, text["summary"], markdown, "notation", key, "")
