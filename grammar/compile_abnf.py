"""Read smtp.abnf and write smtp_ls/patterns.py: one regular expression for each rule marked "export".

    python grammar/compile_abnf.py            rewrite smtp_ls/patterns.py
    python grammar/compile_abnf.py --check    exit 1 if it is stale

An ABNF rule without recursion is a regular expression in another spelling, so every rule name is replaced by what it
stands for. Rule 1: the output depends on smtp.abnf alone, down to the octet.
"""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

ABNF = Path(__file__).with_name("smtp.abnf")
PATTERNS = Path(__file__).parents[1] / "smtp_ls" / "patterns.py"
REFRESH = "python grammar/compile_abnf.py"


class Chars(NamedTuple):
    """One character out of inclusive ranges of code points."""

    ranges: tuple[tuple[int, int], ...]


class Word(NamedTuple):
    """A quoted string of ABNF: case-insensitive, may be empty (RFC 5234 2.3)."""

    text: str


class Name(NamedTuple):
    """A reference to a rule, in lower case, since rule names have no case (RFC 5234 2.1)."""

    name: str


class Seq(NamedTuple):
    """One thing after the other."""

    items: tuple[Node, ...]


class Alt(NamedTuple):
    """One of several things."""

    items: tuple[Node, ...]


class Repeat(NamedTuple):
    """A thing `least` to `most` times; None is without limit."""

    item: Node
    least: int
    most: int | None


Node: TypeAlias = Chars | Word | Name | Seq | Alt | Repeat


def chars(*ranges: tuple[int, int]) -> Chars:
    """The ranges in order, those that touch made one, so that equal sets are equal values."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return Chars(tuple(merged))


# RFC 5234 appendix B.1, those that SMTP lines need
CORE: dict[str, Node] = {
    "alpha": chars((0x41, 0x5A), (0x61, 0x7A)),
    "digit": chars((0x30, 0x39)),
    "hexdig": chars((0x30, 0x39), (0x41, 0x46), (0x61, 0x66)),
    "dquote": Word('"'),
    "htab": chars((0x09, 0x09)),
    "sp": Word(" "),
    "vchar": chars((0x21, 0x7E)),
}


class Grammar(NamedTuple):
    """What an ABNF file says; rule names in lower case lead to definitions."""

    rules: dict[str, Node]
    # Exported rules: the name as the file spells it, and the text of the rule
    exports: dict[str, str]
    # Rules that most lines do without
    rare: set[str]


# ---- Reading ABNF (RFC 5234 4, RFC 7405) ----

_TOKEN = re.compile(
    r"""\s+ | (?P<repeat>\d*\*\d*|\d+) | (?P<name>[A-Za-z][A-Za-z0-9-]*) | (?:%i)?"(?P<word>[^"]*)"
    | %x(?P<number>[0-9A-Fa-f]+(?:-[0-9A-Fa-f]+)?) | (?P<mark>[/()\[\]])""",
    re.VERBOSE,
)


class _Tokens:
    """The right side of one rule, token by token."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None:
                message = f"cannot read {text[at:]!r}"
                raise SyntaxError(message)
            if match.lastgroup:
                self.tokens.append((match.lastgroup, match[match.lastgroup]))
            at = match.end()
        self.at = 0

    def definition(self) -> Node:
        node = self.alternation()
        if self.peek()[0] != "end":
            message = f"{self.peek()[1]} where the rule should end"
            raise SyntaxError(message)
        return node

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self) -> tuple[str, str]:
        token = self.peek()
        self.at += 1
        return token

    def alternation(self) -> Node:
        items = [self.concatenation()]
        while self.peek() == ("mark", "/"):
            self.take()
            items.append(self.concatenation())
        return items[0] if len(items) == 1 else Alt(tuple(items))

    def concatenation(self) -> Node:
        items = [self.repetition()]
        while self.peek() not in {("mark", "/"), ("mark", ")"), ("mark", "]"), ("end", "")}:
            items.append(self.repetition())
        return items[0] if len(items) == 1 else Seq(tuple(items))

    def repetition(self) -> Node:
        if self.peek()[0] != "repeat":
            return self.element()
        least, star, most = self.take()[1].partition("*")
        item = self.element()
        if not star:
            return Repeat(item, int(least), int(least))
        return Repeat(item, int(least or 0), int(most) if most else None)

    def element(self) -> Node:
        kind, text = self.take()
        if kind == "name":
            return Name(text.lower())
        if kind == "word":
            return Word(text)
        if kind == "number":
            low, _, high = text.partition("-")
            return chars((int(low, 16), int(high or low, 16)))
        if text in {"(", "["}:
            item = self.alternation()
            if self.take() != ("mark", {"(": ")", "[": "]"}[text]):
                message = f"{text} is not closed"
                raise SyntaxError(message)
            return item if text == "(" else Repeat(item, 0, 1)
        message = f"{text or 'the end'} where an element should stand"
        raise SyntaxError(message)


