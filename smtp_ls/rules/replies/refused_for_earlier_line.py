"""A command is refused because of a line further up.

What the server says last is often only the end of a story: `554 no valid recipients` comes to DATA, but the refused
RCPT is the reason; `504 need fully-qualified hostname` comes to RCPT, but means the name in EHLO; `530 Authentication
required` comes to MAIL, and the reply to EHLO has offered AUTH. Here the reply is tied to the lines that it is about.
Nothing is wrong with the reply itself: read on where it points. Where the refused command has a finding of its own
that tells the reason, nothing is said again here.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250 mx.example.com
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 550 5.1.1 No such user
    C: RSET
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

A refusal that blames nothing that the file shows:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    MAIL FROM:<alice@example.org>
    530 5.7.0 Authentication required
    QUIT
    221 2.0.0 Bye

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 PIPELINING
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    S: 250 2.1.0 Ok
    S: 550 5.1.1 No such user
    S: 554 5.5.1 Error: no valid recipients
       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no recipient is left
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250-AUTH CRAM-MD5
    250 SIZE 1000
    MAIL FROM:<alice@example.org>
    530 5.7.0 Authentication required
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the client has to log in first
    QUIT
    221 2.0.0 Bye

A name that is refused late:

    S: 220 mx.example.com ESMTP
    C: EHLO localhost
    S: 250-mx.example.com
    S: 250 PIPELINING
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname
       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ it is the name of the client
    C: QUIT
    S: 221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, unmarked
from smtp_ls.rules.replies.causes import cause
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "refused-for-earlier-line", "reply:refusal",
    severity=Severity.INFORMATION, rfc="5321#4.2.1", instead_of=("unexpected-reply-code",), always=True,
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """The first and the last line of a refusal: servers give the reason there, and once is enough."""
    reply, before = step.event, step.before
    if not isinstance(reply, Reply) or before.lost or not before.shown.ordered:
        return
    alone = before.reply is None
    if not (alone or reply.final):
        return
    verb = step.asked.verb if step.asked and before.replied else ""  # what comes first is the greeting
    found = cause(reply.code, reply.says, before.known, verb, whole=alone and reply.final)
    if found is not None:
        yield Found(found.says, place=unmarked(*found.told), related=found.blames, only_related=True)
