"""What to say of our own notation: directives, pragmas, the rules in suppressions, placeholders and their values."""

import re

from smtp_ls.events import Directive
from smtp_ls.folding import DIRECTIVE
from smtp_ls.hovering.brief import brief, link
from smtp_ls.hovering.labels import label
from smtp_ls.hovering.token import Here, Token, code
from smtp_ls.pages import Topic
from smtp_ls.pages.layout import joined
from smtp_ls.pages.rules import summary_of
from smtp_ls.pages.words import word
from smtp_ls.rules import RULES
from smtp_ls.secrets import payload_span

_PAGES = {"session": "###", "variable": "@variable", "ignore": "# smtp-ls: ignore"}
"""Names of directives whose page is called otherwise."""
_SECRET_NAME = re.compile(r"pass|pwd|secret|token|cred|auth|key|pin", re.IGNORECASE)
_DEFINITIONS = 2000
"""How many directives above are looked at for a variable."""


def directive(here: Here, token: Token) -> str:
    """A session's title, a variable, a pragma."""
    event = token.event
    assert isinstance(event, Directive)
    name = _PAGES.get(event.name, event.name)
    key = f"@{name}" if event.text.startswith("@") and not name.startswith("@") else name
    return brief(Topic("notation", key), here.lang)


def rule(here: Here, token: Token) -> str:
    """A rule that is suppressed."""
    meta = RULES.get(token.text)
    if meta is None:
        return joined(f"**{token.text}**", label("no rule", here.lang))
    severity = word(meta.severity.word, here.lang)
    return joined(f"**{token.text}** ({severity})", summary_of(meta, here.lang), link(meta.url, here.lang))


def placeholder(here: Here, token: Token) -> str:
    """A placeholder: its value and where that is from. What comes from outside, or may be a secret, is not shown."""
    name = token.text[2:-2].strip()
    form = {"$": "{{$env.NAME}}", "f": "{{file:PATH}}"}.get(name[0] if name.startswith(("$", "file:")) else "", "")
    if form:
        return brief(Topic("notation", form), here.lang, label("never shown", here.lang))
    return brief(Topic("notation", "{{name}}"), here.lang, *_defined(here, token, name))


def _defined(here: Here, token: Token, name: str) -> tuple[str, ...]:
    found = definition(here, name)
    if found is None:
        return (label("undefined", here.lang),)
    line, value = found
    secret = _SECRET_NAME.search(name) or payload_span(token.event) is not None
    shown = label("never shown", here.lang) if secret else label("value", here.lang, code(value))
    return (shown, label("defined", here.lang, line + 1))


def definition(here: Here, name: str) -> tuple[int, str] | None:
    """The 0-based line that defines a variable above a line, the latest, and the value."""
    trace, line = here.trace, here.line
    for _ in range(_DEFINITIONS):
        line = trace.index.rfind(DIRECTIVE, 0, line)
        if line < 0:
            return None
        for event in trace.said(line):
            if isinstance(event, Directive) and event.text.startswith("@"):
                named = event.text[1:].partition("=")[0].strip()
                if named == name:
                    return line, event.value
    return None
