"""What is wrong with the names and addresses of a command: one reading for all rules of this family.

Rule 1: a part has one flaw at most, the one that explains it best. Rule 2: a part with a placeholder has none.
Rule 3: each flaw names the rule that tells it, and no two rules tell the same.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from smtp_ls import syntax
from smtp_ls.envelope import envelope
from smtp_ls.findings import Fix, Severity, Span
from smtp_ls.rules.rule import Found, replace
from smtp_ls.rules.words import command_of, named
from smtp_ls.session import Step
from smtp_ls.text import octets

_HELLO = ("EHLO", "HELO", "LHLO")
_PATHS = ("MAIL", "RCPT", "SEND", "SOML", "SAML")

LOCAL_PART, DOMAIN, PATH, LABEL = 64, 255, 256, 63
"""Octets (RFC 5321 section 4.5.3.1; RFC 1035 section 2.3.4)."""

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_HASH = re.compile(r"#\d+")
_FOUR_NUMBERS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_NAME = re.compile(r"\[[^\]]*\]\S*|\S+")


class Flaw(NamedTuple):
    """One thing wrong: the rule that tells it, the message, where it stands in the command's text, what mends it."""

    rule: str
    message: str
    span: Span
    fix: Fix | None = None
    severity: Severity | None = None


def told(step: Step, rule: str) -> Iterator[Found]:
    """The findings of one rule of this family about a command."""
    command = command_of(step)
    for flaw in flaws(command.text, command.verb):
        if flaw.rule == rule:
            yield Found(flaw.message, flaw.span, fix=flaw.fix, severity=flaw.severity)


@lru_cache(maxsize=256)
def flaws(text: str, verb: str) -> tuple[Flaw, ...]:
    """All that is wrong with the name after EHLO, HELO or LHLO, or with a path in brackets."""
    if verb in _HELLO:
        return tuple(_hello(text, verb))
    if verb in _PATHS:
        path = envelope(text).path
        written = text[path.start : path.end]
        if len(written) > 1 and written[0] == "<" and written[-1] == ">" and written[1] != "<":
            return tuple(_path(written, path.start, verb))
    return ()


def hello_name(text: str) -> Span:
    """Where the name of an EHLO, HELO or LHLO line stands: one word, or a literal up to its bracket.

    An empty span at the end if nothing, or no blank, follows the verb.
    """
    start = len(text) - len(text.lstrip()) + 4  # the three verbs have four letters
    name = _NAME.search(text, start) if text[start : start + 1].isspace() else None
    return Span(*name.span()) if name else Span(len(text), len(text))


# --- EHLO, HELO, LHLO -------------------------------------------------------------------------------------------------


def _hello(text: str, verb: str) -> Iterator[Flaw]:
    span = hello_name(text)
    name = text[span.start : span.end]
    if not name or "{{" in name:
        return
    if name[0] == "[":
        wrong = tuple(_literal(name, span.start))
        yield from wrong
        if not wrong and verb == "HELO":
            message = "HELO takes a host name; only EHLO also takes an address in brackets (RFC 5321 section 4.1.1.1)"
            yield Flaw("helo-address-literal", message, span)
    elif not name.isascii():
        yield _not_ascii(name, span)
    else:
        yield from _domain(name, span.start, hello=True, mend=verb != "HELO")


def _not_ascii(name: str, span: Span) -> Flaw:
    message = (
        "the name here is ASCII even where SMTPUTF8 is in use: write its A-label, xn--... (RFC 6531 section 3.7.1)"
    )
    mended = _a_labels(name)
    fix = replace(f"Write {mended}", span, mended) if mended else None
    return Flaw("non-ascii-ehlo-name", message, span, fix)


_DEVIATIONS = frozenset("ßς\u200c\u200d")
"""What the two versions of IDNA encode differently (RFC 5894 section 7.2)."""


def _a_labels(name: str) -> str:
    """The domain name in ASCII, "" where that is not certain."""
    if _DEVIATIONS & set(name):
        return ""
    try:
        ascii_name = name.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return ascii_name if syntax.matches("LDH-domain", ascii_name) and "." in ascii_name else ""


# --- paths ------------------------------------------------------------------------------------------------------------


