"""A script expects a reply that the command can never get.

DATA is answered with 354, QUIT with 221, STARTTLS with 220; a test that waits for 250 there fails with every server.
Expect what the command gets, or a class such as `2xx`. An enhanced code has the class of its reply, so that `250 5.1.1`
never comes either; and what stands between slashes must be a regular expression.

## Good

    S: 220
    C: EHLO client.example.org
    S: 250
    C: VRFY bob
    S: 25x
    C: MAIL FROM:<alice@example.org>
    S: 2xx
    C: RCPT TO:<bob@example.net>
    S: 250|550
    C: DATA
    S: 3xx
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    S: 250
    C: QUIT
    S: 221

A refusal is always possible:

    220
    EHLO client.example.org
    250
    NOOP
    4xx
    QUIT
    ...

## Bad

    S: 220
    C: EHLO client.example.org
    S: 250
    C: QUIT
    S: 354
       ^^^ QUIT never gets this; it gets 221

In the bare form:

    220
    EHLO client.example.org
    250
    MAIL FROM:<alice@example.org>
    250
    RCPT TO:<bob@example.net>
    250
    DATA
    250|251
    ^^^^^^^ DATA never gets this; it gets 354
    QUIT
    221

An enhanced code of another class, and a pattern that cannot be read:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: NOOP
    S: 250 5.0.0
           ^^^^^ a reply with an enhanced code of this class never begins so
    C: NOOP
    S: 250 /queued (as \\w+/
            ^^^^^^^^^^^^^^ this regular expression cannot be read
    C: QUIT
    S: 221
"""

import re
import warnings
from collections.abc import Iterator

from smtp_ls.events import Expect
from smtp_ls.findings import Severity, Span
from smtp_ls.protocol.verbs import EXPECTED
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.script.asked import can_be, judged
from smtp_ls.rules.words import one_of
from smtp_ls.session import Step


@rule("expectation-impossible", "expect", severity=Severity.ERROR, rfc="5321#4.3.2", always=True)
def check(step: Step) -> Iterator[Found]:
    """None of the alternatives can come, or not with what else is expected."""
    expect = step.event
    if not isinstance(expect, Expect):
        return
    about = judged(step)
    if about is not None and not any(can_be(pattern, about.verb) for pattern in expect.codes):
        what = "the end of mail data" if about.verb == "." else about.verb
        codes = one_of(tuple(str(code) for code in sorted(EXPECTED[about.verb])))
        yield Found(f"{what} never gets this; it gets {codes} (RFC 5321 section 4.3.2)")
    elif expect.enhanced and not any(pattern[0] in (expect.enhanced[0], "3") for pattern in expect.codes):
        start = expect.text.index(expect.enhanced)
        yield Found(
            "a reply with an enhanced code of this class never begins so: the first digits agree (RFC 2034 section 4)",
            Span(start, start + len(expect.enhanced)),
        )
    wrong = _unreadable(expect.pattern)
    if wrong:
        start = expect.text.index("/") + 1
        yield Found(f"this regular expression cannot be read: {wrong}", Span(start, start + len(expect.pattern)))


def _unreadable(pattern: str) -> str:
    """What is wrong with a regular expression; "" if nothing is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return str(error) or "it is too large"
    return ""
