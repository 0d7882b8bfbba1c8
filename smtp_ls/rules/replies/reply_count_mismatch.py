"""A command has no reply.

Each command gets exactly one. If a reply is missing, the client takes each of those that follow for the answer to the
wrong command. In a log a line may have been lost; then the replies below may not belong where they seem to.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 PIPELINING
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: RSET
    S: 250 2.1.0 Ok
    S: 250 2.1.5 Ok
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

The connection may be closed before the last reply, and a script may leave replies out:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250 mx.example.com
    QUIT

    ### a script
    220
    EHLO client.example.org
    250
    NOOP
    NOOP
    250
    QUIT
    221

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 SIZE 1000000
    C: NOOP
       ^^^^ NOOP has no reply
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, in a group:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 SIZE 1000000
    MAIL FROM:<alice@example.org>
    RCPT TO:<bob@example.net>
    ^^^^^^^^^^^^^^^^^^^^^^^^^ RCPT has no reply
    250 2.1.0 Ok
    RSET
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.findings import Severity, group
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.rules.replies.counts import shows_every_reply
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step


@rule(
    "reply-count-mismatch", "command:lapsed", "reply:lapsed",
    severity=Severity.ERROR, rfc="5321#4.2", instead_of=("pipelining-not-offered", "pipelined-after-sync"), always=True,
    rows=("pipelined-replies-order",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """Commands will not be answered any more: the first of them. What is no command is another rule's."""
    if not shows_every_reply(step.before) or not step.lapsed:
        return
    verb, more = step.lapsed[0].verb, len(step.lapsed) - 1
    if verb not in VERBS and verb != ".":
        return
    what = "the end of mail data" if verb == "." else verb
    others = f", nor have {more} more" if more > 1 else ", nor has the next" if more else ""
    yield Found(f"{what} has no reply{others}: each command gets exactly one (RFC 5321 section 4.2)", place=group(0))
