"""The commands that an editor can have done (workspace/executeCommand), as its palette, lenses and actions do.

A text to be shown, in a new tab, is an object of `title`, `language` (an editor's id for it), `text` and `message` (one
sentence to tell the user, or nothing). Rule 1: no command changes a file; what does is asked of the editor.
"""

import os
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from smtp_ls import fixing
from smtp_ls.dialects import named, rows
from smtp_ls.events import Directive
from smtp_ls.features.document import Document
from smtp_ls.features.hover import hover
from smtp_ls.features.refusal import Refusal
from smtp_ls.features.wire import span
from smtp_ls.findings import Point, Repair
from smtp_ls.folding import DIRECTIVE
from smtp_ls.pages import language
from smtp_ls.server.work import Later
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
    try:
        found = command(server, params.work_done_token, *(params.arguments or ()))
    except (TypeError, KeyError, AttributeError) as error:
        raise JsonRpcInvalidParams(f"these are no arguments of {params.command}") from error
    return found._asdict() if isinstance(found, Shown) else found


Token = str | int | None


def _explain(server: "LanguageServer", _: Token, about: str, position: dict[str, Any] | None = None) -> Shown | None:
    """Explain a topic, as people write it, or what stands at a place of an open file."""
    from smtp_ls.errors import UsageError  # noqa: PLC0415
    from smtp_ls.report.explain import explained, style  # noqa: PLC0415  only this command prints pages

    lang = language(server.projects.fallback.lang or server.client.locale)
    if position is None:
        try:
            return Shown(f"Explain {about}", "markdown", explained([about], style("markdown", lang, color=False)))
        except UsageError as error:
            raise Refusal(str(error).removesuffix(" smtp-ls explain --list names all")) from None
    document = _document(server, about)
    place = types.Position(int(position["line"]), int(position["character"]))
    params = types.HoverParams(types.TextDocumentIdentifier(about), place)
    found = hover(document, params, server.client._replace(markdown=True))
    text = found.contents.value if found and isinstance(found.contents, types.MarkupContent) else ""
    return Shown(f"{_name(document)}, line {place.line + 1}", "markdown", text) if text else None


def _redact(server: "LanguageServer", _: Token, uri: str, options: dict[str, bool] | None = None) -> Shown:
    """The file with its secrets replaced."""
    from smtp_ls.redacting import redacted  # noqa: PLC0415  only this command needs it

    document = _document(server, uri)
    found = redacted(document.trace, addresses=bool(options and options.get("addresses")))
    text, _ = fixing.apply(document.trace.text, [Repair("", found.edits, safe=True)])
    message = f"{found.secrets} secrets, {found.names} names and {found.addresses} addresses are replaced"
    return Shown(f"{_name(document)}, redacted", "smtp", text, message)


def _convert(server: "LanguageServer", _: Token, uri: str, notation: str = "native") -> Shown:
    """The file in our own notation."""
    from smtp_ls.converting import native  # noqa: PLC0415  only this command needs it

    if notation != "native":
        raise Refusal(f"there is no notation {notation}")
    document = _document(server, uri)
    return Shown(f"{_name(document)}, converted", "smtp", native(document.trace))


def _check_workspace(server: "LanguageServer", token: Token) -> Later:
    return Later(check_workspace(server, token))


def _dialect(server: "LanguageServer", _: Token, uri: str) -> dict[str, object] | None:
    """Which dialect an open file is in, and who says so."""
    document = server.documents.get(uri)
    if document is None:
        return None
    said = "settings" if document.config.dialect else "pragma" if _pragma(document) is not None else "detected"
    names = sorted(["native", "bare", *(row.name for row in rows())])
    return {"dialect": document.trace.dialect.name, "source": said, "dialects": list(dict.fromkeys(names))}


def _set_dialect(server: "LanguageServer", _: Token, uri: str, name: str) -> None:
    """Have the editor put the pragma into the file, or change it, or take it out for no name."""
    document = _document(server, uri)
    if name and named(name) is None:
        raise Refusal(f"there is no dialect {name}")
    line = _pragma(document)
    text = f"# smtp-ls: dialect={name}" if name else ""
    if line is None and not name:
        return
    encoding = server.client.encoding
    if line is None:
        end = "\r\n" if document.trace.lines[:1] and document.trace.lines[0].endswith("\r\n") else "\n"
        edit = types.TextEdit(span(document.trace, Point(0, 0), Point(0, 0), encoding), text + end)
    elif name:
        whole = Point(line, len(without_end(document.trace.lines[line])))
        edit = types.TextEdit(span(document.trace, Point(line, 0), whole, encoding), text)
    else:
        edit = types.TextEdit(span(document.trace, Point(line, 0), Point(line + 1, 0), encoding), "")
    server.workspace_apply_edit(
        types.ApplyWorkspaceEditParams(
            types.WorkspaceEdit(changes={uri: [edit]}), label=f"Read as {name or 'detected'}"
        )
    )


def _pragma(document: Document) -> int | None:
    """The line of the pragma that names the dialect."""
    trace = document.trace
    line = trace.index.find(DIRECTIVE)
    while line >= 0:
        if any(isinstance(each, Directive) and each.name == "dialect" for each in trace.said(line)):
            return line
        line = trace.index.find(DIRECTIVE, line + 1)
    return None


def _document(server: "LanguageServer", uri: str) -> Document:
    document = server.documents.get(uri)
    if document is None:
        raise Refusal("this file is not open")
    return document


def _name(document: Document) -> str:
    return os.path.basename(document.path) or "untitled"


COMMANDS: dict[str, Callable[..., object]] = {
    "smtp-ls.explain": _explain,
    "smtp-ls.redact": _redact,
    "smtp-ls.convert": _convert,
    "smtp-ls.checkWorkspace": _check_workspace,
    "smtp-ls.dialect": _dialect,
    "smtp-ls.setDialect": _set_dialect,
}
"""The commands: what is called with the server, the token of a progress or nothing, and the arguments."""
