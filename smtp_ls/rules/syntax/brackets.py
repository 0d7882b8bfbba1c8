"""How the path of a MAIL or RCPT line is bracketed: well, not at all, one-sidedly, behind a name, several at once."""

import re
from functools import lru_cache
from typing import NamedTuple

from smtp_ls import syntax
from smtp_ls.envelope import envelope
from smtp_ls.findings import Span
from smtp_ls.rules.addresses.flaws import several

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_ANOTHER = re.compile(r"\s*[,;]|\s*<")
_CLOSING = re.compile(r">+")
_NAMED = re.compile(r'<\s*(?P<name>(?:"[^"]*"|[^<>"@])*[^<>@\s]\s*)(?P<path><[^<>]*>)\s*>')
"""A name and an address, both in the brackets: `<Bob <bob@example.net>>`."""


class Bracketing(NamedTuple):
    """The parts that may be wrong; a span is None where its part is as it should be."""

    bare: Span | None = None
    """A path without any bracket."""
    unbalanced: Span | None = None
    """A path with one bracket, or with more than two."""
    name: Span | None = None
    """What stands before the bracket, with the blanks behind it; or within, before another."""
    many: Span | None = None
    """Several addresses."""
    mended: str = ""
    """The bare or unbalanced path with its two brackets, if that makes it valid."""
    around: Span | None = None
    """What becomes `mended` where the name stands within the brackets."""


@lru_cache(maxsize=256)
def bracketing(text: str, verb: str) -> Bracketing:
    """What is wrong with the brackets of a MAIL or RCPT line whose FROM or TO is there."""
    parts = envelope(text)
    path = text[parts.path.start : parts.path.end]
    if verb not in ("MAIL", "RCPT") or parts.keyword.start == parts.keyword.end or not path:
        return Bracketing()
    end = len(text.rstrip())
    if verb == "RCPT" and _many(path, text[parts.path.end : end]):
        return Bracketing(many=Span(parts.path.start, end))
    start = max(parts.after_colon.end, parts.keyword.end)
    has_name = path[0] == "<" and parts.colon.end > parts.colon.start and text[start : parts.path.start].strip()
    name = Span(start, parts.path.start) if has_name else None
    more = _CLOSING.match(text, parts.path.end)
    span = Span(parts.path.start, more.end() if more else parts.path.end)
    written = text[span.start : span.end]
    named = _NAMED.fullmatch(written)
    if named:
        within = Span(span.start + named.start("name"), span.start + named.end("name"))
        return Bracketing(name=within, mended=named["path"], around=span)
    core = written.strip("<>")
    rule = "rcpt-path" if verb == "RCPT" else "Reverse-path"
    mended = f"<{core}>" if core and syntax.matches(rule, f"<{core}>", utf8=True) else ""
    marks = _QUOTED.sub("", written)
    opening, closing = marks.count("<"), marks.count(">")
    if opening == closing == 1 and marks[0] == "<" and marks[-1] == ">":
        return Bracketing(name=name)
    if opening or closing:
        return Bracketing(unbalanced=span, name=name, mended=mended)
    return Bracketing(bare=None if "{{" in written else span, name=name, mended=mended)


def _many(path: str, rest: str) -> bool:
    """Are there several addresses, in one pair of brackets, in more pairs or in none?"""
    if path[0] == "<" and path[-1] == ">":
        return several(path[1:-1]) or bool("@" in rest and _ANOTHER.match(rest))
    words = re.split(r"[,;\s]+", _QUOTED.sub("x", path + rest))
    return len(words) > 1 and "@" in words[0] and "@" in words[1] and "=" not in words[1]
