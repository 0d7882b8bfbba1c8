"""What the client sends in an AUTH exchange: where it stands, which message it is, and what it decodes to."""

import re
from base64 import b64decode
from typing import NamedTuple

from smtp_ls.events import Command, Event, SaslResponse
from smtp_ls.findings import Span
from smtp_ls.rules.words import word_span
from smtp_ls.session import Step

_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_AUTH = re.compile(r"\s*[A-Za-z-]+(?:=|\s+)(?P<mechanism>\S+)(?:\s+(?P<response>\S.*?))?\s*$", re.DOTALL)
_MASKED = re.compile(
    r"[*<>\[\](){}\u2026]|\.\.|[xX]{4}"
    r"|(?i:redacted|hidden|removed|masked|omitted|suppressed|base64|your|password|secret|token|response)"
)


_SEPARATORS = {0: "", 1: "", 9: "", 10: "", 13: ""}


class Payload(NamedTuple):
    """One message of the client: the mechanism in upper case, its number from 0, its text and where that stands."""

    mechanism: str
    nth: int
    text: str
    span: Span

    @property
    def masked(self) -> bool:
        """Does it look as if it stood for something that is not shown?"""
        return is_masked(self.text)


def payload(step: Step) -> Payload | None:
    """The message that an AUTH command or a response holds; None where there is none, or where the log hides them."""
    event = step.event
    if step.before.shown.auth != "shown":
        return None
    if isinstance(event, SaslResponse):
        text, exchange = event.text.strip(), step.before.exchange
        start = len(event.text) - len(event.text.lstrip())
        empty = not text or text == "*" or exchange is None
        return None if empty else Payload(exchange.mechanism, exchange.sent, text, Span(start, start + len(text)))  # type: ignore[union-attr]
    found = _AUTH.match(event.text) if isinstance(event, Command) and event.verb == "AUTH" else None
    if found is None or not found["response"] or found["response"] == "=":
        return None
    return Payload(found["mechanism"].upper(), 0, found["response"], Span(*found.span("response")))


def named_mechanism(event: Event) -> tuple[str, Span]:
    """The mechanism that an AUTH line names, in upper case, and where; nothing behind `AUTH=`, or where there is none.

    It may be a response that was put in the mechanism's place: no message repeats it unless it is known.
    """
    span = word_span(event, 1)
    elsewhere = not isinstance(event, Command) or "=" in event.text[: word_span(event, 0).end]
    return ("" if elsewhere else event.text[span.start : span.end].upper()), span


def is_masked(text: str) -> bool:
    """Does a text look as if it stood for something that is not shown?"""
    return _MASKED.search(text) is not None


def is_base64(text: str) -> bool:
    """Is this base64 as SASL has it: no foreign character, padded at its end (RFC 4954 section 4)?"""
    return _BASE64.fullmatch(text) is not None


def decoded(text: str) -> str | None:
    """What base64 stands for; None if it is none, or no UTF-8."""
    if not is_base64(text):
        return None
    try:
        return b64decode(text).decode("utf-8")
    except UnicodeDecodeError:
        return None


def meant(sent: Payload) -> str | None:
    """What a message decodes to, where that is text with separators, and so was meant; None for a mask or octets."""
    text = None if sent.masked else decoded(sent.text)
    return text if text and text.translate(_SEPARATORS).isprintable() else None
