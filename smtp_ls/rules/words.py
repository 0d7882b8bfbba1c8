"""Small stretches of an event's text that many rules point at."""

import re
from collections.abc import Iterable

from smtp_ls.events import Command, Event, Message
from smtp_ls.findings import Span
from smtp_ls.protocol.verbs import distance
from smtp_ls.session import Step

_WORD = re.compile(r"\S+")
_VERB = re.compile(r"\s*([A-Za-z][A-Za-z0-9-]*)")


def command_of(step: Step) -> Command:
    """The command of a step, in a rule that is asked at the gates of commands alone."""
    return step.event  # type: ignore[return-value]


def message_of(step: Step) -> Message:
    """The message of a step, in a rule that is asked at the gates of messages alone."""
    return step.event  # type: ignore[return-value]


def verb_span(event: Event) -> Span:
    """Where the verb stands in a command's text; the first word where there is none."""
    found = _VERB.match(event.text)
    return Span(*found.span(1)) if found else word_span(event, 0)


def word_span(event: Event, nth: int) -> Span:
    """Where the nth word stands, from 0; an empty span at the end where there are fewer."""
    words = list(_WORD.finditer(event.text))
    return Span(*words[nth].span()) if nth < len(words) else Span(len(event.text), len(event.text))


def argument_span(event: Event) -> Span:
    """Where what follows the verb stands, without the blanks about it."""
    start = verb_span(event).end
    text = event.text
    end = len(text.rstrip())
    while start < end and text[start] in " \t":
        start += 1
    return Span(start, max(start, end))


def said_span(event: Event) -> Span:
    """Where what a line of a reply says behind its code stands, without the blanks about it."""
    text = event.text
    start = min(4, len(text))
    while start < len(text) and text[start] in " \t":
        start += 1
    return Span(start, max(start, len(text.rstrip())))


def first_said(event: Event) -> Span:
    """Where the first word behind the code of a reply's line stands."""
    start, end = said_span(event)
    found = _WORD.match(event.text, start, end)
    return Span(*found.span()) if found else Span(start, start)


def named(character: str) -> str:
    """How a message names one character: in quotes, or by its name where it cannot be seen."""
    if character == " ":
        return "a blank"
    if character == "\t":
        return "a TAB"
    if "\ud800" <= character <= "\udfff":
        return "an octet that is not UTF-8"
    if character.isprintable():
        return f'"{character}"'
    return f"the {'control' if character < _NO_CONTROL else 'invisible'} character U+{ord(character):04X}"


_NO_CONTROL = "\xa0"
"""From here on, what cannot be seen is a blank of another sort, or a joint between letters."""


def one_of(things: tuple[str, ...]) -> str:
    """The things as a list that ends with "or"."""
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} or {things[-1]}"


_SHORT = 4


def meant(word: str, among: Iterable[str]) -> str:
    """Which of some words a misspelt one meant, whatever its case: one edit away, or two if it is long; "" if none."""
    limit = 1 if len(word) <= _SHORT else 2
    near = ((distance(word.lower(), each.lower()), each) for each in among if abs(len(each) - len(word)) <= limit)
    return min((each for each in near if each[0] <= limit), default=(0, ""))[1]


def source(rfc: str) -> str:
    """How a message ends that names the RFC behind it: "3461#4.2" as " (RFC 3461 section 4.2)", or not at all."""
    return f" (RFC {rfc.replace('#', ' section ')})" if rfc else ""
