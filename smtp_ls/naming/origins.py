"""Where something comes from: the offer of a parameter, the command of a reply, the cause of a refusal, a variable."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from smtp_ls.events import Command, Event, Expect, Reply, column
from smtp_ls.extents import asking
from smtp_ls.findings import MAIL, OPENED, Diagnostic, Point, Role, Span
from smtp_ls.folding import HELLO
from smtp_ls.hovering.notation import definition
from smtp_ls.hovering.offered import offer_line
from smtp_ls.hovering.sayings import covers
from smtp_ls.hovering.token import Here, Token, found_back
from smtp_ls.hovering.tokens import tokens
from smtp_ls.naming.names import VARIABLE, Name, name_at, names
from smtp_ls.protocol.parameters import PARAMETERS, POSITIONAL, VALUE_EXTENSIONS
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.publishing.places import Places
from smtp_ls.trace import Trace

_IN_TRANSACTION = ("RCPT", "DATA", "BDAT", "BURL")


class Stretch(NamedTuple):
    """Columns of a 0-based line, in characters."""

    line: int
    span: Span


class Origins(NamedTuple):
    """What was asked about, and where it comes from, the likeliest first."""

    asked: Stretch
    found: tuple[Stretch, ...]


Found = Callable[[int], Sequence[Diagnostic]]
"""The diagnostics of a line."""


def origins(trace: Trace, place: Point, found_on: Found) -> Origins | None:
    """Where what stands at a place comes from; None for what comes from nowhere else in the file."""
    name = name_at(trace, place)
    if name is not None and name.word.kind == VARIABLE:
        defined = _definition(trace, place.line, name)
        return Origins(Stretch(place.line, name.columns), (defined,)) if defined else None
    here = _Asked(trace, place.line, found_on)
    covering = [each for each in tokens(trace, place.line) if covers(each.span, place.column)]
    for token in sorted(covering, key=lambda each: each.span.end - each.span.start):
        read = _ORIGINS.get(token.kind)
        stretches = tuple(dict.fromkeys(read(here, token))) if read else ()
        if stretches:
            return Origins(Stretch(place.line, token.span), stretches)
    return _of_command(here, place)


def _of_command(here: "_Asked", place: Point) -> Origins | None:
    """Of a command in a transaction, as a whole, its MAIL."""
    for event in here.trace.said(place.line):
        span = whole(event)
        if isinstance(event, Command) and span.start <= place.column <= span.end:
            found = tuple(here.mail(event))
            return Origins(Stretch(place.line, span), found) if found else None
    return None


def _definition(trace: Trace, line: int, name: Name) -> Stretch | None:
    """The line that defines a variable: the latest above, or this line itself."""
    if name.word.defines:
        return Stretch(line, name.columns)
    found = definition(Here(trace, line, ""), name.word.key)
    if found is None:
        return None
    return next((Stretch(found[0], each.columns) for each in names(trace, found[0]) if each.word.defines), None)


def whole(event: Event) -> Span:
    """The columns of all that an event says, without the blanks about it."""
    text = event.text
    start = len(text) - len(text.lstrip())
    return Span(column(event, start), column(event, max(len(text.rstrip()), start)))


class _Asked(NamedTuple):
    """Where the question is asked."""

    trace: Trace
    line: int
    found_on: Found

    def at(self, line: int | None, key: str) -> Iterator[Stretch]:
        """What is said on a line, in the session with this key."""
        if line is not None and line != self.line:
            spans = [whole(each) for each in self.trace.said(line) if each.key == key and each.text.strip()]
            if spans:
                yield Stretch(line, Span(spans[0].start, spans[-1].end))

    def role(self, role: Role, key: str) -> Iterator[Stretch]:
        """The line of a role."""
        yield from self.at(Places(self.trace, self.line, key=key).line(role), key)

    def offer(self, token: Token, *keywords: str) -> Iterator[Stretch]:
        """The line of the EHLO reply that offers one of these."""
        here, key, step = Here(self.trace, self.line, ""), token.event.key, token.step
        hello = found_back(here, HELLO, key)
        offers = step.known.offers if step else None
        for keyword in keywords:
            if hello is not None and offers is not None and keyword in offers:
                yield from self.at(offer_line(here, hello, key, keyword), key)

    def mail(self, event: Command) -> Iterator[Stretch]:
        """The MAIL of the transaction that a command belongs to."""
        if event.verb in _IN_TRANSACTION:
            before = self.trace.session(self.line, event.key)
            if before.presumed.mail is not None:
                yield from self.role(MAIL, event.key)


# --- kinds of tokens --------------------------------------------------------------------------------------------------


def _verb(here: _Asked, token: Token) -> Iterator[Stretch]:
    row = VERBS.get(token.text.upper())
    if row is not None and row.extension:
        yield from here.offer(token, row.extension)
    assert isinstance(token.event, Command)
    yield from here.mail(token.event)


def _parameter(here: _Asked, token: Token) -> Iterator[Stretch]:
    wanted = VALUE_EXTENSIONS.get(token.text.upper())
    row = PARAMETERS.get(token.part) or POSITIONAL.get(token.part)
    keywords = (wanted,) if wanted else row.extensions if row else ()
    yield from here.offer(token, *keywords)


def _chunk_size(here: _Asked, token: Token) -> Iterator[Stretch]:
    yield from here.offer(token, "CHUNKING")


def _mechanism(here: _Asked, token: Token) -> Iterator[Stretch]:
    if isinstance(token.event, Command):
        yield from here.offer(token, "X-EXPS" if token.event.verb == "X-EXPS" else "AUTH")
    else:
        yield from _reply(here, token)


def _reply(here: _Asked, token: Token) -> Iterator[Stretch]:
    """What a refusal relates to, if the rules know that; then the command."""
    event = token.event
    asked = asking(here.trace, here.line, event)
    if isinstance(event, Reply | Expect) and event.code >= 400:
        for line in (here.line, asked):
            for diagnostic in here.found_on(line) if line is not None else ():
                for related in diagnostic.related:
                    if related.start.line not in (here.line, asked):
                        end = related.end.column if related.end.line == related.start.line else related.start.column
                        yield Stretch(related.start.line, Span(related.start.column, end))
    yield from here.at(asked, event.key)


def _opened(here: _Asked, token: Token) -> Iterator[Stretch]:
    if not isinstance(token.event, Command):
        yield from here.role(OPENED, token.event.key)


_ORIGINS: Mapping[str, Callable[[_Asked, Token], Iterator[Stretch]]] = {
    "verb": _verb,
    "parameter": _parameter,
    "chunk-size": _chunk_size,
    "mechanism": _mechanism,
    "response": _opened,
    "dot": _opened,
    "reply": _reply,
}
"""Kind of token -> where it comes from. A code, a keyword or a challenge is part of its reply."""
