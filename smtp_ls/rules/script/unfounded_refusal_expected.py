"""A script expects a refusal that nothing in the file explains.

500, 501, 502 and 555 say that the command is not well written or not known, and 503 that it is out of order; but this
command is as it should be. Perhaps the mistake that the test was written for is gone. (Other refusals are never
questioned: the server may have its reasons.)

## Good

    S: 220
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org
    S: 501
    C: MAIL FROM:<alice@example.org>
    S: 550
    C: DATA
    S: 503
    C: EXPN staff
    S: 502
    C: QUIT
    S: 221

What the server does not offer it need not know:

    220
    EHLO client.example.org
    250
    MAIL FROM:<alice@example.org> SIZE=1000
    555
    STARTTLS
    502
    NOOP
    5xx
    QUIT
    221

What a placeholder stands for may well be wrong:

    220
    EHLO client.example.org
    250
    NOOP {{more than a line may hold}}
    500
    QUIT
    221

## Bad

    S: 220
    C: EHLO client.example.org
    S: 250
    C: MAIL FROM:<alice@example.org>
    S: 501
       ^^^ nothing is wrong with how MAIL is written
    C: QUIT
    S: 221

In the bare form:

    220
    EHLO client.example.org
    250
    RSET
    503
    ^^^ RSET is in order here
    QUIT
    221
"""

from collections.abc import Iterator

from smtp_ls.events import Expect
from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.script.asked import Judged, judged
from smtp_ls.session import Step

_SYNTAX = ("500", "501", "502", "555")
_ORDER = ("503",)
_ALWAYS_KNOWN = ("MAIL", "RCPT", "DATA", "RSET", "NOOP", "QUIT")
"""What every server must know, less what it may disable or what old ones lack (RFC 5321 section 4.5.1)."""


@rule("unfounded-refusal-expected", "expect", severity=Severity.INFORMATION, rfc="5321#4.3.2", always=True)
def check(step: Step) -> Iterator[Found]:
    """All the alternatives blame the command, and it is right."""
    about = judged(step)
    if about is None or not isinstance(step.event, Expect):
        return
    codes = step.event.codes
    if all(code in _SYNTAX for code in codes) and _is_right(about, codes):
        yield Found(
            f"nothing is wrong with how {about.verb} is written: why should it be refused? (RFC 5321 section 4.3.2)"
        )
    elif all(code in _ORDER for code in codes) and about.in_order:
        yield Found(f"{about.verb} is in order here: why should it be refused? (RFC 5321 section 4.3.2)")


def _is_right(about: Judged, codes: tuple[str, ...]) -> bool:
    """Well written, known to every server, and without parameters that this one may not know; 501 is for any verb."""
    if about.valid is not True or about.parameters:
        return False
    return about.verb in _ALWAYS_KNOWN or codes == ("501",)
