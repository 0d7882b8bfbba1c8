"""Topics as people write them (`mail from`, `5.7.26`, a pasted line), and the pages that each stands for.

Rule 1: a word that means several things gives them all, the likeliest first. Rule 2: case never counts. Rule 3: a line
is read by its shape alone; nothing here knows a session or a dialect.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from smtp_ls.pages import FILES, LANGUAGES, Topic, all_providers, keys, providers
from smtp_ls.pages.enhanced import WELL_FORMED as ENHANCED_CODE
from smtp_ls.pages.replies import WELL_FORMED as REPLY_CODE
from smtp_ls.protocol.enhanced import ENHANCED
from smtp_ls.protocol.extensions import EXTENSIONS
from smtp_ls.protocol.parameters import PARAMETERS, POSITIONAL, VALUE_EXTENSIONS
from smtp_ls.protocol.replies import REPLY_CODES
from smtp_ls.protocol.sasl import MECHANISMS
from smtp_ls.protocol.verbs import VERBS, nearest
from smtp_ls.rules import RULES

_TABLES: dict[str, Iterable[object]] = {
    "verb": VERBS,
    "mechanism": MECHANISMS,
    "parameter": (*PARAMETERS, *POSITIONAL),
    "extension": EXTENSIONS,
    "reply": REPLY_CODES,
    "enhanced": ENHANCED,
    "rule": RULES,
}
"""The keys of the kinds whose facts are tables; of the others the prose is all there is."""

_ALIASES = {
    ".": Topic("verb", "DATA"),
    "greeting": Topic("reply", "220"),
    "ignore": Topic("notation", "# smtp-ls: ignore"),
    "smtp-ls": Topic("notation", "# smtp-ls: ignore"),
    "2xx": Topic("notation", "S: 2xx"),
}
_PAIRS = {("mail", "from"), ("rcpt", "to"), ("send", "from"), ("soml", "from"), ("saml", "from")}
"""A verb of two words, of which the second is a header field too."""

_LABEL = re.compile(r"^(?:(?P<side>[CS]):\s*|(?:[<>~*=-]{1,4}|In:|Out:|SMTP[<>]{2})\s+)", re.IGNORECASE)
_REPLY = re.compile(r"(?P<code>[2-5]\d\d)(?:(?P<mark>[ -])(?P<text>.*))?")
_DETAIL = re.compile(rf"(?P<code>{ENHANCED_CODE.pattern})(?:\s+|$)", re.IGNORECASE)
_QUOTED = re.compile(rf"(?P<code>[45]\d\d)[ -](?P<text>{ENHANCED_CODE.pattern}(?=\s|$).*)")
"""A reply in the midst of a bounce or a log, told by its two codes; logs put the lines of a long one on one line."""
_PRAGMA = re.compile(r"#+\s*smtp-ls:\s*(?P<said>.*)")
_PLACEHOLDER = re.compile(r"\{\{(?P<said>[^{}]*)\}\}")
_FIELD = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9-]*):")
_PATTERNS = (
    (re.compile(r"\.\.\."), "S: ..."),
    (re.compile(r"[2-5][\dx]{2}(?:\s*\|\s*[2-5][\dx]{2})+", re.IGNORECASE), "S: 4xx|5xx"),
    (re.compile(r"[2-5](?:\dx|x[\dx])", re.IGNORECASE), "S: 2xx"),
    (re.compile(r"[2-5]\d\d(?: [245]\.\d+\.\d+)? /.*/"), "S: 250 /regex/"),
    (re.compile(r"[2-5]\d\d [245]\.\d+\.\d+"), "S: 250 2.1.5"),
    (re.compile(r"[2-5]\d\d-[A-Za-z0-9-]+"), "S: 250-SIZE"),
    (re.compile(r"[2-5]\d\d"), "S: 250"),
)
"""What a server's line of a script looks like, and what that is called."""


def all_topics() -> tuple[Topic, ...]:
    """Every topic that has a page of its own, by kind."""
    return tuple(Topic(kind, str(key)) for kind in FILES for key in _keys(kind))


def _keys(kind: str) -> Iterable[object]:
    if kind == "provider":
        return [row.id for row in all_providers(LANGUAGES[0])]
    return _TABLES[kind] if kind in _TABLES else keys(kind)


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[Topic, ...]]:
    """Every topic by its name in lower case; a server program's name stands for all its replies."""
    names: dict[str, tuple[Topic, ...]] = {name: (topic,) for name, topic in _ALIASES.items()}
    for topic in all_topics():
        name = topic.key.lower()
        names[name] = (*names.get(name, ()), topic)
    for row in all_providers(LANGUAGES[0]):
        for name in row.name.lower().split(", "):
            names[name] = (*names.get(name, ()), Topic("provider", row.id))
    return names


