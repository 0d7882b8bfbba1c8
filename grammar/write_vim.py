"""Write the syntax file of Vim and Neovim from the marks in textmate.yaml and the protocol's tables.

    python grammar/write_vim.py            rewrite editors/*vim/syntax/smtp.vim, and the groups of colours
    python grammar/write_vim.py --check    exit 1 if one is stale

Rule 1: how a family of logs marks its lines is said in textmate.yaml alone. Rule 2: what follows a mark, mail data too,
is written here once for all families. A syntax sees lines and regions, not the session: in Neovim the server's colours
lie above these.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import yaml
from vim_patterns import vim
from write_textmate import ROOT, SKELETON, words  # which puts the package into the path

from smtp_ls.colouring import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

EDITORS = ROOT / "editors"
SYNTAX = ("vim/syntax/smtp.vim", "neovim/syntax/smtp.vim")
GROUPS = "neovim/lua/smtp_ls/groups.lua"

_VARIABLES = {name: chr(0xE000 + number) + "\uf8ff" for number, name in enumerate(("verb", "answer", "extension"))}
"""What is so long that the file says it once; what stands for it: two characters, lest Python make a set of some."""

_GROUPS = {
    "smtpVerb": "Statement",
    "smtpPath": "Identifier",
    "smtpDomain": "Identifier",
    "smtpParameter": "Type",
    "smtpKeyword": "Constant",
    "smtpExtension": "Constant",
    "smtpMechanism": "Constant",
    "smtpNumber": "Number",
    "smtpSuccess": "Special",
    "smtpIntermediate": "Function",
    "smtpFailure": "WarningMsg",
    "smtpCode": "Special",
    "smtpEnhancedCode": "SpecialChar",
    "smtpSecret": "Todo",
    "smtpChallenge": "SpecialComment",
    "smtpBody": "String",
    "smtpHeader": "Identifier",
    "smtpNote": "Comment",
    "smtpComment": "Comment",
    "smtpDirective": "PreProc",
    "smtpSession": "Title",
    "smtpLabel": "Label",
    "smtpClient": "Label",
    "smtpServer": "Tag",
    "smtpVariable": "Macro",
    "smtpPattern": "SpecialChar",
    "smtpDot": "Delimiter",
    "smtpQuoted": "String",
}
"""The groups of colours, and those that every colour scheme has."""

_ENGINE = r"\%#=1\v"
"""Vim's backtracking engine: its other one is some 200 times slower with `.{0,120}?`."""
_STOP = r"(?=[ \t\\<,\"':]|$)"
_END = r"(?=[= \t\\\"']|$)"
_NAME = r"[!-9;-~]+"
_FIELD = _NAME + ":"
RULES: tuple[tuple[str, str, str], ...] = (
    # what is said: group, pattern (Python's; @{word} as in textmate.yaml), what may follow
    ("smtpVerb", r"(?i:@{plain-verbs})" + _STOP, "smtpArgument skipwhite"),
    ("smtpVerb", r"(?i:@{path-verbs})" + _STOP, "smtpFrom skipwhite"),
    ("smtpVerb", r"(?i:@{helo-verbs})" + _STOP, "smtpDomain skipwhite"),
    ("smtpVerb", r"(?i:@{auth-verbs})" + _STOP, "smtpMechanism skipwhite"),
    ("smtpVerb", r"(?i:@{attribute-verbs})" + _STOP, "smtpParameter skipwhite"),
    ("smtpVerb", r"(?i:BDAT|BURL)" + _STOP, "smtpNumber,smtpArgument skipwhite"),
    ("smtpFrom", r"(?i:FROM|TO)[ \t]*:?", "smtpPath skipwhite"),
    ("smtpPath", r"[^ \t<>=\\\"']+@[^ \t<>=\\\"']+", "smtpParameter skipwhite"),
    ("smtpPath", r'<(?:"(?:[^"\\]|\\.)*"|[^<>" \t])*>?', "smtpParameter skipwhite"),
    ("smtpParameter", r"[A-Za-z0-9][A-Za-z0-9_-]*" + _END, "smtpEquals,smtpParameter skipwhite"),
    ("smtpEquals", r"=", "smtpValue"),
    ("smtpValue", r"[^ \t\\\"']+", "smtpParameter skipwhite"),
    ("smtpDomain", r"[^ \t\\\"']+", ""),
    ("smtpMechanism", r"[A-Za-z0-9_-]+", "smtpSecret skipwhite"),
    ("smtpSecret", r"[^ \t\\\"']+", ""),
    ("smtpNumber", r"\d+(?=[ \t\\]|$)", "smtpKeyword skipwhite"),
    ("smtpArgument", r"[^ \t\\\"']+", "smtpArgument skipwhite"),
    ("smtpKeyword", r"(?i:LAST)(?=[ \t\\]|$)", ""),
    ("smtpDot", r"\.(?=[ \t]*$)", ""),
    ("smtpCode", r"[016-9]\d\d(?=[ \t|/\\\"'-]|$)", "smtpBar"),
    ("smtpSuccess", r"2(?:\d\d|\d[xX]|[xX]{2})(?=[ \t|/\\\"'-]|$)", "smtpBar"),
    ("smtpIntermediate", r"3(?:\d\d|\d[xX]|[xX]{2})(?=[ \t|/\\\"'-]|$)", "smtpBar"),
    ("smtpFailure", r"[45](?:\d\d|\d[xX]|[xX]{2})(?=[ \t|/\\\"'-]|$)", "smtpBar"),
    ("smtpPattern", r"\.\.\.(?=[ \t]*$)", ""),
    ("smtpPattern", r"/.*/[ ]?$", ""),
    ("smtpPattern", r"\|[ ]?", "@smtpReply"),
    ("smtpBar", r"[ -][ ]?|(?=\|)", "smtpEnhancedCode,smtpExtension,smtpPattern"),
    ("smtpEnhancedCode", r"[245]\.\d{1,3}\.\d{1,3}(?=\s|$|\\|[\"'])", ""),
    ("smtpExtension", r"(?<=250[ -])@{extension}(?=[ \t=\\\"']|$)", "smtpKeyword"),
    ("smtpKeyword", r"(?<=[A-Z0-9])[ \t=][^\\\"']+", ""),
)
COMMAND = "smtpVerb,smtpDot,smtpVariable"
REPLY = "smtpCode,smtpSuccess,smtpIntermediate,smtpFailure,smtpPattern,smtpVariable,smtpChallenged"


