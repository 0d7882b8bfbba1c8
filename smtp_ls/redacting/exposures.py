"""Where secrets and addresses stand in a text by the words about them: fields, settings, URLs, options of commands.

What AUTH sends is not looked for here: the session tells where that is. Columns are 0-based characters of the text.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from smtp_ls.envelope import envelope
from smtp_ls.events import Command, Event
from smtp_ls.protocol.parameters import PARAMETERS
from smtp_ls.protocol.verbs import VERBS


class Exposed(NamedTuple):
    """A stretch that gives something away: "secret", "name", "login" (base64 of name:password) or "urlauth"."""

    start: int
    end: int
    what: str


_SCHEMES = "Basic|Bearer|Token|Digest|Negotiate|NTLM|AWS4-HMAC-SHA256|ApiKey"
_HEADER = re.compile(
    r"[ \t>]*(?P<name>(?:Proxy-)?Authorization|(?:Set-)?Cookie|(?:X-)?(?:[A-Za-z0-9]+-)*"
    r"(?:Api-?Key|Auth-?Token|Access-?Token|Secret|Password|Security-Token))[ \t]*:[ \t]*"
    rf"(?:(?P<scheme>{_SCHEMES})[ \t]+)?(?!(?:{_SCHEMES})\s*$)(?P<value>\S.*?)\s*$",
    re.IGNORECASE,
)
_SETTING = re.compile(
    r"(?<![A-Za-z])(?:pass(?:word|wd|phrase|code)?|pwd|secret|(?:api|auth|access|refresh|bearer|client|master)[ _-]?"
    r"(?:key|token|secret)|token|credentials?|Resumption PSK)[\"']?[ \t]*(?:=>|:=|[:=])[ \t]*"
    r"(?:(?P<quote>[\"'])(?P<quoted>.*?)(?P=quote)"
    r"|(?P<value>\{\{.*?\}\}|\$\{.*?\}|\([^()]*\)|<[^<>]*>|\[[^\[\]]*\]|[^\s\"',;)}\]]+))",
    re.IGNORECASE,
)
_COMMAND = re.compile(r"\bpasswordeval[ \t]*=?[ \t]*(?P<value>\S.*?)\s*$", re.IGNORECASE)
_URL = re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]*://(?P<name>[^\s/:@\"']*)(?::(?P<value>[^\s/@\"']+))?@")
_URLAUTH = re.compile(r";urlauth=[^:;\s]+:[^:;\s]+:(?P<value>[^;\s:]+)", re.IGNORECASE)
_OPTION = re.compile(
    r"(?:^|\s)(?:-ap|--auth-password|-xp|--(?:smtp-)?pass(?:word)?|--token|--oauth2-bearer)(?:[ \t]+|=)"
    r"(?:(?P<quote>[\"'])(?P<quoted>.*?)(?P=quote)|(?P<value>\S+))"
)
_OPTION_NAME = re.compile(r"(?:^|\s)(?:-au|--auth-user|-xu)(?:[ \t]+|=)[\"']?(?P<value>[^\s\"']+)")
_OPTION_LOGIN = re.compile(r"(?:^|\s)(?:-u|--user)(?:[ \t]+|=)?[\"']?(?P<name>[^\s:\"'@]+):(?P<value>[^\s\"']+)")
_WORD = re.compile(r"\w")
ORDINARY = frozenset(
    (
        *_SCHEMES.lower().split("|"),
        *"yes no on off true false none null nil ok set unset required optional plain login".split(),
    )
)
"""What is no password though it stands where one might."""


def in_header(text: str) -> Iterator[Exposed]:
    """What a header field gives away that carries a login."""
    found = _HEADER.match(text)
    if found:
        basic = (found["scheme"] or "").lower() == "basic"
        yield Exposed(*found.span("value"), "login" if basic else "secret")


def in_words(text: str) -> Iterator[Exposed]:
    """What settings and commands give away that a tool prints, or that stand in a comment or variable."""
    for pattern in (_SETTING, _OPTION, _COMMAND):
        for found in pattern.finditer(text):
            group = "quoted" if found.groupdict().get("quote") else "value"
            if _WORD.search(found[group] or "") and found[group].lower() not in ORDINARY:
                yield Exposed(*found.span(group), "secret")
    for found in _OPTION_NAME.finditer(text):
        yield Exposed(*found.span("value"), "name")
    for found in _OPTION_LOGIN.finditer(text):
        yield Exposed(*found.span("name"), "name")
        yield Exposed(*found.span("value"), "secret")


def in_urls(text: str) -> Iterator[Exposed]:
    """What URLs give away: name and password, and the token of URLAUTH (RFC 4467 section 3)."""
    if "://" not in text:
        return
    for found in _URL.finditer(text):
        if found["value"]:
            yield Exposed(*found.span("name"), "name")
            yield Exposed(*found.span("value"), "secret")
    for found in _URLAUTH.finditer(text):
        yield Exposed(*found.span("value"), "urlauth")


# --- addresses --------------------------------------------------------------------------------------------------------


class Mailbox(NamedTuple):
    """An address in a text; without a domain it is a local part alone, without a local part a host of a route."""

    start: int
    end: int
    local: str
    domain: str


_MAILBOX = re.compile(
    r"(?:(?<=\\[rnt])|(?<![\w.+\\-]))"  # an escaped line end may stand before it
    r"(?P<local>\"(?:[^\"\\\r\n]|\\.)+\"|\w(?:[\w.!#$%&*+/=?^|~-]*[\w+=#$%&*?^|~-])?)"
    r"@(?P<domain>\[[0-9A-Za-z.:]+\]|\w(?:[\w-]*\w)?(?:\.\w(?:[\w-]*\w)?)*)"
)
_ROUTE = re.compile(r"@(?P<domain>\[[^\]]*\]|[^,:@>]+)")
_LABELS = frozenset(("USER", "FROM", "TO", "SENDER", "RCPT", "A", "LOGIN", "RELAY", "NAME", *PARAMETERS))
_XTEXT = re.compile(r"\+([0-9A-F]{2})")
_VERBS = ("MAIL", "RCPT", "SEND", "SOML", "SAML")
_PIECE = re.compile(r"[^:=<>]+")
_NAMING = re.compile(r"\s*\S+\s+<?(?P<name>[^\s<>@\"]+)>?\s*$")


def mailboxes(event: Event) -> Iterator[Mailbox]:
    """The addresses in what is said, in order."""
    text, after = event.text, 0
    if isinstance(event, Command) and event.verb in VERBS:
        after = text.upper().find(event.verb) + len(event.verb)  # a verb is no part of an address
    if isinstance(event, Command) and event.verb in _VERBS:
        path = envelope(text).path
        yield from _in_path(text, path.start, path.end)
        after = path.end
    elif isinstance(event, Command) and event.verb in ("VRFY", "EXPN"):
        name = _NAMING.match(text)
        if name and name["name"].lower() != "postmaster":
            yield Mailbox(*name.span("name"), name["name"], "")
    for found in _MAILBOX.finditer(text, after) if "@" in text else ():
        start, local = found.start(), found["local"]
        label, equals, rest = local.partition("=")
        if equals and rest and label.upper() in _LABELS:
            start, local = start + len(label) + 1, rest
        yield Mailbox(start, found.end(), _XTEXT.sub(_unescaped, local), found["domain"])


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


def _in_path(text: str, start: int, end: int) -> Iterator[Mailbox]:
    """The address of a path, wrong or right, and the hosts of its route (RFC 5321 appendix C)."""
    if text[start:end].startswith("<"):
        start, end = start + 1, end - text[start:end].endswith(">")
    colon = text.find(":", start, end)
    if text[start : start + 1] == "@" and colon >= 0:
        for host in _ROUTE.finditer(text, start, colon):
            yield Mailbox(*host.span("domain"), "", host["domain"])
        start = colon + 1
    address = text[start:end]
    if "{{" in address or not address.strip():
        return
    local, at, domain = address.rpartition("@")
    if at and local and domain:
        yield Mailbox(start, end, local, domain)
    elif not at and domain.lower() != "postmaster":
        for name in _PIECE.finditer(text, start, end):  # by its marks a line is told from prose, wherefore they stay
            yield Mailbox(*name.span(), name[0], "")
