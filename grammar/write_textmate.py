"""Write the TextMate grammars from textmate.yaml and the protocol's tables: colours for every editor that knows them.

    python grammar/write_textmate.py            rewrite smtp.tmLanguage.json and smtp-markdown.tmLanguage.json
    python grammar/write_textmate.py --check    exit 1 if one is stale

Rule 1: which words are coloured is the tables' business, how lines look the skeleton's, and how a mark, mail data and
an AUTH exchange follow from a family of marks is written here once for all families.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml

GRAMMAR = Path(__file__).parent
ROOT = GRAMMAR.parent
SKELETON = GRAMMAR / "textmate.yaml"
REFRESH = "python grammar/write_textmate.py"
sys.path.insert(0, str(ROOT))

from smtp_ls.dialects import rows  # noqa: E402  (a script finds the package beside its folder)
from smtp_ls.protocol.extensions import EXTENSIONS  # noqa: E402
from smtp_ls.protocol.parameters import ATTRIBUTES, PARAMETERS  # noqa: E402
from smtp_ls.protocol.sasl import MECHANISMS  # noqa: E402
from smtp_ls.protocol.verbs import VERBS  # noqa: E402
from smtp_ls.rules import RULES  # noqa: E402

Rule = dict[str, Any]

_PATHS = ("MAIL", "RCPT", "SEND", "SOML", "SAML")
_HELO = ("EHLO", "HELO", "LHLO")
_AUTH = ("AUTH", "X-EXPS")
_CHUNKS = ("BDAT", "BURL")


def words() -> dict[str, str]:
    """The tables' words, each list as one pattern."""
    told = (*_PATHS, *_HELO, *_AUTH, *_CHUNKS, *ATTRIBUTES)
    values = {value for row in PARAMETERS.values() for value in row.values}
    keywords = [name for name, row in EXTENSIONS.items() if row.status != "no-extension" and "=" not in name]
    dialects = [name for row in rows() for name in (row.name, *row.aliases)]
    return {
        "verbs": _either(VERBS),
        "plain-verbs": _either(name for name in VERBS if name not in told),
        "path-verbs": _either(_PATHS),
        "helo-verbs": _either(_HELO),
        "auth-verbs": _either(_AUTH),
        "attribute-verbs": _either(ATTRIBUTES),
        "attributes": _either({name for names in ATTRIBUTES.values() for name in names}),
        "parameters": _either(PARAMETERS),
        "values": _either(values),
        "extensions": _either(keywords),
        "mechanisms": _either(MECHANISMS),
        "dialects": _either(dialects),
        "rules": _either(RULES),
    }


def _either(names: Any) -> str:
    """Longer names first, so that SCRAM-SHA-1 does not stop SCRAM-SHA-1-PLUS."""
    return "|".join(re.escape(name) for name in sorted(set(names), key=lambda name: (-len(name), name)))


# --- what follows from a family of marks ------------------------------------------------------------------------------

_CLIENT, _SERVER = "entity.name.tag.client.smtp", "entity.name.type.server.smtp"
_DOT = "keyword.control.end-of-data.smtp"
_VERB = "keyword.control.verb.smtp"


def _captures(*names: str) -> Rule:
    return {str(number): {"name": name} for number, name in enumerate(names, 1) if name}


def _include(name: str) -> Rule:
    return {"include": f"#{name}"}


def _line(mark: str, ahead: str, kind: str) -> Rule:
    """A line of one side: its mark, then what is said."""
    return {
        "begin": f"^((?>{mark}))(?={ahead})" if ahead else f"^((?>{mark}))",
        "beginCaptures": _captures(_CLIENT if kind == "command" else _SERVER),
        "end": "$",
        "name": f"meta.{kind}.smtp",
        "patterns": [_include(kind)],
    }


def family(row: dict[str, Any]) -> tuple[list[str], dict[str, Rule]]:
    """The names of a family's rules in the order in which they are tried, and the rules."""
    name = row["name"]
    if "both" in row:
        mark = row["both"]
        lines = [_line(mark, "@{answer}", "reply"), _line(mark, "", "command")]
        return [f"{name}-line"], {f"{name}-line": {"patterns": lines}}
    client, server = row["client"], row["server"]
    rules = {f"{name}-sasl": _sasl(client, server)}
    if not row.get("hidden"):
        rules |= _mail_data(name, client, server, row.get("content", client))
    rules[f"{name}-line"] = {
        "patterns": [
            _line(server, "(?!@{verb})", "reply"),
            _line(client, "@{answer}", "reply"),
            _line(f"{client}|{server}", "", "command"),
        ]
    }
    tried = [f"{name}-sasl", f"{name}-data", f"{name}-go-ahead", f"{name}-chunk", f"{name}-line"]
    return [each for each in tried if each in rules], rules


