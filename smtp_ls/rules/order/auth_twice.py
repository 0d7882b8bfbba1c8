"""AUTH comes again though the client is authenticated.

A session has one user: after 235 a server answers 503 to every AUTH. Connect again to be someone else. (After an AUTH
that failed, and after STARTTLS, AUTH may come again.)

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH CRAM-MD5
    C: AUTH CRAM-MD5
    S: 535 5.7.8 Not now
    C: AUTH CRAM-MD5
    S: 334 PDE4OTYuNjk3MTcwOTUyQG14LmV4YW1wbGUuY29tPg==
    C: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

Two sessions:

    # smtp-ls: tls=implicit
    C: EHLO client.example.org
    C: AUTH CRAM-MD5
    C: {{response}}
    C: QUIT
    C: EHLO client.example.org
    C: AUTH CRAM-MD5
    C: {{response}}
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH EXTERNAL
    C: AUTH EXTERNAL =
    S: 235 2.7.0 Ok
    C: AUTH EXTERNAL =
       ^^^^ AUTH comes again
    S: 235 2.7.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, and introduced again in between:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH EXTERNAL
    AUTH EXTERNAL =
    235 2.7.0 Ok
    EHLO client.example.org
    250-mx.example.com
    250 AUTH EXTERNAL
    AUTH EXTERNAL =
    ^^^^ AUTH comes again
    503 5.5.1 Already authenticated
    QUIT
    221 2.0.0 Bye

In a script:

    C: EHLO client.example.org
    C: AUTH EXTERNAL =
    C: AUTH EXTERNAL =
       ^^^^ AUTH comes again
    C: QUIT

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: AUTH EXTERNAL =
    S: 235
    C: AUTH EXTERNAL =
       ^^^^ AUTH comes again
    S: 503
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, accepted
from smtp_ls.rules.order.phases import TRANSACTION
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.words import command_of, verb_span
from smtp_ls.session import Step


@rule("auth-twice", "command:misplaced", severity=Severity.ERROR, rfc="4954#4")
def check(step: Step) -> Iterator[Found]:
    """235 was seen; or it is presumed, where the file would show the reply if there were one."""
    known, before = step.known, step.before
    certain = before.known.authenticated or before.shown.every_reply
    if command_of(step).verb == "AUTH" and known.authenticated and certain and known.phase not in TRANSACTION:
        yield Found(
            "AUTH comes again, but a session has only one user (RFC 4954 section 4)", verb_span(step.event),
            related=((accepted("AUTH"), "the client logged in here"),),
        )  # fmt: skip
