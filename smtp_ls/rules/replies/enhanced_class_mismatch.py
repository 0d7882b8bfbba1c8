"""The enhanced status code contradicts the reply code.

Both begin with the same digit: 2 for yes, 4 for not now, 5 for no. If they differ, one client tries again and another
gives up.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ENHANCEDSTATUSCODES
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 450 4.2.0 Try again
    C: QUIT
    S: 221 2.0.0 Bye

Without ENHANCEDSTATUSCODES it is only text, and so are version numbers:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 SIZE 1000000
    VRFY bob
    550 4.1.1 is where the rules forbid this
    EHLO client.example.org
    250-mx.example.com
    250 ENHANCEDSTATUSCODES
    NOOP
    250 5.7.1-rc2 is our version
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ENHANCEDSTATUSCODES
    C: VRFY bob
    S: 550 4.1.1 No such user
           ^^^^^ 550 is a permanent failure, but 4.1.1 a transient one
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 ENHANCEDSTATUSCODES
    VRFY bob
    450-5.2.0 Try
        ^^^^^ 450 is a transient failure, but 5.2.0 a permanent one
    450 4.2.0 again
    QUIT
    221 2.0.0 Bye

A script may expect both:

    S: 220
    C: EHLO client.example.org
    S: 250-ENHANCEDSTATUSCODES
    S: ...
    C: VRFY bob
    S: 550 2.1.1
           ^^^^^ 550 is a permanent failure, but 2.1.1 a success
    C: QUIT
    S: 221
"""

import re
from collections.abc import Iterator

from smtp_ls.events import Expect, Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_ENHANCED = re.compile(r"...[- ]\s*(?P<code>(?P<class>[245])\.\d{1,3}\.\d{1,3})(?=\s|$)")
_KINDS = {"2": "success", "4": "transient failure", "5": "permanent failure"}
_SHORT = {"2": "success", "4": "transient one", "5": "permanent one"}
_GREETS = ("EHLO", "HELO", "LHLO")


@rule("enhanced-class-mismatch", "enhanced:odd", "expect", severity=Severity.ERROR, rfc="2034#4", always=True)
def check(step: Step) -> Iterator[Found]:
    """Enhanced codes are offered, and the class is not the first digit. What answers EHLO has none, nor has 3yz."""
    event, asked = step.event, step.asked
    offers = step.before.known.offers
    found = _ENHANCED.match(event.text)
    offered = offers is not None and "ENHANCEDSTATUSCODES" in offers
    if found is None or not offered or not isinstance(event, Reply | Expect) or (asked and asked.verb in _GREETS):
        return
    first, kind = event.text[0], found["class"]
    if first in _KINDS and first != kind and (isinstance(event, Reply) or len(event.codes) == 1):
        other = _SHORT[kind] if first != "2" else _KINDS[kind]
        yield Found(
            f"{event.text[:3]} is a {_KINDS[first]}, but {found['code']} a {other} (RFC 2034 section 4)",
            Span(*found.span("code")),
        )
