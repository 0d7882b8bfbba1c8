"""The parts of a MAIL or RCPT line, found even when it is wrong: keyword, path and parameters with their columns."""

import re
from functools import lru_cache
from typing import NamedTuple

from smtp_ls.findings import Span

_VERB = re.compile(r"\s*[A-Za-z][A-Za-z0-9-]*")
_KEYWORD = re.compile(r"(?P<gap>\s*)(?P<keyword>(?i:from|to)\b)?(?P<before>\s*)(?P<colon>:)?(?P<after>\s*)")
_BRACKETED = re.compile(r'<(?:"(?:[^"\\]|\\.)*"?|[^">])*>')
_BARE = re.compile(r'(?:"(?:[^"\\]|\\.)*"|\S)+')
_PARAMETER = re.compile(r"[^ \t\r\n\v\f]+")
"""Other blanks, as a no-break space, are part of a value: a wrong one."""


class EsmtpParameter(NamedTuple):
    """One `NAME=value` of a MAIL or RCPT line; `name` is in upper case, `value` None where there is no `=`."""

    name: str
    value: str | None
    span: Span

    @property
    def value_span(self) -> Span:
        """Where the value stands; the whole parameter if it has none."""
        return self.span if self.value is None else Span(self.span.end - len(self.value), self.span.end)


class Envelope(NamedTuple):
    """A MAIL or RCPT line taken apart. Spans are in the line's text; an absent part is an empty span at its place."""

    verb: Span
    keyword: Span
    colon: Span
    after_colon: Span
    path: Span
    parameters: tuple[EsmtpParameter, ...]

    def parameter(self, name: str) -> EsmtpParameter | None:
        """The first parameter of that upper-case name."""
        return next((each for each in self.parameters if each.name == name), None)


@lru_cache(maxsize=1024)
def envelope(text: str) -> Envelope:
    """Take a MAIL or RCPT line apart. The path is what stands in brackets, or else the first run without blanks."""
    verb = _VERB.match(text)
    start = verb.end() if verb else 0
    head = _KEYWORD.match(text, start)
    assert head is not None  # every part of the pattern may be empty
    rest = head.end()
    path = _path(text, rest)
    parameters = []
    for word in _PARAMETER.finditer(text, path.end):
        name, equals, value = word[0].partition("=")
        parameters.append(EsmtpParameter(name.upper(), value if equals else None, Span(*word.span())))
    keyword = head.span("keyword") if head["keyword"] else (head.end("gap"),) * 2
    colon = head.span("colon") if head["colon"] else (head.end("before"),) * 2
    verb_span = Span(len(text) - len(text.lstrip()), start)
    return Envelope(verb_span, Span(*keyword), Span(*colon), Span(*head.span("after")), path, tuple(parameters))


class PathParts(NamedTuple):
    """What stands between the brackets of a path, or without them; an absent part is an empty span at its place."""

    route: Span
    local: Span
    domain: Span


def path_parts(text: str, path: Span) -> PathParts:
    """Take a path apart (RFC 5321 section 4.1.2), wherever the brackets, route and domain are."""
    start = path.start + text.startswith("<", path.start, path.end)
    end = path.end - text.endswith(">", start, path.end)
    route = Span(start, start)
    if text.startswith("@", start, end) and (colon := text.find(":", start, end)) > 0:
        route, start = Span(start, colon), colon + 1
    at = -1 if text.endswith('"', start, end) else text.rfind("@", start, end)
    if at < 0:
        return PathParts(route, Span(start, end), Span(end, end))
    return PathParts(route, Span(start, at), Span(at + 1, end))


def _path(text: str, start: int) -> Span:
    """Where the path stands: from its bracket (a display name may precede it) to the matching one."""
    bracket = text.find("<", start)
    words = text[start:bracket] if bracket >= 0 else ""
    if bracket >= 0 and "=" not in words:
        closed = _BRACKETED.match(text, bracket)
        if closed:
            return Span(bracket, closed.end())
        unclosed = _BARE.match(text, bracket)
        return Span(bracket, unclosed.end() if unclosed else len(text))
    bare = _BARE.match(text, start)
    return Span(start, bare.end()) if bare else Span(start, start)
