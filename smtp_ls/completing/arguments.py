"""What may stand behind a verb: paths, names, mechanisms, sizes, and what the grammar says may come next."""

import re

from smtp_ls import syntax
from smtp_ls.completing.commands import ODD, argument, is_exposed, mechanisms, recipients, standing
from smtp_ls.completing.item import Item, filled
from smtp_ls.completing.judging import is_flagged
from smtp_ls.completing.notation import defined, secret
from smtp_ls.completing.parameters import parameters
from smtp_ls.completing.place import Place
from smtp_ls.events import CLIENT
from smtp_ls.pages import Topic
from smtp_ls.protocol.parameters import ATTRIBUTES
from smtp_ls.protocol.sasl import MECHANISMS
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.session import Known

_KEYWORD = re.compile(r"\S+\s+(?P<typed>[A-Za-z]*)$")
_COLON = re.compile(r"\S+\s+(?:FROM|TO)\s*:\s*(?P<typed><?)$", re.IGNORECASE)
_IN_PATH = re.compile(r'\S+\s+(?:FROM|TO)\s*:\s*<(?P<typed>[^<>"]*)$', re.IGNORECASE)
_LITERAL = re.compile(r"\[(?P<typed>[A-Za-z0-9:.]*)$")
_WORD = re.compile(r"\S*$")
_REST = re.compile(r"[^<>\s]*")
_MARKS = (">", "]", "LAST", "SMTPUTF8")
"""What of the grammar is worth offering by itself: what closes, and words that end a line."""
_OPEN_IN = {">": _IN_PATH, "]": _LITERAL}
"""What has to be open before the cursor for a mark to close it."""

_PATHS = ("MAIL", "SEND", "SOML", "SAML", "RCPT")


def arguments(place: Place) -> list[Item]:
    """What may stand at the cursor, which is behind the line's first word."""
    verb = place.left.split()[0].upper()
    if verb not in VERBS:
        return []
    known = standing(place.session).known
    if verb in _PATHS:
        items = _path(place, verb, known)
    elif verb in ("EHLO", "HELO", "LHLO"):
        items = _names(place, verb)
    elif verb in ("AUTH", "X-EXPS"):
        items = _authentication(place, verb, known)
    elif verb in ("VRFY", "EXPN"):
        items = _mailboxes(place)
    elif verb in ATTRIBUTES:
        items = _attributes(place, verb, known)
    elif verb == "HELP":
        start = _start(place)
        items = [Item(name, "verb", name, start, _end(place), topic=Topic("verb", name)) for name in VERBS]
    else:
        items = []
    return [*items, *_grammar(place, verb, known)]


def _start(place: Place) -> int:
    """Where the word before the cursor begins."""
    found = _WORD.search(place.left)
    assert found is not None
    return place.at + found.start()


def _end(place: Place) -> int:
    """Where the word under the cursor ends."""
    found = _REST.match(place.right)
    assert found is not None
    return place.column + found.end()


# --- paths ------------------------------------------------------------------------------------------------------------


def _path(place: Place, verb: str, known: Known) -> list[Item]:
    left = place.left
    keyword = "TO:" if verb == "RCPT" else "FROM:"
    inside = _IN_PATH.match(left)
    if inside and "<" in left:
        return _addresses(place, verb, known, place.column - len(inside["typed"]))
    colon = _COLON.match(left)
    if colon:
        return _whole_paths(place, verb, known, place.column)
    typed = _KEYWORD.match(left)
    if typed:
        start = place.column - len(typed["typed"])
        alone = not (":" in place.right or "<" in place.right)
        text = argument(verb, known, place.near()).lstrip() if alone else keyword
        rest = re.match(r"[A-Za-z]*:?", place.right)
        end = place.column + (rest.end() if rest else 0)
        return [Item(keyword, "keyword", text, start, end, keyword, "", Topic("verb", verb))]
    return parameters(place, verb, known) if verb in ("MAIL", "RCPT") else []


def _addresses(place: Place, verb: str, known: Known, start: int) -> list[Item]:
    """Addresses for a path that is begun; each closes it, if it is open."""
    names = place.near()
    end, given = _end(place), recipients(known)
    close = "" if place.text[end : end + 1] == ">" else ">"
    ours, others = (names.recipients, names.senders) if verb == "RCPT" else (names.senders, names.recipients)
    items = []
    typed = place.text[start : place.column]
    for each in dict.fromkeys((*ours, *others, *names.addresses)):
        again = verb == "RCPT" and each.casefold() in given
        detail = "a recipient already" if again else ""
        items.append(Item(each, "address", each + close, start, end, each, detail, rank=ODD if again else 0))
    items += defined(place, start, end, close, within="@")
    if "@" in typed and "[" not in typed:
        at = start + typed.rindex("@") + 1
        items += [Item(each, "domain", each + close, at, end, each) for each in names.domains]
    literal = _LITERAL.search(typed)
    if literal and "ipv6:".startswith(literal["typed"].lower()):
        items.append(Item("IPv6:", "mark", "IPv6:", place.column - len(literal["typed"]), place.column))
    return sorted(items, key=lambda each: each.rank)


