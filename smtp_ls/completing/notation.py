"""Our own notation at the cursor: pragmas and what they name, variables, session titles."""

import re

from smtp_ls.completing.item import Item
from smtp_ls.completing.nearby import variables
from smtp_ls.completing.place import Place
from smtp_ls.dialects import rows
from smtp_ls.pages import Topic
from smtp_ls.rules import RULES
from smtp_ls.trace import Trace

_PRAGMA = re.compile(r"#+\s*smtp-ls:\s*(?P<typed>[a-z-]*)$")
_BEGUN = re.compile(r"(?P<start>#+\s*)(?P<typed>[a-z:-]*)$")
_RULES = re.compile(r"#+\s*smtp-ls:\s*ignore(?:-file)?\[(?P<before>(?:[^\],]*,\s*)*)(?P<typed>[^\],]*)$")
_VALUE = re.compile(r"(?:#+\s*smtp-ls:\s*|@)(?P<name>dialect|protocol|tls|server|timeout)\s*=\s*(?P<typed>\S*)$")
_VARIABLE = re.compile(r"@(?P<typed>[\w.-]*)$")
_PLACEHOLDER = re.compile(r"\{\{(?P<typed>[\w.$-]*)$")
_NEAR = 8
"""How many lines below a suppression are looked at for what it may suppress."""

_PRAGMAS = (
    ("ignore[]", "ignore[«»]", "# smtp-ls: ignore"),
    ("ignore-file[]", "ignore-file[«»]", "ignore-file"),
    ("dialect=", "dialect=«native»", "dialect"),
    ("protocol=", "protocol=«submission»", "protocol"),
    ("tls=", "tls=«implicit»", "tls"),
    ("partial", "partial", "partial"),
)
"""What may stand behind `# smtp-ls: `: label, template and page."""
_SETTINGS = (
    ("@server = ", "@server = «smtp://127.0.0.1:2525»", "@server"),
    ("@tls = ", "@tls = «starttls»", "@tls"),
    ("@protocol = ", "@protocol = «smtp»", "@protocol"),
    ("@timeout = ", "@timeout = «30»", "@timeout"),
    ("@name = value", "@«name» = «value»", "@variable"),
)
_VALUES = {
    "protocol": (("smtp", ""), ("submission", ""), ("lmtp", "")),
    "tls": (("none", "no TLS at all"), ("starttls", "by STARTTLS"), ("implicit", "from the start")),
    "server": (("smtp://127.0.0.1:2525", ""), ("smtps://127.0.0.1:4650", ""), ("lmtp://127.0.0.1:2400", "")),
    "timeout": (("30", ""),),
}


def notation(place: Place) -> list[Item]:
    """What may stand on a line that begins with `#` or `@`."""
    left, end = place.left, place.column
    named = _RULES.match(left)
    if named:
        return _rules(place, named["before"], end - len(named["typed"]))
    value = _VALUE.match(left)
    if value:
        return _values(place, value["name"], end - len(value["typed"]))
    pragma = _PRAGMA.match(left)
    if pragma:
        return _entries(_PRAGMAS, end - len(pragma["typed"]), end)
    variable = _VARIABLE.match(left)
    if variable and not place.right.strip():
        return _entries(_SETTINGS, place.at, end)
    begun = _BEGUN.match(left)
    if begun and "smtp-ls:".startswith(begun["typed"]) and not place.right.strip():
        start = end - len(begun["typed"])
        gap = "" if begun["start"].endswith(" ") else " "
        typed = f"{gap}smtp-ls:"
        whole = Item("smtp-ls:", "directive", f"{typed} ", start, end, typed, "a setting for this file")
        return [whole] if left.strip("#") else [whole, _title(place)]
    return []


def beginnings(place: Place) -> list[Item]:
    """Directives for an empty line."""
    start, end = place.at, place.column
    pragmas = _entries(_PRAGMAS, start, end, "# smtp-ls: ")
    return [_title(place), *_entries(_SETTINGS, start, end), *pragmas]


def _title(place: Place) -> Item:
    return Item("###", "directive", "### «Title»", place.at, place.column, "###", "", Topic("notation", "###"))


def _entries(table: tuple[tuple[str, str, str], ...], start: int, end: int, before: str = "") -> list[Item]:
    """The rows of a table as items, with this before each."""
    return [
        Item(before + label, "directive", before + text, start, end, topic=Topic("notation", topic))
        for label, text, topic in table
    ]


def _rules(place: Place, before: str, start: int) -> list[Item]:
    """The names of rules: first those that find something right below."""
    there = {each.strip() for each in before.split(",")}
    rest = re.match(r"[a-z0-9-]*", place.right)
    end = place.column + (rest.end() if rest else 0)
    near = _found_below(place.trace, place.line)
    names = [*near, *(name for name in RULES if name not in near)]
    return [Item(name, "rule", name, start, end, name, "", Topic("rule", name)) for name in names if name not in there]


def _found_below(trace: Trace, line: int) -> list[str]:
    found = [each.rule for findings in trace.findings[line + 1 : line + _NEAR] for each in findings]
    names = [name for name in dict.fromkeys(found) if name in RULES]
    replaced = {other for name in names for other in RULES[name].instead_of}
    return [name for name in names if name not in replaced]


def _values(place: Place, name: str, start: int) -> list[Item]:
    rest = re.match(r"\S*", place.right)
    end = place.column + (rest.end() if rest else 0)
    if name == "dialect":
        names = dict.fromkeys(("native", "bare", *(row.name for row in rows())))
        return [Item(each, "value", each, start, end, topic=Topic("notation", "dialect")) for each in names]
    return [Item(value, "value", value, start, end, "", detail) for value, detail in _VALUES[name]]


def placeholders(place: Place) -> list[Item] | None:
    """The variables for a placeholder that is begun before the cursor; None where none is."""
    begun = _PLACEHOLDER.search(place.text[: place.column])
    if begun is None:
        return None
    start = begun.start()
    rest = re.match(r"[\w.$-]*(?:\}\}?)?", place.right)
    end = place.column + (rest.end() if rest else 0)
    found = [*defined(place, start, end), secret(start, end)]
    if place.content:
        topic = Topic("notation", "{{file:PATH}}")
        found.append(Item("{{file:PATH}}", "variable", "{{file:«message.eml»}}", start, end, "", "", topic))
    return found


def defined(place: Place, start: int, end: int, close: str = "", *, within: str = "") -> list[Item]:
    """The variables defined above whose value has this within, as placeholders that `close` follows."""
    topic = Topic("notation", "{{name}}")
    named = ((f"{{{{{name}}}}}", value) for name, value in variables(place.trace, place.line) if within in value)
    return [Item(text, "variable", text + close, start, end, text, value, topic) for text, value in named]


def secret(start: int, end: int) -> Item:
    """A placeholder for what shall not stand in a file."""
    label, topic = "{{$env.NAME}}", Topic("notation", "{{$env.NAME}}")
    return Item(label, "variable", "{{$env.«NAME»}}", start, end, label, "", topic)
