"""A command follows STARTTLS before the server has answered.

It is sent in the clear, and a careless server takes it for the first one that came encrypted: somebody on the way
could put it there (CVE-2011-0411). STARTTLS is the last command of its group: wait for 220, begin TLS, and send EHLO
then.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-PIPELINING
    S: 250 STARTTLS
    C: NOOP
    S: 250 2.0.0 Ok
    C: STARTTLS
    S: 220 2.0.0 Ready
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

A script need not show the reply:

    C: EHLO client.example.org
    C: STARTTLS
    C: EHLO client.example.org
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-PIPELINING
    S: 250 STARTTLS
    C: STARTTLS
    C: RSET
       ^^^^ a command follows STARTTLS in the clear
    S: 220 2.0.0 Ready
    S: 250 2.0.0 Ok
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 STARTTLS
    STARTTLS
    EHLO client.example.org
    ^^^^^^^^^^^^^^^^^^^^^^^ a command follows STARTTLS in the clear
    503 5.5.1 Nothing may follow STARTTLS
    503 5.5.1 Nothing may follow STARTTLS
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, group
from smtp_ls.rules.pipelining.groups import group_start, shown_group
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "command-injection-after-starttls", "reply:grouped",
    severity=Severity.ERROR, rfc="3207#4",
    instead_of=(
        "pipelining-not-offered", "pipelined-after-sync", "reply-count-mismatch", "mail-before-ehlo",
        "ehlo-missing-after-starttls",
    ),
    rows=("pipelined-starttls",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """Something waits behind STARTTLS in one group, and no TLS has begun between them."""
    waiting = shown_group(step)
    for index, each in enumerate(waiting[:-1], group_start(step)):
        if each.verb == "STARTTLS" and not step.before.known.tls:
            yield Found(
                "a command follows STARTTLS in the clear: wait for 220 and begin TLS first (RFC 3207 section 4)",
                place=group(index + 1),
            )
