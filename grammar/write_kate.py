"""Write the highlighting of Kate, KWrite and KDevelop from the same tables as that of Vim.

    python grammar/write_kate.py            rewrite editors/kate/smtp.xml
    python grammar/write_kate.py --check    exit 1 if it is stale

Rule 1: what follows what on a line is in write_vim.RULES, how a family of logs marks its lines in textmate.yaml; here
stands only how Kate says that: a context for each set of what may follow, and one for the mail data of each family.
"""

from __future__ import annotations

import re
import sys
from itertools import count
from typing import Any
from xml.sax.saxutils import quoteattr

import yaml
from write_textmate import ROOT, SKELETON, words
from write_vim import COMMAND, REPLY, RULES, filled

TARGET = ROOT / "editors" / "kate" / "smtp.xml"

_STYLES = {
    "Normal": "dsNormal",
    "Verb": "dsKeyword",
    "Path": "dsVariable",
    "Domain": "dsVariable",
    "Parameter": "dsAttribute",
    "Keyword": "dsConstant",
    "Extension": "dsBuiltIn",
    "Number": "dsDecVal",
    "Success": "dsInformation",
    "Intermediate": "dsOthers",
    "Failure": "dsWarning",
    "EnhancedCode": "dsFloat",
    "Secret": "dsAlert",
    "Body": "dsString",
    "Header": "dsDataType",
    "Note": "dsComment",
    "Comment": "dsComment",
    "Directive": "dsPreprocessor",
    "Session": "dsRegionMarker",
    "Client": "dsFunction",
    "Server": "dsControlFlow",
    "Variable": "dsVariable",
    "Pattern": "dsSpecialString",
    "Dot": "dsOperator",
}
_SAME = {
    "From": "Verb",
    "Value": "Keyword",
    "Argument": "Keyword",
    "Mechanism": "Keyword",
    "Code": "Number",
    "Bar": "Normal",
    "Equals": "Normal",
    "Challenged": "Intermediate",
}
"""Groups of Vim that have no style of their own here."""

_FIELD = r"[!-9;-~]+:"
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")
"""What Kate's patterns do not know."""


class Language:
    """The contexts, and how they are written."""

    def __init__(self, known: dict[str, str]) -> None:
        self.known = known
        self.contexts: dict[str, tuple[str, list[str]]] = {}
        """The attributes and the rules of each, by name."""
        self._numbers = count(1)
        self._sets: dict[str, str] = {}

    def context(self, name: str, rules: list[str], attribute: str = "Normal", **more: str) -> str:
        """A context, which ends with its line if nothing else is said."""
        given = {"attribute": attribute, "lineEndContext": "#pop", **more}
        self.contexts[name] = (" ".join(f"{key}={quoteattr(value)}" for key, value in given.items()), rules)
        return name

    def rule(self, pattern: str, attribute: str, context: str = "#stay", *, first: bool = False) -> str:
        """A rule; one without an attribute only looks ahead."""
        shown = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), filled(pattern, self.known))
        if attribute == "":
            shown = f"(?:{shown}).?"  # Kate passes by what matches nothing
        more = ' column="0"' if first else ""
        more += ' lookAhead="true"' if attribute == "" else f' attribute="{attribute}"'
        return f'<RegExpr String={quoteattr(shown)} context="{context}"{more}/>'

    def after(self, follows: str) -> str:
        """The context of what may follow, as `nextgroup` says it."""
        if not follows:
            return "Rest"
        if follows not in self._sets:
            self._sets[follows] = name = f"After {next(self._numbers)}"
            groups, *more = follows.split()
            wanted = groups.replace("@smtpReply", REPLY).replace("@smtpCommand", COMMAND).split(",")
            rules = [
                self.rule(pattern, _style(group), f"#pop!{self.after(then)}")
                for group, pattern, then in reversed(RULES)
                if group in wanted
            ]
            spaces = ["<DetectSpaces/>"] if "skipwhite" in more else []
            self.context(
                name, ['<IncludeRules context="Placeholder"/>', *rules, *spaces], fallthroughContext="#pop!Rest"
            )
        return self._sets[follows]

    def text(self) -> str:
        """The whole file."""
        contexts = "\n".join(
            f'      <context name="{name}" {attributes}>\n'
            + "".join(f"        {rule}\n" for rule in rules)
            + "      </context>"
            for name, (attributes, rules) in self.contexts.items()
        )
        styles = "\n".join(f'      <itemData name="{name}" defStyleNum="{style}"/>' for name, style in _STYLES.items())
        return _FRAME.format(contexts=contexts, styles=styles)


