"""The page of a header field of a message that people who work with SMTP meet."""

from smtp_ls.pages import prose
from smtp_ls.pages.layout import Page, facts, joined, rfc_link
from smtp_ls.rfcs import rfc_url


def page(key: str, lang: str) -> Page | None:
    """The page of a field, by its name as the RFC writes it."""
    text = prose("header", key, lang)
    if text is None:
        return None
    rfc = text.get("rfc", "")
    markdown = joined(f"# {key}", text["summary"], text["body"], facts(lang, ("Defined in", rfc_link(rfc, lang))))
    return Page(key, text["summary"], markdown, "header", key, rfc_url(rfc))
