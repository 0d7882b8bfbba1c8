"""What base64 of an AUTH exchange holds, by the mechanism's structure: names are told, secrets never.

Rule 1: only fields on the list of what is no secret are shown; whatever is built otherwise than the mechanism says, or
comes in a place that we do not know, is counted and not shown. Rule 2: nothing is told of a secret's length either.
"""

import re
from base64 import b64decode
from binascii import Error

from smtp_ls.events import Command, Reply
from smtp_ls.folding import REPLY
from smtp_ls.hovering.brief import brief
from smtp_ls.hovering.labels import label
from smtp_ls.hovering.offered import offered
from smtp_ls.hovering.token import Here, Token, code, found_back
from smtp_ls.pages import Topic
from smtp_ls.pages.layout import items, joined
from smtp_ls.protocol.sasl import MECHANISMS, Mechanism

OPEN = frozenset(
    "authzid authcid username user trace identity-provider identifier n a c r s i realm nonce qop charset algorithm "
    "digest-uri nc host port status schemes scope".split()
)
"""The fields and attributes that are no secrets."""
_ATTRIBUTE = re.compile(r'([A-Za-z][A-Za-z-]*)=("(?:[^"\\]|\\.)*"|[^,\x01]*)')
_ATTRIBUTED = ("SCRAM-", "DIGEST-MD5", "XOAUTH2", "OAUTHBEARER", "OAUTH10A", "SAML20", "OPENID20")
"""Mechanisms whose messages are attributes with values."""
_NTLM = b"NTLMSSP\0"
_SECRET_PROMPT = re.compile(r"pass|pin|code|secret|token", re.IGNORECASE)


def mechanism(here: Here, token: Token) -> str:
    """A mechanism's name, on AUTH or in the EHLO reply."""
    name = token.text.upper().partition("=")[2] or token.text.upper()
    command = isinstance(token.event, Command)
    offers = token.step.known.offers if token.step else None
    said = f"AUTH: {offered(here, offers, token.event.key, 'AUTH', 'X-EXPS')}" if command else ""
    if command and offers is not None and "AUTH" in offers and name not in offers.table["AUTH"].upper().split():
        said = label("not advertised at all", here.lang)
    return brief(Topic("mechanism", name), here.lang, said)


def response(here: Here, token: Token) -> str:
    """What the client sends: on AUTH or on a line of its own."""
    event, step = token.event, token.step
    assert step is not None
    exchange = step.after.exchange if isinstance(event, Command) else step.before.exchange
    name = exchange.mechanism if exchange else ""
    number = 0 if isinstance(event, Command) else exchange.sent if exchange else -1
    text = token.text.strip()
    if text == "*":
        return label("cancels", here.lang)
    if text in ("", "="):
        return label("says nothing", here.lang)
    row = MECHANISMS.get(name)
    head = f"**{label('response', here.lang, name or label('any mechanism', here.lang))}**"
    lines = _decoded(here, token, row, number, text)
    return joined(head, items(lines), _structure(row, number, here.lang))


def _structure(row: Mechanism | None, number: int, lang: str) -> str:
    if row is None or not 0 <= number < len(row.sends) or not row.sends[number]:
        return ""
    return f"{label('message', lang, number + 1)}; {label('structure', lang, code(row.sends[number]))}"


def _decoded(here: Here, token: Token, row: Mechanism | None, number: int, text: str) -> list[str]:
    """The fields, one a line."""
    lang = here.lang
    if "{{" in text:
        return [label("placeholder", lang)]
    octets = from_base64(text)
    if octets is None:
        return [label("not base64", lang)]
    if row is None or number < 0:
        return [label("mask", lang)]
    if octets.startswith(_NTLM) and len(octets) > len(_NTLM):
        return [f"NTLMSSP, type {octets[len(_NTLM)]}", label("binary", lang, len(octets))]
    said = _text(octets)
    if said is None:
        binary = row.decode is not None and row.decode.rule.startswith("binary")
        return [label("binary", lang, len(octets)) if binary else label("misfit", lang, row.name)]
    fields = [] if number == 0 and _asked_for_secret(here, token) else _fields(row, number, said)
    if not fields:
        misfit = number == 0 and row.decode is not None and not row.decode.rule.startswith("binary")
        return [label("misfit", lang, row.name) if misfit and not _prompted(row) else label("mask", lang)]
    return [f"{name}: {_value(value, lang)}" for name, value in fields]


