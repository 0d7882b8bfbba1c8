"""Names that the file has used about the cursor: senders, recipients, hosts, and the variables defined above.

Rule 1: only a window of lines is looked at, whatever the file's length: completion is asked at every key.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from smtp_ls.events import Directive
from smtp_ls.folding import COMMAND, DIRECTIVE, HELLO, MAIL
from smtp_ls.syntax import matches
from smtp_ls.trace import Trace

ABOVE, BELOW = 400, 100
"""How many lines are looked at above and below the cursor."""
_WIDEST = 240
"""Characters of a line that are looked at."""
_MOST = 20
"""How many names of one sort are kept."""
_DIRECTIVES = 200
"""How many directives above the cursor are asked for variables, and as many of the file's first."""

_COMMANDS = (HELLO[0], MAIL[0], COMMAND[0])
"""The index's octets of lines on which a command may name somebody."""

_PATH = re.compile(
    r"(?P<verb>MAIL|SEND|SOML|SAML|RCPT)\s+(?:FROM|TO)\s*:\s*<(?P<path>[^<>\s@]+@[^<>\s]+)>", re.IGNORECASE
)
_HELLO = re.compile(r"(?:EHLO|HELO|LHLO)\s+(?P<name>\S+)", re.IGNORECASE)
_GREETING = re.compile(r"220[ -](?P<name>(?:[A-Za-z0-9-]+\.)+[A-Za-z][A-Za-z0-9-]*)")


class Nearby(NamedTuple):
    """What the file has named about a line, the nearest first."""

    senders: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    """All addresses, those two among them."""
    hellos: tuple[str, ...] = ()
    """Names after EHLO, HELO and LHLO."""
    servers: tuple[str, ...] = ()
    """Names in greetings."""

    @property
    def domains(self) -> tuple[str, ...]:
        """What stands behind the `@` of addresses."""
        return tuple(dict.fromkeys(each.rpartition("@")[2] for each in self.addresses))


def nearby(trace: Trace, line: int) -> Nearby:
    """What is named in commands and greetings about a 0-based line, the line itself aside."""
    found: dict[str, dict[str, None]] = {name: {} for name in Nearby._fields}
    for number in (
        *range(line - 1, max(line - ABOVE, 0) - 1, -1),
        *range(line + 1, min(line + BELOW, len(trace.lines))),
    ):
        if trace.index[number] in _COMMANDS or trace.begun[number]:
            for role, name in _named(trace.lines[number][:_WIDEST]):
                if len(found[role]) < _MOST:
                    found[role][name] = None
    return Nearby(*(tuple(names) for names in found.values()))


@lru_cache(maxsize=1024)
def _named(text: str) -> tuple[tuple[str, str], ...]:
    """The name on a line with what it is there; none that is wrong: it need not be offered again."""
    path = _PATH.search(text)
    if path:
        role = "recipients" if path["verb"].upper() == "RCPT" else "senders"
        return (("addresses", path["path"]), (role, path["path"])) if _is(path["path"], "Mailbox") else ()
    for role, pattern in (("hellos", _HELLO), ("servers", _GREETING)):
        found = pattern.search(text)
        if found:
            return ((role, found["name"]),) if _is(found["name"], "Domain", "address-literal") else ()
    return ()


def _is(name: str, *rules: str) -> bool:
    return "{{" not in name and any(matches(rule, name, utf8=True) for rule in rules)


def variables(trace: Trace, line: int) -> list[tuple[str, str]]:
    """Name and value of the variables that are defined above a 0-based line, the latest first."""
    found: dict[str, str] = {}
    for number in _directives(trace, line):
        for event in trace.said(number):
            if isinstance(event, Directive) and event.text.startswith("@"):
                name = event.text[1:].partition("=")[0].strip()
                found.setdefault(name, event.value)
    return list(found.items())


def _directives(trace: Trace, line: int) -> list[int]:
    """Lines of directives: the nearest above, then the file's first ones, where variables usually stand."""
    index, mark = trace.index, DIRECTIVE
    nearest: list[int] = []
    at = line
    while len(nearest) < _DIRECTIVES and (at := index.rfind(mark, 0, at)) >= 0:
        nearest.append(at)
    last = nearest[-1] if nearest else 0
    first: list[int] = []
    at = -1
    while len(first) < _DIRECTIVES and (at := index.find(mark, at + 1, last)) >= 0:
        first.append(at)
    return nearest + first[::-1]
