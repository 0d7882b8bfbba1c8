"""An enhanced status code is not registered.

The list of codes is IANA's. A client knows such a code by its class and subject alone: 5.7.133 is some refusal for
security or policy. Large providers have codes of their own, and their pages tell what they mean.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ENHANCEDSTATUSCODES
    C: MAIL FROM:<alice@example.org>
    S: 550 5.7.27 Your domain takes no mail
    C: QUIT
    S: 221 2.0.0 Bye

What no server has promised is text:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    VRFY bob
    550 5.7.133 You may not ask
    QUIT
    221 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 ENHANCEDSTATUSCODES
    C: MAIL FROM:<alice@example.org>
    S: 550 5.7.133 You may not
           ^^^^^^^ 5.7.133 is not registered
    C: VRFY bob
    S: 550 5.9.1 No
           ^^^^^ 5.9.1 is not registered
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity
from smtp_ls.protocol.enhanced import SUBJECTS
from smtp_ls.rules.rule import Found, rule
from smtp_ls.rules.statuses import is_well_formed, registered, status_of
from smtp_ls.session import Step


@rule("enhanced-unregistered", "enhanced:odd", severity=Severity.INFORMATION, rfc="3463#2", always=True)
def check(step: Step) -> Iterator[Found]:
    """A well-formed code of the reply's own class, whose subject and detail nobody has registered."""
    reply, status = step.event, status_of(step.event)
    if not isinstance(reply, Reply) or status is None or not is_well_formed(status.text):
        return
    if status.kind == reply.text[0] and registered(status.text) is None:
        subject = SUBJECTS.get(int(status.text.split(".")[1]))
        known = f"its subject is known ({subject})" if subject else "nor is its subject"
        yield Found(
            f"{status.text} is not registered with IANA; {known}, and what else it means only the server's own pages "
            "tell (RFC 3463 section 2)",
            status.span,
        )
