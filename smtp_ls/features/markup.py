"""Texts for people: written in Markdown, and made plain for editors that show none."""

import re

from lsprotocol import types

from smtp_ls.features.client import Client

_CODE = re.compile(r"(`[^`]*`)")
_SPECIAL = re.compile(r"([\\*_<>\[\]~#|&])")
_LINK = re.compile(r"\[([^\]]*)\]\((https?:[^)\s]*)\)")
_ESCAPE = re.compile(r"\\([\\*_<>\[\]~#|&])")
_HEADING = re.compile(r"^#+ ", re.MULTILINE)


def markup(markdown: str, client: Client) -> types.MarkupContent:
    """The text as the client can show it."""
    if client.markdown:
        return types.MarkupContent(types.MarkupKind.Markdown, markdown)
    return types.MarkupContent(types.MarkupKind.PlainText, plain(markdown))


def plain(markdown: str) -> str:
    """The text without marks. Only those are known that our pages use; indented examples stay as they are."""
    text = _LINK.sub(r"\1 (\2)", _HEADING.sub("", markdown).replace("**", "").replace("`", ""))
    return _ESCAPE.sub(r"\1", text)


def escaped(text: str) -> str:
    """A text that is no Markdown but for its `code`, so that Markdown shows it as it is."""
    return "".join(each if each.startswith("`") else _SPECIAL.sub(r"\\\1", each) for each in _CODE.split(text))
