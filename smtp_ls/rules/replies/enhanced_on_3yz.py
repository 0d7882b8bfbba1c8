"""An enhanced status code stands on a 3yz.

Enhanced codes tell how a command ended, and begin with 2, 4 or 5. A 354 or 334 only asks the client to go on, so that
it has none.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ENHANCEDSTATUSCODES
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 2 lines at least, please
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

Where none are offered it is text:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    250 Ok
    RCPT TO:<bob@example.net>
    250 Ok
    DATA
    354 2.0.0 is this server's version
    Date: Tue, 24 Nov 2026 10:00:00 +0000
    From: alice@example.org

    hello
    .
    250 Ok
    QUIT
    221 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ENHANCEDSTATUSCODES
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
    S: 354 2.0.0 Go ahead
           ^^^^^ 354 has no enhanced status code
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.statuses import status_of
from smtp_ls.session import Step


@rule("enhanced-on-3yz", "enhanced:odd", severity=Severity.WARNING, rfc="2034#4", always=True)
def check(step: Step) -> Iterator[Found]:
    """Three numbers as in an enhanced code, in a reply that asks for more. There is no class 3 either."""
    reply, status = step.event, status_of(step.event)
    if not isinstance(reply, Reply) or reply.code // 100 != 3 or status is None:
        return
    if status.kind in ("2", "3", "4", "5") and status.text.count(".") == 2:
        yield Found(
            f"{reply.code} has no enhanced status code: only 2yz, 4yz and 5yz have one (RFC 2034 section 4)",
            status.span,
        )
