"""The page of an EHLO keyword: what may stand after it, what it brings, what it needs, who has to offer it."""

from collections.abc import Iterator

from smtp_ls.pages import prose, translated
from smtp_ls.pages.forms import FORMS
from smtp_ls.pages.layout import Page, code, facts, items, joined, origin, rfc_link, section
from smtp_ls.pages.words import word
from smtp_ls.protocol.extensions import DEPENDENCIES, EXTENSIONS, LIMIT_NAMES, LMTP, SUBMISSION, Extension
from smtp_ls.rfcs import rfc_url


def page(key: str, lang: str) -> Page | None:
    """The page of a keyword, in upper case."""
    extension = EXTENSIONS.get(key)
    text = prose("extension", key, lang)
    if extension is None or text is None:
        return None
    limits = items(f"`{name}`: {translated(meaning, lang)}" for name, meaning in LIMIT_NAMES.items())
    markdown = joined(
        f"# {key}",
        text["summary"],
        f"`250-{offer(extension)}`",
        text["body"],
        "" if extension.verified else word("not verified", lang),
        _facts(extension, lang),
        section(word("Limits", lang), limits if key == "LIMITS" else ""),
        section(word("parameters", lang), _parameters(extension, lang)),
    )
    return Page(key, text["summary"], markdown, "extension", key, rfc_url(extension.rfc))


def offer(extension: Extension) -> str:
    """The keyword with what may stand after it in the EHLO reply."""
    form = FORMS.get(extension.offer_rule or "", "")
    return f"{extension.keyword} {form}".rstrip()


def _facts(extension: Extension, lang: str) -> str:
    return facts(
        lang,
        ("In the EHLO reply", _after(extension, lang)),
        ("Brings", code(extension.verbs)),
        ("Needs", _needs(extension, lang)),
        ("Offered by", "; ".join(_duties(extension.keyword))),
        ("Status", _status(extension, lang)),
        *origin(extension.rfc, extension.source, lang),
    )


def _after(extension: Extension, lang: str) -> str:
    """What may stand after the keyword, where no grammar says it."""
    said = {"none": "nothing after", "any": "anything after"}
    return word(said[extension.takes_params], lang) if extension.takes_params in said else ""


def _needs(extension: Extension, lang: str) -> str:
    needed = [(other, rfc) for (keyword, other), rfc in DEPENDENCIES.items() if keyword == extension.keyword]
    return ", ".join(f"`{other}` ({rfc_link(rfc, lang)})" for other, rfc in needed)


def _duties(keyword: str) -> Iterator[str]:
    """What submission and LMTP servers have to do with it, in the words of RFC 2119."""
    for name, duties in (("submission", SUBMISSION), ("LMTP", LMTP)):
        for duty, keywords in duties.items():
            if keyword in keywords:
                yield f"{name}: {duty}"


def _status(extension: Extension, lang: str) -> str:
    registered = word("registered" if extension.registered else "not registered", lang)
    status = word(extension.status, lang)
    return registered if extension.status in ("unregistered", "registered-non-rfc") else f"{status}, {registered}"


def _parameters(extension: Extension, lang: str) -> str:
    rows = []
    for verb, names in extension.parameters:
        for name in names:
            text = prose("parameter", name, lang)
            rows.append(f"`{verb}`: `{name}`" + (f" - {text['summary']}" if text else ""))
    return items(rows)
