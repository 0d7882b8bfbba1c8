"""What the server may say at the cursor: codes for the command that waits, their usual text, enhanced codes, patterns.

Rule 1: which command waits is the session's answer, as it is when the reply is read: a full reply answers the oldest, a
pattern the command just above it.
"""

import re

from smtp_ls.completing.item import Item
from smtp_ls.completing.nearby import nearby
from smtp_ls.completing.offers import keywords
from smtp_ls.completing.place import Place
from smtp_ls.completing.texts import NOT_ENHANCED, codes, meaning, usual_text, without_enhanced
from smtp_ls.events import Expect
from smtp_ls.order import Phase
from smtp_ls.pages import Topic
from smtp_ls.protocol.answers import ANSWERS
from smtp_ls.protocol.enhanced import ENHANCED
from smtp_ls.session import Session, Waiting, messages_left

_CODE = re.compile(r"[2-5xX]?[\dxX]{0,2}$")
_AFTER = re.compile(r"(?P<code>\d\d\d)(?P<separator>[ -])(?P<typed>.*)$")
_ENHANCED = re.compile(r"[245]?\.?\d{0,3}\.?\d{0,3}$")
_HELLO = ("EHLO", "LHLO")
_CHALLENGES = {"LOGIN": ("VXNlcm5hbWU6", "UGFzc3dvcmQ6")}
"""What servers send first in these mechanisms, in base64: `Username:` and `Password:`."""


def replies(place: Place) -> list[Item]:
    """What may stand on a server's line."""
    session = place.session
    reply = session.reply
    if reply is not None:
        verb = _verb_of(session, pattern=False)
        return _going_on(place, verb, reply.code, reply.lines)
    after = _AFTER.match(place.left)
    if after:
        return _behind_code(
            place, _verb_of(session, pattern=False), int(after["code"]), after["separator"], after["typed"]
        )
    if not _CODE.match(place.left) and place.left:
        return []
    return _first_lines(place)


def _verb_of(session: Session, *, pattern: bool) -> str:
    """The verb that a server line here answers; "greeting" for none yet, "" if nothing waits."""
    if session.pending:
        event = Expect("250", 0, ("250",)) if pattern else None
        index = session.asked(event) if event is not None and not session.full else 0
        return session.pending[max(index, 0)].verb
    return "greeting" if session.known.phase in (Phase.CONNECT, Phase.CLOSED, Phase.DROPPED) else ""


def _waiting(session: Session) -> Waiting | None:
    return session.pending[0] if session.pending else None


def _server(place: Place) -> str:
    return (*nearby(place.trace, place.line).servers, "mx.example.com")[0]


def _has_enhanced(place: Place) -> bool:
    offers = place.session.known.offers
    return offers is None or not offers.lacks("ENHANCEDSTATUSCODES")


# --- the first line of a reply ----------------------------------------------------------------------------------------


def _first_lines(place: Place) -> list[Item]:
    session = place.session
    replying = _full_replies(place, _verb_of(session, pattern=False))
    if not session.shown.patterns or session.full:
        return replying
    wanted = _patterns(place, _verb_of(session, pattern=True))
    scripted = session.replied or len(session.pending) > 1
    return wanted + replying if scripted and session.pending else replying + wanted


def _code_end(place: Place) -> int:
    """Where the code under the cursor ends, if text follows it; else the line's end."""
    rest = re.match(r"\d{0,3}", place.right)
    assert rest is not None
    end = place.column + rest.end()
    return end if place.text[end:].strip() else len(place.text)


def _full_replies(place: Place, verb: str) -> list[Item]:
    if not verb:
        return [_item(place, "*", 421, f"421 {usual_text('*', 421, '')}")] if place.session.replied else []
    server, items = _server(place), []
    session = place.session
    end = _code_end(place)
    whole = end == len(place.text)
    for code in _ordered(session, verb):
        for text in _texts(session, verb, code, server):
            said = text if _has_enhanced(place) else without_enhanced(text)
            if verb in _HELLO and code == 250 and whole:
                items.append(_item(place, verb, code, f"250-{said}"))
            items.append(_item(place, verb, code, f"{code} {said}" if whole else str(code)))
    return items


def _item(place: Place, verb: str, code: int, template: str, kind: str = "code", detail: str = "") -> Item:
    label = template.replace("«", "").replace("»", "")
    detail = detail or meaning(verb, code)
    return Item(label, kind, template, place.at, _code_end(place), label, detail, Topic("reply", str(code)))


def _ordered(session: Session, verb: str) -> list[int]:
    """The codes, the one first that the exchange has come to."""
    found = codes(verb)
    if verb in ("AUTH", "X-EXPS") and session.exchange is not None and messages_left(session.exchange) > 0:
        found = [334, *(code for code in found if code != 334)]
    if verb == "greeting" and session.known.phase != Phase.CONNECT:
        return [220]
    return found


def _texts(session: Session, verb: str, code: int, server: str) -> list[str]:
    """What is said with a code here."""
    exchange = session.exchange
    if code == 334 and exchange is not None:
        steps = _CHALLENGES.get(exchange.mechanism, ())
        return [steps[exchange.sent] if exchange.sent < len(steps) else ""]
    waiting = _waiting(session)
    if verb == "." and code == 250 and waiting is not None and waiting.text:
        path = waiting.text.partition(":")[2].strip().partition(" ")[0]
        return [f"2.1.5 {path} delivered"]
    if verb == "BDAT" and code == 250 and waiting is not None and waiting.text.upper().rstrip().endswith("LAST"):
        return ["2.0.0 Queued as «4F2A»"]
    return [usual_text(verb, code, server)]