_RULE = re.compile(r"^([A-Za-z][A-Za-z0-9-]*)\s*(=/?)\s*")
_COMMENT = re.compile(r'^((?:[^";]|"[^"]*")*)(?:;\s*(.*))?$')
_SMTPUTF8 = "; SMTPUTF8\n"


def read(text: str, *, utf8: bool = False) -> Grammar:
    """The rules of an ABNF file; with `utf8` those below its line "; SMTPUTF8" too."""
    if not utf8:
        text = text.partition(_SMTPUTF8)[0]
    grammar = Grammar(dict(CORE), {}, set())
    # A rule goes on as long as its lines are indented (RFC 5234 2.2)
    for block in re.split(r"\n(?=\S)", text):
        lines = [match for line in block.splitlines() if (match := _COMMENT.match(line))]
        if len(lines) < len(block.splitlines()):
            message = f"a quote is not closed: {block}"
            raise SyntaxError(message)
        code = "\n".join(match[1] for match in lines).strip()
        if not code:
            continue
        head = _RULE.match(code)
        if head is None:
            message = f"no rule: {code}"
            raise SyntaxError(message)
        name, body = head[1].lower(), _Tokens(code[head.end() :]).definition()
        if head[2] == "=/":
            body = Alt((grammar.rules[name], body))
        elif name in grammar.rules:
            message = f"{name} is defined twice"
            raise SyntaxError(message)
        grammar.rules[name] = body
        marks = {word for match in lines if match[1].strip() for word in (match[2] or "").split(", ")}
        if "export" in marks:
            grammar.exports[head[1]] = " ".join(code.split())
        if "rare" in marks:
            grammar.rare.add(name)
    return grammar


NOTHING = Alt(())  # matches no text at all, not even the empty one


def expand(node: Node, rules: dict[str, Node], without: Container[str] = (), within: tuple[str, ...] = ()) -> Node:
    """`node` with every rule name replaced by what it stands for, those of `without` by NOTHING.

    RecursionError if a rule refers to itself.
    """
    if isinstance(node, Name):
        if node.name in within:
            raise RecursionError(" -> ".join((*within, node.name)))
        return NOTHING if node.name in without else expand(rules[node.name], rules, without, (*within, node.name))
    if isinstance(node, Seq):
        return Seq(tuple(expand(item, rules, without, within) for item in node.items))
    if isinstance(node, Alt):
        return Alt(tuple(expand(item, rules, without, within) for item in node.items))
    if isinstance(node, Repeat):
        return Repeat(expand(node.item, rules, without, within), node.least, node.most)
    return node


def literals(node: Node) -> list[str]:
    """The quoted strings of an expanded node, as they first appear, each once."""
    if isinstance(node, Word):
        return [node.text] if node.text.strip() else []
    if isinstance(node, Repeat):
        return literals(node.item)
    if isinstance(node, Seq | Alt):
        return list(dict.fromkeys(text for item in node.items for text in literals(item)))
    return []


# ---- Writing regular expressions ----


def simplify(node: Node) -> Node:
    """The same language in fewer parts: nested parts flattened, alternatives of one character made one class."""
    if isinstance(node, Repeat):
        item = simplify(node.item)
        return (Word("") if not node.least else NOTHING) if item == NOTHING else Repeat(item, node.least, node.most)
    if isinstance(node, Seq):
        return _sequence([simplify(item) for item in node.items])
    if isinstance(node, Alt):
        return _alternatives([simplify(item) for item in node.items])
    if isinstance(node, Word) and len(node.text) == 1:
        return chars(*((ord(char), ord(char)) for char in {node.text.lower(), node.text.upper()}))
    return node


def _sequence(nodes: list[Node]) -> Node:
    if NOTHING in nodes:
        return NOTHING
    items: list[Node] = []
    for node in nodes:
        items += node.items if isinstance(node, Seq) else [node] if node != Word("") else []
    return items[0] if len(items) == 1 else Seq(tuple(items))


def _alternatives(nodes: list[Node]) -> Node:
    items: list[Node] = []
    ranges: list[tuple[int, int]] = []
    for node in nodes:
        for item in node.items if isinstance(node, Alt) else [node]:
            if isinstance(item, Chars):
                ranges += item.ranges
            elif item not in items:
                items.append(item)
    if ranges:
        items.insert(0, chars(*ranges))
    return items[0] if len(items) == 1 else Alt(tuple(items))


def pattern(node: Node) -> str:
    """The regular expression of a simplified node, for `re` and `regex` alike, to be compiled with their ASCII flag."""
    if isinstance(node, Chars):
        return _class(node)
    if isinstance(node, Word):
        return f"(?i:{_literal(node.text)})" if node.text.lower() != node.text.upper() else _literal(node.text)
    if isinstance(node, Seq):
        return "".join(f"(?:{pattern(item)})" if isinstance(item, Alt) else pattern(item) for item in node.items)
    if isinstance(node, Alt):
        return "|".join(map(pattern, node.items))
    if isinstance(node, Repeat):
        item = pattern(node.item)
        return (item if isinstance(node.item, Chars) else f"(?:{item})") + _times(node)
    raise TypeError(node)


