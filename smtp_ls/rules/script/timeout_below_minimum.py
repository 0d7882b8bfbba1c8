"""A script waits less long than RFC 5321 advises.

A server may look up names, ask other servers and scan the message before it answers. A client should wait five minutes
for the greeting and for the replies to MAIL and RCPT, two for the reply to DATA, and ten for the reply to the final
dot; one that gives up earlier sends the message again, and it arrives twice. Tests want shorter times: the rule is off
unless it is selected.

## Good

    @timeout = 600
    S: 220
    C: EHLO client.example.org
    S: 250
    C: QUIT
    S: 221

Without a time of its own:

    EHLO client.example.org
    QUIT

## Bad

    @timeout = 10
               ^^ 10 seconds are less
    S: 220
    C: EHLO client.example.org
    S: 250
    C: QUIT
    S: 221

In the bare form:

    @timeout = 299
               ^^^ 299 seconds are less
    EHLO client.example.org
    QUIT
"""

import re
from collections.abc import Iterator

from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_LEAST = 300
_SECONDS = re.compile(r"=\s*(\d+(?:\.\d+)?)(?:\s*s)?\s*$")


@rule("timeout-below-minimum", "directive:timeout", severity=Severity.INFORMATION, rfc="5321#4.5.3.2", on=False)
def check(step: Step) -> Iterator[Found]:
    """One time holds for every reply, so that the longest of the usual ones counts; the dot's ten minutes are rarer."""
    found = _SECONDS.search(step.event.text)
    if found and float(found[1]) < _LEAST:
        yield Found(
            f"{found[1]} seconds are less than the {_LEAST} that a client should wait (RFC 5321 section 4.5.3.2)",
            Span(*found.span(1)),
        )
