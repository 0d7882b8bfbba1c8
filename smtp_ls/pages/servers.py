"""The page of a reply of one provider or server program: what that server means by it, and what to do."""

from smtp_ls.pages import Provider, all_providers
from smtp_ls.pages.layout import Page, joined
from smtp_ls.pages.words import word


def page(key: str, lang: str) -> Page | None:
    """The page of a reply, by its row's `id`."""
    row = next((each for each in all_providers(lang) if each.id == key), None)
    if row is None:
        return None
    markdown = joined(f"# {row.title}", row.body, seen_at(row, lang))
    return Page(row.title, row.title, markdown, "provider", key, row.link)


def seen_at(row: Provider, lang: str) -> str:
    """Who says it, with a link to read on."""
    said = word("seen at", lang, row.name)
    return f"{said} [{word('Link', lang)}]({row.link})" if row.link else said
