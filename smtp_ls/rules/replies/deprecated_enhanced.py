"""A status code is not to be used any more.

X.6.10 was given by mistake to what X.6.8 says already. 538 with 5.7.11, "encryption required for this mechanism", is of
the past: a server that wants TLS first does not offer the mechanism before.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ENHANCEDSTATUSCODES
    C: VRFY bob
    S: 252 2.6.8 His address is not ASCII
    C: QUIT
    S: 221 2.0.0 Bye

Where no enhanced codes are offered, they are text:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    VRFY bob
    252 2.6.10 is our version
    QUIT
    221 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ENHANCEDSTATUSCODES
    C: VRFY bob
    S: 252 2.6.10 His address is not ASCII
           ^^^^^^ X.6.10 is not to be used any more
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 AUTH CRAM-MD5
    AUTH CRAM-MD5
    538 Encryption required
    ^^^ 538 is not used any more
    QUIT
    221 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, Span
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.statuses import is_well_formed, registered, status_of
from smtp_ls.session import Step


@rule("deprecated-enhanced", "enhanced:odd", "code:538", severity=Severity.INFORMATION, rfc="6531#4", always=True)
def check(step: Step) -> Iterator[Found]:
    """An enhanced code that the registry calls deprecated, or the reply code 538 with or without its enhanced one."""
    reply, status = step.event, status_of(step.event)
    if not isinstance(reply, Reply):
        return
    if reply.code == 538:
        yield Found("538 is not used any more: a mechanism that needs TLS is offered after STARTTLS only "
                    "(RFC 4954 section 6)", Span(0, 3))  # fmt: skip
        return
    row = registered(status.text) if status is not None and is_well_formed(status.text) else None
    if row is not None and row.deprecated and status is not None and status.kind == reply.text[0]:
        yield Found(f"{row.code} is not to be used any more: X.6.8 says the same (RFC 6531 section 4)", status.span)
