"""The parameters of MAIL and RCPT: those that the server offers and the command does not have yet, and their values."""

import re

from smtp_ls import syntax
from smtp_ls.completing.item import Item
from smtp_ls.completing.notation import defined
from smtp_ls.completing.place import Place
from smtp_ls.envelope import Envelope, envelope
from smtp_ls.pages import Topic
from smtp_ls.protocol.extensions import EXTENSIONS
from smtp_ls.protocol.parameters import PARAMETERS, PARTNERS, RIVALS, VALUE_EXTENSIONS, Parameter
from smtp_ls.session import Known

_WORD = re.compile(r"\S*$")
_REST = re.compile(r"[^\s=]*=?")
_UNUSUAL = ("SUBMITTER", "TRANSID", "CONPERM", "CONNEG", "XVERP", "VERP", "PRDR", "MTRK", "SOLICIT")
"""What hardly any server offers."""

_WHOLE = {"NOTIFY": ("NEVER", "FAILURE", "SUCCESS,FAILURE,DELAY")}
"""Values offered together with their name, where they are not all those that there are."""

_TEMPLATES = {
    "SIZE": ("«1000»",),
    "ENVID": ("«QQ314159»",),
    "AUTH": ("<>",),
    "BY": ("«3600»;R", "«3600»;N"),
    "HOLDFOR": ("«3600»",),
    "HOLDUNTIL": ("«2030-01-01T00:00:00Z»",),
    "MT-PRIORITY": ("«3»",),
    "SOLICIT": ("«org.example:ADV:ADLT»",),
    "RRVS": ("«2014-04-03T23:01:00Z»",),
    "TRANSID": ("<«12345@client.example.org»>",),
}
"""What a value looks like, where it is no word of a list."""


def parameters(place: Place, verb: str, known: Known) -> list[Item]:
    """What may stand behind the path of a MAIL or RCPT line."""
    parts = envelope(place.text[place.at :])
    path = place.text[place.at + parts.path.start : place.at + parts.path.end]
    behind = place.column - place.at - parts.path.end
    if not path.endswith(">") or behind < 0:
        return []
    word = _WORD.search(place.left)
    assert word is not None
    start = place.at + word.start()
    if behind == 0:
        return [
            each._replace(text=f" {each.text}", typed=f" {each.typed}")
            for each in _names(place, verb, known, parts, place.column)
        ]
    name, equals, _ = word[0].partition("=")
    if equals:
        return _values(place, name.upper(), path, start + len(name) + 1, known)
    return _names(place, verb, known, parts, start)


# --- names ------------------------------------------------------------------------------------------------------------


def _names(place: Place, verb: str, known: Known, parts: Envelope, start: int) -> list[Item]:
    """The parameters that are not on the line yet, those of the word under the cursor aside."""
    column = start - place.at
    used = {each.name for each in parts.parameters if each.span.start != column}
    barred = {name for rivals in RIVALS if rivals & used for name in rivals}
    rest = _REST.match(place.right)
    end = place.column + (rest.end() if rest and start < place.column else 0)
    alone = "=" not in place.text[place.column : end]
    items = []
    for row in PARAMETERS.values():
        if verb not in row.commands or row.name in used | barred or not _offered(row, known):
            continue
        if row.name == "REQUIRETLS" and not known.tls:
            continue
        if PARTNERS.get(row.name, row.name) not in {*used, row.name}:
            continue
        unusual = row.name in _UNUSUAL or not _surely(row, known)
        items += [
            each._replace(rank=index + 50 * unusual)
            for index, each in enumerate(_forms(row, start, end, known, alone=alone))
        ]
    return sorted(items, key=lambda each: each.rank >= 50)


def _offered(row: Parameter, known: Known) -> bool:
    """May it be used, as far as the file shows? What belongs to an obsolete extension is not."""
    if all(EXTENSIONS[each].status == "obsolete" for each in row.extensions):
        return False
    return known.offers is None or not known.offers.lacks(*row.extensions)


def _surely(row: Parameter, known: Known) -> bool:
    return known.offers is None or any(each in known.offers for each in row.extensions)


def _forms(row: Parameter, start: int, end: int, known: Known, *, alone: bool) -> list[Item]:
    """A parameter, with each of its values if they are few."""
    topic = Topic("parameter", row.name)
    if row.value in ("forbidden", "optional"):
        return [Item(row.name, "parameter", row.name, start, end, row.name, "", topic)]
    values = _WHOLE.get(row.name) or row.values
    if alone and values:
        texts = [f"{row.name}={each}" for each in values if _value_offered(row, each, known)]
        return [Item(each, "parameter", each, start, end, each, "", topic) for each in texts]
    sketch = _TEMPLATES.get(row.name, ("",))[0] if alone else ""
    label = f"{row.name}="
    return [Item(label, "parameter", label + sketch, start, end, label, "", topic)]


def _value_offered(row: Parameter, value: str, known: Known) -> bool:
    needs = VALUE_EXTENSIONS.get(f"{row.name}={value}")
    return needs is None or known.offers is None or not known.offers.lacks(needs)


# --- values -----------------------------------------------------------------------------------------------------------


def _values(place: Place, name: str, path: str, start: int, known: Known) -> list[Item]:
    """The values that a parameter may have; in a list, those that are not in it yet."""
    row = PARAMETERS.get(name)
    if row is None or row.value == "forbidden":
        return []
    typed = place.text[start : place.column]
    rest = re.match(r"[^\s,;]*", place.right)
    end = place.column + (rest.end() if rest else 0)
    topic = Topic("parameter", name)
    if row.values:
        *before, _ = typed.split(",")
        begin = start + len(typed) - len(typed.rpartition(",")[2])
        used = {each.upper() for each in before}
        whole = [each for each in _WHOLE.get(name, ()) if "," in each and not before]
        words = [each for each in row.values if each not in used and not (before and each == "NEVER")]
        if "NEVER" in used:
            return []
        return [
            Item(each, "value", each, begin, end, each, "", topic)
            for each in (*words, *whole)
            if _value_offered(row, each, known)
        ]
    items = [
        Item(_shown(each), "value", each, start, end, _shown(each), "", topic) for each in _sketches(place, name, path)
    ]
    return items + defined(place, start, end) + _grammar(row, typed, place.column, topic)


def _sketches(place: Place, name: str, path: str) -> list[str]:
    """What a value looks like, with what the file knows."""
    if name == "ORCPT":
        return [f"rfc822;{_xtext(path.strip('<>'))}"] if "@" in path and path.isascii() else []
    if name in ("AUTH", "SUBMITTER"):
        senders = [_xtext(each) for each in place.near().senders if each.isascii()]
        return [*_TEMPLATES.get(name, ()), *senders]
    return list(_TEMPLATES.get(name, ()))


def _xtext(text: str) -> str:
    """The text as RFC 3461 section 4 has it: `+` and `=` by their numbers."""
    return "".join(f"+{ord(each):02X}" if each in "+=" or not "!" <= each <= "~" else each for each in text)


def _shown(template: str) -> str:
    return template.replace("«", "").replace("»", "")


def _grammar(row: Parameter, typed: str, column: int, topic: Topic) -> list[Item]:
    """What has to come next in a value that is begun."""
    if not row.rule or not typed or "{{" in typed:
        return []
    tokens = syntax.expected(row.rule, typed)
    marks = [each for each in tokens if each in (";", "N", "R", "C", "T", "Z", ">", ";N", ";R", ";C")]
    return [Item(each, "mark", each, column, column, each, "", topic) for each in marks]