def _style(group: str) -> str:
    name = group.removeprefix("smtp")
    return _SAME.get(name, name)


def _family(language: Language, row: dict[str, Any]) -> list[str]:
    """The rules for the lines of a family, in the order in which they are tried."""
    marks = {key: "|".join(mark) if isinstance(mark, list) else mark for key, mark in row.items()}
    name = row["name"]
    command, reply = language.after("@smtpCommand"), language.after("@smtpReply")
    if "both" in marks:
        both = f"^(?>{marks['both']})"
        return [
            language.rule(f"{both}(?=@{{answer}})", "Server", reply, first=True),
            language.rule(both, "Client", command, first=True),
        ]
    client, server = f"(?>{marks['client']})", f"(?>{marks['server']})"
    if not row.get("hidden"):
        content = f"(?>{marks.get('content', marks['client'])})"
        command, reply = _mail(language, name, client, server, content)
    unmarked = [language.rule(f"^{server}(?!@{{verb}})", "", reply, first=True)] if "(?=" in marks["server"] else []
    return [
        language.rule(f"^{server}(?!@{{verb}})", "Server", reply, first=True),
        *unmarked,
        language.rule(f"^{client}(?=@{{answer}})", "Server", reply, first=True),
        language.rule(f"^{client}|^{server}", "Client", command, first=True),
    ]


def _mail(language: Language, name: str, client: str, server: str, content: str) -> tuple[str, str]:
    """DATA or 354 up to the dot, and chunks up to what the server says; the contexts of commands and replies."""
    dot = rf"^(?:{client}|{content})\.[ \t]*$"
    says = f"^{server}(?!3)(?!@{{verb}})"
    go_ahead = [language.rule(f"^{server}(?=3)", "Server" if name != "Bare" else "", "Other reply", first=True)]
    ends = [language.rule(end, "", "#pop", first=True) for end in (dot, says, "^###")]
    more = rf"^{client}(?i:BDAT|QUIT|RSET)(?:[ \t]|$)" if name != "Bare" else "@{chunk-end}"
    chunk_ends = [language.rule(end, "", "#pop", first=True) for end in (f"^{server}", more, "^###")]
    seen = "Client" if content != "(?>)" else ""
    for title, stop in ((f"Mail {name}", [*ends, *go_ahead]), (f"Chunk {name}", chunk_ends)):
        body = f"{title} body"
        language.context(
            title,
            [
                *stop,
                language.rule(f"^{content}(?={_FIELD})", seen, "Field", first=True),
                language.rule(rf"^{content}(?=[ \t]+\S)", seen, "Value", first=True),
                language.rule(rf"^{content}", seen, f"#pop!{body}", first=True),
            ],
            lineEndContext="#stay",
            lineEmptyContext=f"#pop!{body}",
        )
        said = [language.rule(f"^{content}", seen, first=True)] if seen else []
        language.context(
            body, [*stop, *said, '<IncludeRules context="Placeholder"/>'], attribute="Body", lineEndContext="#stay"
        )
    data = language.rule(r"(?i:DATA)(?=[ \t]*$)", "Verb", f"#pop!Mail {name}")
    chunk = language.rule(r"(?i:BDAT)(?=[ \t]+\d)", "Verb", f"#pop!Size {name}")
    size = [language.rule(r"\d+(?=[ \t]|$)", "Number"), language.rule("(?i:LAST)(?=[ \t]*$)", "Keyword")]
    language.context(f"Size {name}", [*size, "<DetectSpaces/>"], lineEndContext=f"#pop!Chunk {name}")
    go = language.rule(r"354(?=[ -]|$)", "Intermediate", f"#pop!Mail {name}")
    command = language.context(
        f"Command {name}",
        [data, chunk, f'<IncludeRules context="{language.after("@smtpCommand")}"/>'],
        fallthroughContext="#pop!Rest",
    )
    reply = language.context(
        f"Reply {name}",
        [go, f'<IncludeRules context="{language.after("@smtpReply")}"/>'],
        fallthroughContext="#pop!Rest",
    )
    return command, reply


