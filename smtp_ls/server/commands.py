"""The commands that an editor can have done (workspace/executeCommand), as its palette, lenses and actions do.

A text to be shown, in a new tab, is an object of `title`, `language` (an editor's id for it), `text` and `message` (one
sentence to tell the user, or nothing). Rule 1: no command changes a file; what does is asked of the editor.
"""

import re
import sys
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from smtp_ls.dialects import DETECTED_LINES, named, rows
from smtp_ls.dialects.native import own_notation
from smtp_ls.editing import fixing
from smtp_ls.features.changes import workspace_edit
from smtp_ls.features.document import Document
from smtp_ls.features.hover import hover
from smtp_ls.features.refusal import Refusal
from smtp_ls.findings import Edit, Point, Repair, Span
from smtp_ls.hovering.labels import label
from smtp_ls.server.names import name_of
from smtp_ls.server.waiting import when_read
from smtp_ls.server.workspace import check_workspace
from smtp_ls.text import without_end

if TYPE_CHECKING:
    from smtp_ls.server.language_server import LanguageServer


class Shown(NamedTuple):
    """A text for the editor to show."""

    title: str
    language: str
    text: str
    message: str = ""


def register(server: "LanguageServer") -> None:
    """Do these commands, and say so."""
    for name in COMMANDS:
        server.protocol.fm.commands[name] = partial(_never, name)  # the names are what pygls tells of them
    server.feature(types.WORKSPACE_EXECUTE_COMMAND)(partial(_execute, server))


def _never(name: str, *_: object) -> None:
    raise AssertionError(name)  # `_execute` is asked instead


def _execute(server: "LanguageServer", params: types.ExecuteCommandParams) -> object:
    command = COMMANDS.get(params.command)
    if command is None:
        raise JsonRpcInvalidParams(f"there is no command {params.command}")
    arguments = params.arguments or []
    enough = command.needed <= len(arguments) <= len(command.arguments)
    if not enough or not all(fits(each) for fits, each in zip(command.arguments, arguments, strict=False)):
        raise JsonRpcInvalidParams(f"these are no arguments of {params.command}")
    found = command.do(server, params.work_done_token, *arguments)
    return found._asdict() if isinstance(found, Shown) else found


def _is_text(given: object) -> bool:
    return isinstance(given, str)


def _is_place(given: object) -> bool:
    """Is this a position as the protocol has it?"""
    if not isinstance(given, dict):
        return False
    numbers = given.get("line"), given.get("character")
    return all(type(each) is int and 0 <= each < 1 << 31 for each in numbers)


def _is_choice(given: object) -> bool:
    """Is this an object of what is wanted and what is not?"""
    return isinstance(given, dict) and all(isinstance(each, bool) for each in given.values())


Token = str | int | None


def _explain(server: "LanguageServer", _: Token, about: str, position: dict[str, Any] | None = None) -> Shown | None:
    """Explain a topic, as people write it, or what stands at a place of an open file."""
    from smtp_ls.errors import UsageError  # noqa: PLC0415
    from smtp_ls.report.explain import explained, style  # noqa: PLC0415  only this command prints pages

    if position is None:
        try:
            text = explained([about], style("markdown", server.lang, color=False))
        except UsageError as error:
            raise Refusal(str(error).removesuffix(" smtp-ls explain --list names all").rstrip(";")) from None
        return Shown(f"Explain {about}", "markdown", text)
    document = _document(server, about)
    place = types.Position(position["line"], position["character"])
    params = types.HoverParams(types.TextDocumentIdentifier(about), place)
    found = hover(document, params, server.client._replace(markdown=True))
    text = found.contents.value if found and isinstance(found.contents, types.MarkupContent) else ""
    return Shown(f"{name_of(about)}:{place.line + 1}", "markdown", text) if text else None


def _redact(server: "LanguageServer", _: Token, uri: str, options: dict[str, bool] | None = None) -> object:
    """The file with its secrets replaced."""
    from smtp_ls.redacting import redacted  # noqa: PLC0415  only this command needs it

    document = _document(server, uri)

    def shown() -> object:
        found = redacted(document.trace, addresses=bool(options and options.get("addresses")))
        text, _ = fixing.apply(document.trace.text, [Repair("", found.edits, safe=True)])
        message = label("replaced", server.lang, found.secrets, found.names, found.addresses)
        return Shown(f"{name_of(uri)}, redacted", "smtp", text, message)._asdict()

    return when_read(server, document, sys.maxsize, shown)


