"""Something follows a command whose reply the client has to read first.

With PIPELINING, commands may be sent in groups, but EHLO, DATA, VRFY, EXPN, NOOP and the like end a group: what follows
hangs on their reply. Mail data comes after 354 and not with DATA.

## Good

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 PIPELINING
    C: MAIL FROM:<alice@example.org>
    C: RCPT TO:<bob@example.net>
    C: DATA
    S: 250 2.1.0 Ok
    S: 250 2.1.5 Ok
    S: 354 Go ahead
    C: Date: Tue, 24 Nov 2026 10:00:00 +0000
    C: From: alice@example.org
    C:
    C: hello
    C: .
    C: QUIT
    S: 250 2.0.0 Ok
    S: 221 2.0.0 Bye

A script may leave replies out:

    C: EHLO client.example.org
    C: NOOP
    C: VRFY bob
    C: QUIT

## Bad

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 PIPELINING
    C: NOOP
       ^^^^ NOOP must be the last of its group
    C: RSET
    S: 250 2.0.0 Ok
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

In the bare form, where the offers are not known yet:

    220 mx.example.com ESMTP
    EHLO client.example.org
    ^^^^^^^^^^^^^^^^^^^^^^^ EHLO must be the last of its group
    MAIL FROM:<alice@example.org>
    250 mx.example.com
    250 2.1.0 Ok
    QUIT
    221 2.0.0 Bye

Mail data with DATA:

    S: 220 mx.example.com ESMTP
    C: EHLO client.example.org
    S: 250-mx.example.com
    S: 250 PIPELINING
    C: MAIL FROM:<alice@example.org>
    S: 250 2.1.0 Ok
    C: RCPT TO:<bob@example.net>
    S: 250 2.1.5 Ok
    C: DATA
       ^^^^ mail data is sent with DATA
    C: hello
    C: .
    S: 354 Go ahead
    S: 250 2.0.0 Ok
    C: QUIT
    S: 221 2.0.0 Bye

And with all that comes before it:

    220 mx.example.com ESMTP
    EHLO client.example.org
    250-mx.example.com
    250 PIPELINING
    MAIL FROM:<alice@example.org>
    RCPT TO:<bob@example.net>
    DATA
    ^^^^ mail data is sent with DATA
    hello
    .
    250 2.1.0 Ok
    250 2.1.5 Ok
    354 Go ahead
    250 2.0.0 Ok
    QUIT
    221 2.0.0 Bye
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import Severity, group
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.rules.pipelining.groups import group_start, is_proof, shown_group
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_ELSEWHERE = ("QUIT", "STARTTLS", "X-ANONYMOUSTLS")
"""Other rules say that nothing may follow these."""
_WHERE = "(RFC 2920 section 3.1)"


@rule(
    "pipelined-after-sync", "reply:grouped", "reply:in-content",
    severity=Severity.ERROR, rfc="2920#3.1", rows=("pipelined-ehlo",),
)  # fmt: skip
def check(step: Step) -> Iterator[Found]:
    """A command or mail data waits behind such a verb. Where nothing may be sent in groups, another rule says so."""
    before, asked, waiting = step.before, step.asked, shown_group(step)
    if not isinstance(step.event, Reply) or not is_proof(step):
        return
    early = before.content is not None or any(each.verb == "." for each in before.pending)
    if early and asked is not None and asked.verb == "DATA" and step.event.final:
        yield Found(f"mail data is sent with DATA: wait for 354 first {_WHERE}", place=step.asked_role)
    if not waiting or before.last != "client" or before.content is not None or _unoffered(step):
        return
    start = group_start(step)
    for index, each in enumerate(waiting[:-1], start):
        if _ends_group(each.verb) and waiting[index + 1 - start].verb != ".":
            yield Found(
                f"{each.verb} must be the last of its group: wait for its reply {_WHERE}",
                place=group(index),
                related=((group(index + 1), "this follows too early"),),
            )


def _ends_group(verb: str) -> bool:
    row = VERBS.get(verb)
    return row is not None and row.pipelining == "last" and verb not in _ELSEWHERE


def _unoffered(step: Step) -> bool:
    offers = step.before.known.offers
    return offers is not None and offers.lacks("PIPELINING")
