"""The client breaks off an AUTH exchange without saying so.

After 334 the server takes the next line for a response, whatever it is: QUIT is decoded as base64 like anything else,
and answered with 501 or 535. To give up, send `*`, wait for 501, and go on then.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH CRAM-MD5
    C: AUTH CRAM-MD5
    S: 334 PDE4OTYuNjk3MTcwOTUyQG14LmV4YW1wbGUuY29tPg==
    C: *
    S: 501 5.7.0 Cancelled
    C: QUIT
    S: 221 2.0.0 Bye

Where the server has not asked, a command is one; and an excerpt may end anywhere:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH CRAM-MD5
    C: AUTH CRAM-MD5
    S: 535 5.7.8 Not today
    C: QUIT
    S: 221 2.0.0 Bye

    ### another
    # smtp-ls: partial
    S: 250 AUTH CRAM-MD5
    C: AUTH CRAM-MD5
    S: 334 PDE4OTYuNjk3MTcwOTUyQG14LmV4YW1wbGUuY29tPg==

## Bad

    # smtp-ls: tls=implicit
    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH LOGIN
    C: AUTH LOGIN
    S: 334 VXNlcm5hbWU6
    C: QUIT
       ^^^^ QUIT is taken for a response here
    S: 501 5.5.2 Cannot decode
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    # smtp-ls: tls=implicit
    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH LOGIN PLAIN
    AUTH LOGIN
    334 VXNlcm5hbWU6
    AUTH PLAIN
    ^^^^^^^^^^ AUTH is taken for a response here
    501 5.5.2 Cannot decode
    QUIT
    221 2.0.0 Bye

With expectations:

    S: 220
    C: EHLO client.example.org
    S: 250
    C: AUTH CRAM-MD5
    S: 334
    C: MAIL FROM:<alice@example.org>
       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ MAIL is taken for a response here
    S: 501
    C: QUIT
    S: 221

Where the session ends:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH CRAM-MD5
    C: AUTH CRAM-MD5
       ^^^^^^^^^^^^^ the session ends amid this exchange
    S: 334 PDE4OTYuNjk3MTcwOTUyQG14LmV4YW1wbGUuY29tPg==
"""

from collections.abc import Iterator

from smtp_ls.events import SaslResponse
from smtp_ls.findings import LAST, OPENED, Severity, Span
from smtp_ls.reading import is_command
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Origin, Session, Step

_WHERE = "(RFC 4954 section 4)"


@rule(
    "auth-unfinished", "response:verb", "end:in-auth",
    severity=Severity.WARNING, rfc="4954#4", instead_of=("auth-bad-base64", "auth-login-raw"),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A whole command where the server waits for a response, or nothing more. Four letters may be both: QUIT."""
    event, before = step.event, step.before
    if isinstance(event, SaslResponse):
        text = event.text.strip()
        challenged = before.exchange is not None and before.exchange.challenged
        if challenged and is_command(text):
            verb = text.split()[0].upper()
            start = event.text.index(text)
            message = f"{verb} is taken for a response here: to give up, send * and wait for 501 {_WHERE}"
            yield Found(message, Span(start, start + len(text)))
    elif _is_open(before):
        yield Found(
            f"the session ends amid this exchange: give it up with * before QUIT {_WHERE}",
            place=OPENED,
            related=((LAST, "the server waits for a response"),),
        )


def _is_open(session: Session) -> bool:
    """Has the server asked for a response that never comes, in a session that is shown to its end?"""
    exchange, shown = session.exchange, session.shown
    asked = exchange is not None and exchange.challenged and session.last == "server" and shown.auth == "shown"
    whole = session.origin in (Origin.WHOLE, Origin.SCRIPT) and not (session.given.partial or session.lost)
    return asked and whole and shown.client and shown.ordered and not shown.excerpt
