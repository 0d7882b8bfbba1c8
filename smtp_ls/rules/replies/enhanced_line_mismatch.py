"""The lines of one reply have different enhanced status codes.

A reply tells one thing, so that all its lines have the same code. A client that finds two takes the first or the last.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ENHANCEDSTATUSCODES
    C: VRFY bob
    S: 550-5.1.1 No such user,
    S: 550-see https://www.example.com/
    S: 550 5.1.1 and none alike
    C: QUIT
    S: 221 2.0.0 Bye

Replies in a group are not one reply:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250-PIPELINING
    250 ENHANCEDSTATUSCODES
    MAIL FROM:<alice@example.org>
    RCPT TO:<bob@example.net>
    250 2.1.0 Ok
    250 2.1.5 Ok
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ENHANCEDSTATUSCODES
    C: VRFY bob
    S: 550-5.1.1 No such user,
    S: 550 5.7.1 and you may not ask
           ^^^^^ this line says 5.7.1, and the first 5.1.1
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.statuses import is_well_formed, status_of
from smtp_ls.session import Step


@rule("enhanced-line-mismatch", "enhanced:changed", severity=Severity.WARNING, rfc="2034#4", always=True)
def check(step: Step) -> Iterator[Found]:
    """Both are right by themselves: what is wrong with the first has been said there."""
    reply, status, above = step.event, status_of(step.event), step.before.reply
    if not isinstance(reply, Reply) or status is None or above is None:
        return
    kind = str(reply.code)[:1]
    if all(is_well_formed(each) and each[0] == kind for each in (status.text, above.status)):
        yield Found(
            f"this line says {status.text}, and the first {above.status}: "
            "all lines of a reply have one enhanced status code (RFC 2034 section 4)",
            status.span,
        )
