"""What is wrong with a domain or an address literal, after EHLO or behind the @ of an address."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from smtp_ls import syntax
from smtp_ls.findings import Fix, Severity, Span
from smtp_ls.rules.rule import replace
from smtp_ls.rules.words import named
from smtp_ls.text import octets

DOMAIN, LABEL = 255, 63
"""Octets (RFC 5321 section 4.5.3.1.2, RFC 1035 section 2.3.4)."""

_HASH = re.compile(r"#\d+")
_FOUR_NUMBERS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")


class Flaw(NamedTuple):
    """One thing wrong: the rule that tells it, the message, where it stands in the command's text, what mends it."""

    rule: str
    message: str
    span: Span
    fix: Fix | None = None
    severity: Severity | None = None


_DEVIATIONS = frozenset("ßς\u200c\u200d")
"""What the two versions of IDNA encode differently (RFC 5894 section 7.2)."""


def a_labels(name: str) -> str:
    """The domain name in ASCII, "" where that is not certain."""
    if _DEVIATIONS & set(name):
        return ""
    try:
        ascii_name = name.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return ascii_name if syntax.matches("LDH-domain", ascii_name) and "." in ascii_name else ""


def domain_flaws(domain: str, at: int, *, hello: bool, mend: bool) -> Iterator[Flaw]:
    """A domain or literal in the name's or the address's place. `mend`: brackets may be put about an IP address."""
    span = Span(at, at + len(domain))
    if not domain:
        yield Flaw("invalid-domain", "nothing stands after the @: the domain is missing", Span(at - 1, at))
    elif _HASH.fullmatch(domain):
        message = "an address as # and a number must not be used: write [192.0.2.1] (RFC 5321 appendix F.4)"
        yield Flaw("hash-literal", message, span, _dotted(int(domain[1:]), span) if mend else None)
    elif domain[0] == "[":
        yield from literal_flaws(domain, at)
    elif _is_ip(domain):
        yield _unbracketed(domain, span, hello=hello, mend=mend)
    elif syntax.matches("LDH-domain" if hello else "Domain", domain, utf8=not hello):
        yield from _odd_domain(domain, span, hello=hello)
    else:
        yield _bad_domain(domain, span, hello=hello)


def _odd_domain(domain: str, span: Span, *, hello: bool) -> Iterator[Flaw]:
    """What may be said of a domain that the grammar accepts."""
    if octets(domain) > DOMAIN:
        limit = f"more than {DOMAIN} need not be accepted (RFC 5321 section 4.5.3.1.2)"
        message = f"the domain has {octets(domain)} octets; {limit}"
        yield Flaw("domain-too-long", message, span)
    start = span.start
    for label in domain.split("."):
        size = len(label) if label.isascii() else len(label.encode("punycode")) + 4  # with "xn--"
        if size > LABEL:
            message = f"the label has {size} octets; the DNS allows {LABEL} (RFC 1035 section 2.3.4)"
            yield Flaw("label-too-long", message, Span(start, start + len(label)))
        start += len(label) + 1
    if "." not in domain:
        severity = Severity.INFORMATION if domain.lower() == "localhost" else None
        what = "host's" if hello else "domain's"
        message = f"this is not the {what} full name, such as mail.example.org (RFC 5321 section 2.3.5)"
        yield Flaw("non-fqdn", message, span, None, severity)


def _bad_domain(domain: str, span: Span, *, hello: bool) -> Flaw:
    """Why a text is no domain (RFC 5321 section 4.1.2)."""
    rule = "LDH-domain" if hello else "Domain"
    if "_" in domain and syntax.matches(rule, domain.replace("_", "x"), utf8=not hello):
        message = "a domain has letters, digits, hyphens and dots, no underscore (RFC 5321 section 4.1.2)"
        return Flaw("underscore-in-domain", message, span, None, Severity.WARNING if hello else None)
    if domain.endswith(".") and syntax.matches(rule, domain[:-1], utf8=not hello):
        message = "a domain has no dot at its end here (RFC 5321 section 4.1.2)"
        last = Span(span.end - 1, span.end)
        return Flaw("invalid-domain", message, last, replace("Remove the dot", last, ""))
    column = min(syntax.viable(rule, domain, utf8=not hello), len(domain) - 1)
    why, start, end = _bad_label(domain, column)
    return Flaw("invalid-domain", f"{why} (RFC 5321 section 4.1.2)", Span(span.start + start, span.start + end))


