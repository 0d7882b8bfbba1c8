"""textDocument/hover: what the word under the cursor is, whether it may come here, and what is wrong with it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lsprotocol import types

from smtp_ls.events import Command, Event, Expect, Reply, column
from smtp_ls.features.client import Client
from smtp_ls.features.document import Document
from smtp_ls.features.markup import escaped, markup, reference
from smtp_ls.features.wire import point, span
from smtp_ls.findings import Diagnostic, Point, Span
from smtp_ls.following import begins, follow
from smtp_ls.order import Phase
from smtp_ls.places import Places
from smtp_ls.protocol.answers import ANSWERS
from smtp_ls.protocol.replies import FIRST_DIGIT, REPLY_CODES, SECOND_DIGIT
from smtp_ls.protocol.verbs import EXPECTED, VERBS, Verb
from smtp_ls.rules import RULES, page
from smtp_ls.session import Known, Step, allowed, fresh
from smtp_ls.trace import Trace

_CODE = re.compile(r"[0-9xX]{3}")


class Word(NamedTuple):
    """A stretch of a line (0-based columns in characters) and what there is to say of it, in Markdown."""

    span: Span
    text: str


def hover(document: Document, params: types.HoverParams, client: Client) -> types.Hover | None:
    """What to show at a place: findings and the verb or reply code, what covers least of the line first."""
    trace = document.trace
    place = point(trace, params.position, client.encoding)
    words = [_finding(each) for each in document.found_on(place.line) if _covers(_span(each), place)]
    words += [each for each in _words(trace, place.line) if _covers(each.span, place)]
    if not words:
        return None
    words.sort(key=lambda each: each.span.end - each.span.start)
    start, end = (Point(place.line, each) for each in words[0].span)
    text = "\n\n---\n\n".join(each.text for each in words)
    return types.Hover(markup(text, client), span(trace, start, end, client.encoding))


def _covers(stretch: Span, place: Point) -> bool:
    return stretch.start <= place.column < max(stretch.end, stretch.start + 1)


def _span(diagnostic: Diagnostic) -> Span:
    return Span(diagnostic.start.column, diagnostic.end.column)


def _finding(diagnostic: Diagnostic) -> Word:
    """What a finding says, and its rule's page."""
    heading = f"**{diagnostic.rule}** ({diagnostic.severity.word}): {escaped(diagnostic.message)}"
    meta = RULES.get(diagnostic.rule)
    parts = [heading, page(meta.name).strip(), reference(meta.rfc)] if meta else [heading]
    return Word(_span(diagnostic), "\n\n".join(filter(None, parts)))


def _words(trace: Trace, line: int) -> Iterator[Word]:
    """The verbs and reply codes of a line."""
    for event, step in _steps(trace, line):
        if isinstance(event, Command) and event.verb in VERBS:
            start = len(event.text) - len(event.text.lstrip())
            yield Word(_columns(event, start, start + len(event.verb)), _verb(VERBS[event.verb], step))
        elif isinstance(event, Reply | Expect):
            for code in _CODE.finditer(event.text):
                if code.start() == 0 or (isinstance(event, Expect) and code[0] in event.codes):
                    yield Word(_columns(event, *code.span()), _reply(trace, line, step, code[0]))


def _columns(event: Event, start: int, end: int) -> Span:
    return Span(column(event, start), column(event, end))


def _steps(trace: Trace, line: int) -> Iterator[tuple[Event, Step]]:
    """What a line says, each with its step: in some logs it says several things."""
    for key in dict.fromkeys(event.key for event in trace.said(line)):
        session = trace.session(line, key)
        for event in trace.said(line):
            if event.key == key:
                if begins(session, event):
                    session = fresh(session.shown, session.file)
                step = follow(session, event)
                yield event, step
                session = step.after


# --- verbs ------------------------------------------------------------------------------------------------------------


def _verb(verb: Verb, step: Step) -> str:
    about = ", ".join(filter(None, (verb.status.replace("-", " "), reference(verb.rfc) or verb.source)))
    facts = [_arguments(verb), _extension(verb, step.known), *_replies(verb), _pipelining(verb)]
    listed = "\n".join(f"- {each}" for each in facts if each)
    return f"**{verb.name}** ({about})\n\n{_order(step)}\n\n{listed}"


