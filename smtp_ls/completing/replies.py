"""What the server may say at the cursor: codes for the command that waits, their usual text, enhanced codes, patterns.

Rule 1: which command waits is the session's answer, as it is when the reply is read: a full reply answers the oldest, a
pattern the command just above it.
"""

import re

from smtp_ls.completing.item import Item, filled
from smtp_ls.completing.judging import is_flagged
from smtp_ls.completing.offers import keywords
from smtp_ls.completing.place import Place
from smtp_ls.completing.texts import NOT_ENHANCED, codes, meaning, usual_text, without_enhanced
from smtp_ls.events import SERVER, Expect
from smtp_ls.pages import Topic
from smtp_ls.protocol.answers import ANSWERS
from smtp_ls.protocol.enhanced import ENHANCED
from smtp_ls.session import PartialReply, Session, messages_left
from smtp_ls.session.order import Phase

_CODE = re.compile(r"[2-5xX]?[\dxX]{0,2}$")
_AFTER = re.compile(r"(?P<code>\d\d\d)(?P<separator>[ -])(?P<typed>.*)$")
_ENHANCED = re.compile(r"[245]?\.?\d{0,3}\.?\d{0,3}$")
_HELLO = ("EHLO", "LHLO")
_MOST_LAST = 12
"""How many keywords are offered for the last line too."""
_CHALLENGES = {"LOGIN": ("VXNlcm5hbWU6", "UGFzc3dvcmQ6")}
"""What servers send first in these mechanisms, in base64: `Username:` and `Password:`."""


def replies(place: Place) -> list[Item]:
    """What may stand on a server's line; nothing inside mail data, which the client has to end first."""
    session = place.session
    if session.extent == "block":
        return []
    after = _AFTER.match(place.left)
    if session.reply is not None:
        return _going_on(place, session.reply, after)
    if after:
        return _behind_code(place, _asked(session), after)
    return _first_lines(place) if _CODE.match(place.left) else []


def _asked(session: Session, *, pattern: bool = False) -> str:
    """The verb that a server line here answers; "greeting" for none yet, "*" if nothing waits."""
    if session.pending:
        index = session.asked(Expect("250", 0, ("250",))) if pattern and not session.full else 0
        return session.pending[max(index, 0)].verb
    return "greeting" if session.known.phase in (Phase.CONNECT, Phase.CLOSED, Phase.DROPPED) else "*"


def _server(place: Place) -> str:
    return (*place.near().servers, "mx.example.com")[0]


def _has_enhanced(place: Place) -> bool:
    offers = place.session.known.offers
    return offers is None or not offers.lacks("ENHANCEDSTATUSCODES")


def _text(place: Place, verb: str, code: int) -> str:
    """What is said with a code here, as a template."""
    text = _special(place.session, verb, code)
    if text is None:
        text = usual_text(verb, code, _server(place))
    return text if _has_enhanced(place) else without_enhanced(text)


def _special(session: Session, verb: str, code: int) -> str | None:
    """What is said where it depends on what was asked; None where it does not."""
    exchange, asked = session.exchange, session.pending[0].text if session.pending else ""
    if code == 334 and exchange is not None:
        steps = _CHALLENGES.get(exchange.mechanism, ())
        return steps[exchange.sent] if exchange.sent < len(steps) else ""
    if verb == "." and code == 250 and asked:
        path = asked.partition(":")[2].strip().partition(" ")[0]
        return f"2.1.5 {path} delivered"  # LMTP
    if verb == "BDAT" and code == 250 and asked.upper().rstrip().endswith("LAST"):
        return "2.0.0 Queued as «4F2A»"
    return None


# --- the first line of a reply ----------------------------------------------------------------------------------------


def _first_lines(place: Place) -> list[Item]:
    session = place.session
    replying = _full_replies(place, _asked(session))
    if not session.shown.patterns or session.full:
        return replying
    wanted = _patterns(place, _asked(session, pattern=True))
    scripted = session.replied or len(session.pending) > 1
    return wanted + replying if scripted and session.pending else replying + wanted


def _code_end(place: Place) -> int:
    """Where the code under the cursor ends, if text follows it; else the line's end."""
    rest = re.match(r"\d{0,3}", place.right)
    assert rest is not None
    end = place.column + rest.end()
    return end if place.text[end:].strip() else len(place.text)


def _full_replies(place: Place, verb: str) -> list[Item]:
    """Each code that the command may get, with its text if there is none yet."""
    alone = _code_end(place) == len(place.text)
    items = []
    for code in _ordered(place.session, verb):
        text = _text(place, verb, code)
        if verb in _HELLO and code == 250 and alone:
            items.append(_item(place, verb, code, f"250-{text}"))
        if not is_flagged(place, SERVER, f"{code} {text}"):
            items.append(_item(place, verb, code, f"{code} {text}" if alone else str(code)))
    return items