def text() -> str:
    """The whole file."""
    skeleton = yaml.safe_load(SKELETON.read_text(encoding="utf-8"))
    known = words() | skeleton["words"]
    known["extension"] = "@{extensions}|AUTH|X-EXPS|SIZE|DSN"
    language = Language(known)
    language.context("Line", [], lineEndContext="#stay")
    language.context("Placeholder", [language.rule(r"\{\{[^}]*\}\}", "Variable")])
    language.context("Rest", ['<IncludeRules context="Placeholder"/>'])
    language.context("Field", [language.rule(_FIELD, "Header", "#pop!Value")])
    language.context("Value", ['<IncludeRules context="Placeholder"/>'], attribute="Body")
    language.context("Other reply", [language.rule(r"3\d\d(?=[ -]|$)", "Intermediate", "#pop!Rest")])
    language.context(
        "Pragma",
        [language.rule(r"smtp-ls:[ \t]*(?:ignore(?:-file)?|dialect|protocol|tls|partial)?", "Directive")],
        attribute="Comment",
    )
    rules = [
        language.rule("^###.*$", "Session", first=True),
        language.rule(r"^#+(?=.*\bsmtp-ls:)", "Comment", "Pragma", first=True),
        language.rule("^#.*$", "Comment", first=True),
        language.rule(r"^@[A-Za-z_][\w.-]*(?=[ \t]*=)", "Variable", language.after("smtpEquals skipwhite"), first=True),
    ]
    quote = rf"^(?:{'|'.join(skeleton['quoted'])})[ \t]+b?[\"']"
    rules.append(
        language.rule(rf"{quote}(?=\d{{3}}(?:[ -]|\\|[\"']))", "Server", language.after("@smtpReply"), first=True)
    )
    rules.append(language.rule(quote, "Client", language.after("@smtpCommand"), first=True))
    for row in skeleton["families"]:
        rules += _family(language, row)
    notes = skeleton["repository"]["notes"]["patterns"]
    for note in notes:
        patterns = note["match"] if isinstance(note["match"], list) else [note["match"]]
        rules += [language.rule(pattern, "Note", first=True) for pattern in patterns]
    answer = r"(?:\?{3,4} ?)?[2-5]\d\d(?:[ -]|$)"
    command, reply = _mail(language, "Bare", "(?>)", f"(?={answer})", "(?>)")
    rules += [
        language.rule("^@{bare-verb}", "", command, first=True),
        language.rule(r"^[0-9]\d\d(?:[ -]|$)|^(?:[2-5](?:\d[xX]|[xX]{2})|\.\.\.)[ \t]*$", "", reply, first=True),
        language.rule(r"^[ \t]{8,}(?=\d{3}(?:[ -]|$))", "Server", reply, first=True),
        language.rule(r"^\.[ \t]*$", "Dot", first=True),
        '<IncludeRules context="Placeholder"/>',
    ]
    language.contexts["Line"] = (language.contexts["Line"][0], rules)
    return language.text()


_FRAME = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE language>
<!-- Generated by grammar/write_kate.py from grammar/textmate.yaml and smtp_ls/protocol; edit those. -->
<language name="SMTP" section="Other" version="1" kateversion="5.79" extensions="*.smtp" mimetype="text/x-smtp"\
 author="the authors of smtp-ls" license="MIT">
  <highlighting>
    <contexts>
{contexts}
    </contexts>
    <itemDatas>
{styles}
    </itemDatas>
  </highlighting>
  <general>
    <comments>
      <comment name="singleLine" start="#" position="startOfLine"/>
    </comments>
    <keywords casesensitive="0" additionalDeliminator="-"/>
  </general>
</language>
"""


if __name__ == "__main__":
    if "--check" not in sys.argv:
        TARGET.write_text(text(), encoding="utf-8")
    elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text():
        sys.exit(f"{TARGET.relative_to(ROOT)} is stale: run `make generate` (python grammar/write_kate.py)")
