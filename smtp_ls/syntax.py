"""Whether a text is what a rule of grammar/smtp.abnf describes; where it stops being so; and what could stand there.

Rule 1: valid texts cost one match of stdlib `re`; `regex` is imported for the first wrong text and not before.
Rule 2: columns are 0-based and count characters; `{{name}}` placeholders keep them (LANGUAGE.md section 1).

A rule is named as the grammar spells it: "mail", "Mailbox", "size-value"; another name is a KeyError. With `utf8` the
rule is taken with the additions of SMTPUTF8 (RFC 6531 section 3.3).
"""

from __future__ import annotations

import re
from itertools import chain, permutations

from smtp_ls.patterns import COMMON, FULL, LITERALS, UTF8

TYPE_CHECKING = False  # type checkers take it for true; the module typing would cost 4 ms
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeVar

    T = TypeVar("T")

# Tokens of `expected` that name what could stand there instead of spelling it
END = "the end of the line"
BLANK = "a blank"
LETTER, DIGIT, LETTER_OR_DIGIT, HEXADECIMAL = "a letter", "a digit", "a letter or digit", "a hexadecimal digit"
DESCRIPTIONS = frozenset({END, BLANK, LETTER, DIGIT, LETTER_OR_DIGIT, HEXADECIMAL})


class _Compiled(dict[str, "Callable[[str], object]"]):
    """Rule -> fullmatch of its pattern in the first of the tables that has it, compiled when first asked for."""

    def __init__(self, *tables: dict[str, str]) -> None:
        self.tables = tables

    def __missing__(self, rule: str) -> Callable[[str], object]:
        pattern = next((table[rule] for table in self.tables if rule in table), None)
        if pattern is None:
            raise KeyError(rule)
        self[rule] = fullmatch = re.compile(pattern, re.ASCII).fullmatch
        return fullmatch


# What _FIRST matches _WHOLE matches too, and what that matches _WIDE, whose surrogates are no characters though (_cut)
_FIRST = _Compiled(COMMON, FULL)
_WHOLE = _Compiled(FULL)
_WIDE = _Compiled(UTF8, FULL)


def matches(rule: str, text: str, *, utf8: bool = False) -> bool:
    """Whether `text` is a <rule>, if need be with some value for each of its placeholders."""
    if _FIRST[rule](text) or _matches_whole(rule, text, utf8=utf8):
        return True
    return "{{" in text and _matches_filled(rule, text, utf8=utf8)


def viable(rule: str, text: str, *, utf8: bool = False) -> int:
    """The column at which `text` stops being the beginning of any <rule>; len(text) if it never does.

    Never inside a placeholder: one that no value fits is passed over.
    """
    partial = _partial(rule, utf8=utf8)
    column = _column(partial, text)
    spans = _placeholders(text)
    if column == len(text) or not spans or column < spans[0][0]:
        return column
    if matches(rule, text, utf8=utf8):
        return len(text)
    column = max(column, *(_column(partial, filled) for filled in stand_ins(text)))
    same = [(value,) * len(spans) for value in _SHORT]
    column = max(column, *(_unfill(_column(partial, _fill(text, spans, one)), spans, one) for one in same))
    return next((end for start, end in spans if start <= column < end), column)