def _patterns(place: Place, verb: str) -> list[Item]:
    """What a script may expect here (LANGUAGE section 1)."""
    if not verb or _code_end(place) != len(place.text):
        return []
    fitting = _ordered(place.session, verb)
    success = [code for code in fitting if code < 400]
    items = [
        _item(place, verb, code, str(code), "pattern", f"expects {code}: {meaning(verb, code)}") for code in success
    ]
    if verb in _HELLO:
        items.append(_pattern(place, "250-«SIZE»", "expects this keyword in the reply", "S: 250-SIZE"))
    classes = dict.fromkeys(f"{code // 100}xx" for code in success)
    items += [_pattern(place, each, f"expects any {each[0]}yz", "S: 2xx") for each in classes]
    if verb != "greeting":
        items.append(_pattern(place, "5xx", "expects a refusal for good", "S: 2xx"))
        items.append(_pattern(place, "4xx|5xx", "expects any refusal", "S: 4xx|5xx"))
    return items


def _pattern(place: Place, template: str, detail: str, topic: str) -> Item:
    label = template.replace("«", "").replace("»", "")
    return Item(label, "pattern", template, place.at, len(place.text), label, detail, Topic("notation", topic))


# --- behind the code, and further lines -------------------------------------------------------------------------------


def _behind_code(place: Place, verb: str, code: int, separator: str, typed: str) -> list[Item]:
    start = place.column - len(typed)
    if verb in _HELLO and code == 250:
        if typed:
            return []
        server = _server(place)
        return [Item(server, "domain", f"«{server}»", start, len(place.text), server, "the server's name")]
    if separator == "-" and verb not in _HELLO:
        return []
    items = [] if verb == "greeting" else _enhanced(place, verb, code, start, typed)
    if not typed:
        for text in _texts(place.session, verb or "*", code, _server(place)):
            said = text if _has_enhanced(place) else without_enhanced(text)
            label = said.replace("«", "").replace("»", "")
            if said:
                usual = Item(label, "text", said, start, len(place.text), label, "as usual", Topic("reply", str(code)))
                items.insert(0, usual)
    return items


def _enhanced(place: Place, verb: str, code: int, start: int, typed: str) -> list[Item]:
    """The enhanced codes of the code's class: first those that go with this code and verb."""
    digit = code // 100
    if digit not in (2, 4, 5) or verb in NOT_ENHANCED or not _has_enhanced(place) or not _ENHANCED.match(typed):
        return []
    named = {each.enhanced.replace("X", str(digit)) for each in ANSWERS.get(verb, ()) if each.code == code}
    found = []
    rest = re.match(r"[\d.]*", place.right)
    end = place.column + (rest.end() if rest else 0)
    alone = not place.text[end:].strip()
    for row in ENHANCED.values():
        if digit not in row.classes or row.deprecated:
            continue
        label = row.code.replace("X", str(digit))
        rank = 0 if label in named else 1 if code in row.basic else 2
        words = "Ok" if digit == 2 else row.title
        template = f"{label} «{words}»" if alone else label
        found.append(Item(label, "enhanced", template, start, end, label, row.title, Topic("enhanced", label), rank))
    return sorted(found, key=lambda each: each.rank)


def _going_on(place: Place, verb: str, code: int, lines: tuple[str, ...]) -> list[Item]:
    """The next line of a reply that is not finished, or its last."""
    session, last = place.session, not place.following().removeprefix("S: ").startswith(f"{code}")
    after = _AFTER.match(place.left)
    if after and int(after["code"]) == code:
        if verb in _HELLO:
            return keywords(place, lines, place.column - len(after["typed"]))
        return _behind_code(place, verb, code, after["separator"], after["typed"]) if after["separator"] == " " else []
    if not (f"{code}-".startswith(place.left) or f"{code} ".startswith(place.left)):
        return []
    if verb in _HELLO:
        found = keywords(place, lines, place.at)
        further = [_line(place, each, f"{code}-") for each in found]
        final = [_line(place, each, f"{code} ") for each in found[:12]]
        open_end = [_pattern(place, "...", "any further lines", "S: ...")] if session.shown.patterns else []
        return [*further, *final, *open_end] if last else further
    text = (
        without_enhanced(usual_text(verb or "*", code, _server(place)))
        if not _has_enhanced(place)
        else usual_text(verb or "*", code, _server(place))
    )
    final = [_item(place, verb, code, f"{code} {text}", detail="the last line")] if last else []
    return [
        *final,
        _item(place, verb, code, f"{code}-«{text.replace('«', '').replace('»', '')}»", detail="one more line"),
    ]


def _line(place: Place, keyword: Item, head: str) -> Item:
    """A keyword as a whole line of the reply."""
    label = f"{head}{keyword.label}"
    detail = "the last line" if head.endswith(" ") else keyword.detail
    return keyword._replace(
        label=label, text=head + keyword.text, start=place.at, end=len(place.text), typed=label, detail=detail
    )  # fmt: skip
