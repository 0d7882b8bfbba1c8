"""What the rules of expectations share: which command a pattern is about, and whether that command was right."""

import re
from typing import NamedTuple

from smtp_ls.envelope import envelope
from smtp_ls.events import Expect
from smtp_ls.protocol.verbs import EXPECTED, VERBS
from smtp_ls.reading import command_parts
from smtp_ls.session import Known, Step, Waiting, allowed
from smtp_ls.session.acceptance import presume
from smtp_ls.session.order import Phase

_LONGEST = 510
"""Characters of a command line that every server takes, less CRLF (RFC 5321 section 4.5.3.1.4)."""
_BLANK = re.compile(r"(?i)(FROM:|TO:)[ \t]+")


class Judged(NamedTuple):
    """A command that a script expects a reply to: is its place in the session right, and is it well written?

    None where that is not known.
    """

    waiting: Waiting
    known: Known
    in_order: bool | None
    valid: bool | None

    @property
    def verb(self) -> str:
        """Its verb, "." for the end of mail data."""
        return self.waiting.verb

    @property
    def parameters(self) -> bool:
        """Does it carry parameters?"""
        return self.verb in ("MAIL", "RCPT") and bool(envelope(self.waiting.text).parameters)


def judged(step: Step) -> Judged | None:
    """The command that this pattern, or its first line, is about; None if there is none, or its codes are not told."""
    event, asked, before = step.event, step.asked, step.before
    if (
        not isinstance(event, Expect)
        or not event.codes
        or asked not in before.pending
        or before.reply is not None
        or before.lost
    ):
        return None
    assert asked is not None  # it waits
    earlier = before.pending[: before.pending.index(asked)]
    known = presume(before.known, earlier)
    told = asked.verb in VERBS and known.phase != Phase.UNKNOWN and before.shown.ordered
    in_order = asked.verb in allowed(known) if told else None
    spoken = asked.verb in VERBS and asked.verb not in ("AUTH", "X-EXPS") and before.last == "client"
    return Judged(asked, known, in_order, _well_written(asked.text) if spoken else None)


def _well_written(text: str) -> bool | None:
    """None for a blank behind the colon alone, which most servers take, and where what is sent may yet be refused."""
    if command_parts(text)[1]:
        return True if text.isascii() and "{{" not in text and len(text) <= _LONGEST else None
    return None if command_parts(_BLANK.sub(r"\1", text))[1] else False


def can_be(pattern: str, verb: str) -> bool:
    """Can the verb get a reply that this pattern (three characters, `x` for any digit) describes? Refusals always."""
    if pattern[0] in "45" or verb not in EXPECTED:
        return True
    return any(_fits(pattern, f"{code}") for code in EXPECTED[verb])


def _fits(pattern: str, code: str) -> bool:
    return all(mine in ("x", theirs) for mine, theirs in zip(pattern.lower(), code, strict=True))


def may_be(expect: Expect, *codes: str) -> bool:
    """Does one of the alternatives describe one of these codes?"""
    return any(_fits(pattern, code) for pattern in expect.codes for code in codes)