def _item(place: Place, verb: str, code: int, template: str, detail: str = "") -> Item:
    label, topic = filled(template), Topic("reply", str(code))
    return Item(label, "code", template, place.at, _code_end(place), label, detail or meaning(verb, code), topic)


def _ordered(session: Session, verb: str) -> list[int]:
    """The codes, the one first that the exchange has come to."""
    if verb == "*":
        return [421] if session.replied else []
    if verb == "greeting" and session.known.phase != Phase.CONNECT:
        return [220]
    found = codes(verb)
    if verb in ("AUTH", "X-EXPS") and session.exchange is not None and messages_left(session.exchange) > 0:
        found = [334, *(code for code in found if code != 334)]
    return found


def _patterns(place: Place, verb: str) -> list[Item]:
    """What a script may expect here (LANGUAGE section 1)."""
    if verb == "*" or _code_end(place) != len(place.text):
        return []
    success = [code for code in _ordered(place.session, verb) if code < 400]
    wanted = [(str(code), "S: 250") for code in success]
    if verb in _HELLO:
        wanted.append(("250-«SIZE»", "S: 250-SIZE"))
    wanted += [(each, "S: 2xx") for each in dict.fromkeys(f"{code // 100}xx" for code in success)]
    if verb != "greeting":
        wanted += [("5xx", "S: 2xx"), ("4xx|5xx", "S: 4xx|5xx")]
    sound = [(template, topic) for template, topic in wanted if not is_flagged(place, SERVER, template)]
    return [_pattern(place, template, topic) for template, topic in sound]


def _pattern(place: Place, template: str, topic: str) -> Item:
    label = filled(template)
    return Item(label, "pattern", template, place.at, len(place.text), label, "", Topic("notation", topic))


# --- behind the code, and further lines -------------------------------------------------------------------------------


def _behind_code(place: Place, verb: str, after: re.Match[str]) -> list[Item]:
    """The text of a reply of one line, or of the first line of several."""
    code, typed = int(after["code"]), after["typed"]
    start, end = place.column - len(typed), len(place.text)
    if verb in _HELLO and code == 250:
        server = _server(place)
        return [Item(server, "domain", f"«{server}»", start, end, server, "the server's name")] if not typed else []
    if after["separator"] == "-":
        return []
    text = _text(place, verb, code)
    usual = Item(filled(text), "text", text, start, end, filled(text), "as usual", Topic("reply", str(code)))
    return [*([usual] if text and not typed else []), *_enhanced(place, verb, code, start, typed)]


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


def _going_on(place: Place, reply: PartialReply, after: re.Match[str] | None) -> list[Item]:
    """The next line of a reply that is not finished, or its last."""
    code, verb = reply.code, _asked(place.session)
    if after:
        if int(after["code"]) != code:
            return []
        if verb in _HELLO:
            return keywords(place, reply.lines, place.column - len(after["typed"]))
        return _behind_code(place, verb, after)
    if not str(code).startswith(place.left):
        return []
    may_end = not place.following().removeprefix("S: ").startswith(str(code))
    if verb in _HELLO:
        return _keyword_lines(place, reply, may_end=may_end)
    text = _text(place, verb, code)
    last = [_item(place, verb, code, f"{code} {text}", detail="the last line")] if may_end else []
    return [*last, _item(place, verb, code, f"{code}-«{filled(text)}»", detail="one more line")]


def _keyword_lines(place: Place, reply: PartialReply, *, may_end: bool) -> list[Item]:
    """Keywords as whole lines of an EHLO reply."""
    found = keywords(place, reply.lines, place.at)
    further = [_line(place, each, f"{reply.code}-") for each in found]
    if not may_end:
        return further
    likely = [each for each in found[:_MOST_LAST] if not is_flagged(place, SERVER, f"{reply.code} {each.text}")]
    last = [_line(place, each, f"{reply.code} ") for each in likely]
    rest = [_pattern(place, "...", "S: ...")] if place.session.shown.patterns else []
    return [*further, *last, *rest]


def _line(place: Place, keyword: Item, head: str) -> Item:
    """A keyword as a whole line of the reply."""
    label = f"{head}{keyword.label}"
    detail = "the last line" if head.endswith(" ") else keyword.detail
    return keyword._replace(
        label=label, text=head + keyword.text, start=place.at, end=len(place.text), typed=label, detail=detail
    )  # fmt: skip