def _whole_paths(place: Place, verb: str, known: Known, start: int) -> list[Item]:
    """Paths with their brackets."""
    rest = re.match(r"<?[^<>\s]*>?", place.right)
    end = place.column + (rest.end() if rest else 0)
    items = [
        Item(
            f"<{each.label}>", each.kind, f"<{each.label}>", start, end, f"<{each.label}>", each.detail, rank=each.rank
        )
        for each in _addresses(place, verb, known, start)
        if each.kind in ("address", "variable")
    ]
    if verb == "RCPT":
        somebody = argument(verb, known, place.near()).partition(":")[2]
        typed = filled(somebody)
        some = [] if items else [Item(typed, "address", somebody, start, end, typed)]
        return [*items, *some, Item("<Postmaster>", "mark", "<Postmaster>", start, end)]
    return [*items, Item("<>", "mark", "<«»>", start, end, "<>", "nobody: for reports of failure")]


# --- names, mechanisms and the like -----------------------------------------------------------------------------------


def _names(place: Place, verb: str) -> list[Item]:
    if len(place.left.split()) > 1 + (not place.left[-1:].isspace()):
        return []
    start, end = _start(place), _end(place)
    literal = _LITERAL.search(place.left)
    if literal and verb != "HELO":
        typed = place.column - len(literal["typed"])
        tag = "ipv6:".startswith(literal["typed"].lower())
        return [Item("IPv6:", "mark", "IPv6:", typed, place.column)] if tag else []
    names = place.near()
    usable = [each for each in names.hellos if not is_flagged(place, CLIENT, f"{verb} {each}")]
    items = [Item(each, "domain", each, start, end) for each in usable or ("client.example.org",)]
    items += defined(place, start, end)
    if verb != "HELO":
        literals = (("[192.0.2.1]", "[«192.0.2.1»]"), ("[IPv6:2001:db8::1]", "[IPv6:«2001:db8::1»]"))
        items += [
            Item(label, "value", text, start, end, label, "an address, for want of a name") for label, text in literals
        ]
    return items


def _authentication(place: Place, verb: str, known: Known) -> list[Item]:
    words = place.left.split()
    nth = len(words) - 1 + place.left[-1:].isspace()
    start, end = _start(place), _end(place)
    if nth == 1:
        names = [name for name in mechanisms(known) if not is_flagged(place, CLIENT, f"{verb} {name}")]
        return [_mechanism(name, known, start, end) for name in names]
    row = MECHANISMS.get(words[1].upper()) if nth == 2 else None
    if row is None:
        return []
    items = defined(place, start, end)
    if row.initial_response != "forbidden":
        items.append(secret(start, end))
        if row.first == "client":
            items.append(Item("=", "mark", "=", start, end, "=", "an empty response", Topic("verb", verb)))
    return items


def _mechanism(name: str, known: Known, start: int, end: int) -> Item:
    exposed = is_exposed(name, known)
    detail = "unencrypted here" if exposed else ""
    return Item(name, "mechanism", name, start, end, name, detail, Topic("mechanism", name), ODD if exposed else 0)


def _mailboxes(place: Place) -> list[Item]:
    if len(place.left.split()) > 1 + (not place.left[-1:].isspace()):
        return []
    start, end = _start(place), _end(place)
    return [Item(each, "address", each, start, end) for each in place.near().addresses]


def _attributes(place: Place, verb: str, known: Known) -> list[Item]:
    """The attributes that the server lists; all that there are, if it is not known."""
    start, end = _start(place), _end(place)
    if "=" in place.text[start : place.column]:
        return []
    listed = known.offers.table.get(verb, "").upper().split() if known.offers is not None else []
    used = {each.partition("=")[0].upper() for each in place.left.split()[1:]}
    names = [each for each in listed or ATTRIBUTES[verb] if each not in used]
    return [Item(f"{each}=", "parameter", f"{each}=", start, end) for each in names]


# --- the grammar ------------------------------------------------------------------------------------------------------


def _grammar(place: Place, verb: str, known: Known) -> list[Item]:
    """What closes what is open, or ends the line, if the grammar has it here."""
    if place.right[:1] in (">", "]") or "{{" in place.left:
        return []
    items = []
    for mark in syntax.expected(verb.lower(), place.left, utf8=True):
        word, open_in = mark.strip(), _OPEN_IN.get(mark)
        if word not in _MARKS or (open_in and not open_in.search(place.left)):
            continue
        if word == "SMTPUTF8" and known.offers is not None and known.offers.lacks("SMTPUTF8"):
            continue
        topic = Topic("parameter", word) if word.isalnum() else None
        items.append(Item(word, "mark", mark, place.column, place.column, mark, "", topic))
    begun = re.search(r"[A-Za-z]+$", place.left)
    if verb in ("BDAT", "BURL") and begun and "LAST".startswith(begun[0].upper()) and len(place.left.split()) == 3:
        items = [Item("LAST", "mark", "LAST", place.at + begun.start(), place.column, topic=Topic("parameter", "LAST"))]
    return items
