"""The lines of an EHLO reply: which keyword each one names, and what is wrong with it.

Rule 1: what is not surely a line that a server sent (a remark in brackets, a placeholder) has nothing wrong with it.
"""

import re
from functools import lru_cache

from smtp_ls import syntax
from smtp_ls.protocol.extensions import DEPENDENCIES, EXTENSIONS, LIMIT_NAMES
from smtp_ls.session import Step
from smtp_ls.session.offers import Offers

LEGACY, GRAMMAR, UNREGISTERED, PARAMETERS, STRIPPED = "legacy", "grammar", "unregistered", "parameters", "stripped"
"""`AUTH=LOGIN`; no keyword with its parameters; one that IANA has not; parameters that it has not; `XXXXXXXA`."""

_REMARK = r"\s*(?:[<(\[].*|.*(?:\.\.\.|\u2026|etc\.?)\s*)"
_STRIPPED = r"X{5,}[A-Z]?"
_LIMIT = r"[1-9][0-9]{0,5}"
"""Patterns that the lists of most servers do not need, compiled when first used."""
_OLD = ("AUTH=", "X-EXPS=")


def keyword_of(says: str) -> str:
    """The keyword of a line of an EHLO reply in upper case, with the `=` of `AUTH=LOGIN`; "" where there is none."""
    words = says.split(None, 1)
    if not words:
        return ""
    head, equals, _ = words[0].partition("=")
    return (head + equals).upper()


@lru_cache(maxsize=1024)
def flaw(says: str) -> str:
    """What is wrong with a line of an EHLO reply, whose text this is; "" if nothing is."""
    says = says.rstrip()
    keyword = keyword_of(says)
    known = EXTENSIONS.get(keyword)
    if known is not None and known.registered:
        if says.upper() == keyword:
            return PARAMETERS if known.takes_params == "required" else ""
        if keyword == "SIZE" and says.isascii() and says[5:].isdigit() and says[4] == " ":
            return ""  # most lists have it: no pattern need be compiled
    if not says or "{{" in says or re.fullmatch(_REMARK, says):
        return ""
    if keyword in _OLD:
        return LEGACY
    if not syntax.matches("ehlo-line", says):
        return "" if keyword.startswith("X") else GRAMMAR  # X_PIPE_CONNECT, XVERP=Courier: those who know them know
    if re.fullmatch(_STRIPPED, keyword):
        return STRIPPED
    if known is None or not known.registered:
        return "" if keyword.startswith("X") else UNREGISTERED
    return PARAMETERS if is_wrong_parameter(says) else ""


def is_repeated(step: Step) -> bool:
    """Does this line stand in the EHLO reply before, too, or in that before TLS began? It has been judged there."""
    known = step.before.known
    says = step.event.text[4:]
    return any(offers is not None and says in offers.lines for offers in (known.offers, known.stale))


def elided(offers: Offers) -> bool:
    """Does a line of an EHLO reply stand for others that are left out?"""
    return any(re.fullmatch(_REMARK, line) for line in offers.lines)


def is_wrong_parameter(says: str) -> bool:
    """Does what follows a registered keyword break the rules of its extension?"""
    known = EXTENSIONS[keyword_of(says)]
    rest = says.strip().partition(" ")[2]
    if known.takes_params == "none":
        return bool(rest)
    if known.offer_rule and not syntax.matches(known.offer_rule, rest):
        return True
    return known.keyword == "LIMITS" and bool(wrong_limits(rest))


def wrong_limits(offer: str) -> list[str]:
    """The known limits of a LIMITS offer whose values are not from 1 to 999999 (RFC 9422 section 4)."""
    pairs = [each.partition("=") for each in offer.split()]
    return [name for name, _, value in pairs if name.upper() in LIMIT_NAMES and not re.fullmatch(_LIMIT, value)]


def gates_of(says: str, above: tuple[str, ...], *, final: bool) -> tuple[str, ...]:
    """The gates that a line of an EHLO reply opens below those that stand above it in the same reply."""
    keyword = keyword_of(says)
    gates = [f"keyword:{keyword}"] if keyword in TELLING else []
    if flaw(says):
        gates.append("keyword:odd")
    if keyword and any(keyword_of(line) == keyword for line in above):
        gates.append("keyword:again")
    if final:
        offered = {keyword, *(keyword_of(line) for line in above)}
        if any(one in offered and other not in offered and other in EXTENSIONS for one, other in DEPENDENCIES):
            gates.append("reply:half-offers")
    return tuple(gates)


TELLING = frozenset(
    {"AUTH", "ETRN", "ATRN", "BURL", "FUTURERELEASE", "XCLIENT", "XFORWARD", "UTF8SMTP"}
)  # fmt: skip
"""Keywords that a rule asks about."""