class Script:
    """The lines of the file, and how patterns are filled in and translated."""

    def __init__(self, known: dict[str, str]) -> None:
        self.known = known
        self.lines: list[str] = []

    def pattern(self, written: str) -> str:
        """A pattern between slashes, in Vim's notation."""
        return "/" + self._translated(written) + "/"

    def variable(self, written: str) -> str:
        """A pattern as a part of others."""
        return "%(" + vim(filled(written, self.known)) + ")"

    def _translated(self, written: str) -> str:
        shown = filled(written, {**self.known, **_VARIABLES})
        return _ENGINE + vim(shown)

    def say(self, line: str = "") -> None:
        """Add a line; one that has variables is executed."""
        for name, sign in _VARIABLES.items():
            line = line.replace(f"%({sign})", sign).replace(sign, f"' .. s:{name} .. '")
        if "' .. s:" in line:
            quoted = line.replace("'", "''")
            for name in _VARIABLES:
                quoted = quoted.replace(f"'' .. s:{name} .. ''", f"' .. s:{name} .. '")
            line = f"execute '{quoted}'".replace(" .. ", " . ")
        self.lines.append(line)

    def match(self, group: str, written: str, *more: str, contained: bool = True, follows: str = "") -> None:
        """A `:syntax match`."""
        words = ["contained"] * contained + [each for each in more if each]
        if follows:
            words.append(f"nextgroup={follows}")
        self.say(f"syntax match {group} {self.pattern(written)} {' '.join(words)}".rstrip())

    def region(self, group: str, start: str, ends: Iterable[str], *more: str) -> None:
        """A `:syntax region` that ends before each of its ends begins; without any, where what holds it ends."""
        stop = " ".join(f"end={self.pattern(end)}me=s-1" for end in ends) or r"end=/\%$/"
        self.say(f"syntax region {group} {more[0]} start={self.pattern(start)} {stop} {' '.join(more[1:])}".rstrip())


_WORD = re.compile(r"@\{([\w-]+)\}")


def filled(written: str, known: dict[str, str]) -> str:
    """The pattern with every `@{word}` replaced; KeyError for one that nobody knows."""
    while _WORD.search(written):
        written = _WORD.sub(lambda found: f"(?:{known[found[1]]})", written)
    return written


