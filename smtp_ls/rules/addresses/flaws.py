"""What is wrong with the names and addresses of a command: one reading for all rules of this family.

Rule 1: a part has one flaw at most, the one that explains it best. Rule 2: a part with a placeholder has none.
Rule 3: each flaw names the rule that tells it, and no two rules tell the same.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from smtp_ls import syntax
from smtp_ls.envelope import envelope
from smtp_ls.findings import Fix, Span
from smtp_ls.rules.addresses.domains import Flaw, a_labels, domain_flaws, literal_flaws
from smtp_ls.rules.rule import Found, replace
from smtp_ls.rules.words import command_of, named
from smtp_ls.session import Step
from smtp_ls.text import octets

_HELLO = ("EHLO", "HELO", "LHLO")
_PATHS = ("MAIL", "RCPT", "SEND", "SOML", "SAML")

LOCAL_PART, PATH = 64, 256
"""Octets (RFC 5321 section 4.5.3.1)."""

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_PAIR = re.compile(r"\\(.)")
_ROUTED = re.compile(r"[^%!]+%[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|(?:[A-Za-z0-9.-]+!)+[^%!]+")
"""A domain behind a %, or host names each with a ! behind it."""
_NAME = re.compile(r"\[[^\]]*\]\S*|\S+")


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
        wrong = tuple(literal_flaws(name, span.start))
        yield from wrong
        if not wrong and verb == "HELO":
            message = "HELO takes a host name; only EHLO also takes an address in brackets (RFC 5321 section 4.1.1.1)"
            yield Flaw("helo-address-literal", message, span)
    elif not name.isascii():
        yield _not_ascii(name, span)
    else:
        yield from domain_flaws(name, span.start, hello=True, mend=verb != "HELO")


def _not_ascii(name: str, span: Span) -> Flaw:
    message = (
        "the name here is ASCII even where SMTPUTF8 is in use: write its A-label, xn--... (RFC 6531 section 3.7.1)"
    )
    mended = a_labels(name)
    fix = replace(f"Write {mended}", span, mended) if mended else None
    return Flaw("non-ascii-ehlo-name", message, span, fix)


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
        fix = replace("Remove the route", span, "", safe=False)
        yield Flaw("source-route", f"{message} (RFC 5321 appendix C)", span, fix)
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
            yield _bad_local(local, at)._replace(fix=_quoted(local, at))
        elif octets(local) > LOCAL_PART:
            limit = f"more than {LOCAL_PART} need not be accepted (RFC 5321 section 4.5.3.1.1)"
            message = f"the local part has {octets(local)} octets; {limit}"
            yield Flaw("local-part-too-long", message, Span(at, at + len(local)))
        else:
            yield from _odd_local(local, at)
    if "{{" not in domain:
        yield from domain_flaws(domain, at + split + 1, hello=False, mend=True)


def _odd_local(local: str, at: int) -> Iterator[Flaw]:
    """What may be said of a local part that the grammar accepts."""
    span = Span(at, at + len(local))
    if local[0] == '"':
        plain = _PAIR.sub(r"\1", local[1:-1])
        if plain[:1] != '"' and syntax.matches("Local-part", plain, utf8=True):
            message = "this name needs no quotes, and is best sent without (RFC 5321 section 4.1.2)"
            yield Flaw("needless-quoting", message, span, replace("Remove the quotes", span, plain))
    elif _ROUTED.fullmatch(local):
        message = (
            "this may ask the server to pass the message on: % and ! were routes once, and spammers try them still"
        )
        yield Flaw("percent-hack", message, span)


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


def _quoted(local: str, at: int) -> Fix | None:
    """Quotes about a local part that is wrong without; another name may have been meant."""
    escaped = local.replace("\\", "\\\\").replace('"', '\\"')
    quoted = f'"{escaped}"'
    if not local or local[0] == '"' or not syntax.matches("Local-part", quoted, utf8=True):
        return None
    return replace(f"Write {quoted}", Span(at, at + len(local)), quoted, safe=False)


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