def expected(rule: str, prefix: str, *, utf8: bool = False) -> tuple[str, ...]:
    """What could stand behind `prefix` in a <rule>, likeliest first; empty if `prefix` is no beginning of one.

    Each is the text itself ("<", "FROM:", "OM:" behind "FR", " LAST") or one of DESCRIPTIONS. Blanks are only spelt out
    before a word. What any letters could stand for is not spelt out: not every word that happens to be a domain.
    """
    partial = _partial(rule, utf8=utf8)
    start = next((text for text in (prefix, *stand_ins(prefix)) if _column(partial, text) == len(text)), None)
    if start is None:
        return ()

    def fits(text: str) -> bool:
        return bool(partial(start + text, partial=True))

    def singled_out(text: str) -> bool:
        """Whether this text fits, and not only because any letters or digits, or any marks of an atom, would."""
        other = "~" if text in _ATOM_MARKS else "".join(map(_another, text))
        return fits(text) and (other == text or not fits(other))

    literals = LITERALS[rule].split()
    spelt = [rest for literal in literals for rest in _rests(start, literal) if singled_out(rest)]
    described = []
    if fits(" "):
        words = [f" {literal}" for literal in literals if literal[0].isalpha() and singled_out(f" {literal}")]
        spelt += words
        described += [] if words else [BLANK]
    if partial(start):
        described.append(END)
    character = _kind_of_character(fits, spelt)
    if not (spelt or described or character):
        spelt = [char for char in map(chr, range(0x21, 0x7F)) if fits(char)][:1]
    spelt = _ranked(spelt)
    # Behind a letter or digit, another one is the least helpful thing to say; behind anything else it begins something
    tokens = (*spelt, *described, *character) if start[-1:].isalnum() else (*character, *spelt, *described)
    return tuple(dict.fromkeys(tokens))


def stand_ins(text: str) -> Iterator[str]:
    """Texts of the length of `text` with plausible values for its placeholders; none if it has none.

    The values are digits, an atom, an address and a path in brackets: one kind for all placeholders, then one kind for
    the first and another for the rest, then one for the last and another for the rest.
    """
    spans = _placeholders(text)
    for kinds in _choices(len(spans), _KINDS):
        values = [
            head + filler * (end - start - len(head) - len(tail)) + tail
            for (start, end), (head, filler, tail) in zip(spans, kinds, strict=True)
        ]
        yield _fill(text, spans, values)


def _matches_whole(rule: str, text: str, *, utf8: bool) -> bool:
    """Whether a text that the first pattern rejects matches the one that holds the rare parts, or SMTPUTF8."""
    if utf8 and not text.isascii():
        return rule in UTF8 and _cut(text) == len(text) and bool(_WIDE[rule](text))
    return rule in COMMON and bool(_WHOLE[rule](text))