def _family(script: Script, row: dict[str, Any]) -> None:
    """A family's lines; the last rule that fits wins, so that what is written last is tried first."""
    name = re.sub(r"\W", "", row["name"].title())
    marks = {key: "|".join(mark) if isinstance(mark, list) else mark for key, mark in row.items()}
    script.say(f'" {row["name"]}')
    if "both" in marks:
        script.match("smtpClient", f"^(?:{marks['both']})", contained=False, follows="@smtpCommand")
        script.match("smtpServer", f"^(?:{marks['both']})(?=@{{answer}})", contained=False, follows="@smtpReply")
        return
    client, server = f"(?>{marks['client']})", f"(?>{marks['server']})"
    shown = not marks.get("hidden")
    said, replied = (f"smtpMail{name},smtpChunk{name},", f"smtpGoAhead{name},") if shown else ("", "")
    # a mark that usually is the other side's, then the usual ones
    script.match("smtpClient", f"^{server}(?=@{{verb}})", contained=False, follows=f"{said}@smtpCommand")
    script.match("smtpServer", f"^{client}(?=@{{answer}})", contained=False, follows=f"{replied}@smtpReply")
    script.match("smtpClient", f"^{client}(?!@{{answer}})", contained=False, follows=f"{said}@smtpCommand")
    script.match("smtpServer", f"^{server}(?!@{{verb}})", contained=False, follows=f"{replied}@smtpReply")
    if shown:
        content = f"(?>{marks.get('content', marks['client'])})"
        _mail(script, name, client, server, content)


def _mail(script: Script, name: str, client: str, server: str, content: str) -> None:
    """DATA or 354 up to the dot, and chunks up to what the server says."""
    ends = (rf"^(?:{client}|{content})\.[ \t]*$", rf"^{server}(?!3)(?!@{{verb}})", r"^###")
    inside = f"contains=smtpHeaders{name},smtpText{name},smtpGoAheadLine{name},smtpRest,smtpChunkSize"
    matched = "contained matchgroup={} keepend"
    script.region(f"smtpMail{name}", r"(?i:DATA)(?=[ \t]*$)", ends, matched.format("smtpVerb"), inside)
    script.region(f"smtpGoAhead{name}", r"354(?=[ -]|$)", ends, matched.format("smtpIntermediate"), inside)
    chunk_ends = (f"^{server}", rf"^{client}(?i:BDAT|QUIT|RSET)(?:[ \t]|$)", "^###")
    script.region(f"smtpChunk{name}", r"(?i:BDAT)(?=[ \t]+\d)", chunk_ends, matched.format("smtpVerb"), inside)
    more = f"contains=smtpMark{name},smtpVariable"
    script.region(
        f"smtpHeaders{name}", f"^{content}{_FIELD}"[:-1] + r"(?=:)", [rf"^{content}[ \t]*$"], "contained", more
    )
    script.region(f"smtpText{name}", rf"^{content}(?!\.[ \t]*$)(?!{_FIELD})", [], "contained", more)
    script.match(f"smtpMark{name}", f"^{content}", follows=f"smtpField{name}")
    script.match(f"smtpField{name}", _FIELD)
    script.match(f"smtpGoAheadLine{name}", f"^{server}(?=3)", follows="smtpIntermediate")


def _rest(script: Script, notes: list[str]) -> None:
    """What no mark tells: bare lines and what tools print besides; families are written after, and win."""
    script.say('" --- a line without a mark, and what tools print besides the dialog')
    script.match("smtpClient", r"^(?=@{bare-verb})", contained=False, follows="smtpMailBare,smtpChunkBare,@smtpCommand")
    first = r"^(?=[0-9]\d\d(?:[ -]|$)|(?:[2-5](?:\d[xX]|[xX]{2})|\.\.\.)[ \t]*$)"
    script.match("smtpServer", first, contained=False, follows="smtpGoAheadBare,@smtpReply")
    script.match("smtpServer", r"^[ \t]{8,}(?=\d{3}(?:[ -]|$))", contained=False, follows="@smtpReply")
    script.match("smtpDot", r"^\.[ \t]*$", contained=False)
    _bare_mail(script)
    for note in notes:
        script.match("smtpNote", note, contained=False)