def _path(path: str, at: int, verb: str) -> Iterator[Flaw]:
    """A path in its brackets, which stands at column `at`."""
    whole, inside = Span(at, at + len(path)), path[1:-1]
    if not inside:
        if verb == "RCPT":
            message = "a recipient cannot be empty; <> is for MAIL alone (RFC 5321 section 4.1.2)"
            yield Flaw("null-forward-path", message, whole)
        return
    valid = syntax.matches("rcpt-path" if verb == "RCPT" else "Reverse-path", path, utf8=True)
    if "{{" in inside and valid:
        return
    if not valid and inside != inside.strip():
        yield _blanks_at_the_edge(path, whole)
        return
    if not valid and several(inside):
        return
    mailbox, at = inside, at + 1
    if inside[0] == "@":
        skipped = _route_end(inside)
        if skipped:
            message = "the route before the address is obsolete: leave out what stands before the last colon"
            yield from _source_route(inside[:skipped], at, message)
        elif "{{" not in inside:
            yield Flaw("invalid-mailbox", "nothing stands before the @: the local part is missing", whole)
            return
        mailbox, at = inside[skipped:], at + skipped
    yield from _mailbox(mailbox, at, verb)
    if "{{" not in path and octets(path) > PATH:
        message = (
            f"the path has {octets(path)} octets; more than {PATH} need not be accepted (RFC 5321 section 4.5.3.1.3)"
        )
        yield Flaw("path-too-long", message, whole)


def _blanks_at_the_edge(path: str, whole: Span) -> Flaw:
    mended = f"<{path[1:-1].strip()}>"
    fix = replace("Remove the blank", whole, mended) if syntax.matches("Reverse-path", mended, utf8=True) else None
    return Flaw("invalid-mailbox", "no blank may stand beside the brackets (RFC 5321 section 4.1.2)", whole, fix)


def several(inside: str) -> bool:
    """Are these several addresses in one pair of brackets?"""
    parts = re.split("[,;]", _QUOTED.sub("x", inside))
    return len(parts) > 1 and all("@" in part.strip()[1:] for part in parts)


def _route_end(inside: str) -> int:
    """How long the source route at the beginning of a path is, with its colon; 0 if there is none."""
    at = inside.find("[")
    colon = inside.rfind(":", 0, at if at >= 0 else len(inside))
    return colon + 1


def _source_route(route: str, at: int, message: str) -> Iterator[Flaw]:
    span = Span(at, at + len(route))
    if "{{" in route or syntax.matches("A-d-l", route[:-1], utf8=True):
        yield Flaw("source-route", f"{message} (RFC 5321 appendix C)", span)
    else:
        message = "a source route is @host,@host: with an @ before each host and no blanks (RFC 5321 section 4.1.2)"
        yield Flaw("invalid-mailbox", message, span)


def _mailbox(mailbox: str, at: int, verb: str) -> Iterator[Flaw]:
    split = _at_sign(mailbox)
    if split < 0:
        yield from _unqualified(mailbox, at, verb)
        return
    local, domain = mailbox[:split], mailbox[split + 1 :]
    if "{{" not in local:
        if not syntax.matches("Local-part", local, utf8=True):
            yield _bad_local(local, at)
        elif octets(local) > LOCAL_PART:
            limit = f"more than {LOCAL_PART} need not be accepted (RFC 5321 section 4.5.3.1.1)"
            message = f"the local part has {octets(local)} octets; {limit}"
            yield Flaw("local-part-too-long", message, Span(at, at + len(local)))
    if "{{" not in domain:
        yield from _domain(domain, at + split + 1, hello=False, mend=True)


def _at_sign(mailbox: str) -> int:
    """Where the @ between local part and domain stands; -1 if there is none."""
    literal = mailbox.rfind("@[")
    if literal >= 0:
        return literal
    quoted = _QUOTED.match(mailbox)
    return mailbox.rfind("@", quoted.end() if quoted else 0)


def _unqualified(local: str, at: int, verb: str) -> Iterator[Flaw]:
    span = Span(at, at + len(local))
    if "{{" in local:
        return
    if local.lower() == "postmaster":
        if verb != "RCPT":
            message = "only RCPT takes Postmaster without a domain; a sender needs one (RFC 5321 section 4.1.1.3)"
            yield Flaw("postmaster-bare-in-mail", message, span)
    elif syntax.matches("Local-part", local, utf8=True):
        message = "the address has no domain: write name@domain (RFC 5321 section 2.3.5)"
        yield Flaw("unqualified-local-part", message, span)
    else:
        yield _bad_local(local, at)


