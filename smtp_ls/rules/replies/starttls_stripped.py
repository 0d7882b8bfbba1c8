"""Something between client and server hides STARTTLS.

Some firewalls overwrite what they do not know: the greeting becomes asterisks, and `STARTTLS` in the EHLO reply
`XXXXXXXA`. The client goes on without encryption, as an attacker would want it. Cisco calls it ESMTP inspection;
turn it off.

## Good

    S: 220 mx.example.com ESMTP **
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-XXX
    S: 250 STARTTLS
    C: QUIT
    S: 221 2.0.0 Bye

In other places it is only text:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com XXXXXXXA
    250 SIZE
    NOOP
    250 XXXXXXXA
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 ****************0*0*********
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this greeting has been overwritten
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-SIZE 10000000
    S: 250 XXXXXXXA
           ^^^^^^^^ this keyword has been overwritten
    C: QUIT
    S: 221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity
from smtp_ls.rules.keywords import STRIPPED, flaw, is_repeated
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import first_said, said_span
from smtp_ls.session import Step

_OVERWRITTEN = re.compile(r"\s*(?=(?:[^*]*\*){8})[*0-9 ]+$")


@rule(
    "starttls-stripped", "keyword:odd", "reply:odd-host",
    severity=Severity.INFORMATION, rfc="3207#6", instead_of=("greeting-no-domain",), always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A greeting of asterisks, or a keyword of X, in a session in which TLS has not begun."""
    reply, before = step.event, step.before
    if not isinstance(reply, Reply) or before.known.tls:
        return
    why = "a firewall hides STARTTLS so, and the session goes on unencrypted (RFC 3207 section 6)"
    if before.reply is None:
        if step.asked is None and _OVERWRITTEN.match(reply.says):
            yield Found(f"this greeting has been overwritten: {why}", said_span(reply))
    elif flaw(reply.says) == STRIPPED and not is_repeated(step):
        yield Found(f"this keyword has been overwritten: {why}", first_said(reply))