def _bare_mail(script: Script) -> None:
    answer = r"^(?:\?{3,4} ?)?(?!3)[245]\d\d(?:[ -]|$)"
    ends = (r"^\.[ \t]*$", answer, r"^###")
    inside = "contains=smtpHeadersBare,smtpTextBare,smtpGoAheadLineBare,smtpRest,smtpChunkSize"
    matched = "contained matchgroup={} keepend"
    script.region("smtpMailBare", r"(?i:DATA)(?=[ \t]*$)", ends, matched.format("smtpVerb"), inside)
    script.region("smtpGoAheadBare", r"354(?=[ -]|$)", ends, matched.format("smtpIntermediate"), inside)
    chunk_ends = ("@{chunk-end}",)
    script.region("smtpChunkBare", r"(?i:BDAT)(?=[ \t]+\d)", chunk_ends, matched.format("smtpVerb"), inside)
    more = "contains=smtpFieldBare,smtpVariable"
    script.region("smtpHeadersBare", f"^{_NAME}(?=:)", [r"^[ \t]*$"], "contained", more)
    script.region("smtpTextBare", rf"^(?!\.[ \t]*$)(?!{_FIELD})", [], "contained", more)
    script.match("smtpFieldBare", "^" + _FIELD)
    script.match("smtpGoAheadLineBare", r"^(?:\?{3,4} ?)?(?=3\d\d(?:[ -]|$))", follows="smtpIntermediate")


def _quoted(script: Script, marks: list[str]) -> None:
    script.say('" --- lines that hold the dialog between quotes')
    mark = "|".join(marks)
    script.match("smtpQuoted", r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|.)")
    quote = r"[ \t]+b?[\"']"
    script.match("smtpClient", f"^(?:{mark}){quote}", contained=False, follows="@smtpCommand,smtpQuotedText")
    ahead = r"(?=\d{3}(?:[ -]|\\|[\"']))"
    script.match("smtpServer", f"^(?:{mark}){quote}{ahead}", contained=False, follows="@smtpReply")


def _own(script: Script) -> None:
    script.say('" --- our own notation')
    script.match("smtpComment", "^#.*$", "contains=@Spell", contained=False)
    script.match("smtpComment", r"^#+.*\bsmtp-ls:.*$", "contains=smtpDirective", contained=False)
    directive = r"smtp-ls:[ \t]*(?:ignore(?:-file)?|dialect|protocol|tls|partial)?"
    script.match("smtpDirective", directive)
    script.match("smtpSession", "^###.*$", "contains=@Spell", contained=False)
    script.match("smtpVariable", r"^@[A-Za-z_][\w.-]*(?=[ \t]*=)", contained=False, follows="smtpAssigned skipwhite")
    script.match("smtpAssigned", "=[ \\t]*", follows="smtpValue")
    script.match("smtpVariable", r"\{\{[^}]*\}\}", contained=False)


def _marks(families: list[dict[str, Any]]) -> str:
    """What begins a client's line in any family that has a mark of its own for it, after a challenge."""
    found = [mark["client"] for mark in families if "client" in mark]
    return "|".join(found)


def text() -> str:
    """The whole file."""
    skeleton = yaml.safe_load(SKELETON.read_text(encoding="utf-8"))
    known = words() | skeleton["words"]
    known["extension"] = "@{extensions}|AUTH|X-EXPS|SIZE|DSN"
    script = Script(known)
    for line in _HEAD.splitlines():
        script.say(line)
    for name in _VARIABLES:
        script.say(f"let s:{name} = '{script.variable('@{' + name + '}')}'")
    script.say()
    script.say('" --- what is said, after a mark')
    script.match("smtpQuotedText", ".*", "contains=smtpQuoted")
    script.say(f"syntax cluster smtpCommand contains={COMMAND}")
    script.say(f"syntax cluster smtpReply contains={REPLY}")
    for group, written, follows in RULES:
        script.match(group, written, "contains=smtpVariable" if group in _HOLDERS else "", follows=follows)
    script.match("smtpRest", r"(?<=354)[ -].*$")
    script.match("smtpChunkSize", r"(?<=(?i:BDAT) )[ \t]*\d+(?=[ \t]|$)", follows="smtpKeyword skipwhite")
    script.match("smtpChallenged", r"334(?=[ -]|$)", follows="smtpChallenge,smtpAnswer skipwhite skipnl")
    script.match("smtpChallenge", r"[A-Za-z0-9+/=]+[ \t]*$", follows="smtpAnswer skipnl")
    marks = _marks(skeleton["families"])
    script.match("smtpSecret", r"^[A-Za-z0-9+/=]+[ \t]*$")
    script.match("smtpAnswer", f"^(?:{marks})(?!@{{verb}}|@{{answer}})", follows="smtpSecret")
    script.match("smtpAnswer", r"^(?=[A-Za-z0-9+/=]+[ \t]*$)(?!@{verb}|@{answer})", follows="smtpSecret")
    script.say()
    notes = skeleton["repository"]["notes"]["patterns"]
    _rest(script, [each for note in notes for each in _listed(note["match"])])
    script.say()
    script.say('" --- families of marks')
    for row in reversed(skeleton["families"]):
        _family(script, row)
    script.say()
    _quoted(script, skeleton["quoted"])
    script.say()
    _own(script)
    script.say()
    for group, linked in _GROUPS.items():
        script.say(f"highlight default link {group} {linked}")
    for group, linked in _follow(script.lines):
        script.say(f"highlight default link {group} {linked}")
    script.lines += _FOOT.splitlines()
    return "\n".join(script.lines) + "\n"


