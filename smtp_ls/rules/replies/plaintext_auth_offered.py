"""A server offers to take passwords over a connection that is not encrypted.

PLAIN and LOGIN send the password so that anybody on the way can read it. A server should offer them only after
STARTTLS: what is not offered, a careless client does not use. A file of a session with TLS from the start says
`# smtp-ls: tls=implicit`; one that needs no TLS, as on a loopback, says `# smtp-ls: tls=none`. Nothing is said where
the client begins TLS before AUTH, or the server has a name of tests or of a private network, as `mx.example.test`.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-STARTTLS
    S: 250 AUTH CRAM-MD5
    C: STARTTLS
    S: 220 2.0.0 Ready
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH PLAIN LOGIN
    C: QUIT
    S: 221 2.0.0 Bye

What a careless client would do, this one does not:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-STARTTLS
    S: 250 AUTH PLAIN LOGIN
    C: STARTTLS
    S: 220 2.0.0 Ready
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 AUTH PLAIN LOGIN
    C: AUTH PLAIN {{credentials}}
    S: 235 2.7.0 Welcome
    C: QUIT
    S: 221 2.0.0 Bye

TLS from the start:

    # smtp-ls: tls=implicit
    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH PLAIN
    QUIT
    221 2.0.0 Bye

A server on the client's own host:

    === Connected to 127.0.0.1.
    <-  220 mx.example.com ESMTP
     -> EHLO client.example.org
    <-  250-mx.example.com
    <-  250 AUTH PLAIN
     -> QUIT
    <-  221 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-STARTTLS
    S: 250 AUTH CRAM-MD5 PLAIN
                         ^^^^^ PLAIN is offered without TLS
    C: STARTTLS
    S: 454 4.7.0 Not now
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250-STARTTLS
    S: 250 AUTH CRAM-MD5 PLAIN
    C: QUIT
    S: 221 2.0.0 Bye
"""

import re
from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import UNSECURED, Severity, Span
from smtp_ls.rules.keywords import keyword_of
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Origin, Step

_PLAIN = re.compile(r"(?<=\s)(?:PLAIN|LOGIN)(?=\s|$)", re.IGNORECASE)


@rule("plaintext-auth-offered", "keyword:AUTH", severity=Severity.INFORMATION, rfc="4954#4", always=True)
def check(step: Step) -> Iterator[Found]:
    """The first such offer of a session shown from its beginning that leaves the host, and has no TLS before AUTH."""
    reply, before, known = step.event, step.before, step.before.known
    found = _PLAIN.search(reply.text)
    above = before.reply
    if not found or not isinstance(reply, Reply) or above is None or known.tls or known.lmtp:
        return
    whole = before.origin == Origin.WHOLE and before.shown.ordered and not before.shown.excerpt
    told = any(keyword_of(line) == "AUTH" and _PLAIN.search(line) for line in above.lines)
    again = known.offers is not None and _PLAIN.search(f" {known.offers.table.get('AUTH', '')}")
    exposed = before.given.tls != "none" and not before.given.loopback
    if whole and exposed and not told and not again:
        yield Found(
            f"{found[0].upper()} is offered without TLS, so that passwords may be sent unencrypted; "
            "if TLS was there from the start, `# smtp-ls: tls=implicit` says so (RFC 4954 section 4)",
            Span(*found.span()),
            UNSECURED,
        )
