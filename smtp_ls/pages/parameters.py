"""The page of a parameter: on which verbs, by leave of which extensions, with what value, and what it may get."""

from smtp_ls.pages import prose
from smtp_ls.pages.forms import FORMS
from smtp_ls.pages.layout import Page, code, facts, items, joined, origin, section, session
from smtp_ls.pages.verbs import grouped_answers
from smtp_ls.pages.words import word
from smtp_ls.protocol.answers import PARAMETER_ANSWERS
from smtp_ls.protocol.parameters import PARAMETERS, PARTNERS, POSITIONAL, RIVALS, Parameter
from smtp_ls.rfcs import rfc_url

_ANY = (455, 501, 555)
"""What any parameter of MAIL and RCPT may get (RFC 5321 section 4.1.1.11)."""


def page(key: str, lang: str) -> Page | None:
    """The page of a parameter, by its name as the tables have it."""
    parameter = PARAMETERS.get(key) or POSITIONAL.get(key)
    text = prose("parameter", key, lang)
    if parameter is None or text is None:
        return None
    markdown = joined(
        f"# {key}",
        text["summary"],
        _syntax(forms(parameter)),
        text["body"],
        "" if parameter.verified else word("not verified", lang),
        _facts(parameter, lang),
        section(word("Replies", lang), *_replies(parameter, lang)),
        section(word("Example", lang), session(text["example"])),
        section(word("Mistake", lang), text["mistake"]),
    )
    return Page(key, text["summary"], markdown, "parameter", key, rfc_url(parameter.rfc))


def _syntax(lines: tuple[str, ...]) -> str:
    return f"`{lines[0]}`" if len(lines) == 1 else items(f"`{line}`" for line in lines)


def forms(parameter: Parameter) -> tuple[str, ...]:
    """How the parameter is written: one line, or that of each of its verbs if it has no name."""
    name, value = parameter.name, FORMS.get(parameter.rule or "", "value")
    if parameter.value == "positional":
        return tuple(FORMS[verb.lower()] for verb in parameter.commands)
    return ({"required": f"{name}={value}", "optional": f"{name}[={value}]"}.get(parameter.value, name),)


def _facts(parameter: Parameter, lang: str) -> str:
    only = [word("once", lang)] if parameter.once else []
    only += [word("goes with", lang, PARTNERS[parameter.name])] if parameter.name in PARTNERS else []
    for rivals in RIVALS:
        if parameter.name in rivals:
            only += [word("excludes", lang, *sorted(rivals - {parameter.name}))]
    lengths = [word("characters", lang, parameter.max_value)] if parameter.max_value else []
    lengths += [word("adds", lang, parameter.increment)] if parameter.increment else []
    return facts(
        lang,
        ("On", code(parameter.commands)),
        ("Extension", _extensions(parameter, lang)),
        ("Value", word(f"value {parameter.value}", lang)),
        ("Length", "; ".join(lengths)),
        ("Limits", "; ".join(only)),
        *origin(parameter.rfc, parameter.source, lang),
    )


def _extensions(parameter: Parameter, lang: str) -> str:
    if len(parameter.extensions) == 1:
        return word("must be offered", lang, parameter.extensions[0])
    return word("one of", lang, code(parameter.extensions))


def _replies(parameter: Parameter, lang: str) -> list[str]:
    """What it may get; those that any parameter may get are named last."""
    told = list(grouped_answers(PARAMETER_ANSWERS.get(parameter.name, ()), lang))
    return told if parameter.value == "positional" else [*told, word("any parameter", lang, code(_ANY))]
