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
"""

from collections.abc import Iterator

from smtp_ls.events import Reply
from smtp_ls.findings import HERE, Severity, group
from smtp_ls.protocol.verbs import VERBS
from smtp_ls.rules.pipelining.groups import shows_groups
from smtp_ls.rules.rule import Found, rule
from smtp_ls.session import Step

_ELSEWHERE = ("QUIT", "STARTTLS", "X-ANONYMOUSTLS")
"""Other rules say that nothing may follow these."""
_WHERE = "(RFC 2920 section 3.1)"


@rule("pipelined-after-sync", "command:pipelined", "reply:in-content", severity=Severity.ERROR, rfc="2920#3.1")
def check(step: Step) -> Iterator[Found]:
    """A command behind such a verb, or 354 behind the mail data that should have waited for it."""
    before = step.before
    if not shows_groups(before):
        return
    if isinstance(step.event, Reply):
        asked = step.asked
        early = before.content is not None or any(waiting.verb == "." for waiting in before.pending)
        if asked is not None and asked.verb == "DATA" and early and step.event.final:
            yield Found(f"mail data is sent with DATA: wait for 354 first {_WHERE}", place=step.asked_role)
        return
    offers = before.known.offers
    waits = before.pending[-1].verb
    row = VERBS.get(waits)
    if row is None or row.pipelining != "last" or waits in _ELSEWHERE or (offers and offers.lacks("PIPELINING")):
        return
    yield Found(
        f"{waits} must be the last of its group: wait for its reply {_WHERE}",
        place=group(len(before.pending) - 1),
        related=((HERE, "this follows too early"),),
    )
