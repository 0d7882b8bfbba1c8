"""What to say of mail data and chunks: which field, which section, where they begin and end, how many octets."""

from smtp_ls.events import Chunk, Command
from smtp_ls.folding import BODY, DOT, OPENING
from smtp_ls.hovering.brief import brief
from smtp_ls.hovering.labels import label
from smtp_ls.hovering.offered import offered
from smtp_ls.hovering.token import Here, Token, found_back, found_on, session_at
from smtp_ls.pages import Topic, keys
from smtp_ls.pages.layout import items, joined
from smtp_ls.text import octets

_FOLDS = 200
"""How many lines up the first line of a folded field is looked for."""
_COUNTED = 2000
"""How many lines of a chunk are counted."""


def data(here: Here, token: Token) -> str:
    """A line of mail data: of which section, and from where to where that goes."""
    header = _in_header(here, token)
    name = label("header section" if header else "body section", here.lang)
    stuffed = token.text.startswith(".") and session_at(here.trace, here.line, token.event.key).shown.content == "wire"
    return joined(
        f"**{name}**",
        items(filter(None, (_opened(here, token.event.key), _ends(here, token.event.key)))),
        label("stuffed", here.lang) if stuffed else "",
        _folded(here, token) if header and token.text[:1] in (" ", "\t") else "",
    )


def field(here: Here, token: Token) -> str:
    """The name of a header field; elsewhere the same word means nothing."""
    if not _in_header(here, token):
        return ""
    return _field(token.text, here.lang)


def _field(name: str, lang: str) -> str:
    known = {each.lower(): each for each in keys("header")}.get(name.lower())
    return brief(Topic("header", known), lang) if known else f"**{label('other field', lang)}**"


def _folded(here: Here, token: Token) -> str:
    """The field that a folded line belongs to (RFC 5322 section 2.2.3)."""
    for line in range(here.line - 1, max(here.line - _FOLDS, -1), -1):
        for event in here.trace.said(line):
            if event.kind != "body" or event.key != token.event.key or event.text[:1] in (" ", "\t"):
                continue
            name = event.text.partition(":")[0].rstrip()
            return joined(label("folded", here.lang, line + 1), _field(name, here.lang))
    return ""


def _in_header(here: Here, token: Token) -> bool:
    content = session_at(here.trace, here.line, token.event.key).content
    return content is not None and content.header


def dot(here: Here, token: Token) -> str:
    """The line that ends mail data."""
    return joined(label("dot", here.lang), items(filter(None, (_opened(here, token.event.key),))))


def _opened(here: Here, key: str) -> str:
    line = found_back(here, OPENING, key)
    return "" if line is None else label("opened", here.lang, line + 1)


def _ends(here: Here, key: str) -> str:
    """Where the mail data about a line ends."""
    end = found_on(here, DOT, key)
    following = found_on(here, OPENING, key)
    if end is None or (following is not None and following < end):
        return label("data open", here.lang)
    return label("data ends", here.lang, end + 1)


def content_lines(here: Here, key: str) -> str:
    """From which line to which the content of a DATA command goes."""
    first = found_on(here, BODY + DOT, key)
    following = found_on(here, OPENING, key)
    end = found_on(here, DOT, key)
    if first is None or (following is not None and following < first):
        return ""
    if end is None or (following is not None and following < end):
        return label("data open", here.lang)
    return label("data lines", here.lang, first + 1, end + 1)


# --- chunks -----------------------------------------------------------------------------------------------------------


def chunk_size(here: Here, token: Token) -> str:
    """The size that BDAT announces, against the octets that the file shows."""
    event, step = token.event, token.step
    assert step is not None
    advertised = offered(here, step.known.offers, event.key, "CHUNKING")
    return brief(Topic("parameter", "chunk-size"), here.lang, f"CHUNKING: {advertised}", _counted(here, token))


def _counted(here: Here, token: Token) -> str:
    shown = 0
    lines = range(here.line + 1, len(here.trace.lines))
    for number, line in enumerate(lines):
        said = [each for each in here.trace.said(line) if each.key == token.event.key]
        chunks = [each for each in said if isinstance(each, Chunk)]
        if said and not chunks and any(each.kind not in ("blank", "comment", "directive", "note") for each in said):
            break
        shown += sum(each.octets for each in chunks)
        if number >= _COUNTED:
            return label("counted least", here.lang, shown)
    if token.text.isdigit() and int(token.text[:18]) in (shown, shown - 2) and (shown or token.text == "0"):
        return label("counted alike", here.lang, int(token.text[:18]))
    announced = token.text if token.text.isdigit() and token.text.isascii() else "?"
    return label("counted", here.lang, shown, announced[:18])


def chunk(here: Here, token: Token) -> str:
    """A line of a chunk: which of its octets these are."""
    content = session_at(here.trace, here.line, token.event.key).content
    size = octets(token.event.text) + 2
    opened = found_back(here, OPENING, token.event.key)
    if content is None or content.size < 0 or content.left > content.size or opened is None:
        return label("chunk uncounted", here.lang, size)
    if not any(isinstance(each, Command) and each.verb == "BDAT" for each in here.trace.said(opened)):
        return label("chunk uncounted", here.lang, size)
    return label("chunk", here.lang, opened + 1, size, content.size - content.left, content.size)
