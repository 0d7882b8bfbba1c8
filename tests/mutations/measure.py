"""The sessions that are broken, and what is found in each once it is.

A session is broken once for each kind of break, at a place that chance picks and time does not change.
"""

from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from smtp_ls.findings import Severity
from smtp_ls.rules import page
from smtp_ls.trace import Trace
from tests.mutations import (  # noqa: F401  (each declares its kinds)
    addresses,
    authentication,
    chunks,
    content,
    order,
    parameters,
    pipelining,
    replies,
    scripts,
    verbs,
)
from tests.mutations.breaking import KINDS, Broken, Clean
from tests.pages import examples
from tests.test_rules_sessions import sessions

TESTS = Path(__file__).parent.parent

DRAWN = (
    "labelled submission STARTTLS AUTH LOGIN placeholder", "bare telnet", "client-only script bare",
    "script labelled client-only STARTTLS", "script with expectations", "bare script with expectations",
    "swaks with tls", "curl -v", "smtplib", "phpmailer", "javamail", "msmtp", "postfix smtpd -v", "exim -v", "haraka",
    "SCRAM", "CRAM-MD5", "AUTH cancelled", "DSN", "SMTPUTF8", "BDAT single", "BDAT in several chunks, pipelined",
    "LMTP mixed", "several transactions, RSET, EHLO again", "mailkit", "aiosmtpd",
    "openssl s_client", "ruby", "sendmail -v", "LMTP script", "LMTP script with patterns", "LMTP bdat", "PRDR",
    "two messages pipelined across", "perl net smtp", "comments in odd places", "telnet windows",
)  # fmt: skip
"""Sessions of sessions.txt, besides all of clean.txt."""

GOOD = ("missing-date", "binarymime-without-chunking", "bdat-bare-lf", "duplicate-header", "mime-boundary")
"""Rules whose first good session is drawn too."""


class Verdict(NamedTuple):
    """What came of one break."""

    session: str
    text: str
    """The broken session."""
    rules: tuple[str, ...]
    """Which rules tell of it on a right line."""
    elsewhere: tuple[str, ...]
    """What else is told at warning or above, as line:rule."""

    @property
    def found(self) -> bool:
        """Is it told anywhere?"""
        return bool(self.rules or self.elsewhere)


def clean_sessions() -> list[Clean]:
    """The sessions that are broken."""
    drawn, own = sessions(), sessions(TESTS / "clean.txt")
    table = {name: text for name, (text, _) in own.items()}
    table |= {name: drawn[name][0] for name in DRAWN}
    table["examples/clean.smtp"] = (TESTS.parent / "examples" / "clean.smtp").read_text(encoding="utf-8")
    for rule in GOOD:
        table[f"page of {rule}"] = next(each.text for each in examples(page(rule)) if each.section == "Good")
    return [Clean(name, text) for name, text in table.items()]


def verdicts(name: str, cleans: list[Clean], most: int = 1000) -> list[Verdict]:
    """What comes of a kind of break in the sessions that allow it; of at most so many, drawn by chance."""
    found: list[Verdict] = []
    for clean in sorted(cleans, key=lambda each: _chance(name, each)):
        if len(found) == most:
            break
        choices = [*KINDS[name](clean)]
        if choices:
            found.append(_judged(choices[_chance(name, clean) % len(choices)]))
    return found


def _chance(name: str, clean: Clean) -> int:
    """A number that is the same in every run."""
    return crc32(f"{name} {clean.name}".encode())


def _judged(broken: Broken) -> Verdict:
    """What is found in a broken session, and where."""
    text, right = broken.made()
    least = Severity.INFORMATION if broken.quiet or broken.clean.excerpt else Severity.WARNING
    found = [
        each
        for each in Trace(text).diagnostics()
        if each.severity >= least and (each.severity >= Severity.WARNING or each.rule not in broken.clean.known)
    ]
    here = tuple(sorted({each.rule for each in found if each.start.line in right}))
    elsewhere = [each for each in found if each.start.line not in right and each.severity >= Severity.WARNING]
    return Verdict(broken.clean.name, text, here, tuple(f"{it.start.line + 1}:{it.rule}" for it in elsewhere))
