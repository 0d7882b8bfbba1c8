"""An enhanced status code stands with a reply code that is not registered with it.

The registry names, for many enhanced codes, the reply codes that they go with: 5.1.1 with 550. It says itself that its
list is not complete, so this rule is off unless it is selected.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ENHANCEDSTATUSCODES
    C: VRFY bob
    S: 550 5.1.1 No such user
    C: QUIT
    S: 221 2.0.0 Bye

Where the registry names no reply code, any will do:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 ENHANCEDSTATUSCODES
    VRFY bob
    553 5.1.4 Which of them?
    VRFY carol
    550 5.7.17 She has left
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ENHANCEDSTATUSCODES
    C: VRFY bob
    S: 553 5.1.1 No such user
           ^^^^^ 5.1.1 is registered with 451 or 550
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.statuses import is_paired, registered, status_of
from smtp_ls.rules.words import one_of
from smtp_ls.session import Step


@rule("enhanced-basic-pairing", "enhanced:unpaired", severity=Severity.HINT, rfc="5248#2.4", always=True, on=False)
def check(step: Step) -> Iterator[Found]:
    """The code is registered with others, and of the reply's own class."""
    reply, status = step.event, status_of(step.event)
    row = registered(status.text) if status is not None else None
    if not isinstance(reply, Reply) or status is None or row is None or is_paired(reply.code, status.text):
        return
    if status.kind == reply.text[0]:
        codes = one_of(tuple(str(code) for code in row.basic if code >= 100) or ("any 5yz",))
        yield Found(
            f"{status.text} is registered with {codes}, not with {reply.code} (RFC 5248 section 2.4)", status.span
        )
