"""Whether the latest EHLO reply offers an extension, and on which line."""

from smtp_ls.events import Reply
from smtp_ls.folding import HELLO
from smtp_ls.hovering.labels import label
from smtp_ls.hovering.token import Here, found_back, is_ours
from smtp_ls.session.offers import Offers

_FAR = 200
"""How many lines below EHLO its reply is looked for."""


def offered(here: Here, offers: Offers | None, key: str, *keywords: str) -> str:
    """Is any of these keywords offered, and where is that said?"""
    lang = here.lang
    if offers is None:
        return label("list not shown", lang)
    keyword = next((each for each in keywords if each in offers), "")
    hello = found_back(here, HELLO, key)
    if keyword:
        line = None if hello is None else offer_line(here, hello, key, keyword)
        return label("advertised somewhere", lang) if line is None else label("advertised", lang, line + 1)
    if not offers.complete:
        return label("list not shown", lang)
    return label("not advertised at all", lang) if hello is None else label("not advertised", lang, hello + 1)


def offer_line(here: Here, hello: int, key: str, keyword: str) -> int | None:
    """The line of the EHLO reply that begins with a keyword."""
    trace = here.trace
    for line in range(hello + 1, min(hello + _FAR, here.line, len(trace.lines))):
        if is_ours(trace, line, key) and any(
            isinstance(each, Reply) and each.key == key and _says(each, keyword) for each in trace.said(line)
        ):
            return line
    return None


def _says(reply: Reply, keyword: str) -> bool:
    words = reply.says.split()
    return bool(words) and words[0].upper().partition("=")[0] == keyword.partition("=")[0]