def _convert(server: "LanguageServer", _: Token, uri: str, notation: str = "native") -> object:
    """The file in our own notation."""
    from smtp_ls.editing.converting import native  # noqa: PLC0415  only this command needs it

    if notation != "native":
        raise Refusal(f"there is no notation {notation}")
    document = _document(server, uri)

    def shown() -> object:
        return Shown(f"{name_of(uri)}, converted", "smtp", native(document.trace))._asdict()

    return when_read(server, document, sys.maxsize, shown)


def _dialect(server: "LanguageServer", _: Token, uri: str) -> dict[str, object] | None:
    """Which dialect an open file is in, and who says so."""
    document = server.documents.get(uri)
    if document is None:
        return None
    pragma = _pragma(document)
    says = pragma is not None and named(pragma.value) is not None
    said = "settings" if document.config.dialect else "pragma" if says else "detected"
    return {"dialect": document.trace.dialect.name, "source": said, "dialects": _dialects()}


@cache
def _dialects() -> list[str]:
    """All names that a pragma may have, but for aliases."""
    return sorted({"none", *(row.name for row in rows())})


def _set_dialect(server: "LanguageServer", _: Token, uri: str, name: str) -> None:
    """Have the editor put the pragma into the file, or change it, or take it out for no name."""
    document = _document(server, uri)
    if name and named(name) is None:
        raise Refusal(f"there is no dialect {name}")
    workspace = server.protocol.client_capabilities.workspace
    if not (workspace and workspace.apply_edit):
        raise Refusal("this editor lets no file be changed")
    edit = _dialect_edit(document, name)
    if edit is not None:
        change = workspace_edit(document, [edit], server.client)
        server.workspace_apply_edit(types.ApplyWorkspaceEditParams(change, label="SMTP dialect"))


def _dialect_edit(document: Document, name: str) -> Edit | None:
    """What makes the file say its dialect; None where that changes nothing."""
    pragma = _pragma(document)
    if pragma is None:
        end = "\r\n" if document.trace.lines[:1] and document.trace.lines[0].endswith("\r\n") else "\n"
        return Edit(Point(0, 0), Point(0, 0), f"# smtp-ls: dialect={name}{end}") if name else None
    if not name:
        return Edit(Point(pragma.line, 0), Point(pragma.line + 1, 0), "")
    first, last = (Point(pragma.line, each) for each in pragma.columns)
    return Edit(first, last, name) if pragma.value != name else None


class _Pragma(NamedTuple):
    """What a file says of its dialect, on which 0-based line, and in which columns."""

    line: int
    columns: Span
    value: str


_VALUE = re.compile(r"smtp-ls:\s*dialect\s*=\s*(?P<value>.*?)\s*$")


def _pragma(document: Document) -> _Pragma | None:
    """The pragma about the dialect, where `detect` looks for it."""
    for line, text in enumerate(document.trace.lines[:DETECTED_LINES]):
        if "smtp-ls:" in text:
            bare = without_end(text)
            said, found = own_notation(bare), _VALUE.search(bare)
            if said is not None and said.tells == "dialect" and found:
                return _Pragma(line, Span(*found.span("value")), found["value"])
    return None


def _document(server: "LanguageServer", uri: str) -> Document:
    document = server.documents.get(uri)
    if document is None:
        raise Refusal("this file is not open")
    return document


class Command(NamedTuple):
    """What is called with the server, the token of a progress or nothing, and the arguments; and which those are."""

    do: Callable[..., object]
    arguments: tuple[Callable[[object], bool], ...] = ()
    needed: int = 0
    """How many of them there have to be."""


COMMANDS: dict[str, Command] = {
    "smtp-ls.explain": Command(_explain, (_is_text, _is_place), 1),
    "smtp-ls.redact": Command(_redact, (_is_text, _is_choice), 1),
    "smtp-ls.convert": Command(_convert, (_is_text, _is_text), 1),
    "smtp-ls.checkWorkspace": Command(check_workspace),
    "smtp-ls.dialect": Command(_dialect, (_is_text,), 1),
    "smtp-ls.setDialect": Command(_set_dialect, (_is_text, _is_text), 2),
}
"""The commands, by their names."""