def _times(node: Repeat) -> str:
    short = {(0, 1): "?", (0, None): "*", (1, None): "+"}
    if (node.least, node.most) in short:
        return short[node.least, node.most]
    if node.least == node.most:
        return f"{{{node.least}}}"
    return f"{{{node.least},{'' if node.most is None else node.most}}}"


_LAST = 0x10FFFF


def _class(node: Chars) -> str:
    if node.ranges[0][0] == node.ranges[-1][1]:
        return _literal(chr(node.ranges[0][0]))
    if node.ranges[-1][1] < _LAST:
        return f"[{_members(node.ranges)}]"
    # What is not in it is ASCII only, and quick to compile: `re` goes through large ranges character by character
    ends = [(-1, -1), *node.ranges]
    gaps = [(high + 1, low - 1) for (_, high), (low, _) in pairwise(ends) if low > high + 1]
    return f"[^{_members(gaps)}]"


def _members(ranges: Iterable[tuple[int, int]]) -> str:
    parts = []
    for low, high in ranges:
        parts.append(_in_class(low))
        if high > low:
            parts.append(("-" if high > low + 1 else "") + _in_class(high))
    return "".join(parts)


def _in_class(code: int) -> str:
    char = chr(code)
    if char in "[]\\^-":
        return "\\" + char
    if char.isascii() and char.isprintable():
        return char
    return f"\\x{code:02x}" if char <= "\xff" else f"\\u{code:04x}" if char <= "\uffff" else f"\\U{code:08x}"


def _literal(text: str) -> str:
    return re.sub(r"([\\.^$*+?{}\[\]|()])", r"\\\1", text)


# ---- The module ----

_HEAD = f'''"""The syntax of SMTP as regular expressions, from grammar/smtp.abnf: generated, `{REFRESH}` refreshes it.

Rule 1: compile them with the ASCII flag of `re` or `regex`; match whole texts, as they have no anchors.
"""
# ruff: noqa: E501, ERA001

'''


def write(text: str) -> str:
    """The source of smtp_ls/patterns.py for the text of smtp.abnf."""
    ascii_only, extended = read(text), read(text, utf8=True)
    full: dict[str, str] = {}
    common: dict[str, str] = {}
    utf8: dict[str, str] = {}
    words: dict[str, str] = {}
    for rule in ascii_only.exports:
        name = Name(rule.lower())
        whole = expand(name, ascii_only.rules)
        full[rule] = pattern(simplify(whole))
        words[rule] = " ".join(literals(whole))
        first = simplify(expand(name, ascii_only.rules, ascii_only.rare))
        if first != NOTHING and pattern(first) != full[rule]:
            common[rule] = pattern(first)
        wide = pattern(simplify(expand(name, extended.rules)))
        if wide != full[rule]:
            utf8[rule] = wide
    return _HEAD + "\n".join(
        (
            _table("FULL", "Rule -> pattern.", full, ascii_only.exports),
            _table("COMMON", "Rule -> pattern of the texts that hold no rare part, if any could.", common),
            _table("UTF8", "Rule -> pattern with SMTPUTF8 (RFC 6531 3.3), where that differs.", utf8),
            _table("LITERALS", "Rule -> the quoted strings of its grammar, in order, with blanks between.", words),
        )
    )


def _table(name: str, doc: str, rows: dict[str, str], notes: dict[str, str] | None = None) -> str:
    lines = [f"# {doc}", f"{name}: dict[str, str] = {{"]
    for key, value in rows.items():
        if notes:
            lines.append(f"    # {notes[key]}")
        lines.append(f"    {_quoted(key)}: {_quoted(value)},")
    return "\n".join((*lines, "}", ""))


def _quoted(text: str) -> str:
    """A literal of `text` as ruff format writes it: in the quotes that need fewer backslashes."""
    mark = "'" if text.count('"') > text.count("'") else '"'
    return mark + text.replace("\\", "\\\\").replace(mark, "\\" + mark) + mark


def main(arguments: list[str]) -> int:
    """Write the module, or say whether it is stale."""
    source = write(ABNF.read_text(encoding="ascii"))
    if arguments == ["--check"]:
        if PATTERNS.exists() and PATTERNS.read_text(encoding="ascii") == source:
            return 0
        sys.stderr.write(f"{PATTERNS.name} is stale: run {REFRESH}\n")
        return 1
    if arguments:
        sys.stderr.write(f"usage: {REFRESH} [--check]\n")
        return 2
    PATTERNS.write_text(source, encoding="ascii", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