def _sasl(client: str, server: str) -> Rule:
    """AUTH and what both sides say until the server says something else than 334."""
    mechanism = "((?i:@{mechanisms})(?=[ \\t]|$)|[A-Za-z0-9_-]+)"
    secret = {"patterns": [_include("secret")]}
    return {
        "begin": f"^((?>{client}))((?i:@{{auth-verbs}}))([ \\t]+){mechanism}(?:[ \\t]+(\\S+))?[ \\t]*$",
        "beginCaptures": _captures(_CLIENT, _VERB, "", "constant.language.mechanism.smtp") | {"5": secret},
        "end": f"(?=^(?>{server})(?!334|\\(decoded\\)|\\{{\\{{))|(?=^(?>{client})@{{verb}})|(?=^###)",
        "patterns": [
            _include("own-notation"),
            _line(server, "334", "reply"),
            {
                "match": f"^((?>{client}))(\\*)[ \\t]*$",
                "captures": _captures(_CLIENT, "keyword.control.cancel.smtp"),
            },
            {"match": f"^((?>{client}))(\\S.*)$", "captures": _captures(_CLIENT) | {"2": secret}},
        ],
    }


def _mail_data(name: str, client: str, server: str, content: str) -> dict[str, Rule]:
    """DATA or 354 up to the dot, and chunks up to what the server says."""
    dot = f"^((?>{client})|(?>{content}))((?:<CRLF>)?\\.(?:<CRLF>)?)[ \\t]*$"
    says = f"(?=^(?>{server})(?!3))"
    ends = f"(?=^(?:(?>{client})|(?>{content}))\\.[ \\t]*$)|(?=^(?>{server}))|(?=^###)"
    more_chunks = f"(?=^(?>{client})(?i:BDAT|QUIT|RSET)(?:[ \\t]|$))"
    inside = [_line(server, "3", "reply"), _include(f"{name}-content")]
    go_ahead = {
        "1": {"name": _SERVER},
        "2": {"name": "constant.numeric.reply-code.smtp markup.changed.intermediate.smtp"},
        "3": {"name": "punctuation.separator.reply.smtp"},
        "4": {"patterns": [_include("reply-text")]},
    }
    end = {"end": f"{dot}|{says}|(?=^###)", "endCaptures": _captures(_CLIENT, _DOT)}
    return {
        f"{name}-data": {
            "begin": f"^((?>{client}))((?i:DATA))[ \\t]*$",
            "beginCaptures": _captures(_CLIENT, _VERB),
            **end,
            "patterns": inside,
        },
        f"{name}-go-ahead": {
            "begin": f"^((?>{server}))(354)(?:([ -])(.*))?$",
            "beginCaptures": go_ahead,
            **end,
            "patterns": inside,
        },
        f"{name}-chunk": {
            "begin": f"^((?>{client}))((?i:BDAT))[ \\t]+(\\d+)(?:[ \\t]+((?i:LAST)))?[ \\t]*$",
            "beginCaptures": _captures(_CLIENT, _VERB, "constant.numeric.chunk-size.smtp", "keyword.other.last.smtp"),
            "end": f"(?=^(?>{server}))|{more_chunks}|(?=^###)",
            "patterns": [_include(f"{name}-content")],
        },
        f"{name}-content": {
            "patterns": [
                {
                    "begin": f"(?=^(?>{content})@{{field}}:)",
                    "end": f"(?=^(?>{content})[ \\t]*$)|{ends}|{more_chunks}",
                    "name": "meta.header.smtp",
                    "patterns": [
                        {
                            "begin": f"^((?>{content}))(@{{field}})(:)",
                            "beginCaptures": _captures(
                                _CLIENT,
                                "support.type.property-name.header.smtp",
                                "punctuation.separator.key-value.smtp",
                            ),
                            "end": "$",
                            "patterns": [_include("header-value")],
                        },
                        {
                            "begin": f"^((?>{content}))(?=[ \\t])",
                            "beginCaptures": _captures(_CLIENT),
                            "end": "$",
                            "patterns": [_include("header-value")],
                        },
                    ],
                },
                {
                    "begin": f"(?=^(?>{content}))(?!^(?:(?>{client})|(?>{content}))\\.[ \\t]*$)",
                    "end": f"{ends}|{more_chunks}",
                    "name": "meta.body.smtp",
                    "patterns": [
                        {
                            "begin": f"^((?>{content}))(?!\\.[ \\t]*$)",
                            "beginCaptures": _captures(_CLIENT),
                            "end": "$",
                            "patterns": [_include("body-line")],
                        }
                    ],
                },
            ]
        },
    }


