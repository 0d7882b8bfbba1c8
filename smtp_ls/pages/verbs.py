"""The page of a verb: what it looks like, when it may come, what it may get, one right session and one mistake."""

from collections.abc import Iterable, Iterator

from smtp_ls.pages import prose, translated
from smtp_ls.pages.forms import FORMS
from smtp_ls.pages.layout import Page, code, facts, items, joined, origin, section, session
from smtp_ls.pages.words import word
from smtp_ls.protocol.answers import ANSWERS, Answer
from smtp_ls.protocol.verbs import ANY_FAILURES, COMMAND_LINE, VERBS, Verb
from smtp_ls.rfcs import rfc_url
from smtp_ls.session.order import NEXT, SPENT, Phase

REFERENCE: dict[str, tuple[str, ...]] = {
    "session": ("EHLO", "HELO", "QUIT", "STARTTLS", "NOOP", "RSET"),
    "auth": ("AUTH",),
    "message": ("MAIL", "RCPT", "DATA", "VRFY", "EXPN"),
}
"""The three categories of the verbs that every reference of SMTP has; the tables of facts hold those of the others."""

_CATEGORY = {verb: category for category, verbs in REFERENCE.items() for verb in verbs}
_NEVER = {530: ("EHLO", "NOOP", "QUIT"), 554: ("QUIT",)}
"""Which verbs must not get what any other may (RFC 4954 section 6, RFC 3207 sections 4 and 4.1)."""

_WIDE = {Phase.GREETED, Phase.READY, Phase.MAIL, Phase.RCPT, Phase.BDAT, Phase.FAILED}


def page(key: str, lang: str) -> Page | None:
    """The page of a verb, by its name in upper case."""
    verb = VERBS.get(key)
    text = prose("verb", key, lang)
    if verb is None or text is None:
        return None
    markdown = joined(
        f"# {key}",
        text["summary"],
        f"`{FORMS[key.lower()]}`",
        text["body"],
        "" if verb.verified else word("not verified", lang),
        _facts(verb, lang),
        section(word("parameters", lang), _parameters(verb, lang)),
        section(word("Replies", lang), *_replies(verb, lang)),
        section(word("Example", lang), session(text["good"])),
        section(word("Mistake", lang), session(text["bad"]), text["mistake"]),
    )
    return Page(key, text["summary"], markdown, "verb", key, rfc_url(verb.rfc))


def category(verb: Verb) -> str:
    """The category of a verb, as a key of `WORDS`."""
    return _CATEGORY.get(verb.name, verb.category)


def _facts(verb: Verb, lang: str) -> str:
    length = "octets" if verb.params else "plain octets"
    return facts(
        lang,
        ("Category", word(category(verb), lang)),
        ("Legal when", "; ".join(_legal(verb.name, lang))),
        ("Then", _then(verb.name, lang)),
        ("Extension", _extension(verb, lang)),
        ("Pipelining", word(verb.pipelining, lang)),
        ("Line", word(length, lang, verb.max_line) if verb.params or verb.max_line != COMMAND_LINE else ""),
        ("Protocols", ", ".join(word(each, lang) for each in verb.protocols)),
        ("Status", word(verb.status, lang)),
        *origin(verb.rfc, verb.source, lang),
    )


def _phases(name: str) -> set[Phase]:
    """The phases in which the table has the verb."""
    return {phase for phase, row in NEXT.items() if name in row and phase != Phase.UNKNOWN}


def _legal(name: str, lang: str) -> Iterator[str]:
    """The phases in which a verb may come, in words."""
    phases = _phases(name)
    if phases >= _WIDE:
        yield word("always", lang)
        phases -= _WIDE
    for phase in sorted(phases):
        yield word(phase.name, lang)
    if name in SPENT:
        yield word(f"once {SPENT[name]}", lang)


def _then(name: str, lang: str) -> str:
    """What holds after the verb was accepted, if that is always the same and new."""
    targets = {NEXT[phase][name] for phase in _phases(name)}
    moves = any(NEXT[phase][name] != phase for phase in _phases(name))
    return word(f"to {targets.pop().name}", lang) if len(targets) == 1 and moves else ""


def _extension(verb: Verb, lang: str) -> str:
    if verb.extension is None:
        return ""
    return word("must be offered" if verb.must_be_offered else "belongs to", lang, verb.extension)


def _parameters(verb: Verb, lang: str) -> str:
    rows = ((name, prose("parameter", name, lang)) for name in verb.params)
    return items(f"`{name}`: {text['summary']}" for name, text in rows if text)


def _replies(verb: Verb, lang: str) -> Iterator[str]:
    """The replies by what they mean for the client; those after the mail data by themselves."""
    after = ANSWERS["."] if verb.name == "DATA" else ()
    own = [*ANSWERS.get(verb.name, ())]
    told = {each.code for each in (*own, *after)}
    own += [Answer(each, "", "") for each in (*verb.success, *verb.intermediate, *verb.failures) if each not in told]
    yield from grouped_answers(own, lang)
    if after:
        yield f"### {word('after the dot', lang)}"
        yield from grouped_answers(after, lang)
    others = ANY_FAILURES - told - {each for each, verbs in _NEVER.items() if verb.name in verbs}
    yield word("any verb", lang, code(sorted(others))) if others else ""


def grouped_answers(answers: Iterable[Answer], lang: str) -> Iterator[str]:
    """Replies in up to three lists: success, intermediate, failure; each with its meaning here."""
    rows = sorted(answers, key=lambda each: _order(each.code))
    for heading, digits in (("Success", "2"), ("Intermediate", "3"), ("Failure", "45")):
        lines = [answer_line(each, lang) for each in rows if str(each.code)[0] in digits]
        if lines:
            yield f"**{word(heading, lang)}**"
            yield items(lines)


def answer_line(answer: Answer, lang: str) -> str:
    """One reply with its meaning."""
    number = f"{answer.code}yz" if answer.code < 10 else str(answer.code)
    return f"`{number}`: {meaning(answer, lang)}"


def meaning(answer: Answer, lang: str) -> str:
    """What a reply's document says of it, or else what its code means anywhere; then the enhanced code."""
    text = None if answer.meaning else prose("reply", str(answer.code), lang)
    said = text["summary"] if text else translated(answer.meaning, lang)
    return f"{said} (`{answer.enhanced}`)" if answer.enhanced else said


def _order(number: int) -> tuple[int, int]:
    """A code's place in a list: a whole class comes before its members."""
    return (number, 0) if number < 10 else (number // 100, number)
