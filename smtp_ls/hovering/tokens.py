"""What stands on a line: verbs, paths, parameters, codes, payloads, fields, rules, marks, each with its columns.

Rule 1: tokens may lie in each other (a domain in a path in a command); what covers least of the line means most.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from smtp_ls.dialects import NONE
from smtp_ls.envelope import envelope, path_parts
from smtp_ls.events import SIDES, Command, Directive, Event, Expect, Reply, column
from smtp_ls.findings import Span
from smtp_ls.hovering.token import Token, line_text, session_at, token
from smtp_ls.protocol.extensions import EXTENSIONS
from smtp_ls.session import Step, fresh
from smtp_ls.session.following import begins, follow
from smtp_ls.session.order import HELLO, OPENING
from smtp_ls.trace import Trace

_WORD = re.compile(r"\S+")
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?=\s|$)")
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[\w-]+(?=\s|$)|\[[^\]\s]*\]")
_FIELD = re.compile(r"[!-9;-~]+(?=[ \t]*:)")
_RULE = re.compile(r"[A-Za-z][\w-]*")
_PLACEHOLDER = re.compile(r"\{\{[^{}]+\}\}")
_CODE = re.compile(r"[2-5][0-9xX]{2}")
_CONTENT = ("body", "chunk", "end-of-data")


def tokens(trace: Trace, line: int) -> list[Token]:
    """All tokens of a 0-based line, in no certain order; none past the last line or where nothing is SMTP."""
    if trace.dialect is NONE:
        return []
    found: list[Token] = []
    text = line_text(trace, line)
    for number, (event, step) in enumerate(_steps(trace, line)):
        read = _READERS.get(event.kind)
        if read is not None:
            found += read(event, step)
        found += _mark(event, text, number)
        found += _placeholders(event, text, number)
    return found


def _steps(trace: Trace, line: int) -> Iterator[tuple[Event, Step | None]]:
    """What a line says, each with its step; mail data without, for it has none of its own."""
    said = trace.said(line)
    for key in dict.fromkeys(event.key for event in said):
        ours = [event for event in said if event.key == key]
        if all(event.kind in _CONTENT for event in ours):
            yield from ((event, None) for event in ours)
            continue
        in_mail_data = trace.in_block(line) and all(not isinstance(each, Command | Reply | Expect) for each in ours)
        session = session_at(trace, line, key) if in_mail_data else trace.session(line, key)
        for event in ours:
            if begins(session, event):
                session = fresh(session.shown, session.file)
            step = follow(session, event)
            yield event, step
            session = step.after


# --- what the client says ---------------------------------------------------------------------------------------------


def _command(event: Event, step: Step | None) -> Iterator[Token]:
    assert isinstance(event, Command)
    start = len(event.text) - len(event.text.lstrip())
    yield token("verb", event, start, start + len(event.verb), step)
    words = [Span(*found.span()) for found in _WORD.finditer(event.text, start + len(event.verb))]
    read = _ARGUMENTS.get(event.verb)
    if read is not None and words:
        yield from read(event, step, words)


_Arguments = Callable[[Command, Step | None, list[Span]], Iterator[Token]]


def _envelope(event: Command, step: Step | None, _words: list[Span]) -> Iterator[Token]:
    parts = envelope(event.text)
    if parts.path.end > parts.path.start:
        yield from _path(event, step, parts.path, event.verb)
    for each in parts.parameters:
        yield token("parameter", event, *each.span, step, each.name)


def _path(event: Command, step: Step | None, span: Span, verb: str) -> Iterator[Token]:
    """A path with its brackets or without, and in it the local part and the domain."""
    yield token("path", event, *span, step, verb)
    route, local, host = path_parts(event.text, span)
    for kind, part in (("route", route), ("local", local), ("domain", host)):
        if part.start < part.end:
            yield token(kind, event, *part, step)


def _hello(event: Command, step: Step | None, words: list[Span]) -> Iterator[Token]:
    yield token("domain", event, *words[0], step, "client name")


def _domain(event: Command, step: Step | None, words: list[Span]) -> Iterator[Token]:
    for word in words:
        text = event.text[word.start : word.end]
        if not text.startswith("#"):
            yield token("domain", event, word.start + text.startswith("@"), word.end, step)


def _auth(event: Command, step: Step | None, words: list[Span]) -> Iterator[Token]:
    yield token("mechanism", event, *words[0], step)
    if len(words) > 1:
        yield token("response", event, words[1].start, words[-1].end, step)


def _chunk_command(event: Command, step: Step | None, words: list[Span]) -> Iterator[Token]:
    if event.verb == "BDAT":
        yield token("chunk-size", event, *words[0], step)
    for word in words[1:]:
        yield token("parameter", event, *word, step, event.text[word.start : word.end].upper())


def _lookup(event: Command, step: Step | None, words: list[Span]) -> Iterator[Token]:
    if "@" in event.text[words[0].start : words[0].end]:
        yield from _path(event, step, words[0], event.verb)
    for word in words[1:]:
        if event.text[word.start : word.end].upper() == "SMTPUTF8":
            yield token("parameter", event, *word, step, "SMTPUTF8")


def _asked_verb(event: Command, step: Step | None, words: list[Span]) -> Iterator[Token]:
    yield token("named verb", event, *words[0], step)


_ARGUMENTS: Mapping[str, _Arguments] = {
    **dict.fromkeys((*OPENING, "RCPT"), _envelope),
    **dict.fromkeys(HELLO, _hello),
    **dict.fromkeys(("ETRN", "ATRN"), _domain),
    **dict.fromkeys(("AUTH", "X-EXPS"), _auth),
    **dict.fromkeys(("BDAT", "BURL"), _chunk_command),
    **dict.fromkeys(("VRFY", "EXPN"), _lookup),
    "HELP": _asked_verb,
}
"""How what stands behind a verb is taken apart."""


def _response(event: Event, step: Step | None) -> Iterator[Token]:
    start = len(event.text) - len(event.text.lstrip())
    yield token("response", event, start, max(len(event.text.rstrip()), start), step)


def _body(event: Event, _step: Step | None) -> Iterator[Token]:
    yield token("data", event, 0, len(event.text))
    field = _FIELD.match(event.text)
    if field:
        yield token("field", event, *field.span())


def _whole(kind: str) -> Callable[[Event, Step | None], Iterator[Token]]:
    def read(event: Event, step: Step | None) -> Iterator[Token]:
        yield token(kind, event, 0, len(event.text), step)

    return read


# --- what the server says ---------------------------------------------------------------------------------------------


def _reply(event: Event, step: Step | None) -> Iterator[Token]:
    assert isinstance(event, Reply)
    assert step is not None
    yield token("reply", event, 0, len(event.text), step)
    if not event.code:
        return
    yield token("code", event, 0, 3, step)
    detail = _ENHANCED.match(event.text, 4)
    if detail:
        yield token("enhanced", event, *detail.span(), step)
    asked = step.asked.verb if step.asked else ""
    first = step.before.reply is None
    if asked in ("AUTH", "X-EXPS") and event.code == 334:
        yield token("challenge", event, 4, max(len(event.text.rstrip()), 4), step)
    elif asked in HELLO and event.code == 250 and (not first or _keyword(event.says) in EXTENSIONS):
        yield from _offer(event, step)
    elif first and event.code in (220, 221, 250, 421) and (asked in ("", "QUIT", *HELLO)):
        name = _DOMAIN.match(event.text, 4)
        if name:
            yield token("domain", event, *name.span(), step, "server name")


def _keyword(says: str) -> str:
    """The keyword of a line of the EHLO reply; of `AUTH=LOGIN` up to the sign (as the offers of a session have it)."""
    word = says.split(maxsplit=1)[0].upper() if says.strip() else ""
    return "AUTH=" if word.startswith("AUTH=") else word


def _offer(event: Reply, step: Step) -> Iterator[Token]:
    words = [Span(*found.span()) for found in _WORD.finditer(event.text, 4)]
    if not words:
        return
    keyword = _keyword(event.says)
    yield token("keyword", event, *words[0], step, keyword)
    mechanisms = keyword in ("AUTH", "AUTH=", "X-EXPS")
    for word in words[1:]:
        yield token("mechanism" if mechanisms else "keyword", event, *word, step, keyword)


def _expect(event: Event, step: Step | None) -> Iterator[Token]:
    assert isinstance(event, Expect)
    yield token("reply", event, 0, len(event.text), step)
    head = event.text.partition("/")[0]
    for found in _CODE.finditer(head):
        if found[0].lower() in event.codes and not head[found.end() :].startswith("."):
            yield token("code", event, *found.span(), step)
    start = event.text.find(event.enhanced, 3) if event.enhanced else -1
    if start >= 0:
        yield token("enhanced", event, start, start + len(event.enhanced), step)


# --- what nobody says -------------------------------------------------------------------------------------------------


def _directive(event: Event, step: Step | None) -> Iterator[Token]:
    assert isinstance(event, Directive)
    yield token("directive", event, 0, len(event.text.rstrip()), step)
    if event.name in ("ignore", "ignore-file"):
        for found in _RULE.finditer(event.text, event.text.find("[") + 1):
            yield token("rule", event, *found.span(), step)


def _mark(event: Event, text: str, number: int) -> Iterator[Token]:
    """What the dialect has put before a line; notes that tell something are a mark as a whole."""
    if number:
        return
    kind = SIDES.get(event.kind)
    end = column(event, 0)
    mark = text[:end].rstrip()
    if kind and mark:
        start = len(mark) - len(mark.lstrip())
        yield Token("mark", Span(start, len(mark)), mark.lstrip(), event, None, kind)
    elif event.kind == "note" and event.tells in ("connect", "tls", "close"):  # type: ignore[union-attr]
        yield Token("mark", Span(0, len(text)), "", event, None, f"note {event.tells}")  # type: ignore[union-attr]


def _placeholders(event: Event, text: str, number: int) -> Iterator[Token]:
    if number or event.kind == "comment":
        return
    for found in _PLACEHOLDER.finditer(text):
        yield Token("placeholder", Span(*found.span()), found[0], event)


_READERS: Mapping[str, Callable[[Event, Step | None], Iterator[Token]]] = {
    "command": _command,
    "sasl-response": _response,
    "body": _body,
    "chunk": _whole("chunk"),
    "end-of-data": _whole("dot"),
    "reply": _reply,
    "expect": _expect,
    "directive": _directive,
}
"""By the kind of event."""