def _cut(text: str) -> int:
    """The column of the first octet that was no UTF-8, kept as a surrogate; len(text) if all was well."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            return error.start
    return len(text)


# ---- Placeholders ----

# How a value of any length from 5 on begins, goes on and ends
_KINDS = (("", "1", ""), ("", "a", ""), ("a@", "a", ""), ("<a@", "a", ">"))

# Values that no padding makes as long as their placeholder: of fixed or limited length, or one of a list
_SHORT = (
    *("", "2", " a", "AAAA", "250", "a@a", "a:a", "LAST", "1.1.1.1", "::1", "FROM:<a@a>", "TO:<a@a>", ":<a@a>"),
    *("7BIT", "FULL", "NEVER", "DELAY", "2026-01-01", "00:00:00", "2026-01-01T00:00:00Z"),
)


def _placeholders(text: str) -> list[tuple[int, int]]:
    """Where the placeholders of `text` begin and end; {{}} is none."""
    spans = []
    start = text.find("{{")
    while start >= 0:
        end = text.find("}}", start + 3)
        if end < 0:
            break
        spans.append((start, end + 2))
        start = text.find("{{", end + 2)
    return spans


def _choices(count: int, kinds: Sequence[T]) -> Iterator[tuple[T, ...]]:
    """Ways to choose `count` times among `kinds`: all the same, the first another, the last another."""
    if not count:
        return
    yield from ((kind,) * count for kind in kinds)
    if count > 1:
        yield from ((one, *(other,) * (count - 1)) for one, other in permutations(kinds, 2))
    if count > 2:
        yield from ((*(other,) * (count - 1), one) for one, other in permutations(kinds, 2))


def _fill(text: str, spans: list[tuple[int, int]], values: Sequence[str]) -> str:
    """`text` with the values in place of its placeholders."""
    parts: list[str] = []
    at = 0
    for (start, end), value in zip(spans, values, strict=True):
        parts += text[at:start], value
        at = end
    return "".join(parts) + text[at:]


def _unfill(column: int, spans: list[tuple[int, int]], values: Sequence[str]) -> int:
    """Turn a column of the filled text into one of the text; within a value, into where its placeholder begins."""
    shift = 0  # column of the text minus that of the filled one
    for (start, end), value in zip(spans, values, strict=True):
        if column + shift < start:
            break
        if column + shift < start + len(value):
            return start
        shift += end - start - len(value)
    return column + shift


def _matches_filled(rule: str, text: str, *, utf8: bool) -> bool:
    spans = _placeholders(text)
    if spans == [(0, len(text))]:
        return True  # it may stand for anything
    short = (_fill(text, spans, values) for values in _choices(len(spans), _SHORT))
    return any(_FIRST[rule](one) or _matches_whole(rule, one, utf8=utf8) for one in chain(stand_ins(text), short))


# ---- The longest viable prefix ----

_PARTIAL: dict[tuple[str, bool], Callable[..., object]] = {}


def _partial(rule: str, *, utf8: bool) -> Callable[..., object]:
    """Return fullmatch of the `regex` package, which with partial=True matches the beginnings of a <rule> too."""
    fullmatch = _PARTIAL.get((rule, utf8))
    if fullmatch is None:
        import regex  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415 - rule 1

        pattern = UTF8.get(rule) if utf8 else None
        fullmatch = _PARTIAL[rule, utf8] = regex.compile(pattern or FULL[rule], regex.ASCII).fullmatch
    return fullmatch


def _column(partial: Callable[..., object], text: str) -> int:
    """The length of the longest viable prefix, by halving: a prefix of a viable prefix is viable."""
    text = text[: _cut(text)]
    if partial(text, partial=True):
        return len(text)
    # text[:low] is viable, text[:high] is not
    low, high = 0, len(text)
    while high - low > 1:
        middle = (low + high) // 2
        if partial(text[:middle], partial=True):
            low = middle
        else:
            high = middle
    return low


# ---- What could stand there ----

_ATOM_MARKS = frozenset("#%+-/=_")  # those marks of RFC 5322 atext that the grammar also has as quoted strings
_MARKS = '<>@]:;,="[./#%+_\\-'


def _rests(prefix: str, literal: str) -> Iterator[str]:
    """What of `literal` could follow `prefix`: all of it, or what is left if `prefix` ends with its beginning."""
    is_word = literal[0].isalnum() and len(literal) > 1
    if not (is_word and prefix[-1:].isalnum()):
        yield literal
    for length in range(min(len(literal) - 1, len(prefix)), 0, -1):
        before = prefix[-length - 1 : -length]
        if prefix[-length:].lower() == literal[:length].lower() and not (is_word and before.isalnum()):
            yield literal[length:]


def _another(char: str) -> str:
    """A letter for a letter, a digit for a digit."""
    return "q" if char.isalpha() else "7" if char.isdigit() else char


def _kind_of_character(fits: Callable[[str], bool], spelt: list[str]) -> list[str]:
    """Name the letters and digits that fit, other than those that begin what is spelt out; none, or one."""
    begun = "".join(token[0].lower() for token in spelt)
    letter, hexadecimal, digit = (
        any(fits(char) for char in chars if char not in begun) for chars in ("qj", "ba", "1730")
    )
    if letter:
        return [LETTER_OR_DIGIT if digit else LETTER]
    if digit:
        return [HEXADECIMAL if hexadecimal else DIGIT]
    return []


def _ranked(spelt: list[str]) -> list[str]:
    """Words in the order of the grammar, then marks in the order of their use; nothing that a shorter one begins."""
    spelt = [token for token in spelt if not any(token != other and token.startswith(other) for other in spelt)]
    return sorted(spelt, key=lambda token: _MARKS.find(token[0]) if len(token) == 1 or token[0] in _MARKS else -1)