def _quoted(marks: str) -> Rule:
    """A line whose text stands between quotes, with its line ends as escapes."""
    escape = {"name": "constant.character.escape.smtp", "match": r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|.)"}
    header = {
        "name": "meta.header.smtp",
        "match": "(?:(?<=\\\\r\\\\n)|\\G)(@{field}?)(:)(?= )",
        "captures": _captures("support.type.property-name.header.smtp", "punctuation.separator.key-value.smtp"),
    }

    def text(kind: str, ahead: str, mark: str) -> Rule:
        return {
            "begin": f"^((?:{marks}))([ \\t]+)(b?[\"'])(?={ahead})" if ahead else f"^((?:{marks}))([ \\t]+)(b?[\"'])",
            "beginCaptures": _captures(mark, "", "punctuation.definition.string.begin.smtp"),
            "end": "([\"'])[ \\t]*$|$",
            "endCaptures": _captures("punctuation.definition.string.end.smtp"),
            "name": f"meta.{kind}.smtp",
            "patterns": [header, _include(kind), escape],
        }

    return {"patterns": [text("reply", r"\d{3}(?:[ -]|\\|[\"'])", _SERVER), text("command", "", _CLIENT)]}


# --- the whole --------------------------------------------------------------------------------------------------------


def grammar() -> Rule:
    """The grammar of sessions."""
    skeleton = yaml.safe_load(SKELETON.read_text(encoding="utf-8"))
    known = words() | skeleton.pop("words")
    quoted = "|".join(skeleton.pop("quoted"))
    families = skeleton.pop("families")
    repository = skeleton["repository"]
    tried: list[str] = []
    for row in families:
        names, rules = family({key: "|".join(mark) if isinstance(mark, list) else mark for key, mark in row.items()})
        tried += names
        repository |= rules
    repository["families"] = {"patterns": [_include(name) for name in tried]}
    repository["quoted"] = _quoted(quoted)
    filled = _filled(skeleton, known)
    said = "Generated by grammar/write_textmate.py from grammar/textmate.yaml and smtp_ls/protocol; edit those."
    return {"information_for_contributors": [said], **filled}


def _filled(value: Any, known: dict[str, str]) -> Any:
    """The skeleton with every `@{word}` replaced and every list of patterns joined."""
    if isinstance(value, dict):
        return {key: _filled(_joined(key, inner), known) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, known) for inner in value]
    return _expanded(value, known) if isinstance(value, str) else value


def _joined(key: str, value: Any) -> Any:
    return "|".join(value) if key in ("match", "begin", "end") and isinstance(value, list) else value


def _expanded(pattern: str, known: dict[str, str]) -> str:
    """KeyError for a word that nobody knows."""
    while _WORD.search(pattern):
        pattern = _WORD.sub(lambda found: f"(?:{known[found[1]]})", pattern)
    return pattern


_WORD = re.compile(r"@\{([\w-]+)\}")


def markdown() -> Rule:
    """The grammar that colours a Markdown fence whose language is smtp, laid over an editor's own of Markdown."""
    return {
        "information_for_contributors": ["Generated by grammar/write_textmate.py; edit that."],
        "scopeName": "markdown.smtp-session.codeblock",
        "injectionSelector": "L:text.html.markdown",
        "patterns": [{"include": "#fence"}],
        "repository": {
            "fence": {
                "name": "markup.fenced_code.block.markdown",
                "begin": r"(^|\G)(\s*)(`{3,}|~{3,})\s*(?i:(smtp)((\s+|:|,|\{|\?)[^`]*)?$)",
                "beginCaptures": {
                    "3": {"name": "punctuation.definition.markdown"},
                    "4": {"name": "fenced_code.block.language.markdown"},
                    "5": {"name": "fenced_code.block.language.attributes.markdown"},
                },
                "end": r"(^|\G)(\2|\s{0,3})(\3)\s*$",
                "endCaptures": {"3": {"name": "punctuation.definition.markdown"}},
                "patterns": [
                    {
                        "begin": r"(^|\G)(\s*)(.*)",
                        "while": r"(^|\G)(?!\s*([`~]{3,})\s*$)",
                        "contentName": "meta.embedded.block.smtp",
                        "patterns": [{"include": "source.smtp-session"}],
                    }
                ],
            }
        },
    }


def texts() -> dict[Path, str]:
    """What is written where."""
    made = {"smtp.tmLanguage.json": grammar(), "smtp-markdown.tmLanguage.json": markdown()}
    return {GRAMMAR / name: json.dumps(rules, indent=2, ensure_ascii=False) + "\n" for name, rules in made.items()}


if __name__ == "__main__":
    for path, text in texts().items():
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            sys.exit(f"grammar/{path.name} is stale: run `make generate` ({REFRESH})")