def meant(words: Sequence[str]) -> tuple[tuple[Topic, ...], str]:
    """The topics that the words of a command line stand for, and "", or else the first that is none.

    They are topics one by one, if each is one; otherwise a single line that the shell took apart.
    """
    parts = list(_paired(words))
    each = [topics(part) for part in parts]
    unknown = next((part for part, found in zip(parts, each, strict=True) if not found), "")
    whole = topics(" ".join(words)) if unknown and len(parts) > 1 else ()
    # In `EHLO HEO` the second is no argument but a verb too, mistyped.
    if whole and not (parts[0].upper() in VERBS and unknown.isalpha() and nearest(unknown)):
        return whole, ""
    return _distinct(topic for found in each for topic in found), unknown


def _paired(words: Sequence[str]) -> Iterator[str]:
    rest = list(words)
    while rest:
        taken = 2 if len(rest) > 1 and _belong_together(*rest[:2]) else 1
        yield " ".join(rest[:taken])
        del rest[:taken]


def _belong_together(first: str, second: str) -> bool:
    """Two words that are one topic, though the second means something by itself."""
    word = second.partition(":")[0].lower()
    return (first.lower(), word) in _PAIRS or (first.upper() == "AUTH" and second.upper() in MECHANISMS)


def topics(text: str) -> tuple[Topic, ...]:
    """What a text stands for: a name, a code, a line of a session, several lines; nothing if it is none of these."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = [topic for line in lines for topic in _line(line)]
    known = providers(_said(lines), LANGUAGES[0])[:1]
    return _distinct([*found, *(Topic("provider", row.id) for row in known)])


def near(text: str) -> tuple[str, ...]:
    """The topics whose names are nearest to a text that is none, at most three."""
    from difflib import get_close_matches  # noqa: PLC0415  only for a message about a mistake

    names = {topic.key.lower(): topic.key for topic in all_topics() if topic.kind != "provider"}
    first = _first(text)
    close = get_close_matches(text.lower(), names, n=3) or get_close_matches(first.lower(), names, n=3)
    verb = nearest(first)
    return tuple(dict.fromkeys([*([verb] if verb else []), *(names[name] for name in close)]))[:3]


def mentioned(code: str, lang: str) -> tuple[Topic, ...]:
    """The replies of servers that tell of an enhanced code that is not registered."""
    sign = re.compile(rf"(?<![\d.]){re.escape(code)}(?![\d.])")
    rows = all_providers(lang)
    told = (row for row in rows if sign.search(f"{row.title} {row.body} {row.match}".replace("\\", "")))
    return tuple(Topic("provider", row.id) for row in told)


def _distinct(found: Iterable[Topic]) -> tuple[Topic, ...]:
    return tuple(dict.fromkeys(found))


def _said(lines: list[str]) -> str:
    """What servers may have meant something by: the texts of replies, and lines that are nothing else we know."""
    texts: list[str] = []
    codes = ""
    for line in lines:
        bare = _unlabelled(line)
        reply = _REPLY.fullmatch(bare) or _QUOTED.search(bare)
        if reply is None:
            texts.append("" if line.lower() in _names() or _first(bare) in VERBS else bare)
            continue
        text = reply["text"] or ""
        detail = _DETAIL.match(text)
        said = f"{reply['code']}[ -]{re.escape(detail['code'])}(?:\\s+|$)" if detail else ""
        # Each line of a long reply repeats both codes (RFC 2034 section 4), in the midst of a sentence.
        texts.append(text[detail.end() :] if detail and said == codes else text)
        codes = said or codes
    whole = "\n".join(filter(None, texts))
    return re.sub(codes, "", whole) if codes else whole


def _first(line: str) -> str:
    """The first word, in upper case."""
    return line.split(maxsplit=1)[0].upper() if line.strip() else ""


def _unlabelled(line: str) -> str:
    return _LABEL.sub("", line, count=1) or line


def _line(line: str) -> Iterator[Topic]:
    """What one line stands for, apart from what servers mean by it."""
    known = _names().get(line.lower(), ())
    yield from known
    if known and not line.upper().startswith("S: "):
        return
    if REPLY_CODE.fullmatch(line):
        yield Topic("reply", line)
    elif ENHANCED_CODE.fullmatch(line.upper()):
        yield from _enhanced(line.upper())
    elif line.startswith(("#", "@", "{{")):
        yield from _notation(line)
    else:
        yield from _spoken(line)


def _enhanced(code: str) -> Iterator[Topic]:
    yield Topic("enhanced", code)
    if f"X{code[1:]}" not in ENHANCED:
        yield from mentioned(code, LANGUAGES[0])


def _notation(line: str) -> Iterator[Topic]:
    """A pragma, comment, separator, variable or placeholder."""
    pragma, placeholder = _PRAGMA.fullmatch(line), _PLACEHOLDER.fullmatch(line)
    if pragma is not None:
        yield from _pragma(pragma["said"])
    elif placeholder is not None:
        said = placeholder["said"].strip()
        forms = {"$env.": "{{$env.NAME}}", "file:": "{{file:PATH}}"}
        yield Topic("notation", next((form for sign, form in forms.items() if said.startswith(sign)), "{{name}}"))
    elif line.startswith("@"):
        name = re.split(r"[\s=]", line, maxsplit=1)[0]
        yield from _names().get(name.lower(), (Topic("notation", "@variable"),))
    elif line.startswith("#"):
        yield Topic("notation", "###" if line.startswith("###") else "#")


def _pragma(said: str) -> Iterator[Topic]:
    """What stands after `# smtp-ls:`; the rules that a suppression names too."""
    names = _names()
    for name, listed in re.findall(r"([a-z-]+)(?:\[([^\]]*)\])?(?:=\S*)?", said.lower()):
        yield from (topic for topic in names.get(name, ()) if topic.kind == "notation")
        yield from (Topic("rule", rule.strip()) for rule in listed.split(",") if rule.strip() in RULES)


def _spoken(line: str) -> Iterator[Topic]:
    """What client or server says, with the label that logs put before it or without."""
    label = _LABEL.match(line)
    bare = _unlabelled(line)
    if label is not None and (label["side"] or "").upper() == "S":
        yield from (Topic("notation", name) for pattern, name in _PATTERNS if pattern.fullmatch(bare))
    reply, detail, field = _REPLY.fullmatch(bare), _DETAIL.match(bare), _FIELD.match(bare)
    if reply is not None:
        yield from _reply(reply["code"], reply["text"] or "")
    elif detail is not None:
        yield from _enhanced(detail["code"].upper())
    elif _first(bare) in VERBS:
        yield from _command(bare)
    elif field is not None and field["name"].lower() in _names():
        yield from (topic for topic in _names()[field["name"].lower()] if topic.kind == "header")
    elif bare.lower() in _names():
        yield from _names()[bare.lower()]
    else:
        yield from _parameter(bare)
        quoted = _QUOTED.search(bare)
        if quoted is not None:
            yield from _reply(quoted["code"], quoted["text"])


def _reply(code: str, text: str) -> Iterator[Topic]:
    """A reply's code, its enhanced code, and the keyword if it is a line of the EHLO reply."""
    if REPLY_CODE.fullmatch(code):
        yield Topic("reply", code)
    detail = _DETAIL.match(text)
    if detail is not None:
        yield from _enhanced(detail["code"].upper())
    keyword = re.split(r"[\s=]", text.upper(), maxsplit=1)[0]
    if code == "250" and keyword in EXTENSIONS and keyword != "OK":
        yield Topic("extension", keyword)


def _command(line: str) -> Iterator[Topic]:
    """A command's verb, its mechanism, its parameters."""
    first, *rest = line.split()
    verb = first.upper()
    yield Topic("verb", verb)
    if verb in ("AUTH", "X-EXPS") and rest and rest[0].upper() in MECHANISMS:
        yield Topic("mechanism", rest[0].upper())
    for word in rest:
        name = word.partition("=")[0].upper()
        known = PARAMETERS.get(name) or POSITIONAL.get(name)
        if known is not None and verb in known.commands:
            yield Topic("parameter", name)


def _parameter(text: str) -> Iterator[Topic]:
    """`BODY=8BITMIME`: the parameter, and the keyword that such a value needs; `AUTH=LOGIN` of old EHLO replies."""
    name, equals, value = text.upper().partition("=")
    if not equals or " " in text:
        return
    if name in PARAMETERS:
        yield Topic("parameter", name)
    if f"{name}=" in EXTENSIONS:
        yield Topic("extension", f"{name}=")
    if text.upper() in VALUE_EXTENSIONS:
        yield Topic("extension", VALUE_EXTENSIONS[text.upper()])
    if value in MECHANISMS:
        yield Topic("mechanism", value)