_HOLDERS = {"smtpPath", "smtpDomain", "smtpValue", "smtpArgument", "smtpSecret"}
_LINKS = {
    "smtpFrom": "smtpVerb",
    "smtpValue": "smtpKeyword",
    "smtpArgument": "smtpKeyword",
    "smtpChunkSize": "smtpNumber",
    "smtpChallenged": "smtpIntermediate",
    "smtpAnswer": "smtpClient",
    "smtpQuotedText": "smtpBody",
}
_PREFIXES = {
    "smtpMark": "smtpClient",
    "smtpField": "smtpHeader",
    "smtpHeaders": "smtpBody",
    "smtpText": "smtpBody",
    "smtpGoAheadLine": "smtpServer",
}


def _follow(lines: list[str]) -> Iterator[tuple[str, str]]:
    """The groups that look as others do."""
    yield from _LINKS.items()
    groups = {found[1]: None for line in lines if (found := re.search(r"syntax (?:match|region) (\w+)", line))}
    for group in groups:
        if group not in _GROUPS and group not in _LINKS:
            for prefix, linked in _PREFIXES.items():
                if re.fullmatch(prefix + "[A-Z][A-Za-z]*", group):
                    yield group, linked


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


_HEAD = """\
" Vim syntax file: SMTP sessions, as people write them and as some fifty tools log them.
" Generated by grammar/write_vim.py from grammar/textmate.yaml and smtp_ls/protocol; edit those.

if exists('b:current_syntax')
  finish
endif
let s:options = &cpoptions
set cpoptions&vim
syntax case match
syntax sync minlines=200 maxlines=2000
"""

_FOOT = """\

let b:current_syntax = 'smtp'
let &cpoptions = s:options
unlet s:options
"""


_KINDS = {
    "verb": "smtpVerb",
    "path": "smtpPath",
    "parameter": "smtpParameter",
    "keyword": "smtpKeyword",
    "code": "smtpCode",
    "enhancedCode": "smtpEnhancedCode",
    "secret": "smtpSecret",
    "body": "smtpBody",
    "note": "smtpNote",
    "label": "smtpLabel",
    "header": "smtpHeader",
    "number": "smtpNumber",
    "variable": "smtpVariable",
    "directive": "smtpDirective",
    "comment": "smtpComment",
    "pattern": "smtpPattern",
    "dot": "smtpDot",
}


def groups() -> str:
    """The groups as a module of Neovim, for the server's kinds of tokens; KeyError for a kind that has no group."""
    kinds = "\n".join(f"  {kind} = '{_KINDS[kind]}'," for kind in KINDS)
    usual = "\n".join(f"  {group} = '{linked}'," for group, linked in _GROUPS.items())
    return f"""\
--- Groups of colours. Generated by grammar/write_vim.py; edit that.
return {{
  ---The usual group that each of ours looks like.
  GROUPS = {{
{usual.replace(chr(10) + "  ", chr(10) + "    ").replace("  ", "    ", 1)}
  }},
  ---The group of each kind of semantic token.
  KINDS = {{
{kinds.replace(chr(10) + "  ", chr(10) + "    ").replace("  ", "    ", 1)}
  }},
}}
"""


def texts() -> dict[str, str]:
    """What is written, by its place in editors/."""
    syntax = text()
    return {**dict.fromkeys(SYNTAX, syntax), GROUPS: groups()}


if __name__ == "__main__":
    for name, made in texts().items():
        path = EDITORS / name
        if "--check" not in sys.argv:
            path.write_text(made, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != made:
            sys.exit(f"editors/{name} is stale: run `make generate` (python grammar/write_vim.py)")