def _bad_label(domain: str, column: int) -> tuple[str, int, int]:
    """Why a label is none, and the columns in the domain."""
    character = domain[column]
    if character == "-" or (character == "." and domain[column - 1 : column] == "-"):
        start = domain.rfind(".", 0, column) + 1
        end = domain.find(".", start)
        return "no part of a domain begins or ends with a hyphen", start, end if end >= 0 else len(domain)
    if character == ".":
        why = "two dots in a row" if column else "a dot at its beginning"
        return f"a domain does not have {why}", max(column - 1, 0), column + 1
    return f"{named(character)} may not stand in a domain", column, column + 1


def _dotted(number: int, span: Span) -> Fix | None:
    """The IPv4 address that is the number, in brackets."""
    if number >= 1 << 32:
        return None
    literal = "[" + ".".join(str(number >> shift & 0xFF) for shift in (24, 16, 8, 0)) + "]"
    return replace(f"Write {literal}", span, literal)


def _is_ip(domain: str) -> bool:
    """Is this an IPv4 or IPv6 address without brackets?"""
    if _FOUR_NUMBERS.fullmatch(domain):
        return syntax.matches("address-literal", f"[{domain}]")
    return domain.count(":") > 1 and syntax.matches("address-literal", f"[{_tagged(domain)}]")


def _tagged(address: str) -> str:
    return address if address[:5].lower() == "ipv6:" or ":" not in address else f"IPv6:{address}"


def _unbracketed(domain: str, span: Span, *, hello: bool, mend: bool) -> Flaw:
    mended = f"[{_tagged(domain)}]"
    message = f"an IP address needs brackets here: {mended} (RFC 5321 section 4.1.3)"
    if hello and not mend:
        message = "HELO takes a host name, not an IP address (RFC 5321 section 4.1.1.1)"
    # Four numbers are a domain by the letter of the grammar; an IPv6 address is not.
    severity = Severity.ERROR if ":" in domain else None
    return Flaw("unbracketed-ip", message, span, replace(f"Write {mended}", span, mended) if mend else None, severity)


def literal_flaws(literal: str, at: int) -> Iterator[Flaw]:
    """An address in square brackets (RFC 5321 section 4.1.3)."""
    span, inside = Span(at, at + len(literal)), literal[1:].removesuffix("]")
    closed = literal.endswith("]")
    tagged = f"[{_tagged(inside)}]"
    if closed and ":" in inside and tagged != literal and syntax.matches("address-literal", tagged):
        message = f"an IPv6 address has IPv6: before it: {tagged} (RFC 5321 section 4.1.3)"
        yield Flaw("ipv6-literal-without-tag", message, span, replace("Add IPv6:", Span(at + 1, at + 1), "IPv6:"))
    elif closed and not syntax.matches("address-literal", literal):
        mended = f"[{inside.strip()}]"
        fix = replace("Remove the blanks", span, mended) if syntax.matches("address-literal", mended) else None
        yield Flaw("invalid-address-literal", f"{_bad_literal(inside)} (RFC 5321 section 4.1.3)", span, fix)
    elif not closed:
        certain = syntax.matches("address-literal", f"{literal}]")
        fix = replace("Add ]", Span(span.end, span.end), "]") if certain else None
        yield Flaw("invalid-address-literal", "the ] is missing (RFC 5321 section 4.1.3)", span, fix)
    elif ":" in inside and inside[:5].lower() != "ipv6:":
        tag = inside.partition(":")[0]
        message = f"no kind of address is registered as {tag}: write [192.0.2.1] or [IPv6:...] (RFC 5321 section 4.1.3)"
        yield Flaw("unknown-literal-tag", message, span)


def _bad_literal(inside: str) -> str:
    if inside != inside.strip():
        return "no blank may stand in the brackets"
    if inside[:5].lower() == "ipv6:":
        if "%" in inside:
            return "the IPv6 address may not have a zone, % and what follows"
        return (
            "this is no IPv6 address: eight groups of up to four hexadecimal digits, or one :: for two groups or more"
        )
    if re.fullmatch(r"[\d.]+", inside):
        return "this is no IPv4 address: four numbers from 0 to 255, parted by dots"
    return "only an IP address stands in square brackets, such as [192.0.2.1] or [IPv6:2001:db8::1]"
