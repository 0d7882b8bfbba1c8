"""The one thing that smtp-ls asks of the package `regex`, for a place where its compiled code is not installed.

`compile(pattern, ASCII).fullmatch(text, partial=True)` is true when the text is a beginning of a match. Rule 1: it
knows what the patterns of smtp_ls/patterns.py are made of (alternatives, groups, classes, repeats, `(?i:`) and refuses
the rest. Rule 2: a pattern becomes states, a text walks through sets of them, and each step is remembered; there is no
backtracking, so that no text takes long.
"""

# ruff: noqa: INP001  (scripts beside no package)

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

ASCII = 0
"""As the package has it; these patterns hold nothing that it would change."""

Test = Callable[[str], bool]
Fragment = tuple[int, int]
"""A part of a pattern: the state before it and the state after it."""


class error(ValueError):  # noqa: N801, N818  (named as the package names it)
    """A pattern that this stand-in does not understand."""


def compile(pattern: str, flags: int = ASCII) -> Pattern:  # noqa: A001, ARG001  (the package's signature)
    """The pattern, ready to be matched; `error` for what goes beyond rule 1."""
    return Pattern(pattern)


class Pattern:
    """A pattern as states with arrows between them."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._free: list[list[int]] = []
        """From each state, where one may go without reading."""
        self._read: list[tuple[Test, int] | None] = []
        """From each state, where one may go by reading a character that passes the test."""
        start, self._end = _Parser(self).whole()
        self._start = self._closed({start})
        self._steps: dict[tuple[frozenset[int], str], frozenset[int]] = {}

    def fullmatch(self, text: str, *, partial: bool = False) -> bool:
        """Is the text a match as a whole, or with `partial` at least the beginning of one?"""
        states = self._start
        for character in text:
            key = (states, character)
            reached = self._steps.get(key)
            if reached is None:
                read = (self._read[state] for state in states)
                reached = self._steps[key] = self._closed({arrow[1] for arrow in read if arrow and arrow[0](character)})
            if not reached:
                return False
            states = reached
        return partial or self._end in states

    def _closed(self, states: set[int]) -> frozenset[int]:
        waiting = list(states)
        while waiting:
            for state in self._free[waiting.pop()]:
                if state not in states:
                    states.add(state)
                    waiting.append(state)
        return frozenset(states)

    def state(self) -> int:
        """A new state."""
        self._free.append([])
        self._read.append(None)
        return len(self._free) - 1

    def free(self, source: int, target: int) -> None:
        """One may go from here to there without reading."""
        self._free[source].append(target)

    def reads(self, test: Test) -> Fragment:
        """A fragment that reads one character."""
        source, target = self.state(), self.state()
        self._read[source] = (test, target)
        return source, target


class _Parser:
    """A pattern's text, read once from left to right; a repeated part is read again for each copy of it."""

    def __init__(self, pattern: Pattern) -> None:
        self.made = pattern
        self.text = pattern.pattern
        self.at = 0
        self.folds = False

    def whole(self) -> Fragment:
        fragment = self._alternatives()
        if self.at < len(self.text):
            self._refuse()
        return fragment

    def _alternatives(self) -> Fragment:
        start, end = self.made.state(), self.made.state()
        while True:
            first, last = self._sequence()
            self.made.free(start, first)
            self.made.free(last, end)
            if not self._took("|"):
                return start, end

    def _sequence(self) -> Fragment:
        start = end = self.made.state()
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            first, last = self._repeated()
            self.made.free(end, first)
            end = last
        return start, end

    def _repeated(self) -> Fragment:
        at = self.at
        fragment = self._one()
        bounds = self._bounds()
        if bounds is None:
            return fragment
        least, most = bounds
        behind = self.at
        start = end = self.made.state()
        copies: list[int] = []
        for number in range(max(least, 1) if most is None else most):
            if number:
                self.at = at
                fragment = self._one()
            if number >= least:
                copies.append(end)
            self.made.free(end, fragment[0])
            end = fragment[1]
        self.at = behind
        last = self.made.state()
        self.made.free(end, last)
        for skipped in copies:
            self.made.free(skipped, last)
        if most is None:
            self.made.free(end, fragment[0])
        return start, last

    def _bounds(self) -> tuple[int, int | None] | None:
        """How often the part before is repeated; None if a sign of that does not follow."""
        for sign, bounds in {"*": (0, None), "+": (1, None), "?": (0, 1)}.items():
            if self._took(sign):
                return bounds
        if not self._took("{"):
            return None
        least, comma, most = self._up_to("}").partition(",")
        if not least.isdecimal() or not (most.isdecimal() or not most):
            self._refuse()
        return int(least), int(most) if most else None if comma else int(least)

    def _one(self) -> Fragment:
        """A group, a class or a character."""
        if self._took("(?:"):
            return self._group(folds=self.folds)
        if self._took("(?i:"):
            return self._group(folds=True)
        if self._took("["):
            return self.made.reads(self._class())
        if self.text[self.at] in "().*+?{}^$":
            self._refuse()
        character = self._character()
        return self.made.reads(self._folded({character}.__contains__))

    def _group(self, *, folds: bool) -> Fragment:
        outside, self.folds = self.folds, folds
        fragment = self._alternatives()
        self.folds = outside
        if not self._took(")"):
            self._refuse()
        return fragment

    def _class(self) -> Test:
        negated = self._took("^")
        ranges: list[tuple[str, str]] = []
        while not self._took("]"):
            low = high = self._character()
            if self.text[self.at] == "-" and self.text[self.at + 1] != "]":
                self.at += 1
                high = self._character()
            ranges.append((low, high))
        test = self._folded(lambda character: any(low <= character <= high for low, high in ranges))
        return (lambda character: not test(character)) if negated else test

    def _folded(self, test: Test) -> Test:
        if not self.folds:
            return test
        return lambda character: (
            test(character) or (character.isascii() and (test(character.lower()) or test(character.upper())))
        )

    def _character(self) -> str:
        """One character, written as it is, with a backslash, or as `\\xNN`."""
        if self.at >= len(self.text):
            self._refuse()
        character = self.text[self.at]
        self.at += 1
        if character != "\\":
            return character
        letter = self.text[self.at : self.at + 1]
        self.at += 1
        if letter == "x":
            digits = self.text[self.at : self.at + 2]
            self.at += 2
            return chr(int(digits, 16))
        if not letter or letter.isalnum():
            self._refuse()
        return letter

    def _took(self, sign: str) -> bool:
        found = self.text.startswith(sign, self.at)
        self.at += len(sign) * found
        return found

    def _up_to(self, sign: str) -> str:
        end = self.text.find(sign, self.at)
        if end < 0:
            self._refuse()
        found = self.text[self.at : end]
        self.at = end + len(sign)
        return found

    def _refuse(self) -> NoReturn:
        raise error(f"not understood at {self.at}: {self.text[self.at : self.at + 10]!r} in {self.text!r}")
