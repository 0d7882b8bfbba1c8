"""What to say of paths, local parts, domains and address literals: what they stand for, and their octets."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address
from unicodedata import normalize

from smtp_ls.hovering.brief import bounded
from smtp_ls.hovering.labels import label
from smtp_ls.hovering.token import Here, Token, code
from smtp_ls.pages.layout import items, joined
from smtp_ls.text import octets

LOCAL_PART, DOMAIN, PATH, LABEL = 64, 255, 256, 63
"""Octets: RFC 5321 sections 4.5.3.1.1 to 4.5.3.1.3, RFC 1035 section 2.3.4."""
_ACE = "xn--"
_RESERVED = re.compile(r"(?:.*\.)?(?:example(?:\.(?:com|net|org))?|test|invalid|localhost)\.?", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)")


def path(here: Here, token: Token) -> str:
    """A path, with its brackets."""
    lang, text = here.lang, token.text
    if text == "<>" and token.part != "RCPT":
        return label("null", lang)
    name = {"RCPT": "forward-path", "VRFY": "mailbox", "EXPN": "mailbox"}.get(token.part, "reverse-path")
    bare = "" if "{{" in text else bounded(octets(text), PATH, lang)
    return _told(label(name, lang), text, lang, bare)


def _told(heading: str, text: str, lang: str, *facts: str) -> str:
    utf8 = "" if text.isascii() else label("needs utf8", lang)
    return joined(f"**{heading}**", code(text), items(filter(None, (*facts, utf8))))


def route(here: Here, token: Token) -> str:
    """A source route."""
    return joined(f"**{label('source route', here.lang)}**", code(token.text))


def local(here: Here, token: Token) -> str:
    """A local part."""
    lang, text = here.lang, token.text
    if "{{" in text:
        return ""
    facts = [bounded(octets(text), LOCAL_PART, lang)]
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        facts.append(label("quoted", lang, code(_ESCAPED.sub(r"\1", text[1:-1]))))
    elif "+" in text.strip("+"):
        facts.append(label("detail", lang, code(text.partition("+")[2])))
    if text.lower() == "postmaster":
        facts.append(label("postmaster", lang))
    return _told(label("local", lang), text, lang, *facts)


def domain(here: Here, token: Token) -> str:
    """A domain or an address literal, of an address, of a client or of a server."""
    lang, text = here.lang, token.text
    whose = label(token.part, lang) if token.part else ""
    if "{{" in text:
        return f"**{whose}**" if whose else ""
    if text.startswith("["):
        return joined(f"**{whose or label('domain', lang)}**", code(text), items((_literal(text, lang),)))
    utf8 = "" if text.isascii() else label("needs utf8", lang)
    heading = ": ".join(filter(None, (whose, label("domain", lang))))
    return joined(f"**{heading}**", code(text), items(filter(None, (*_facts(text, lang), utf8))))


def _facts(text: str, lang: str) -> Iterator[str]:
    ascii_form = a_label(text)
    yield bounded(octets(ascii_form), DOMAIN, lang)
    yield from (
        f"{code(each)}: {bounded(octets(each), LABEL, lang)}" for each in ascii_form.split(".") if octets(each) > LABEL
    )
    if ascii_form != text:
        yield label("A-label", lang, code(ascii_form))
    if _ACE in text.lower():
        told = u_label(text)
        yield label("bad A-label", lang, code(text)) if told is None else label("U-label", lang, code(told))
    if _RESERVED.fullmatch(text):
        yield label("documentation", lang)


def a_label(domain: str) -> str:
    """The domain with each label that is not ASCII as an A-label (RFC 5890 section 2.3.2.1): lower case, NFC.

    Not `encodings.idna`, which is RFC 3490's and makes "ss" of the sharp s.
    """
    return ".".join(map(_to_ascii, domain.split(".")))


def _to_ascii(label: str) -> str:
    if label.isascii():
        return label
    try:
        return _ACE + normalize("NFC", label.lower()).encode("punycode").decode("ascii")
    except UnicodeError:
        return label


def u_label(domain: str) -> str | None:
    """The domain with each A-label as a U-label; None if one does not decode."""
    try:
        return ".".join(
            each[len(_ACE) :].encode("ascii").decode("punycode") if each.lower().startswith(_ACE) else each
            for each in domain.split(".")
        )
    except (UnicodeError, IndexError, OverflowError, ValueError):
        return None


def _literal(text: str, lang: str) -> str:
    """An address literal (RFC 5321 section 4.1.3)."""
    inner = text.strip("[]")
    if inner[:5].lower() == "ipv6:":
        inner = inner[5:]
    try:
        address = ip_address(inner)
    except ValueError:
        return label("not an address", lang)
    return label("address literal", lang, f"IPv{address.version}, {label(_reach(address), lang)}")


def _reach(address: IPv4Address | IPv6Address) -> str:
    if address.is_loopback:
        return "loopback"
    return "global" if address.is_global else "private"
