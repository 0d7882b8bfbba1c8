"""What to say of a reply: its codes, which command it answers and on which line, and what that server means by it."""

import re
from collections.abc import Iterator

from smtp_ls.events import Event, Expect, Reply
from smtp_ls.hovering.brief import brief, digits
from smtp_ls.hovering.labels import label
from smtp_ls.hovering.token import Here, Token, code
from smtp_ls.pages import Topic, providers
from smtp_ls.pages.layout import joined, sentence
from smtp_ls.pages.servers import seen_at
from smtp_ls.pages.verbs import meaning
from smtp_ls.protocol.answers import ANSWERS
from smtp_ls.publishing.places import Places
from smtp_ls.session import Step, Waiting
from smtp_ls.session.order import OPENING, Phase

_QUOTED = (*OPENING, "RCPT", "BDAT", "VRFY", "EXPN", "STARTTLS", "DATA", "RSET", "NOOP", "QUIT")
"""Verbs whose commands are repeated as they stand; others may hold a secret."""
_LINES = 100
"""How many lines of a reply are read on."""


def code_token(here: Here, token: Token) -> str:
    """A reply code, or a pattern of one."""
    found = brief(Topic("reply", token.text), here.lang)
    return found or f"**{token.text}**\n\n{digits(token.text, here.lang)}"


def enhanced(here: Here, token: Token) -> str:
    """An enhanced status code."""
    return brief(Topic("enhanced", token.text), here.lang)


def reply(here: Here, token: Token) -> str:
    """All of a line of a reply: what it answers, and what that means here and from that server."""
    event, step = token.event, token.step
    assert isinstance(event, Reply | Expect)
    assert step is not None
    goes_on = isinstance(event, Reply) and not event.final
    expected = ""
    if isinstance(event, Expect):
        expected = joined(f"**{label('expected', here.lang)}**", _pattern(event, here.lang))
    return joined(
        expected,
        _answered(here, event, step),
        label("goes on", here.lang).capitalize() + "." if goes_on else "",
        *_meant(here, event),
    )


def _pattern(event: Expect, lang: str) -> str:
    """The page of this form of expectation."""
    if not event.codes:
        key = "S: ..."
    elif event.pattern:
        key = "S: 250 /regex/"
    elif event.enhanced:
        key = "S: 250 2.1.5"
    elif len(event.codes) > 1:
        key = "S: 4xx|5xx"
    else:
        key = "S: 2xx" if "x" in event.codes[0] else "S: 250"
    return brief(Topic("notation", key), lang)


def _answered(here: Here, event: Reply | Expect, step: Step) -> str:
    """Which command it answers, at which line, and what it says to that."""
    lang, asked = here.lang, step.asked
    if asked is None:
        greets = step.before.known.phase == Phase.CONNECT and not step.before.pending
        said = f"{label('greeting', lang)}." if greets else label("answers nothing", lang)
        return joined(said, _to_that("greeting" if greets else "", event, lang))
    at = Places(here.trace, here.line, key=event.key).line(step.asked_role)
    command = _command(asked, lang)
    said = label("answers somewhere", lang, command) if at is None else label("answers", lang, at + 1, command)
    waiting = len(step.before.pending)
    pipelined = f" ({label('pipelined', lang, waiting)})" if waiting > 1 else ""
    return joined(f"{said}{pipelined}.", _to_that(asked.verb, event, lang))


def _command(asked: Waiting, lang: str) -> str:
    if asked.verb == ".":
        return label("end of data", lang)
    return code(asked.text.strip() if asked.verb in _QUOTED else asked.verb if asked.verb.isalpha() else "?")


def _to_that(verb: str, event: Reply | Expect, lang: str) -> str:
    """What the documents say that this code says to that verb."""
    said = [meaning(each, lang) for each in ANSWERS.get(verb, ()) if each.code == event.code]
    return sentence("; ".join(said))


# --- what a server means ----------------------------------------------------------------------------------------------


def _meant(here: Here, event: Event) -> Iterator[str]:
    """The paragraph of a known server about this reply."""
    if not isinstance(event, Reply) or not event.code:
        return
    for row in providers(_whole(here, event), here.lang)[:1]:
        yield joined(f"**{row.title}**", row.body, seen_at(row, here.lang))


def _whole(here: Here, event: Reply) -> str:
    """The text of all lines of a reply, without the enhanced code that each but the first repeats."""
    above = [*_along(here, event, -1)][::-1]
    below = [] if event.final else [*_along(here, event, 1)]
    lines = [each.says for each in (*above, event, *below)]
    repeated = re.match(r"[245]\.\d+\.\d+(?: |$)", lines[0])
    if repeated:
        lines[1:] = [each.removeprefix(repeated[0]) for each in lines[1:]]
    return "\n".join(lines)


def _along(here: Here, event: Reply, way: int) -> Iterator[Reply]:
    """The lines of the same reply above or below: all but the last are not final."""
    line = here.line
    for _ in range(_LINES):
        line += way
        said = [each for each in here.trace.said(line) if each.key == event.key]
        other = next((each for each in said if isinstance(each, Reply)), None)
        if other is None:
            if said or not 0 <= line < len(here.trace.lines):
                return
            continue
        if other.code != event.code or (way < 0 and other.final):
            return
        yield other
        if way > 0 and other.final:
            return
