"""The page of a SASL mechanism: who speaks first, how many lines, what they hold in clear, and who may read them."""

from itertools import zip_longest

from smtp_ls.pages import prose, translated
from smtp_ls.pages.layout import Page, facts, joined, origin, section
from smtp_ls.pages.words import word
from smtp_ls.protocol.sasl import MECHANISMS, Mechanism
from smtp_ls.rfcs import rfc_url

_OCTETS = {"\0": " NUL ", "\1": " ^A "}
"""What separators are called that nobody can see."""


def page(key: str, lang: str) -> Page | None:
    """The page of a mechanism, by its name in upper case."""
    mechanism = MECHANISMS.get(key)
    text = prose("mechanism", key, lang)
    if mechanism is None or text is None:
        return None
    markdown = joined(
        f"# {key}",
        text["summary"],
        text["body"],
        "" if mechanism.verified else word("from memory", lang),
        word("layer", lang) if mechanism.layer else "",
        _facts(mechanism, lang),
        section(word("Exchange", lang), exchange(mechanism)),
    )
    return Page(key, text["summary"], markdown, "mechanism", key, rfc_url(mechanism.rfc))


def _facts(mechanism: Mechanism, lang: str) -> str:
    lines = mechanism.client_messages
    return facts(
        lang,
        ("First", word(mechanism.first, lang)),
        ("Initial response", word(mechanism.initial_response, lang)),
        ("Rounds", word("varies", lang) if lines is None else str(lines)),
        ("Payload", _payload(mechanism, lang)),
        ("Reveals", translated(mechanism.secret, lang) if mechanism.secret else ""),
        ("TLS", word(mechanism.tls, lang)),
        ("Status", word(mechanism.status, lang)),
        *origin(mechanism.rfc, mechanism.source, lang),
    )


def _payload(mechanism: Mechanism, lang: str) -> str:
    """The fields of the first message, with the octets between them by name, and an example from the wire."""
    decode = mechanism.decode
    if decode is None:
        return ""
    between = ", " if decode.separator is None else _OCTETS.get(decode.separator, decode.separator)
    example = word("one example", lang, mechanism.example) if mechanism.example else ""
    return "; ".join(filter(None, (f"`{between.join(decode.fields)}`", translated(decode.rule, lang), example)))


def exchange(mechanism: Mechanism) -> str:
    """The messages in turn, decoded; nothing if nobody has sketched them."""
    client = [f"C: {each}".rstrip() for each in mechanism.sends]
    server = [f"S: {each}" for each in mechanism.challenges]
    first, second = (server, client) if mechanism.first == "server" else (client, server)
    lines = [line for pair in zip_longest(first, second) for line in pair if line]
    return "```text\n" + "\n".join(lines) + "\n```" if lines else ""
