"""Something follows AUTH before the exchange is over.

AUTH ends a group: what follows hangs on its reply, and a line that comes while the server waits for a response is taken
for one. Only a mechanism that is done with its first response may be followed at once: PLAIN, EXTERNAL and ANONYMOUS
with the response on the AUTH line.

## Good

    # smtp-ls: tls=implicit
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-PIPELINING
    S: 250 AUTH PLAIN
    C: AUTH PLAIN dGVzdAB0ZXN0ADEyMzQ=
    C: MAIL FROM:<alice@example.org>
    S: 235 2.7.0 Ok
    S: 250 2.1.0 Ok
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A script need not show replies:

    # smtp-ls: tls=implicit
    C: EHLO client.example.org
    C: AUTH LOGIN
    C: {{user}}
    C: {{password}}
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-PIPELINING
    S: 250 AUTH CRAM-MD5
    C: AUTH CRAM-MD5
       ^^^^^^^^^^^^^ AUTH must be the last of its group
    C: NOOP
    S: 504 5.5.4 Not now
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, behind a response:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250-PIPELINING
    250 AUTH CRAM-MD5
    AUTH CRAM-MD5
    334 PDE4OTYuNjk3MTcwOTUyQG14LmV4YW1wbGUuY29tPg==
    dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AUTH must be the last of its group
    MAIL FROM:<alice@example.org>
    235 2.7.0 Ok
    250 2.1.0 Ok
    RSET
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, group
from smtp_ls.protocol.sasl import MECHANISMS
from smtp_ls.rules.pipelining.groups import group_start, shown_group
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step, Waiting
from smtp_ls.session.acceptance import auth_words

_WITH_RESPONSE = 3


@rule("pipelined-auth", "reply:grouped", severity=Severity.ERROR, rfc="4954#4")
def check(step: Step) -> Iterator[Found]:
    """Something waits behind AUTH in one group. Where nothing may be sent in groups, another rule says so."""
    offers, waiting, start = step.before.known.offers, shown_group(step), group_start(step)
    if offers is not None and offers.lacks("PIPELINING"):
        return
    for index, each in enumerate(waiting[:-1], start):
        if each.verb == "AUTH" and not _is_one_trip(each):
            yield Found(
                "AUTH must be the last of its group: wait for its reply (RFC 4954 section 4)",
                place=group(index),
                related=((group(index + 1), "this follows too early"),),
            )


def _is_one_trip(waiting: Waiting) -> bool:
    """Is this AUTH done with the response on its line?"""
    words = auth_words(waiting.text)
    row = MECHANISMS.get(words[1].upper()) if len(words) >= _WITH_RESPONSE else None
    return row is not None and row.one_trip
