"""An enhanced status code is of a class for which it is not meant.

RFC 3463 says of some codes that they only make sense for one kind of reply: a bad domain in an address (5.1.2) is a
permanent failure. Servers that say 4.1.2 mean that the failure might pass, as when no name server answers, for which
there are other codes (4.4.3).

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ENHANCEDSTATUSCODES
    C: VRFY bob
    S: 550 5.1.2 No such domain
    C: QUIT
    S: 221 2.0.0 Bye

Greylisting has always said 4.7.1, and the registry has 451 with 4.1.1:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 ENHANCEDSTATUSCODES
    MAIL FROM:<alice@example.org>
    250 2.1.0 Ok
    RCPT TO:<bob@example.net>
    451 4.7.1 Greylisted, try again
    RCPT TO:<carol@example.net>
    451 4.1.1 Cannot tell now
    RSET
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ENHANCEDSTATUSCODES
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 450 4.1.2 No such domain
           ^^^^^ X.1.2 is meant for a permanent failure
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.statuses import is_restricted, is_well_formed, registered, status_of
from smtp_ls.rules.words import one_of, source
from smtp_ls.session import Step

_KINDS = {2: "a success", 4: "a failure that passes", 5: "a permanent failure"}


@rule("enhanced-class-restricted", "enhanced:odd", severity=Severity.HINT, rfc="3463#3", always=True)
def check(step: Step) -> Iterator[Found]:
    """A registered code of the reply's own class, which RFC 3463 has for other classes only."""
    reply, status = step.event, status_of(step.event)
    row = registered(status.text) if status is not None else None
    if not isinstance(reply, Reply) or status is None or row is None or not is_well_formed(status.text):
        return
    if status.kind == reply.text[0] and is_restricted(status.text):
        kinds = one_of(tuple(_KINDS[kind] for kind in row.classes))
        yield Found(f"{row.code} is meant for {kinds}{source(row.rfc)}", status.span)