def _value(value: str | None, lang: str) -> str:
    if value is None:
        return label("mask", lang)
    return code(value) if value else label("empty", lang)


def _prompted(row: Mechanism) -> bool:
    """Does the server ask for one thing after the other?"""
    return row.decode is not None and row.decode.separator is None


def _fields(row: Mechanism, number: int, said: str) -> list[tuple[str, str | None]]:
    """Name and value of each field, None for a secret; nothing where the message is not built so."""
    if row.name.startswith(_ATTRIBUTED):
        return [(name, value if name.lower() in OPEN else None) for name, value in _ATTRIBUTE.findall(said)]
    if number > 0:
        return [(row.sends[number], None)] if number < len(row.sends) and row.sends[number].isidentifier() else []
    if row.decode is None or row.decode.rule.startswith("binary"):
        return []
    separator, names = row.decode.separator, row.decode.fields
    if separator is None:
        return [(names[0], said if names[0] in OPEN and said.isprintable() else None)]
    values = said.rsplit(separator, len(names) - 1) if separator == " " else said.split(separator)
    if not _fits(row, values):
        return []
    return [(name, value if name in OPEN else None) for name, value in zip(names, values, strict=False)]


def _fits(row: Mechanism, values: list[str]) -> bool:
    """Are there as many fields as the mechanism has? SecurID's PIN may be missing, or end with its separator."""
    assert row.decode is not None
    count = len(row.decode.fields)
    return len(values) == count or (row.name == "SECURID" and count - 1 <= len(values) <= count + 1)


def _asked_for_secret(here: Here, token: Token) -> bool:
    """Has the challenge above asked for a password, though it is a name's turn?"""
    if isinstance(token.event, Command):
        return False
    line = found_back(here, REPLY, token.event.key)
    said = here.trace.said(line) if line is not None else ()
    return any(
        isinstance(each, Reply) and each.key == token.event.key and bool(_SECRET_PROMPT.search(_challenge(each) or ""))
        for each in said
    )


def _challenge(reply: Reply) -> str | None:
    """The text of a 334, decoded; None where it is none or not text."""
    octets = from_base64(reply.says.strip()) if reply.code == 334 else None
    return None if octets is None else _text(octets)


def challenge(here: Here, token: Token) -> str:
    """What the server sends with 334."""
    event, step = token.event, token.step
    assert isinstance(event, Reply)
    assert step is not None
    exchange = step.before.exchange
    name = exchange.mechanism if exchange else label("any mechanism", here.lang)
    said = event.says.strip()
    if not said:
        return label("challenge", here.lang, name, "-")
    octets = from_base64(said)
    if octets is None:
        return label("challenge", here.lang, name, label("not base64", here.lang))
    text = _text(octets)
    shown = label("binary", here.lang, len(octets)) if text is None else code(text)
    row = MECHANISMS.get(name)
    sent = exchange.sent if exchange else 0
    answer = row.sends[sent] if row and sent < len(row.sends) else ""
    then = label("answer with", here.lang, code(answer)) if answer else ""
    return joined(f"**{label('challenge', here.lang, name, shown)}**", then)


def from_base64(text: str) -> bytes | None:
    """The octets that a text is the base64 of (RFC 4648 section 4); None if it is none."""
    try:
        return b64decode(text.encode("ascii"), validate=True)
    except (Error, UnicodeEncodeError):
        return None


def _text(octets: bytes) -> str | None:
    """The octets as UTF-8 text with no control characters but those that separate fields; None if they are none."""
    try:
        text = octets.decode()
    except UnicodeDecodeError:
        return None
    return text if all(each.isprintable() or each in "\0\1\r\n\t" for each in text) else None


def told(here: Here, token: Token) -> str:
    """What a challenge or response holds, in a few words without marks; nothing where that is not known."""
    text = token.text.strip()
    if text in ("", "=", "*") or "{{" in text:
        return ""
    if isinstance(token.event, Reply):
        return _challenge(token.event) or ""
    step = token.step
    exchange = (step.after if isinstance(token.event, Command) else step.before).exchange if step else None
    row = MECHANISMS.get(exchange.mechanism) if exchange else None
    if row is None or exchange is None or from_base64(text) is None:
        return ""
    number = 0 if isinstance(token.event, Command) else exchange.sent
    return ", ".join(_decoded(here, token, row, number, text)).replace("`", "")
