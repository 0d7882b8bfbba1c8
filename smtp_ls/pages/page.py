"""One Markdown page for a topic, out of facts and prose: hover, `explain` and docs/reference show it."""

from collections.abc import Callable, Mapping

from smtp_ls.pages import (
    Topic,
    enhanced,
    extensions,
    headers,
    language,
    notation,
    parameters,
    replies,
    rules,
    sasl,
    servers,
    verbs,
)
from smtp_ls.pages.layout import Page

_PAGES: Mapping[str, Callable[[str, str], Page | None]] = {
    "verb": verbs.page,
    "mechanism": sasl.page,
    "parameter": parameters.page,
    "extension": extensions.page,
    "reply": replies.page,
    "enhanced": enhanced.page,
    "header": headers.page,
    "notation": notation.page,
    "rule": rules.page,
    "provider": servers.page,
}


def page(topic: Topic, lang: str) -> Page | None:
    """The page of a topic in the language of that locale, or in English; None: there is no such topic."""
    return _PAGES[topic.kind](topic.key, language(lang))
