"""What to say of a verb: its page in short, whether it may come here by the NEXT table, what answered it."""

from collections.abc import Iterator

from smtp_ls.events import Command
from smtp_ls.hovering.brief import bounded, brief, listed
from smtp_ls.hovering.contents import content_lines
from smtp_ls.hovering.labels import label
from smtp_ls.hovering.offered import offered
from smtp_ls.hovering.token import Here, Token, code
from smtp_ls.pages import Topic
from smtp_ls.pages.layout import joined
from smtp_ls.pages.words import word
from smtp_ls.protocol.parameters import PARAMETERS
from smtp_ls.protocol.verbs import COMMAND_LINE, EXPECTED, VERBS, Verb, nearest
from smtp_ls.session import Known, Step, allowed
from smtp_ls.session.offers import Offers
from smtp_ls.session.order import NEXT, SPENT, Phase
from smtp_ls.text import octets

_CRLF = 2


def verb(here: Here, token: Token) -> str:
    """A command's verb."""
    event, step = token.event, token.step
    assert isinstance(event, Command)
    assert step is not None
    row = VERBS.get(event.verb)
    if row is None:
        near = nearest(event.verb)
        return joined(label("unknown verb", here.lang), label("nearest", here.lang, f"`{near}`") if near else "")
    return brief(Topic("verb", row.name), here.lang, *_facts(here, event, step, row), order=_order(step, here.lang))


def named_verb(here: Here, token: Token) -> str:
    """A verb that is spoken of, as in HELP."""
    return brief(Topic("verb", token.text.upper()), here.lang)


def _order(step: Step, lang: str) -> str:
    """May it come here, and if not, why, and what may come instead?"""
    verb = step.event.verb  # type: ignore[union-attr]
    known = step.known
    if known.phase == Phase.UNKNOWN:
        return label("legal as far", lang)
    if step.in_order:
        return label("legal", lang)
    others = listed(_usual(known))
    if not others:
        return label("no command", lang)
    if verb in NEXT[known.phase]:  # it is spent
        return label("spent", lang, word(f"once {SPENT[verb]}", lang), others)
    return label("out of order", lang, _when(verb, lang), others)


def _usual(known: Known) -> list[str]:
    """The verbs that may come, without those that hardly any server knows, in the order of the table of facts."""
    row, protocol = allowed(known), "lmtp" if known.lmtp else "smtp"
    return [
        name
        for name, each in VERBS.items()
        if name in row and protocol in each.protocols and not each.private and each.status not in _RARE
    ]


_RARE = ("obsolete", "registered-non-rfc")
_USUAL = (Phase.GREETED, Phase.READY, Phase.MAIL, Phase.RCPT, Phase.BDAT)


def _when(verb: str, lang: str) -> str:
    """The phases in which the table has the verb, in words."""
    phases = [phase for phase in _USUAL if verb in NEXT[phase]]
    if len(phases) > 3:
        return word("always", lang)
    return "; ".join(word(phase.name, lang) for phase in phases) or word("nowhere", lang)


def _facts(here: Here, event: Command, step: Step, row: Verb) -> Iterator[str]:
    lang = here.lang
    if row.extension:
        yield label("extension", lang, code(row.extension), offered(here, step.known.offers, event.key, row.extension))
    yield label("replies", lang, listed(sorted(EXPECTED.get(row.name, ()))))
    if row.failures:
        yield label("refusals", lang, listed(f"{each}yz" if each < 10 else each for each in row.failures))
    size = octets(event.text) + _CRLF
    limit = _limit(row, step.known.offers)
    yield label("octets of", lang, size) if size <= limit else bounded(size, limit, lang)
    if row.name == "DATA":
        yield content_lines(here, event.key)


def _limit(row: Verb, offers: Offers | None) -> int:
    """Octets of the line with CRLF (RFC 5321 section 4.5.3.1.4); what is not known to be missing counts as offered."""
    added = (
        each.increment
        for each in PARAMETERS.values()
        if row.name in each.commands and (offers is None or not offers.lacks(*each.extensions))
    )
    return max(row.max_line, COMMAND_LINE) + sum(added)
