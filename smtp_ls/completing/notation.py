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
    ("ignore[]", "ignore[«»]", "what is found in the next line, by rule", "# smtp-ls: ignore"),
    ("ignore-file[]", "ignore-file[«»]", "what is found in this file, by rule", "ignore-file"),
    ("dialect=", "dialect=«native»", "how this file is written", "dialect"),
    ("protocol=", "protocol=«submission»", "smtp, submission or lmtp", "protocol"),
    ("tls=", "tls=«implicit»", "when TLS begins", "tls"),
    ("partial", "partial", "an excerpt: nothing is claimed about what is not shown", "partial"),
)
_SETTINGS = (
    ("@server = ", "@server = «smtp://127.0.0.1:2525»", "the server that the script is run against", "@server"),
    ("@tls = ", "@tls = «starttls»", "none, starttls or implicit", "@tls"),
    ("@protocol = ", "@protocol = «smtp»", "smtp, submission or lmtp", "@protocol"),
    ("@timeout = ", "@timeout = «30»", "seconds to wait for a reply", "@timeout"),
    ("@name = value", "@«name» = «value»", "a variable, used as {{name}}", "@variable"),
)
_VALUES = {
    "protocol": (("smtp", ""), ("submission", "port 587 or 465"), ("lmtp", "RFC 2033")),
    "tls": (("none", "no TLS at all"), ("starttls", "by STARTTLS"), ("implicit", "from the start")),
    "server": (("smtp://127.0.0.1:2525", ""), ("smtps://127.0.0.1:4650", ""), ("lmtp://127.0.0.1:2400", "")),
    "timeout": (("30", "seconds"),),
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
        whole = Item(
            "smtp-ls:", "directive", f"{gap}smtp-ls: ", start, end, f"{gap}smtp-ls:", "a setting for this file"
        )
        title = [
            Item("###", "directive", "### «Title»", place.at, end, "###", "a new session", Topic("notation", "###"))
        ]
        return [whole, *title] if left.startswith("#") and not left.strip("#") else [whole]
    return []


def beginnings(place: Place) -> list[Item]:
    """Directives for an empty line."""
    start, end = place.at, place.column
    title = Item("###", "directive", "### «Title»", start, end, "###", "a new session", Topic("notation", "###"))
    pragmas = [
        Item(f"# smtp-ls: {label}", "directive", f"# smtp-ls: {text}", start, end, "", detail, Topic("notation", topic))
        for label, text, detail, topic in _PRAGMAS
    ]
    return [title, *_entries(_SETTINGS, start, end), *pragmas]


def _entries(rows_: tuple[tuple[str, str, str, str], ...], start: int, end: int) -> list[Item]:
    return [
        Item(label, "directive", text, start, end, label, detail, Topic("notation", topic))
        for label, text, detail, topic in rows_
    ]


def _rules(place: Place, before: str, start: int) -> list[Item]:
    """The names of rules: first those that find something right below."""
    there = {each.strip() for each in before.split(",")}
    rest = re.match(r"[a-z0-9-]*", place.right)
    end = place.column + (rest.end() if rest else 0)
    near = _found_below(place.trace, place.line)
    names = [*near, *(name for name in RULES if name not in near)]
    return [
        Item(name, "rule", name, start, end, name, RULES[name].summary, Topic("rule", name))
        for name in names
        if name not in there
    ]


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
        found.append(
            Item("{{file:PATH}}", "variable", "{{file:«message.eml»}}", start, end, "", "a file's lines", topic)
        )
    return found


def defined(place: Place, start: int, end: int, close: str = "", *, within: str = "") -> list[Item]:
    """The variables defined above whose value has this within, as placeholders that `close` follows."""
    topic = Topic("notation", "{{name}}")
    named = ((f"{{{{{name}}}}}", value) for name, value in variables(place.trace, place.line) if within in value)
    return [Item(text, "variable", text + close, start, end, text, value, topic) for text, value in named]


def secret(start: int, end: int) -> Item:
    """A placeholder for what shall not stand in a file."""
    label, topic = "{{$env.NAME}}", Topic("notation", "{{$env.NAME}}")
    return Item(label, "variable", "{{$env.«NAME»}}", start, end, label, "read from the environment when run", topic)