def _order(step: Step) -> str:
    """May it come here, and what may come instead?"""
    if step.known.phase == Phase.UNKNOWN:
        return "Legal here, as far as the file shows."
    if step.in_order:
        return "Legal here."
    others = ", ".join(allowed(step.known))
    return f"Out of order here. What may come: {others}." if others else "Out of order here: no command may come."


def _arguments(verb: Verb) -> str:
    least, most = verb.min_args, verb.max_args
    words = {0: "none", 1: "one", 2: "two"}
    if most is None:
        count = f"{words[least]} or more" if least else "any"
    else:
        count = words[least] if least == most else f"{words[least]} or {words[most]}"
    parameters = f"; parameters: {', '.join(verb.params)}" if verb.params else ""
    return f"arguments: {count}{parameters}"


def _extension(verb: Verb, known: Known) -> str:
    keyword = verb.extension
    if keyword is None:
        return ""
    need = "needs" if verb.must_be_offered else "belongs to"
    offers = known.offers
    offered = ""
    if offers is not None and (keyword in offers or offers.lacks(keyword)):
        offered = ", which the server offers" if keyword in offers else ", which the server does not offer"
    return f"{need} the extension {keyword}{offered}"


def _replies(verb: Verb) -> Iterator[str]:
    fitting = sorted(EXPECTED.get(verb.name, ()))
    if fitting:
        yield "replies: " + "; ".join(f"{code} {_meaning(verb.name, code)}" for code in fitting)
    if verb.failures:
        yield "refusals: " + ", ".join(f"{code}yz" if code < 10 else str(code) for code in verb.failures)


def _pipelining(verb: Verb) -> str:
    where = {"anywhere": "anywhere", "last": "only at its end"}.get(verb.pipelining)
    return f"in a pipelined group: {where}" if where else ""


# --- replies ----------------------------------------------------------------------------------------------------------


def _reply(trace: Trace, line: int, step: Step, code: str) -> str:
    known = REPLY_CODES.get(int(code)) if code.isdigit() else None
    if known is not None:
        parts = [f"**{code}** {known.meaning} ({', '.join(filter(None, (_class(code), reference(known.rfc))))})"]
    else:
        parts = [f"**{code}** ({_class(code)})"]
    parts.append(_answered(trace, line, step, code))
    if known is not None and known.practical:
        parts.append(f"When: {known.practical}.")
    if known is not None and known.action:
        parts.append(f"Then: {known.action}.")
    return "\n\n".join(filter(None, parts))


def _class(code: str) -> str:
    """What the first two digits say; an `x` says nothing."""
    first = FIRST_DIGIT.get(int(code[0])) if code[0].isdigit() else None
    second = SECOND_DIGIT.get(int(code[1])) if code[1].isdigit() else None
    return ", ".join(filter(None, (first, second))) or "no reply that SMTP knows"


def _answered(trace: Trace, line: int, step: Step, code: str) -> str:
    """Which command a reply answers, and what it says to that."""
    if step.asked is None:
        if step.before.known.phase != Phase.CONNECT or step.before.pending:
            return "It answers no command."
        return _sentence("It is the greeting", "greeting", code)
    verb = step.asked.verb
    at = Places(trace, line).line(step.asked_role)
    where = f" (line {at + 1})" if at is not None else ""
    return _sentence(f"It answers {'the end of mail data' if verb == '.' else verb}{where}", verb, code)


def _sentence(beginning: str, verb: str, code: str) -> str:
    meanings = [each.meaning for each in ANSWERS.get(verb, ()) if str(each.code) == code]
    return f"{beginning}: {'; or '.join(meanings)}." if meanings else f"{beginning}."


def _meaning(verb: str, code: int) -> str:
    """What a code says to a verb, or else to any."""
    meanings = [each.meaning for each in ANSWERS.get(verb, ()) if each.code == code]
    return " or ".join(meanings) or REPLY_CODES[code].meaning