def _bad_local(local: str, at: int) -> Flaw:
    """Why the text before the @ is no local part (RFC 5321 section 4.1.2)."""
    if not local:
        return Flaw("invalid-mailbox", "nothing stands before the @: the local part is missing", Span(at, at + 1))
    column = min(syntax.viable("Local-part", local, utf8=True), len(local) - 1)
    if local[0] == '"':
        why, span = _bad_quotes(local, column)
    elif local[column] == ".":
        column -= local[:column].endswith(".")
        twice = local[column + 1 : column + 2] == "."
        why = "two dots in a row" if twice else "a dot at its end" if column else "a dot at its beginning"
        why, span = f"a local part does not have {why}", Span(column, column + 1 + twice)
    else:
        why, span = _bad_character(local[column]), Span(column, column + 1)
    return Flaw("invalid-mailbox", f"{why} (RFC 5321 section 4.1.2)", Span(at + span.start, at + span.end))


def _bad_quotes(local: str, column: int) -> tuple[str, Span]:
    quoted = _QUOTED.match(local)
    if not quoted:
        why = "the quoted local part is not closed: its last quote is missing or has a backslash before it"
        return why, Span(0, len(local))
    if quoted.end() < len(local):
        return "a local part is quoted as a whole: nothing may stand between its last quote and the @", Span(
            column, len(local)
        )
    return f"{named(local[column])} may not stand there in a quoted local part", Span(column, column + 1)


def _bad_character(character: str) -> str:
    if character == "@":
        return "an address has one @; another one in the local part must be quoted"
    if character in " (),:;<>[]\\\t":
        return f"{named(character)} may only stand in a local part that is quoted"
    return f"{named(character)} may not stand in a local part"


# --- domains and literals ---------------------------------------------------------------------------------------------


def _domain(domain: str, at: int, *, hello: bool, mend: bool) -> Iterator[Flaw]:
    """A domain or literal in the name's or the address's place. `mend`: brackets may be put about an IP address."""
    span = Span(at, at + len(domain))
    if not domain:
        yield Flaw("invalid-domain", "nothing stands after the @: the domain is missing", Span(at - 1, at))
    elif _HASH.fullmatch(domain):
        message = "an address as # and a number must not be used: write [192.0.2.1] (RFC 5321 appendix F.4)"
        yield Flaw("hash-literal", message, span)
    elif domain[0] == "[":
        yield from _literal(domain, at)
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


def _is_ip(domain: str) -> bool:
    """Is this an IPv4 or IPv6 address without brackets?"""
    if _FOUR_NUMBERS.fullmatch(domain):
        return syntax.matches("address-literal", f"[{domain}]")
    return domain.count(":") > 1 and syntax.matches("address-literal", f"[{_tagged(domain)}]")


def _tagged(address: str) -> str:
    return address if address[:5].lower() == "ipv6:" or ":" not in address else f"IPv6:{address}"


def _unbracketed(domain: str, span: Span, *, hello: bool, mend: bool) -> Flaw:
    mended = f"[{_tagged(domain)}]"
    message = f"an IP address stands in brackets here: {mended} (RFC 5321 section 4.1.3)"
    if hello and not mend:
        message = "HELO takes a host name, not an IP address (RFC 5321 section 4.1.1.1)"
    # Four numbers are a domain by the letter of the grammar; an IPv6 address is not.
    severity = Severity.ERROR if ":" in domain else None
    return Flaw("unbracketed-ip", message, span, replace(f"Write {mended}", span, mended) if mend else None, severity)


def _literal(literal: str, at: int) -> Iterator[Flaw]:
    """An address in square brackets (RFC 5321 section 4.1.3)."""
    span, inside = Span(at, at + len(literal)), literal[1:].removesuffix("]")
    closed = literal.endswith("]")
    tagged = f"[{_tagged(inside)}]"
    if closed and ":" in inside and tagged != literal and syntax.matches("address-literal", tagged):
        message = f"an IPv6 address has IPv6: before it: {tagged} (RFC 5321 section 4.1.3)"
        yield Flaw("ipv6-literal-without-tag", message, span, replace("Add IPv6:", Span(at + 1, at + 1), "IPv6:"))
    elif closed and not syntax.matches("address-literal", literal):
        yield Flaw("invalid-address-literal", f"{_bad_literal(inside)} (RFC 5321 section 4.1.3)", span)
    elif not closed:
        certain = syntax.matches("address-literal", f"{literal}]")
        fix = replace("Add ]", Span(span.end, span.end), "]") if certain else None
        yield Flaw("invalid-address-literal", "the ] is missing (RFC 5321 section 4.1.3)", span, fix)


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
