"""A reply of several lines does not end.

A hyphen behind the code says that another line follows; the last line has a blank there. A client waits for that
line. In a script, `S: 250-SIZE` expects a keyword of the EHLO reply, and `S: ...` or `S: 250` ends it.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-SIZE 1000000
    S: 250 HELP
    C: QUIT
    S: 221 2.0.0 Bye

Expectations:

    S: 220
    C: EHLO client.example.org
    S: 250-SIZE
    S: 250-PIPELINING
    S: ...
    C: QUIT
    S: 221

An excerpt may end anywhere:

    # smtp-ls: partial
    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-SIZE 1000000
       ^^^^^^^^^^^^^^^^ this reply does not end
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, at the end:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250-HELP
    ^^^^^^^^ this reply does not end

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250-SIZE
       ^^^^^^^^ this reply does not end
    C: QUIT
    S: 221
"""

from collections.abc import Iterator

from smtp_ls.findings import LAST, Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Origin, Step


@rule("multiline-not-terminated", "command:open-reply", severity=Severity.ERROR, rfc="5321#4.2.1", always=True)
def check(step: Step) -> Iterator[Found]:
    """The client speaks, or the session ends, and the server's last line has a hyphen. Logs may be cut."""
    before = step.before
    cut = before.origin == Origin.EXCERPT or before.given.partial or not before.shown.native
    if before.shown.ordered and before.shown.server and not (step.event.kind == "end" and cut):
        yield Found(
            'this reply does not end: its last line has a blank behind the code, not "-" (RFC 5321 section 4.2.1)',
            place=LAST,
        )
