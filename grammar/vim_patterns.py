"""Say a pattern of the TextMate grammar, in Python's notation, in that of Vim (very magic).

Rule 1: what Vim cannot say, or what no pattern has used so far, is an error when the file is made, never a guess.
"""

from __future__ import annotations

import re
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_SETS = {
    op.CATEGORY_DIGIT: "0-9",
    op.CATEGORY_WORD: "0-9A-Za-z_",
    op.CATEGORY_SPACE: r" \t",
}
_ALONE = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
}
_TOLD = 0xE000
"""From here on a character stands for a variable of the script, which is not translated."""


def vim(pattern: str) -> str:
    """The pattern, to be read after `\\v`; a character from U+E000 on stays as it is."""
    return _sequence(parser.parse(pattern), ignore=False)


def _sequence(items: Any, *, ignore: bool) -> str:
    return "".join(_item(name, value, ignore=ignore) for name, value in items)


def _item(name: Any, value: Any, *, ignore: bool) -> str:
    if name is op.LITERAL:
        return _letter(value, ignore=ignore)
    if name is op.NOT_LITERAL:
        return f"[^{_member(value)}]"
    if name is op.ANY:
        return "."
    if name is op.IN:
        return _set(value, ignore=ignore)
    if name is op.AT:
        return {op.AT_BEGINNING: "^", op.AT_END: "$", op.AT_BOUNDARY: "%(<|>)"}[value]
    if name in (op.MAX_REPEAT, op.MIN_REPEAT):
        return _repeat(value, least=name is op.MIN_REPEAT, ignore=ignore)
    return _group(name, value, ignore=ignore)


def _group(name: Any, value: Any, *, ignore: bool) -> str:
    if name is op.BRANCH:
        return "%(" + "|".join(_sequence(each, ignore=ignore) for each in value[1]) + ")"
    if name is op.SUBPATTERN:
        _, added, removed, inner = value
        inside = (ignore or bool(added & re.IGNORECASE)) and not removed & re.IGNORECASE
        return f"%({_sequence(inner, ignore=inside)})"
    if name is op.ATOMIC_GROUP:
        return f"%({_sequence(value, ignore=ignore)})@>"
    if name in (op.ASSERT, op.ASSERT_NOT):
        ahead, inner = value
        sign = {(op.ASSERT, 1): "@=", (op.ASSERT, -1): "@<="}.get((name, ahead), "@!" if ahead > 0 else "@<!")
        return f"%({_sequence(inner, ignore=ignore)}){sign}"
    raise NotImplementedError(f"no pattern so far has had {name}: say in vim_patterns.py what it is for Vim")


def _repeat(value: Any, *, least: bool, ignore: bool) -> str:
    low, high, inner = value
    atom = _sequence(inner, ignore=ignore)
    if len(inner) != 1 or (ignore and atom.startswith("%(") and not atom.endswith(")")):
        atom = f"%({atom})"
    most = "" if high is op.MAXREPEAT else str(high)
    if least:
        return f"{atom}{{-{low},{most}}}"
    short = {(0, ""): "*", (1, ""): "+", (0, "1"): "?"}.get((low, most))
    return atom + (short or f"{{{low},{most}}}")


def _letter(code: int, *, ignore: bool) -> str:
    letter = chr(code)
    if code >= 0x80 or letter.isalnum() or letter in "_ ":
        return f"[{letter.upper()}{letter.lower()}]" if ignore and letter.isalpha() and code < _TOLD else letter
    return {"\t": r"\t"}.get(letter, "\\" + letter)


def _member(code: int) -> str:
    letter = chr(code)
    return {"\t": r"\t", "/": r"\/"}.get(letter, "\\" + letter if letter in "]\\^-" else letter)


def _set(members: Any, *, ignore: bool) -> str:
    if len(members) == 1 and members[0][0] is op.CATEGORY:
        return _ALONE[members[0][1]]
    made = ""
    for name, value in members:
        if name is op.NEGATE:
            made += "^"
        elif name is op.LITERAL:
            made += _member(value)
            if ignore and chr(value).isalpha():
                made += _member(ord(chr(value).swapcase()))
        elif name is op.RANGE:
            made += f"{_member(value[0])}-{_member(value[1])}"
        else:
            made += _SETS[value]
    return f"[{made}]"
