"""completionItem/resolve: the page of the item that the user looks at, which would be too much to send with each."""

from lsprotocol import types

from smtp_ls.completing.pieces import sketch
from smtp_ls.features.client import Client
from smtp_ls.features.markup import markup
from smtp_ls.pages import FILES, Topic
from smtp_ls.pages.page import page


def completion_item_resolve(item: types.CompletionItem, client: Client) -> types.CompletionItem:
    """The item with its documentation; as it is where it has no page.

    Its `data` is what `completion` put there: kind and key of a topic, and the language.
    """
    given = item.data
    if isinstance(given, list) and len(given) == 3 and all(isinstance(each, str) for each in given):
        kind, key, lang = given
        text = _text(Topic(kind, key), lang)
        if text:
            item.documentation = markup(text, client._replace(markdown=client.markdown_items))
    return item


def _text(topic: Topic, lang: str) -> str:
    if topic.kind == "piece":
        text = sketch(topic.key)
        return f"```smtp\n{text}\n```" if text else ""
    found = page(topic, lang) if topic.kind in FILES else None
    return found.markdown if found else ""
