"""A lexer for Pygments, so that Sphinx, MkDocs and terminals colour a ```` ```smtp ```` fence or a file in any dialect.

Rule 1: it colours what the server would, stretch by stretch; no pattern of its own says what a line is. Rule 2: nobody
but Pygments, which finds it by its entry point, imports this module, and what it needs of ours only when it is used.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pygments.lexer import Lexer
from pygments.token import Comment, Generic, Keyword, Name, Number, Punctuation, String, Text, Whitespace
from pygments.util import OptionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smtp_ls.colouring import Colour
    from smtp_ls.trace import Trace

TOKENS = {
    "verb": Keyword,
    "path": Name.Namespace,
    "parameter": Name.Attribute,
    "keyword": Name.Builtin,
    "code": Number.Integer,
    "enhancedCode": Number.Float,
    "secret": Name.Exception,
    "body": String.Heredoc,
    "note": Comment,
    "label": Name.Label,
    "header": Name.Property,
    "number": Number.Integer,
    "variable": Name.Variable.Global,
    "directive": Comment.Preproc,
    "comment": Comment.Single,
    "pattern": String.Regex,
    "dot": Punctuation.Marker,
}
"""Pygments' token for each kind of stretch (`colouring.KINDS`)."""

_CLASSES = {"2": Generic.Inserted, "4": Generic.Error, "5": Generic.Error}
"""A code by its first digit: what went well and what did not is what one looks for in a log."""
_SERVER = Name.Tag
_GREETING = re.compile(r"^.{0,60}?\b220[ -].*SMTP", re.MULTILINE)
_HELLO = re.compile(r"^.{0,60}?\b(?:EHLO|HELO|LHLO)\b", re.MULTILINE | re.IGNORECASE)
_LOOKED_AT = 8000
"""Characters at the beginning of a text that tell what it is."""


class SmtpLexer(Lexer):  # type: ignore[misc]  # Pygments is not typed
    """SMTP sessions: transcripts, logs of tools and scripts.

    The option `dialect` says how the text is written down ("swaks", "python-smtplib", ...); without it, it is detected.
    """

    name = "SMTP"
    aliases = ("smtp",)
    filenames = ("*.smtp",)
    mimetypes = ("text/x-smtp",)
    url = "https://www.rfc-editor.org/rfc/rfc5321"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.dialect: str = options.get("dialect", "")
        if self.dialect:
            from smtp_ls.dialects import named  # noqa: PLC0415

            if named(self.dialect) is None:
                raise OptionError(f"there is no dialect {self.dialect}")

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, Any, str]]:
        """Each stretch of the text with its 0-based character and its token; together they are the text."""
        from smtp_ls.colouring import coloured  # noqa: PLC0415
        from smtp_ls.trace import Trace  # noqa: PLC0415

        trace = Trace(text, dialect=self.dialect)
        if trace.dialect.name == "none" and not self.dialect:
            trace = Trace(text, dialect="native")  # whoever calls it SMTP has begun to write some
        at = 0
        for number, line in enumerate(trace.lines):
            done = 0
            for colour in coloured(trace, number):
                yield from _plain(at + done, line[done : colour.start])
                yield at + colour.start, _token(trace, number, colour), line[colour.start : colour.end]
                done = colour.end
            yield from _plain(at + done, line[done:])
            at += len(line)

    def analyse_text(text: str) -> float:  # noqa: N805, D102  (Pygments makes it a static method)
        beginning = text[:_LOOKED_AT]
        if beginning.startswith("# smtp-ls:"):
            return 1.0
        return 0.6 if _GREETING.search(beginning) and _HELLO.search(beginning) else 0.0


def _plain(at: int, text: str) -> Iterator[tuple[int, Any, str]]:
    if text:
        yield at, Whitespace if text.isspace() else Text, text


def _token(trace: Trace, number: int, colour: Colour) -> Any:
    if colour.kind == "code":
        return _CLASSES.get(trace.lines[number][colour.start], TOKENS["code"])
    if colour.kind == "label" and any(event.kind in ("reply", "expect") for event in trace.said(number)):
        return _SERVER
    if colour.kind == "directive" and trace.lines[number].startswith("###"):
        return Generic.Subheading
    return TOKENS[colour.kind]
